import { Testing } from 'cdktf';
import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { KinesisStreamConsumer } from '@cdktf/provider-aws/lib/kinesis-stream-consumer';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import * as aws from '../../../lib/aws';
import type { AwsGrant } from '../../../lib/aws';
import { resolvedIn } from '../../../lib/terraform';
import { awsStack, codeOf, resources } from '../synthesized';

const PLACE = 'eu-west-1:111122223333';
const QUEUE = `arn:aws:sqs:${PLACE}:tasks`;
const KEY = `arn:aws:kms:${PLACE}:key/1`;
const REPOSITORY = `arn:aws:ecr:${PLACE}:repository/tasks`;
const API = { namespace: 'shop', name: 'api' };

/** A grant function of one resource. */
type Give = (resource: never, options?: never) => AwsGrant;

/** All grants of the library by their calls, such as `s3Grant.read`. */
const CALLS: readonly (readonly [string, Give])[] = Object.entries(aws)
  .filter(([name, value]) => name.endsWith('Grant') && typeof value === 'object')
  .flatMap(([name, verbs]) =>
    Object.entries(verbs as object).map(([verb, give]) => [`${name}.${verb}`, give] as const),
  );

/** Those that are given a resource. */
const ON_RESOURCES = CALLS.filter(([name]) => !/(Metrics|getToken)$/.test(name));

test('there are grants on thirteen kinds of resources, and of tokens', () => {
  expect(new Set(CALLS.map(([name]) => name.split('.')[0])).size).toBe(14);
  expect(CALLS.length).toBeGreaterThan(30);
});

describe.each(ON_RESOURCES)('%s', (name, give) => {
  const by = (resource: unknown) => () => give(resource as never, { models: [], user: 'api' } as never);

  test.each<[string, unknown, string]>([
    ['a name', 'tasks', 'arn-malformed'],
    ['nothing', undefined, 'arn-malformed'],
    ['an object without an ARN', {}, 'arn-malformed'],
    ['the ARN of something else', 'arn:aws:iam::111122223333:role/a', 'arn-of-other-kind'],
  ])('refuses %s, and says who does', (_, resource, code) => {
    expect(codeOf(by(resource))).toBe(code);
    expect(by(resource)).toThrow(`at ${name}:`);
  });

  test('accepts what is not known yet', () => {
    expect(codeOf(by('${aws_thing.a.arn}'))).toBeUndefined();
  });
});

test.each<[string, Give, string]>(
  ON_RESOURCES.filter(
    ([name]) => !/^((rds|bedrock|cloudwatch|ecr|kms|eventBridge)Grant|dynamodbGrant\.readStream$)/.test(name),
  ).map(([name, give]) => [name, give, name]),
)('%s refuses a key by its alias, and says who does', (_, give, name) => {
  const encryptionKey = `arn:aws:kms:${PLACE}:alias/tasks`;
  const call = () => give('${aws_thing.a.arn}' as never, { encryptionKey } as never);
  expect(codeOf(call)).toBe('arn-of-other-kind');
  expect(call).toThrow(`at ${name}:`);
});

describe('a grant is narrowed', () => {
  const tag = { team: aws.sessionTag('kubernetes-namespace') };

  test('to resources with a tag, and the use of their key is not', () => {
    const { statements } = aws.sqsGrant.receive(QUEUE, { whereResourceTag: tag, encryptionKey: KEY });
    expect(statements.map(({ conditions }) => conditions)).toEqual([
      { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/kubernetes-namespace}' } },
      { StringLike: { 'kms:ViaService': 'sqs.eu-west-1.*' } },
    ]);
  });

  test('to sessions with a tag, in all of its statements', () => {
    const whereSessionTag = { 'kubernetes-service-account': ['api', 'worker'] };
    const { statements } = aws.ecrGrant.pull(REPOSITORY, { whereSessionTag, whereResourceTag: tag });
    const session = { 'aws:PrincipalTag/kubernetes-service-account': ['api', 'worker'] };
    expect(statements.map(({ conditions }) => conditions)).toEqual([
      { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/kubernetes-namespace}', ...session } },
      { StringEquals: session },
    ]);
  });

  test('beside the conditions that it has', () => {
    const metrics = aws.cloudwatchGrant.publishMetrics({
      namespace: 'Tasks',
      whereSessionTag: { 'kubernetes-namespace': 'shop' },
    });
    expect(metrics.statements[0]!.conditions).toEqual({
      StringEquals: { 'cloudwatch:namespace': 'Tasks', 'aws:PrincipalTag/kubernetes-namespace': 'shop' },
    });
    const under = aws.s3Grant.read('arn:aws:s3:::a', {
      prefix: 'b/',
      whereSessionTag: { 'kubernetes-namespace': 'shop' },
    });
    expect(under.statements[0]!.conditions).toEqual({
      StringLike: { 's3:prefix': 'b/*' },
      StringEquals: { 'aws:PrincipalTag/kubernetes-namespace': 'shop' },
    });
  });

  test('to partition keys, also those of the pod’s namespace', () => {
    const grant = aws.dynamodbGrant.read(`arn:aws:dynamodb:${PLACE}:table/a`, {
      partitionKeys: [aws.sessionTag('kubernetes-namespace')],
    });
    expect(grant.statements[0]!.conditions!['ForAllValues:StringEquals']).toEqual({
      'dynamodb:LeadingKeys': ['${aws:PrincipalTag/kubernetes-namespace}'],
    });
  });
});

