import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';

/** A role that admits apps/reader of an issuer, beside the manifests of another account. */
const program = (issuer: string, principal = '${aws_iam_openid_connect_provider.main.arn}'): Inventory => {
  const host = '${local.host}';
  const StringEquals = { [`${host}:sub`]: 'system:serviceaccount:apps:reader', [`${host}:aud`]: 'sts.amazonaws.com' };
  const Statement = [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: principal },
      Condition: { StringEquals },
    },
  ];
  const terraform = {
    variable: { issuer: {}, principal: {} },
    locals: { host: '${replace(aws_iam_openid_connect_provider.main.url, "https://", "")}' },
    resource: {
      aws_iam_openid_connect_provider: { main: { url: issuer, client_id_list: ['sts.amazonaws.com'] } },
      aws_iam_role: { r: { name: 'r', assume_role_policy: JSON.stringify({ Statement }) } },
    },
  };
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'shop', name: 'web' } };
  return prove([
    { file: 'main.tf.json', text: JSON.stringify(terraform) },
    { file: 'web.json', text: JSON.stringify(account) },
  ]);
};
const rules = ({ findings }: Inventory): readonly string[] => findings.map(({ rule }) => rule);

test('whether somebody asks is open in a cluster whose issuer only apply tells', () => {
  const inventory = program('${var.issuer}');
  expect(rules(inventory)).not.toContain('admission-not-claimed');
  expect(inventory.undecided.map(({ about, because }) => `${about}: ${because}`)).toEqual([
    'aws_iam_role.r: whether apps/reader, which it admits, asks for it is not known: which cluster ref:var.issuer stands for is not known before apply, and so which objects are in it',
  ]);
});

test('behind a principal that was not read it is that which is said, and nothing else', () => {
  const inventory = program('${var.issuer}', '${var.principal}');
  expect(rules(inventory)).not.toContain('admission-not-claimed');
  expect(inventory.undecided.map(({ because }) => because)).not.toContainEqual(
    expect.stringContaining('the issuer of var.principal stands for'),
  );
});

test('nobody asks in a cluster that its issuer names', () => {
  expect(rules(program('https://oidc.eks.eu-west-1.amazonaws.com/id/AAAA'))).toContain('admission-not-claimed');
});
