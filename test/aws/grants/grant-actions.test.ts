import { bedrockGrant } from '../../../lib/aws/grants/bedrock-grant';
import { cloudwatchGrant } from '../../../lib/aws/grants/cloudwatch-grant';
import { dynamodbGrant } from '../../../lib/aws/grants/dynamodb-grant';
import { ecrGrant } from '../../../lib/aws/grants/ecr-grant';
import { eventBridgeGrant } from '../../../lib/aws/grants/event-bridge-grant';
import type { AwsGrant } from '../../../lib/aws/grants/grant';
import { kinesisGrant } from '../../../lib/aws/grants/kinesis-grant';
import { kmsGrant } from '../../../lib/aws/grants/kms-grant';
import { rdsGrant } from '../../../lib/aws/grants/rds-grant';
import { s3Grant } from '../../../lib/aws/grants/s3-grant';
import { secretsManagerGrant } from '../../../lib/aws/grants/secrets-manager-grant';
import { snsGrant } from '../../../lib/aws/grants/sns-grant';
import { sqsGrant } from '../../../lib/aws/grants/sqs-grant';
import { ssmParameterGrant } from '../../../lib/aws/grants/ssm-parameter-grant';

// What each grant gives, word for word: one action more or another one is another permission.
const PLACE = 'eu-west-1:111122223333';
const BUCKET = 'arn:aws:s3:::tasks';
const TABLE = `arn:aws:dynamodb:${PLACE}:table/tasks`;
const TABLE_STREAM = `${TABLE}/stream/2026-01-01T00:00:00.000`;
const QUEUE = `arn:aws:sqs:${PLACE}:tasks`;
const TOPIC = `arn:aws:sns:${PLACE}:tasks`;
const SECRET = `arn:aws:secretsmanager:${PLACE}:secret:tasks-AbCdEf`;
const PARAMETER = `arn:aws:ssm:${PLACE}:parameter/tasks`;
const KEY = `arn:aws:kms:${PLACE}:key/1`;
const DATABASE = `arn:aws:rds-db:${PLACE}:dbuser:db-ABC`;
const BUS = `arn:aws:events:${PLACE}:event-bus/tasks`;
const STREAM = `arn:aws:kinesis:${PLACE}:stream/tasks`;
const CONSUMER = `${STREAM}/consumer/backend:1767225600`;
const MODEL = 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-micro-v1:0';
const PROFILE = `arn:aws:bedrock:${PLACE}:inference-profile/eu.amazon.nova-micro-v1:0`;
const LOGS = `arn:aws:logs:${PLACE}:log-group:/tasks`;
const REPOSITORY = `arn:aws:ecr:${PLACE}:repository/tasks`;

const READ_ITEMS = [
  'dynamodb:BatchGetItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
];
const WRITE_ITEMS = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** The statement of a key under which a resource is encrypted. */
const underKey = (service: string, ...actions: string[]) => ({
  actions: actions.map((action) => `kms:${action}`),
  resources: [KEY],
  conditions: { StringLike: { 'kms:ViaService': `${service}.eu-west-1.*` } },
});

