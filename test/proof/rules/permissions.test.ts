import { prove } from '../../../lib/proof';

/** What is found of a role that pods get by EKS Pod Identity, with these policies. */
function found(statements: readonly object[], boundary?: readonly object[]): readonly string[] {
  const policy = (all: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: all });
  const trust = policy([
    {
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': '${aws_eks_cluster.main.arn}' } },
    },
  ]);
  const text = JSON.stringify({
    resource: {
      aws_eks_cluster: { main: { name: 'main' } },
      aws_eks_addon: {
        agent: { cluster_name: '${aws_eks_cluster.main.name}', addon_name: 'eks-pod-identity-agent' },
      },
      aws_iam_role: {
        r: {
          name: 'r',
          assume_role_policy: trust,
          ...(boundary ? { permissions_boundary: '${aws_iam_policy.limit.arn}' } : {}),
        },
      },
      aws_iam_policy: { limit: { policy: policy(boundary ?? []) } },
      aws_iam_role_policy: { p: { role: '${aws_iam_role.r.name}', policy: policy(statements) } },
      aws_eks_pod_identity_association: {
        a: {
          cluster_name: '${aws_eks_cluster.main.name}',
          namespace: 'apps',
          service_account: 'reader',
          role_arn: '${aws_iam_role.r.arn}',
        },
      },
    },
  });
  return prove([{ file: 'main.tf.json', text }]).findings.map(({ level, rule }) => `${level} ${rule}`);
}

const allow = (actions: object, Resource: string | string[] = '*'): object => ({
  Effect: 'Allow',
  ...actions,
  Resource,
});
const ADMITS_ITSELF = 'warning identity-self-admission';
const CHAINS = 'note role-chaining';

test.each([
  ['everything but S3', allow({ NotAction: 's3:*' }), [ADMITS_ITSELF, CHAINS]],
  ['everything but IAM and STS', allow({ NotAction: ['iam:*', 'sts:*'] }), []],
  ['everything', allow({ Action: '*' }), [ADMITS_ITSELF]],
  ['what ends as a way does', allow({ Action: 'iam:Update*Policy' }), [ADMITS_ITSELF]],
  ['assuming by a pattern', allow({ Action: 'sts:*Role' }), [CHAINS]],
  [
    'assuming all but one',
    { Effect: 'Allow', Action: 'sts:AssumeRole', NotResource: 'arn:aws:iam::1:role/a' },
    [CHAINS],
  ],
  ['reading alone', allow({ Action: ['s3:Get*', 'iam:Get*'] }), []],
])('a role that may do %s', (_, statement, expected) => {
  expect(found([statement])).toEqual(expected);
});

test('a Deny everywhere takes it out, one with a condition does not', () => {
  const deny = { Effect: 'Deny', Action: 'iam:*', Resource: '*' };
  expect(found([allow({ Action: 'iam:*' }), deny])).toEqual([]);
  const some = { ...deny, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } };
  expect(found([allow({ Action: 'iam:*' }), some])).toEqual([ADMITS_ITSELF]);
});

test('a permissions boundary that leaves it out takes it out', () => {
  expect(found([allow({ Action: 'iam:*' })], [allow({ Action: 's3:*' })])).toEqual([]);
  expect(found([allow({ Action: 'iam:*' })], [allow({ NotAction: 's3:*' })])).toEqual([ADMITS_ITSELF]);
});
