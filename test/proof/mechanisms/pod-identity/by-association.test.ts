import { prove } from '../../../../lib/proof';
import { reportTable } from '../../../../lib/report/table';

const ARN = 'arn:aws:eks:eu-west-1:111122223333:cluster/shop';

/** A role for a cluster as a whole, and an association of it. */
function program(more = '', tags = ''): string {
  return `
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
resource "aws_eks_cluster" "shop" {
  name = "shop"
}
resource "aws_eks_addon" "agent" {
  cluster_name = aws_eks_cluster.shop.name
  addon_name   = "eks-pod-identity-agent"
}
resource "aws_iam_role" "api" {
  name = "api"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = { "aws:SourceArn" = "${ARN}", "aws:SourceAccount" = "111122223333"${tags} } }
    }]
  })
}
resource "aws_eks_pod_identity_association" "api" {
  cluster_name    = aws_eks_cluster.shop.name
  namespace       = "shop"
  service_account = "api"
  role_arn        = aws_iam_role.api.arn
  ${more}
}
`;
}
const of = (text: string) => prove([{ file: 'main.tf', text }]);
const decided = (text: string) =>
  of(text).access.map(
    ({ namespace, serviceAccount, decidedBy }) => `${namespace}/${serviceAccount} ${decidedBy ?? ''}`,
  );

test('without session tags the row says that whoever makes associations decides', () => {
  const inventory = of(program('disable_session_tags = true'));
  expect(inventory.access).toMatchObject([{ namespace: 'shop', serviceAccount: 'api', decidedBy: 'association' }]);
  expect(inventory.findings).toEqual([]);
  expect(inventory.undecided).toEqual([]);
});

test('with a session policy, which needs that, it says so too', () => {
  const policy = 'disable_session_tags = true\n  policy = jsonencode({ Version = "2012-10-17", Statement = [] })';
  expect(decided(program(policy))).toEqual(['shop/api association']);
});

test('with session tags it says nothing', () => {
  expect(decided(program())).toEqual(['shop/api ']);
  expect(decided(program('', ', "aws:RequestTag/kubernetes-namespace" = "shop"'))).toEqual(['shop/api ']);
});

test('the table has the word, and what it means', () => {
  const text = reportTable(of(program('disable_session_tags = true')), { width: 120, color: false });
  expect(text).toContain('EKS Pod Identity (by association)');
  expect(text).toContain('by association: the identity’s trust tells no service accounts apart');
});
