import { ask, prove } from '../../../lib/proof';

/** A cluster's role that one AWS provider makes, and the OIDC provider that another one may make. */
const program = (aws: readonly object[], roleProvider: string | undefined) => ({
  provider: { aws },
  resource: {
    aws_eks_cluster: { main: { name: 'main' } },
    aws_iam_openid_connect_provider: {
      main: { url: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}', client_id_list: ['sts.amazonaws.com'] },
    },
    aws_iam_role: { api: { provider: roleProvider, assume_role_policy: '${data.aws_iam_policy_document.trust.json}' } },
  },
  data: {
    aws_iam_policy_document: {
      trust: {
        statement: {
          actions: ['sts:AssumeRoleWithWebIdentity'],
          principals: { type: 'Federated', identifiers: ['${aws_iam_openid_connect_provider.main.arn}'] },
          condition: ['sub', 'aud'].map((key) => ({
            test: 'StringEquals',
            variable: `\${replace(aws_iam_openid_connect_provider.main.url, "https://", "")}:${key}`,
            values: [key === 'sub' ? 'system:serviceaccount:shop:api' : 'sts.amazonaws.com'],
          })),
        },
      },
    },
  },
});

const levelOf = (aws: readonly object[], roleProvider: string | undefined) =>
  prove([{ file: 'main.tf.json', text: JSON.stringify(program(aws, roleProvider)) }])
    .findings.filter(({ rule }) => rule === 'provider-in-other-account')
    .map(({ level }) => level);

const assuming = (account: string) => ({ assume_role: [{ role_arn: `arn:aws:iam::${account}:role/deployer` }] });

test.each([
  ['allowed_account_ids of both', { allowed_account_ids: ['111111111111'] }, { allowed_account_ids: ['222222222222'] }],
  ['assume_role of both', assuming('111111111111'), assuming('222222222222')],
  ['assume_role of one', { allowed_account_ids: ['111111111111'] }, assuming('222222222222')],
])('two accounts that %s tell are an error', (_, own, other) => {
  expect(levelOf([own, { alias: 'other', ...other }], 'aws.other')).toEqual(['error']);
});

test.each([
  ['assume_role of the role’s provider alone', {}, assuming('222222222222')],
  ['assume_role of the OIDC provider’s alone', assuming('111111111111'), {}],
  ['profiles of both', { profile: 'one' }, { profile: 'two' }],
])('credentials that differ by %s may be two accounts, and that is undecided, once', (_, own, other) => {
  const aws = [own, { alias: 'other', ...other }];
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      namespace: 'shop',
      name: 'api',
      annotations: { 'eks.amazonaws.com/role-arn': '${aws_iam_role.api.arn}' },
    },
  };
  const { resource, ...rest } = program(aws, 'aws.other');
  const text = JSON.stringify({
    ...rest,
    resource: { ...resource, kubernetes_manifest: { api: { manifest: account } } },
  });
  const { findings, undecided } = prove([{ file: 'main.tf.json', text }]);
  expect(findings.filter(({ rule }) => rule === 'provider-in-other-account')).toEqual([]);
  expect(undecided).toEqual([
    expect.objectContaining({
      about: 'aws_iam_role.api',
      because: expect.stringContaining('whether both work in one account is not known before apply') as string,
    }),
  ]);
});

test.each([
  ['region', { region: 'eu-west-1' }, { region: 'us-east-1' }],
  ['default tags', {}, { default_tags: [{ tags: { team: 'a' } }] }],
  [
    'role in one account',
    assuming('111111111111'),
    { assume_role: [{ role_arn: 'arn:aws:iam::111111111111:role/x' }] },
  ],
])('providers that differ by their %s alone are one account', (_, own, other) => {
  expect(levelOf([own, { alias: 'other', ...other }], 'aws.other')).toEqual([]);
});

test('the role’s own provider says nothing', () => {
  expect(levelOf([assuming('111111111111'), { alias: 'other', ...assuming('222222222222') }], undefined)).toEqual([]);
});

describe('whom the role admits', () => {
  const answers = (aws: readonly object[]) => {
    const documents = [{ file: 'main.tf.json', text: JSON.stringify(program(aws, 'aws.other')) }];
    const { access } = prove(documents);
    const asked = {
      identity: 'aws_iam_role.api',
      subject: { namespace: 'shop', name: 'api' },
      cluster: 'aws_eks_cluster.main',
    };
    return { asked: ask(documents, asked).admitted, rows: access.map(({ uncertain }) => uncertain !== undefined) };
  };

  test('is not known where the credentials differ and the accounts are not known, in the row as in the answer', () => {
    expect(answers([{ profile: 'one' }, { alias: 'other', profile: 'two' }])).toEqual({ asked: null, rows: [true] });
  });

  test('is certain where one account is known to be that of both, and where only the region differs', () => {
    expect(answers([assuming('111111111111'), { alias: 'other', ...assuming('111111111111') }])).toEqual({
      asked: true,
      rows: [false],
    });
    expect(answers([{ region: 'eu-west-1' }, { alias: 'other', region: 'us-east-1' }])).toEqual({
      asked: true,
      rows: [false],
    });
  });

  test('is nobody where the accounts are two', () => {
    expect(answers([assuming('111111111111'), { alias: 'other', ...assuming('222222222222') }])).toEqual({
      asked: false,
      rows: [],
    });
  });
});

test('regions of two partitions are two accounts, by the same credentials too: one error and no row', () => {
  const aws = [{ region: 'eu-west-1' }, { alias: 'china', region: 'cn-north-1' }];
  const text = JSON.stringify(program(aws, 'aws.china'));
  const { access, findings, undecided } = prove([{ file: 'main.tf.json', text }]);
  expect(access).toEqual([]);
  expect(findings.map(({ rule, level }) => [rule, level])).toEqual([['partition-mismatch', 'error']]);
  expect(findings[0]?.message).toContain('of the partition aws, and the role is in aws-cn');
  expect(undecided).toEqual([]);
});

test('a region that is not known beside one that is known shares its account', () => {
  const aws = [{ region: 'cn-north-1' }, { alias: 'other', region: '${var.region}' }];
  const text = JSON.stringify({ variable: { region: {} }, ...program(aws, 'aws.other') });
  const { access, undecided } = prove([{ file: 'main.tf.json', text }]);
  expect(access).toHaveLength(1);
  expect(undecided).toEqual([]);
});