test('what is loosened is said in the description, and what the other account must do in the needs', () => {
  const grant = aws.sqsGrant.send(QUEUE, { crossAccount: true, crossRegion: true });
  expect(grant).toEqual({
    ...aws.sqsGrant.send(QUEUE),
    description: `send messages to ${QUEUE} (crossAccount, crossRegion)`,
    crossAccount: true,
    crossRegion: true,
    deploymentNeeds: [
      `To send messages to ${QUEUE}, the role also needs to be allowed by the policy of that resource, in its own account.`,
    ],
  });
  const explicit = { crossAccount: false, crossRegion: false, whereSessionTag: {}, whereResourceTag: {} };
  expect(aws.sqsGrant.send(QUEUE, explicit)).toEqual(aws.sqsGrant.send(QUEUE));
});

describe('a resource is given as it is', () => {
  const actions = (grant: AwsGrant) => grant.statements.map((statement) => statement.resources);

  test('by its ARN', () => {
    const stack = awsStack();
    const bus = new CloudwatchEventBus(stack, 'bus', { name: 'tasks' });
    expect(resolvedIn(stack, actions(aws.eventBridgeGrant.publish(bus)))).toEqual([
      ['${aws_cloudwatch_event_bus.bus.arn}'],
    ]);
    expect(actions(aws.sqsGrant.send({ arn: QUEUE }))).toEqual([[QUEUE]]);
  });

  test('by the ARN of its stream', () => {
    const stack = awsStack();
    const attribute = [{ name: 'id', type: 'S' }];
    const table = new DynamodbTable(stack, 'tasks', { name: 'tasks', hashKey: 'id', attribute, streamEnabled: true });
    expect(resolvedIn(stack, actions(aws.dynamodbGrant.readStream(table)))).toEqual([
      ['${aws_dynamodb_table.tasks.stream_arn}'],
    ]);
  });

  test('a consumer, with the stream in its ARN', () => {
    const stack = awsStack();
    const consumer = new KinesisStreamConsumer(stack, 'c', {
      name: 'c',
      streamArn: `arn:aws:kinesis:${PLACE}:stream/a`,
    });
    expect(resolvedIn(stack, actions(aws.kinesisGrant.subscribe(consumer)))).toEqual([
      ['${aws_kinesis_stream_consumer.c.arn}'],
      ['${replace(aws_kinesis_stream_consumer.c.arn, "//consumer/.*/", "")}'],
    ]);
  });

  test('a database, by its resource id', () => {
    const stack = awsStack();
    const instance = new DbInstance(stack, 'db', { instanceClass: 'db.t4g.micro' });
    const cluster = new RdsCluster(stack, 'aurora', { engine: 'aurora-postgresql' });
    const user = { user: 'api' };
    expect(resolvedIn(stack, actions(aws.rdsGrant.connect(instance, user)))).toEqual([
      [
        '${replace(aws_db_instance.db.arn, "/:rds:([^:]*:[^:]*):.*/", ":rds-db:$1:dbuser:")}${aws_db_instance.db.resource_id}/api',
      ],
    ]);
    expect(resolvedIn(stack, actions(aws.rdsGrant.connect(cluster, user)))).toEqual([
      [
        '${replace(aws_rds_cluster.aurora.arn, "/:rds:([^:]*:[^:]*):.*/", ":rds-db:$1:dbuser:")}${aws_rds_cluster.aurora.cluster_resource_id}/api',
      ],
    ]);
    expect(actions(aws.rdsGrant.connect({ arn: `arn:aws:rds:${PLACE}:db:a`, resourceId: 'db-A' }, user))).toEqual([
      [`arn:aws:rds-db:${PLACE}:dbuser:db-A/api`],
    ]);
    const aurora = { arn: `arn:aws:rds:${PLACE}:cluster:a`, clusterResourceId: 'cluster-A' };
    expect(actions(aws.rdsGrant.connect(aurora, user))).toEqual([[`arn:aws:rds-db:${PLACE}:dbuser:cluster-A/api`]]);
  });
});

