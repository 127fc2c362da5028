import { prove } from '../../../lib/proof';

/** A role of a cluster, whose provider accepts the audience that the partition's name makes; and who claims the role. */
const program = (provider: string) => `
  provider "aws" {
    ${provider}
  }
  data "aws_partition" "current" {}
  data "aws_region" "current" {}
  data "aws_caller_identity" "current" {}
  resource "aws_eks_cluster" "main" { name = "main" }
  resource "aws_iam_openid_connect_provider" "main" {
    url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
    client_id_list = ["sts.\${data.aws_partition.current.dns_suffix}"]
  }
  resource "aws_iam_role" "app" {
    name = "app"
    assume_role_policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = aws_iam_openid_connect_provider.main.arn }
        Condition = { StringEquals = {
          "\${aws_iam_openid_connect_provider.main.url}:sub" = "system:serviceaccount:todo:app"
          "\${aws_iam_openid_connect_provider.main.url}:aud" = "sts.amazonaws.com"
        } }
      }]
    })
  }
  resource "kubernetes_service_account" "app" {
    metadata {
      name        = "app"
      namespace   = "todo"
      annotations = { "eks.amazonaws.com/role-arn" = "arn:\${data.aws_partition.current.partition}:iam::\${data.aws_caller_identity.current.account_id}:role/\${aws_iam_role.app.name}" }
    }
  }`;
const proved = (provider: string) => prove([{ file: 'main.tf', text: program(provider) }]);

it.each(['region = "eu-west-1"', 'region = "us-gov-west-1"'])(
  'a provider with %s tells the partition, and so the audience',
  (provider) => {
    const { access, findings, undecided } = proved(provider);
    expect(undecided).toEqual([]);
    expect(findings).toEqual([]);
    expect(access).toMatchObject([{ serviceAccount: 'app', claimed: true }]);
  },
);

it.each(['', 'region = var.region', 'region = data.aws_region.current.name'])(
  'where the region is not known (%s), that is said once, of the provider, and the row is not certain',
  (provider) => {
    const { access, findings, undecided } = proved(`${provider}\n  }\n  variable "region" {`);
    expect(findings).toEqual([]);
    expect(access).toMatchObject([{ serviceAccount: 'app', uncertain: expect.any(String) as string }]);
    expect(undecided.map(({ about, because }) => `${about}: ${because}`)).toEqual([
      'aws_iam_openid_connect_provider.main: its client_id_list is not known before apply: sts.${data.aws_partition.current.dns_suffix}',
    ]);
  },
);

it('a role ARN of the caller’s account is the role’s own, and one of another account that is known is not', () => {
  const own = 'region = "eu-west-1"\n allowed_account_ids = ["111122223333"]';
  expect(proved(own).findings).toEqual([]);
  const text = program(own).replace('${data.aws_caller_identity.current.account_id}', '444455556666');
  expect(prove([{ file: 'main.tf', text }]).access).toMatchObject([{ serviceAccount: 'app', claimed: false }]);
});

it.each([
  ['a variable', '${var.partition}', true],
  ['data.aws_partition', '${data.aws_partition.current.partition}', false],
])('a principal whose partition is %s, in an account whose partition is known', (_, partition, uncertain) => {
  const text = program('region = "us-gov-west-1"').replace(
    'Federated = aws_iam_openid_connect_provider.main.arn',
    `Federated = "arn:${partition}:iam::\${data.aws_caller_identity.current.account_id}:oidc-provider/\${aws_iam_openid_connect_provider.main.url}"`,
  );
  expect(text).toContain(partition);
  const { access } = prove([{ file: 'main.tf', text: `variable "partition" {}\n${text}` }]);
  expect(access.map((row) => row.uncertain !== undefined)).toEqual([uncertain]);
});
