import type { TerraformStack } from 'cdktf';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { type AwsGrant, PodRole, dynamodbGrant, irsa, s3Grant, statementGrant } from '../../../lib/aws';
import { awsStack, codeOf, policy, resources } from '../synthesized';

const BUCKET = 'arn:aws:s3:::tasks';
const PLACE = 'eu-west-1:111122223333';
const TABLE = `arn:aws:dynamodb:${PLACE}:table/tasks`;

/** The policy of a role with these grants, as Terraform gets it. */
function text(grants: (stack: TerraformStack) => AwsGrant[]): string {
  const stack = awsStack();
  const issuer = { url: 'https://example.com' };
  const oidcProvider = { arn: 'arn:aws:iam::111122223333:oidc-provider/example.com', issuer };
  const trusts = [irsa({ oidcProvider, region: 'eu-west-1', serviceAccount: { namespace: 'todo', name: 'api' } })];
  new PodRole(stack, 'api', { trusts, grants: grants(stack) });
  return resources(stack, 'aws_iam_role_policy')[0].policy;
}

test('S3 under a prefix neither lists nor reads beside it', () => {
  const { Statement } = policy(text(() => [s3Grant.read('arn:aws:s3:::tasks', { prefix: 'reports/' })]));

  expect(Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::tasks',
      Condition: { StringLike: { 's3:prefix': 'reports/*' } },
    },
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::tasks/reports/*' },
  ]);
});

test('reading grants hold no action that writes', () => {
  const actions = [s3Grant.read(BUCKET), dynamodbGrant.read(TABLE)].flatMap(({ statements }) =>
    statements.flatMap((statement) => statement.actions),
  );

  expect(actions.filter((action) => /Put|Delete|Update|Write|Abort/.test(action))).toEqual([]);
});

test('an ARN that is not known yet stays an expression', () => {
  const written = text((stack) => {
    const attribute = [{ name: 'id', type: 'S' }];
    return [dynamodbGrant.read(new DynamodbTable(stack, 'tasks', { name: 'tasks', hashKey: 'id', attribute }).arn)];
  });

  expect(policy(written).Statement[0].Resource).toEqual([
    '${aws_dynamodb_table.tasks.arn}',
    '${aws_dynamodb_table.tasks.arn}/index/*',
  ]);
});

test('IAM’s own variables are kept from Terraform', () => {
  const written = text(() => [
    s3Grant.read('arn:aws:s3:::tasks', { prefix: '${aws:PrincipalTag/kubernetes-namespace}/' }),
  ]);

  expect(written).toContain('"arn:aws:s3:::tasks/$${aws:PrincipalTag/kubernetes-namespace}/*"');
});

describe('a statement of one’s own', () => {
  test('passes effect and conditions on', () => {
    const conditions = { Bool: { 'aws:SecureTransport': 'false' } };
    const { Statement } = policy(
      text(() => [statementGrant({ effect: 'Deny', actions: ['s3:*'], resources: ['*'], conditions })]),
    );

    expect(Statement).toEqual([{ Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: conditions }]);
  });

  test('with a wildcard action is refused, unless that is said', () => {
    const wide = { actions: ['s3:Get*'], resources: [BUCKET] };

    expect(codeOf(() => statementGrant(wide))).toBe('action-wildcard');
    expect(codeOf(() => statementGrant({ ...wide, allowWildcardActions: true }))).toBeUndefined();
  });

  test('without actions or resources is refused', () => {
    expect(codeOf(() => statementGrant({ actions: [], resources: [BUCKET] }))).toBe('statement-empty');
    expect(codeOf(() => statementGrant({ actions: ['s3:GetObject'], resources: [] }))).toBe('statement-empty');
  });
});