const GRANTS: readonly (readonly [string, () => AwsGrant, Pick<AwsGrant, 'description' | 'statements'>])[] = [
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
    's3Grant.read under a key',
    () => s3Grant.read(BUCKET, { encryptionKey: KEY }),
    {
      description: `read objects of ${BUCKET}/`,
      statements: [
        { actions: ['s3:ListBucket'], resources: [BUCKET] },
        { actions: ['s3:GetObject'], resources: [`${BUCKET}/*`] },
        underKey('s3', 'Decrypt'),
      ],
    },
  ],
  [
    's3Grant.write under a prefix and a key',
    () => s3Grant.write(BUCKET, { prefix: 'reports/', encryptionKey: KEY }),
    {
      description: `write objects of ${BUCKET}/reports/`,
      statements: [
        {
          actions: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
          resources: [`${BUCKET}/reports/*`],
        },
        underKey('s3', 'Decrypt', 'GenerateDataKey'),
      ],
    },
  ],
  [
    's3Grant.readWrite under a key',
    () => s3Grant.readWrite(BUCKET, { encryptionKey: KEY }),
    {
      description: `read and write objects of ${BUCKET}/`,
      statements: [
        { actions: ['s3:ListBucket'], resources: [BUCKET] },
        {
          actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
          resources: [`${BUCKET}/*`],
        },
        underKey('s3', 'Decrypt', 'GenerateDataKey'),
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
    'dynamodbGrant.read of some partition keys',
    () => dynamodbGrant.read(TABLE, { partitionKeys: ['a', 'b'] }),
    {
      description: `read items of ${TABLE}`,
      statements: [
        {
          actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
          resources: [TABLE, `${TABLE}/index/*`],
          conditions: {
            'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] },
            Null: { 'dynamodb:LeadingKeys': 'false' },
          },
        },
        { actions: ['dynamodb:DescribeTable'], resources: [TABLE] },
      ],
    },
  ],
  [
    'dynamodbGrant.write',
    () => dynamodbGrant.write(TABLE),
    { description: `write items of ${TABLE}`, statements: [{ actions: WRITE_ITEMS, resources: [TABLE] }] },
  ],
  [
    'dynamodbGrant.write of some partition keys',
    () => dynamodbGrant.write(TABLE, { partitionKeys: ['a'] }),
    {
      description: `write items of ${TABLE}`,
      statements: [
        {
          actions: WRITE_ITEMS,
          resources: [TABLE],
          conditions: {
            'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] },
            Null: { 'dynamodb:LeadingKeys': 'false' },
          },
        },
      ],
    },
  ],
  [
    'dynamodbGrant.readWrite',
    () => dynamodbGrant.readWrite(TABLE),
    {
      description: `read and write items of ${TABLE}`,
      statements: [
        { actions: READ_ITEMS, resources: [TABLE, `${TABLE}/index/*`] },
        { actions: WRITE_ITEMS, resources: [TABLE] },
      ],
    },
  ],
  [
    'dynamodbGrant.read under a key',
    () => dynamodbGrant.read(TABLE, { encryptionKey: KEY }),
    {
      description: `read items of ${TABLE}`,
      statements: [
        { actions: READ_ITEMS, resources: [TABLE, `${TABLE}/index/*`] },
        underKey('dynamodb', 'Decrypt', 'DescribeKey'),
      ],
    },
  ],
  [
    'dynamodbGrant.write under a key',
    () => dynamodbGrant.write(TABLE, { encryptionKey: KEY }),
    {
      description: `write items of ${TABLE}`,
      statements: [
        { actions: WRITE_ITEMS, resources: [TABLE] },
        underKey('dynamodb', 'Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey*', 'ReEncrypt*'),
      ],
    },
  ],
  [
    'dynamodbGrant.readWrite under a key',
    () => dynamodbGrant.readWrite(TABLE, { encryptionKey: KEY }),
    {
      description: `read and write items of ${TABLE}`,
      statements: [
        { actions: READ_ITEMS, resources: [TABLE, `${TABLE}/index/*`] },
        { actions: WRITE_ITEMS, resources: [TABLE] },
        underKey('dynamodb', 'Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey*', 'ReEncrypt*'),
      ],
    },
  ],
  [
    'dynamodbGrant.readStream',
    () => dynamodbGrant.readStream(TABLE_STREAM),
    {
      description: `read the stream ${TABLE_STREAM}`,
      statements: [
        {
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [TABLE_STREAM],
        },
      ],
    },
  ],
  [
    'sqsGrant.send under a key',
    () => sqsGrant.send(QUEUE, { encryptionKey: KEY }),
    {
      description: `send messages to ${QUEUE}`,
      statements: [
        { actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], resources: [QUEUE] },
        underKey('sqs', 'Decrypt', 'GenerateDataKey'),
      ],
    },
  ],
  [
    'sqsGrant.receive under a key',
    () => sqsGrant.receive(QUEUE, { encryptionKey: KEY }),
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
        underKey('sqs', 'Decrypt'),
      ],
    },
  ],
  [
    'snsGrant.publish under a key',
    () => snsGrant.publish(TOPIC, { encryptionKey: KEY }),
    {
      description: `publish messages to ${TOPIC}`,
      statements: [{ actions: ['sns:Publish'], resources: [TOPIC] }, underKey('sns', 'Decrypt', 'GenerateDataKey')],
    },
  ],
  [
    'secretsManagerGrant.read under a key',
    () => secretsManagerGrant.read(SECRET, { encryptionKey: KEY }),
    {
      description: `read the secret ${SECRET}`,
      statements: [
        { actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], resources: [SECRET] },
        underKey('secretsmanager', 'Decrypt'),
      ],
    },
  ],
  [
    'secretsManagerGrant.write under a key',
    () => secretsManagerGrant.write(SECRET, { encryptionKey: KEY }),
    {
      description: `write the secret ${SECRET}`,
      statements: [
        { actions: ['secretsmanager:PutSecretValue', 'secretsmanager:DescribeSecret'], resources: [SECRET] },
        underKey('secretsmanager', 'Decrypt', 'GenerateDataKey'),
      ],
    },
  ],
  [
    'secretsManagerGrant.readWrite under a key',
    () => secretsManagerGrant.readWrite(SECRET, { encryptionKey: KEY }),
    {
      description: `read and write the secret ${SECRET}`,
      statements: [
        {
          actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:DescribeSecret'],
          resources: [SECRET],
        },
        underKey('secretsmanager', 'Decrypt', 'GenerateDataKey'),
      ],
    },
  ],
  [
    'ssmParameterGrant.read under a key',
    () => ssmParameterGrant.read(PARAMETER, { encryptionKey: KEY }),
    {
      description: `read the parameter ${PARAMETER}`,
      statements: [
        { actions: ['ssm:GetParameter', 'ssm:GetParameters'], resources: [PARAMETER] },
        underKey('ssm', 'Decrypt'),
      ],
    },
  ],
  [
    'ssmParameterGrant.write under a key',
    () => ssmParameterGrant.write(PARAMETER, { encryptionKey: KEY }),
    {
      description: `write the parameter ${PARAMETER}`,
      statements: [
        { actions: ['ssm:PutParameter'], resources: [PARAMETER] },
        underKey('ssm', 'Encrypt', 'GenerateDataKey'),
      ],
    },
  ],
  [
    'ssmParameterGrant.readWrite under a key',
    () => ssmParameterGrant.readWrite(PARAMETER, { encryptionKey: KEY }),
    {
      description: `read and write the parameter ${PARAMETER}`,
      statements: [
        { actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:PutParameter'], resources: [PARAMETER] },
        underKey('ssm', 'Decrypt', 'Encrypt', 'GenerateDataKey'),
      ],
    },
  ],
  [
    'ssmParameterGrant.readPath under a key',
    () => ssmParameterGrant.readPath(PARAMETER, { encryptionKey: KEY }),
    {
      description: `read the parameters below ${PARAMETER}`,
      statements: [
        { actions: ['ssm:GetParametersByPath'], resources: [PARAMETER, `${PARAMETER}/*`] },
        { actions: ['ssm:GetParameter', 'ssm:GetParameters'], resources: [`${PARAMETER}/*`] },
        underKey('ssm', 'Decrypt'),
      ],
    },
  ],
  [
    'kmsGrant.encrypt',
    () => kmsGrant.encrypt(KEY),
    {
      description: `encrypt with ${KEY}`,
      statements: [{ actions: ['kms:Encrypt', 'kms:GenerateDataKey'], resources: [KEY] }],
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
  [
    'rdsGrant.connect',
    () => rdsGrant.connect(DATABASE, { user: 'api' }),
    {
      description: `sign in as ${DATABASE}/api`,
      statements: [{ actions: ['rds-db:connect'], resources: [`${DATABASE}/api`] }],
    },
  ],
  [
    'eventBridgeGrant.publish',
    () => eventBridgeGrant.publish(BUS),
    { description: `publish events to ${BUS}`, statements: [{ actions: ['events:PutEvents'], resources: [BUS] }] },
  ],
  [
    'eventBridgeGrant.publish of some sources and types',
    () => eventBridgeGrant.publish(BUS, { sources: ['tasks'], detailTypes: ['made', 'done'] }),
    {
      description: `publish events to ${BUS}`,
      statements: [
        {
          actions: ['events:PutEvents'],
          resources: [BUS],
          conditions: { StringEquals: { 'events:source': ['tasks'], 'events:detail-type': ['made', 'done'] } },
        },
      ],
    },
  ],
  [
    'eventBridgeGrant.publish of some sources',
    () => eventBridgeGrant.publish(BUS, { sources: ['tasks'] }),
    {
      description: `publish events to ${BUS}`,
      statements: [
        {
          actions: ['events:PutEvents'],
          resources: [BUS],
          conditions: { StringEquals: { 'events:source': ['tasks'] } },
        },
      ],
    },
  ],
  [
    'eventBridgeGrant.publish of some types',
    () => eventBridgeGrant.publish(BUS, { detailTypes: ['made'] }),
    {
      description: `publish events to ${BUS}`,
      statements: [
        {
          actions: ['events:PutEvents'],
          resources: [BUS],
          conditions: { StringEquals: { 'events:detail-type': ['made'] } },
        },
      ],
    },
  ],
  [
    'kinesisGrant.read under a key',
    () => kinesisGrant.read(STREAM, { encryptionKey: KEY }),
    {
      description: `read records of ${STREAM}`,
      statements: [
        {
          actions: [
            'kinesis:GetRecords',
            'kinesis:GetShardIterator',
            'kinesis:DescribeStreamSummary',
            'kinesis:ListShards',
          ],
          resources: [STREAM],
        },
        underKey('kinesis', 'Decrypt'),
      ],
    },
  ],
  [
    'kinesisGrant.write under a key',
    () => kinesisGrant.write(STREAM, { encryptionKey: KEY }),
    {
      description: `write records of ${STREAM}`,
      statements: [
        {
          actions: ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'],
          resources: [STREAM],
        },
        underKey('kinesis', 'GenerateDataKey'),
      ],
    },
  ],
  [
    'kinesisGrant.readWrite under a key',
    () => kinesisGrant.readWrite(STREAM, { encryptionKey: KEY }),
    {
      description: `read and write records of ${STREAM}`,
      statements: [
        {
          actions: [
            'kinesis:GetRecords',
            'kinesis:GetShardIterator',
            'kinesis:PutRecord',
            'kinesis:PutRecords',
            'kinesis:DescribeStreamSummary',
            'kinesis:ListShards',
          ],
          resources: [STREAM],
        },
        underKey('kinesis', 'Decrypt', 'GenerateDataKey'),
      ],
    },
  ],
  [
    'kinesisGrant.subscribe under a key',
    () => kinesisGrant.subscribe(CONSUMER, { encryptionKey: KEY }),
    {
      description: `subscribe to records as ${CONSUMER}`,
      statements: [
        { actions: ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'], resources: [CONSUMER] },
        { actions: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards'], resources: [STREAM] },
        underKey('kinesis', 'Decrypt'),
      ],
    },
  ],
  [
    'bedrockGrant.invoke',
    () => bedrockGrant.invoke(MODEL),
    {
      description: `invoke ${MODEL}`,
      statements: [{ actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'], resources: [MODEL] }],
    },
  ],
  [
    'bedrockGrant.invokeProfile',
    () => bedrockGrant.invokeProfile(PROFILE, { models: [MODEL] }),
    {
      description: `invoke ${PROFILE}`,
      statements: [
        {
          actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'bedrock:GetInferenceProfile'],
          resources: [PROFILE],
        },
        {
          actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
          resources: [MODEL],
          conditions: { StringEquals: { 'bedrock:InferenceProfileArn': PROFILE } },
        },
      ],
    },
  ],
  [
    'cloudwatchGrant.writeLogs',
    () => cloudwatchGrant.writeLogs(LOGS),
    {
      description: `write logs of ${LOGS}`,
      statements: [
        {
          actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          resources: [`${LOGS}:*`],
        },
      ],
    },
  ],
  [
    'cloudwatchGrant.readLogs by the ARN that the console shows',
    () => cloudwatchGrant.readLogs(`${LOGS}:*`),
    {
      description: `read logs of ${LOGS}`,
      statements: [
        {
          actions: ['logs:DescribeLogStreams', 'logs:FilterLogEvents', 'logs:GetLogEvents'],
          resources: [`${LOGS}:*`],
        },
      ],
    },
  ],
  [
    'cloudwatchGrant.publishMetrics',
    () => cloudwatchGrant.publishMetrics({ namespace: 'Tasks' }),
    {
      description: 'publish metrics of Tasks',
      statements: [
        {
          actions: ['cloudwatch:PutMetricData'],
          resources: ['*'],
          conditions: { StringEquals: { 'cloudwatch:namespace': 'Tasks' } },
        },
      ],
    },
  ],
  [
    'cloudwatchGrant.readMetrics',
    () => cloudwatchGrant.readMetrics(),
    {
      description: 'read all metrics',
      statements: [
        {
          actions: ['cloudwatch:GetMetricData', 'cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics'],
          resources: ['*'],
        },
      ],
    },
  ],
  [
    'ecrGrant.pull',
    () => ecrGrant.pull(REPOSITORY),
    {
      description: `pull images of ${REPOSITORY}`,
      statements: [
        {
          actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          resources: [REPOSITORY],
        },
        { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
      ],
    },
  ],
];

test.each(GRANTS)('%s gives exactly this', (_, give, { description, statements }) => {
  const grant = give();
  expect({ description: grant.description, statements: grant.statements }).toEqual({ description, statements });
  expect([grant.crossAccount, grant.crossRegion]).toEqual([undefined, undefined]);
});

test('only a sign-in at a database needs a person before it works', () => {
  const needing = GRANTS.filter(([, give]) => give().deploymentNeeds !== undefined);
  expect(needing.map(([name]) => name)).toEqual(['rdsGrant.connect']);
  expect(rdsGrant.connect(DATABASE, { user: 'api' }).deploymentNeeds).toEqual([
    'The database must let its user api in by IAM: enable IAM authentication, and GRANT rds_iam TO the user (PostgreSQL) or create it with AWSAuthenticationPlugin (MySQL).',
  ]);
});

/** What grants are given a KMS key beside their resource. */
const ENCRYPTED = GRANTS.filter(([name]) => name.endsWith('under a key') || name.endsWith('a prefix and a key'));

test('a key that is not known yet is used by way of the service in any region', () => {
  const encryptionKey = { arn: '${aws_kms_key.own.arn}' };
  expect(sqsGrant.receive(QUEUE, { encryptionKey }).statements[1]).toEqual({
    actions: ['kms:Decrypt'],
    resources: ['${aws_kms_key.own.arn}'],
    conditions: { StringLike: { 'kms:ViaService': 'sqs.*.*' } },
  });
  expect(ENCRYPTED.length).toBeGreaterThan(15);
});

test('without a key no grant but one of a key uses any', () => {
  const without = [
    s3Grant.write(BUCKET),
    sqsGrant.send(QUEUE),
    snsGrant.publish(TOPIC),
    secretsManagerGrant.readWrite(SECRET),
    ssmParameterGrant.readPath(PARAMETER),
    kinesisGrant.subscribe(CONSUMER),
  ];
  const actions = without.flatMap(({ statements }) => statements.flatMap((statement) => statement.actions));
  expect(actions.filter((action) => action.startsWith('kms:'))).toEqual([]);
});
