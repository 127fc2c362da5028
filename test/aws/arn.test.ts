import { type ArnKind, checkArn, checkPartition, readArn } from '../../lib/aws/arn';
import { ARN_KINDS } from '../../lib/aws/arn-kinds';
import { codeOf } from './code-of';

const QUEUE = { partition: 'aws', service: 'sqs', region: 'eu-west-1', account: '111122223333', resource: 'tasks' };
const check = (text: unknown, kind: ArnKind | readonly ArnKind[] = ARN_KINDS.queue) =>
  codeOf(() => checkArn(text as string, kind, 'here'));

describe('an ARN is read', () => {
  test('into its parts, the resource with its colons', () => {
    expect(readArn('arn:aws:sqs:eu-west-1:111122223333:tasks')).toEqual(QUEUE);
    expect(readArn('arn:aws-us-gov:s3:::reports')).toEqual({
      partition: 'aws-us-gov',
      service: 's3',
      region: '',
      account: '',
      resource: 'reports',
    });
    expect(readArn('arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf')?.resource).toBe('secret:a-AbCdEf');
    expect(readArn('arn:aws:iam::aws:policy/ReadOnlyAccess')?.account).toBe('aws');
    expect(readArn('arn:aws:sqs:ap-southeast-12:111122223333:a')?.region).toBe('ap-southeast-12');
    expect(readArn('arn:aws:sqs:us-gov-west-1:111122223333:a')?.region).toBe('us-gov-west-1');
  });

  test('as far as it is known', () => {
    expect(readArn('${aws_sqs_queue.a.arn}')).toEqual({});
    expect(readArn('#{TfToken[7]}')).toEqual({});
    expect(readArn('${aws_sqs_queue.a.arn}/*')).toEqual({});
    expect(readArn('arn:aws:sqs:${var.region}:111122223333:tasks')).toEqual({ ...QUEUE, region: undefined });
    expect(readArn('arn:aws:sqs:eu-west-1:111122223333:${var.name}-a')).toEqual({ ...QUEUE, resource: undefined });
    expect(readArn('arn:aws:sqs:${var.place}:tasks')).toEqual({
      partition: 'aws',
      service: 'sqs',
      region: undefined,
      account: undefined,
      resource: undefined,
    });
    expect(readArn('arn:${var.rest}')).toEqual({});
  });

  test('with the wildcards of policies', () => {
    expect(readArn('arn:*:sqs:*:*:tasks-*')).toEqual({
      ...QUEUE,
      partition: '*',
      region: '*',
      account: '*',
      resource: 'tasks-*',
    });
  });

  test.each([
    '',
    'tasks',
    'todo-${var.environment}',
    'arn',
    'arn:aws:sqs:eu-west-1:111122223333',
    'arn:aws:sqs:eu-west-1:111122223333:',
    'arn:azure:sqs:eu-west-1:111122223333:tasks',
    'arn:aws2:sqs:eu-west-1:111122223333:tasks',
    'arn:xaws:sqs:eu-west-1:111122223333:tasks',
    'arn:aws:sqs.x:eu-west-1:111122223333:tasks',
    'arn:aws::eu-west-1:111122223333:tasks',
    'arn:aws:S3:::tasks',
    'arn:aws:sqs:europe:111122223333:tasks',
    'arn:aws:sqs:eu-west-1a:111122223333:tasks',
    'arn:aws:sqs:eu-west-1:11112222333:tasks',
    'arn:aws:sqs:eu-west-1:1111222233334:tasks',
    'xarn:aws:sqs:eu-west-1:111122223333:tasks',
    'https://sqs.eu-west-1.amazonaws.com/111122223333/tasks',
  ])('never from "%s"', (text) => {
    expect(readArn(text)).toBeUndefined();
  });
});

