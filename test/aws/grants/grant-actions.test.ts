import { dynamodbGrant } from '../../../lib/aws/grants/dynamodb-grant';
import type { ArnLike, AwsGrant } from '../../../lib/aws/grants/grant';
import { kmsGrant } from '../../../lib/aws/grants/kms-grant';
import { s3Grant } from '../../../lib/aws/grants/s3-grant';
import { secretsManagerGrant } from '../../../lib/aws/grants/secrets-manager-grant';
import { sqsGrant } from '../../../lib/aws/grants/sqs-grant';
import { statementGrant } from '../../../lib/aws/grants/statement-grant';
import { codeOf } from '../code-of';

// What each grant gives, word for word: one action more or another one is another permission.
const BUCKET = 'arn:aws:s3:::tasks';
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/tasks';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:tasks';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:tasks-AbCdEf';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';

const READ_ITEMS = [
  'dynamodb:BatchGetItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
];

test.each<[string, () => AwsGrant, AwsGrant]>([
  [
    's3Grant.read',
    () => s3Grant.read(BUCKET),
    {
      description: `read objects of ${BUCKET}/`,
      statements: [
        { actions: ['s3:ListBucket'], resources: [BUCKET] },
        { actions: ['s3:GetObject'], resources: [`${BUCKET}/*`] },
      ],
    },
  ],
  [
    's3Grant.read under a prefix',
    () => s3Grant.read(BUCKET, { prefix: 'reports/' }),
    {
      description: `read objects of ${BUCKET}/reports/`,
      statements: [
        {
          actions: ['s3:ListBucket'],
          resources: [BUCKET],
          conditions: { StringLike: { 's3:prefix': 'reports/*' } },
        },
        { actions: ['s3:GetObject'], resources: [`${BUCKET}/reports/*`] },
      ],
    },
  ],
  [
    's3Grant.readWrite',
    () => s3Grant.readWrite(BUCKET),
    {
      description: `read and write objects of ${BUCKET}/`,
      statements: [
        { actions: ['s3:ListBucket'], resources: [BUCKET] },
        {
          actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
          resources: [`${BUCKET}/*`],
        },
      ],
    },
  ],
  [
    'dynamodbGrant.read',
    () => dynamodbGrant.read(TABLE),
    {
      description: `read items of ${TABLE}`,
      statements: [{ actions: READ_ITEMS, resources: [TABLE, `${TABLE}/index/*`] }],
    },
  ],
  [
    'dynamodbGrant.readWrite',
    () => dynamodbGrant.readWrite(TABLE),
    {
      description: `read and write items of ${TABLE}`,
      statements: [
        { actions: READ_ITEMS, resources: [TABLE, `${TABLE}/index/*`] },
        {
          actions: ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
          resources: [TABLE],
        },
      ],
    },
  ],
  [
    'sqsGrant.send',
    () => sqsGrant.send(QUEUE),
    {
      description: `send messages to ${QUEUE}`,
      statements: [{ actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], resources: [QUEUE] }],
    },
  ],
  [
    'sqsGrant.receive',
    () => sqsGrant.receive(QUEUE),
    {
      description: `receive messages from ${QUEUE}`,
      statements: [
        {
          actions: [
            'sqs:ReceiveMessage',
            'sqs:ChangeMessageVisibility',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:GetQueueUrl',
          ],
          resources: [QUEUE],
        },
      ],
    },
  ],
  [
    'secretsManagerGrant.read',
    () => secretsManagerGrant.read(SECRET),
    {
      description: `read the secret ${SECRET}`,
      statements: [
        { actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], resources: [SECRET] },
      ],
    },
  ],
  [
    'kmsGrant.decrypt',
    () => kmsGrant.decrypt(KEY),
    { description: `decrypt with ${KEY}`, statements: [{ actions: ['kms:Decrypt'], resources: [KEY] }] },
  ],
  [
    'kmsGrant.encryptDecrypt',
    () => kmsGrant.encryptDecrypt(KEY),
    {
      description: `encrypt and decrypt with ${KEY}`,
      statements: [{ actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'], resources: [KEY] }],
    },
  ],
])('%s gives exactly this', (_, give, expected) => {
  expect(give()).toEqual(expected);
});

test('a resource is given by its ARN or as it is', () => {
  const given = (resource: ArnLike) => [
    s3Grant.read(resource),
    s3Grant.readWrite(resource),
    dynamodbGrant.read(resource),
    dynamodbGrant.readWrite(resource),
    sqsGrant.send(resource),
    sqsGrant.receive(resource),
    secretsManagerGrant.read(resource),
    kmsGrant.decrypt(resource),
    kmsGrant.encryptDecrypt(resource),
  ];
  expect(given({ arn: SECRET })).toEqual(given(SECRET));
});

describe('a statement of one’s own', () => {
  const statement = { actions: ['s3:GetObject', 's3:PutObject'], resources: [BUCKET] };

  test('is given as it is, described by its actions or in one’s own words', () => {
    expect(statementGrant(statement)).toEqual({ description: 's3:GetObject, s3:PutObject', statements: [statement] });
    expect(statementGrant({ ...statement, description: 'objects' })).toEqual({
      description: 'objects',
      statements: [statement],
    });
  });

  test.each(['s3:*', 's3:Get*', 's3:GetObjec?'])('is refused with the action %s, unless that is said', (action) => {
    const wide = { actions: ['s3:ListBucket', action], resources: [BUCKET] };
    expect(codeOf(() => statementGrant(wide))).toBe('action-wildcard');
    expect(codeOf(() => statementGrant({ ...wide, effect: 'Allow' }))).toBe('action-wildcard');
    expect(codeOf(() => statementGrant({ ...wide, allowWildcardActions: false }))).toBe('action-wildcard');
    expect(statementGrant({ ...wide, allowWildcardActions: true }).statements).toEqual([wide]);
    expect(codeOf(() => statementGrant({ ...wide, effect: 'Deny' }))).toBeUndefined();
  });

  test('is refused without an action and without a resource, and the error says what and how to fix it', () => {
    expect(codeOf(() => statementGrant({ actions: [], resources: [BUCKET] }))).toBe('statement-empty');
    expect(codeOf(() => statementGrant({ actions: ['s3:GetObject'], resources: [] }))).toBe('statement-empty');
    expect(() => statementGrant({ actions: [], resources: [] })).toThrow(
      /at least one action and one resource[^]*why: .*IAM refuses[^]*fix: .*Name the actions/,
    );
    expect(() => statementGrant({ actions: ['s3:*'], resources: [BUCKET] })).toThrow(
      /"s3:\*" holds a wildcard[^]*why: .*adds later[^]*fix: .*allowWildcardActions/,
    );
  });
});
