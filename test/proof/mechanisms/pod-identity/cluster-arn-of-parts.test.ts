import { prove } from '../../../../lib/proof';
import type { Inventory } from '../../../../lib/proof';

/** A role that admits Pod Identity of one cluster, and an association of the program's own cluster. */
const associated = (clusterArn: string, { account = '', cluster = '', key = '' } = {}): Inventory =>
  prove([
    {
      file: 'main.tf',
      text: `
provider "aws" {
  region = "eu-west-1"
  ${account && `allowed_account_ids = ["${account}"]`}
}
data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}
resource "aws_eks_cluster" "main" {
  ${cluster}
  name = "prod"
}
resource "aws_eks_addon" "agent" {
  cluster_name = aws_eks_cluster.main${key}.name
  addon_name   = "eks-pod-identity-agent"
}
resource "aws_iam_role" "app" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = ["sts:AssumeRole", "sts:TagSession"]
    Principal = { Service = "pods.eks.amazonaws.com" }
    Condition = { ArnLike = { "aws:SourceArn" = ${clusterArn} } }
  }] })
}
resource "aws_eks_pod_identity_association" "app" {
  cluster_name    = aws_eks_cluster.main${key}.name
  namespace       = "shop"
  service_account = "app"
  role_arn        = aws_iam_role.app.arn
}
`,
    },
  ]);

const ACCOUNT = '111122223333';
const OF_DATA =
  '"arn:${data.aws_partition.current.partition}:eks:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:cluster/${aws_eks_cluster.main.name}"';

describe('the ARN of a cluster, written out of its parts', () => {
  it.each([
    ['by data sources, in an account that is not known', OF_DATA, {}],
    ['by data sources, in a known account', OF_DATA, { account: ACCOUNT }],
    ['as a literal, in a known account', `"arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/prod"`, { account: ACCOUNT }],
    ['as a pattern of regions', `"arn:aws:eks:*:${ACCOUNT}:cluster/prod"`, { account: ACCOUNT }],
    [
      'beside a reference to one of a for_each',
      'aws_eks_cluster.main["blue"].arn',
      { cluster: 'for_each = toset(["blue"])', key: '["blue"]' },
    ],
  ])('is that cluster: %s', (_, arn, options) => {
    const { access, undecided, findings } = associated(arn, options);
    expect(access).toMatchObject([{ namespace: 'shop', serviceAccount: 'app', mechanism: 'eks-pod-identity' }]);
    expect(access[0]).not.toHaveProperty('uncertain');
    expect({ undecided, findings }).toEqual({ undecided: [], findings: [] });
  });

  it.each([
    ['of another region', `"arn:aws:eks:us-east-1:${ACCOUNT}:cluster/*"`],
    ['of another account', '"arn:aws:eks:eu-west-1:444455556666:cluster/prod"'],
    ['of another name', `"arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/test"`],
  ])('is not that cluster: %s', (_, arn) => {
    const { access, undecided, findings } = associated(arn, { account: ACCOUNT });
    expect(access).toEqual([]);
    expect(undecided).toEqual([]);
    expect(findings.map(({ rule }) => rule)).toContain('association-not-admitted');
  });

  it('is another cluster where the region differs, whatever the account turns out to be', () => {
    expect(associated('"arn:aws:eks:us-east-1:*:cluster/prod"').access).toEqual([]);
  });
});