describe('an ARN is checked', () => {
  test('and what is not known passes', () => {
    expect(check('arn:aws:sqs:eu-west-1:111122223333:tasks')).toBeUndefined();
    expect(check('${aws_sqs_queue.a.arn}')).toBeUndefined();
    expect(check('arn:${data.aws_partition.this.partition}:sqs:${var.region}:${var.account}:tasks')).toBeUndefined();
    expect(check('arn:aws:${var.service}:eu-west-1:111122223333:${var.name}')).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ['a name', 'tasks'],
    ['nothing', undefined],
    ['a number', 7],
  ])('and %s is refused', (_, value) => {
    expect(check(value)).toBe('arn-malformed');
  });

  test.each<[string, string, ArnKind]>([
    ['another service', 'arn:aws:sns:eu-west-1:111122223333:tasks', ARN_KINDS.queue],
    ['another service, with an unknown name', 'arn:aws:sns:eu-west-1:111122223333:${var.name}', ARN_KINDS.queue],
    ['another kind of resource', 'arn:aws:iam::111122223333:user/a', ARN_KINDS.role],
    ['a kind without a name', 'arn:aws:iam::111122223333:role/', ARN_KINDS.role],
    ['no region', 'arn:aws:sqs::111122223333:tasks', ARN_KINDS.queue],
    ['no account', 'arn:aws:sqs:eu-west-1::tasks', ARN_KINDS.queue],
    ['a region too many', 'arn:aws:iam:eu-west-1:111122223333:role/a', ARN_KINDS.role],
    ['no account of IAM', 'arn:aws:iam:::role/a', ARN_KINDS.role],
    ['an account too many', 'arn:aws:s3::111122223333:reports', ARN_KINDS.bucket],
    ['a region of S3', 'arn:aws:s3:eu-west-1::reports', ARN_KINDS.bucket],
    [
      'an account of a foundation model',
      'arn:aws:bedrock:eu-west-1:111122223333:foundation-model/a',
      ARN_KINDS.foundationModel,
    ],
    ['no region of a foundation model', 'arn:aws:bedrock:::foundation-model/a', ARN_KINDS.foundationModel],
  ])('and one with %s is refused', (_, arn, kind) => {
    expect(check(arn, kind)).toBe('arn-of-other-kind');
  });

  test('against one of several kinds', () => {
    const kinds = [ARN_KINDS.role, ARN_KINDS.user];
    expect(check('arn:aws:iam::111122223333:user/a', kinds)).toBeUndefined();
    expect(check('arn:aws:sts::111122223333:assumed-role/a/b', kinds)).toBe('arn-of-other-kind');
  });

  test('and the errors say what is wrong and how to fix it', () => {
    expect(() => checkArn('tasks', ARN_KINDS.queue, 'sqsGrant.send')).toThrow(
      [
        'arn-malformed at sqsGrant.send: "tasks" is not the ARN of an SQS queue',
        '  why: AWS refuses it where it asks for an ARN, or finds no resource by it.',
        '  fix: Give an ARN such as arn:aws:sqs:eu-west-1:111122223333:tasks, a token of one, or the resource itself.',
      ].join('\n'),
    );
    expect(() => checkArn(undefined as unknown as string, ARN_KINDS.queue, 'here')).toThrow(
      'arn-malformed at here: undefined is not the ARN of an SQS queue',
    );
    expect(() => checkArn('arn:aws:s3:::tasks', [ARN_KINDS.role, ARN_KINDS.user], 'here')).toThrow(
      [
        'arn-of-other-kind at here: "arn:aws:s3:::tasks" is not the ARN of an IAM role or an IAM user',
        '  why: AWS accepts it in a policy and finds nothing by it: what it was meant for is denied.',
        '  fix: Give an ARN such as arn:aws:iam::111122223333:role/deployer, a token of one, or the resource itself.',
      ].join('\n'),
    );
  });
});

test.each(Object.entries(ARN_KINDS))('the example of %s is of its kind, and of no other one', (name, kind: ArnKind) => {
  expect(check(kind.example, kind)).toBeUndefined();
  const others = Object.entries(ARN_KINDS).filter(([other]) => other !== name);
  expect(others.filter(([, other]) => check(kind.example, other) === undefined).map(([other]) => other)).toEqual([]);
});

test('kinds are named as they stand in a sentence', () => {
  expect(Object.values(ARN_KINDS).map(({ name }) => name)).toEqual([
    'an IAM role',
    'an IAM user',
    'an IAM policy',
    'an IAM OIDC provider',
    'an EKS cluster',
    'a trust anchor of IAM Roles Anywhere',
    'a KMS key',
    'an S3 bucket',
    'a DynamoDB table',
    'the stream of a DynamoDB table',
    'an SQS queue',
    'an SNS topic',
    'a secret, with the six characters that Secrets Manager adds to its name',
    'an SSM parameter',
    'an RDS instance',
    'an RDS cluster',
    'a database by its resource id',
    'an EventBridge event bus',
    'a Kinesis data stream',
    'a consumer of a Kinesis data stream',
    'a Bedrock foundation model',
    'a Bedrock inference profile',
    'a log group of CloudWatch',
    'an ECR repository',
    'a hosted zone of Route 53',
    'an EFS file system',
    'a workspace of Amazon Managed Service for Prometheus',
    'an Auto Scaling group',
    'an instance of IAM Identity Center',
    'an instance profile',
  ]);
});