describe('a grant is refused', () => {
  test.each(['', '*', 'a*', 'a?', 'a b', 'a/b'])('on a database for the user "%s"', (user) => {
    const connect = () => aws.rdsGrant.connect(`arn:aws:rds-db:${PLACE}:dbuser:db-A`, { user });
    expect(codeOf(connect)).toBe('name-invalid');
    expect(connect).toThrow(
      [
        `name-invalid at rdsGrant.connect: "${user}" is not the name of one user of a database`,
        '  why: A pattern would let the pods sign in as every user that it fits, administrators included.',
        '  fix: Name the one user that the pods sign in as.',
      ].join('\n'),
    );
  });

  test('on a database by its own ARN alone, and not for a user that is not known yet', () => {
    const user = { user: '${var.user}' };
    expect(codeOf(() => aws.rdsGrant.connect(`arn:aws:rds:${PLACE}:db:a`, user))).toBe('arn-of-other-kind');
    expect(codeOf(() => aws.rdsGrant.connect(`arn:aws:rds-db:${PLACE}:dbuser:db-A`, user))).toBeUndefined();
  });

  test('on metrics of no namespace', () => {
    expect(() => aws.cloudwatchGrant.publishMetrics({ namespace: '' })).toThrow(
      [
        'name-invalid at cloudwatchGrant.publishMetrics: the namespace of the metrics is empty',
        '  why: CloudWatch refuses metrics without one.',
        '  fix: Name it, such as Tasks/Backend.',
      ].join('\n'),
    );
  });

  test('on a profile with something else than models', () => {
    const profile = `arn:aws:bedrock:${PLACE}:inference-profile/a`;
    const call = () => aws.bedrockGrant.invokeProfile(profile, { models: [profile] });
    expect(codeOf(call)).toBe('arn-of-other-kind');
    expect(call).toThrow('at bedrockGrant.invokeProfile:');
  });
});

describe('the policy of a key', () => {
  const cluster = {
    name: 'shop',
    arn: `arn:aws:eks:${PLACE}:cluster/shop`,
    region: 'eu-west-1',
  };

  test('says for a role what its grants say of the key', () => {
    const stack = awsStack();
    const key = new KmsKey(stack, 'key', {});
    const role = new aws.PodRole(stack, 'api', { trusts: [aws.podIdentity({ cluster, serviceAccount: API })] });
    const given = role.addGrant(
      aws.sqsGrant.send(QUEUE, { encryptionKey: key, whereSessionTag: { 'kubernetes-namespace': 'shop' } }),
    );
    const own = role.addGrant(
      aws.kmsGrant.decrypt(key, { whereResourceTag: { team: aws.sessionTag('eks-cluster-name') } }),
    );
    const statements = [...aws.keyPolicyStatements(given), ...aws.keyPolicyStatements(own)];
    key.policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });

    expect(statements[0]).toEqual({
      Effect: 'Allow',
      Principal: { AWS: role.arn },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: {
        StringLike: { 'kms:ViaService': 'sqs.*.*' },
        StringEquals: { 'aws:PrincipalTag/kubernetes-namespace': 'shop' },
      },
    });
    expect(statements).toHaveLength(2);
    const [{ policy: text }] = resources(stack, 'aws_kms_key');
    expect(text).toContain('"aws:ResourceTag/team":"$${aws:PrincipalTag/eks-cluster-name}"');
    expect(text).toContain('"AWS":"${aws_iam_role.api_');
    expect(JSON.parse(Testing.synth(stack)).resource.aws_kms_key).toBeDefined();
  });

  test('says nothing for a grant that uses no key, and no condition where there is none', () => {
    const given = (grant: AwsGrant) => ({ grant, grantee: 'arn:aws:iam::111122223333:role/api', dependables: [] });
    expect(aws.keyPolicyStatements(given(aws.sqsGrant.send(QUEUE)))).toEqual([]);
    const mixed = aws.statementGrant({ actions: ['kms:Decrypt', 's3:GetObject'], resources: ['*'] });
    expect(aws.keyPolicyStatements(given(mixed))).toEqual([]);
    expect(aws.keyPolicyStatements(given(aws.kmsGrant.decrypt(KEY)))).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/api' },
        Action: ['kms:Decrypt'],
        Resource: '*',
      },
    ]);
  });
});