describe('a kind of resource is told by its whole ARN', () => {
  test.each<[string, ArnKind, readonly string[], readonly string[]]>([
    [
      'bucket',
      ARN_KINDS.bucket,
      ['arn:aws:s3:::todo.reports_1-*'],
      ['arn:aws:s3:::reports/a.txt', 'arn:aws:s3:::reports/*'],
    ],
    [
      'table',
      ARN_KINDS.table,
      ['arn:aws:dynamodb:eu-west-1:111122223333:table/todo-*'],
      [
        'arn:aws:dynamodb:eu-west-1:111122223333:table/a/index/b',
        'arn:aws:dynamodb:eu-west-1:111122223333:xtable/a',
        'arn:aws:dynamodb:eu-west-1:111122223333:table/',
      ],
    ],
    [
      'queue',
      ARN_KINDS.queue,
      ['arn:aws:sqs:eu-west-1:111122223333:a_b-c.fifo'],
      ['arn:aws:sqs:eu-west-1:111122223333:a/b'],
    ],
    [
      'topic',
      ARN_KINDS.topic,
      ['arn:aws:sns:eu-west-1:111122223333:a_b-c.fifo'],
      ['arn:aws:sns:eu-west-1:111122223333:a:b'],
    ],
    [
      'secret',
      ARN_KINDS.secret,
      [
        'arn:aws:secretsmanager:eu-west-1:111122223333:secret:tasks/db-a1B2c3',
        'arn:aws:secretsmanager:eu-west-1:111122223333:secret:tasks/db-??????',
        'arn:aws:secretsmanager:eu-west-1:111122223333:secret:tasks/*',
      ],
      [
        'arn:aws:secretsmanager:eu-west-1:111122223333:secret:tasks',
        'arn:aws:secretsmanager:eu-west-1:111122223333:secret:tasks-AbCdEf:username',
        'arn:aws:secretsmanager:eu-west-1:111122223333:tasks-AbCdEf',
      ],
    ],
    ['key', ARN_KINDS.key, [], ['arn:aws:kms:eu-west-1:111122223333:alias/tasks']],
    [
      'database by its id',
      ARN_KINDS.databaseUser,
      [],
      ['arn:aws:rds-db:eu-west-1:111122223333:dbuser:db-A/admin', 'arn:aws:rds-db:eu-west-1:111122223333:dbuser:*'],
    ],
    ['stream', ARN_KINDS.stream, [], ['arn:aws:kinesis:eu-west-1:111122223333:stream/a/consumer/b:1']],
    [
      'inference profile',
      ARN_KINDS.inferenceProfile,
      ['arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/a'],
      ['arn:aws:bedrock:eu-west-1:111122223333:my-inference-profile/a'],
    ],
    [
      'log group',
      ARN_KINDS.logGroup,
      ['arn:aws:logs:eu-west-1:111122223333:log-group:/a:*'],
      ['arn:aws:logs:eu-west-1:111122223333:log-group:/a:log-stream:b'],
    ],
  ])('%s', (_, kind, fitting, others) => {
    expect(fitting.map((arn) => check(arn, kind))).toEqual(fitting.map(() => undefined));
    expect(others.map((arn) => check(arn, kind))).toEqual(others.map(() => 'arn-of-other-kind'));
  });
});

test('an ARN of another partition is refused, where both are known', () => {
  const partitionOf = (arn: string, partition?: string) =>
    codeOf(() => checkPartition(arn, { name: 'the role', partition }, 'here'));
  expect(partitionOf('arn:aws:s3:::a', 'aws')).toBeUndefined();
  expect(partitionOf('arn:aws:s3:::a')).toBeUndefined();
  expect(partitionOf('arn:*:s3:::a', 'aws-cn')).toBeUndefined();
  expect(partitionOf('${aws_s3_bucket.a.arn}', 'aws-cn')).toBeUndefined();
  expect(partitionOf('a', 'aws-cn')).toBeUndefined();
  expect(() => checkPartition('arn:aws:s3:::a', { name: 'the role', partition: 'aws-cn' }, 'here')).toThrow(
    [
      'partition-mismatch at here: arn:aws:s3:::a is in the partition aws, and the role in aws-cn',
      '  why: Partitions know nothing of one another: AWS finds nothing by such an ARN, or refuses it.',
      '  fix: Give an ARN that begins with arn:aws-cn:, best as a token or as the resource itself.',
    ].join('\n'),
  );
});
