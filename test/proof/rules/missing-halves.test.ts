import { ask, prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';

const CLUSTER = `
resource "aws_eks_cluster" "main" { name = "shop" }
resource "aws_eks_addon" "agent" {
  cluster_name = aws_eks_cluster.main.name
  addon_name   = "eks-pod-identity-agent"
}
`;
const ROLE = `
resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = ["sts:AssumeRole", "sts:TagSession"]
    Principal = { Service = "pods.eks.amazonaws.com" }
    Condition = { ArnEquals = { "aws:SourceArn" = aws_eks_cluster.main.arn } }
  }] })
}
`;
const association = (role: string, more = ''): string => `
resource "aws_eks_pod_identity_association" "a" {
  cluster_name    = aws_eks_cluster.main.name
  namespace       = "apps"
  service_account = "reader"
  role_arn        = ${role}
  ${more}
}
`;

const documents = (...texts: string[]): { file: string; text: string }[] => [
  { file: 'main.tf', text: texts.join('\n') },
];
const found = (...texts: string[]): readonly string[] => {
  const inventory: Inventory = prove(documents(...texts));
  return [
    ...inventory.findings.map(({ level, rule, subject }) => `${level} ${rule} ${subject}`),
    ...inventory.undecided.map(({ about }) => `undecided ${about}`),
  ];
};
const admitted = (...texts: string[]): boolean | null =>
  ask(documents(...texts), {
    identity: 'aws_iam_role.r',
    subject: { namespace: 'apps', name: 'reader' },
    cluster: 'aws_eks_cluster.main',
  }).admitted;

const RULE = 'pod-identity-role-not-associated aws_iam_role.r';

describe('a role for EKS Pod Identity that no association gives', () => {
  test('is a warning, and admits nobody', () => {
    expect(found(CLUSTER, ROLE)).toEqual([`warning ${RULE}`]);
    expect(admitted(CLUSTER, ROLE)).toBe(false);
  });

  test('is none where an association gives it, or leads to it', () => {
    expect(found(CLUSTER, ROLE, association('aws_iam_role.r.arn'))).toEqual([]);
    const target = association('"arn:aws:iam::111122223333:role/first"', 'target_role_arn = aws_iam_role.r.arn');
    expect(found(CLUSTER, ROLE, target).filter((one) => one.includes(RULE))).toEqual([]);
  });

  test.each([
    ['a module that was not read', 'module "associations" {\n source = "acme/associations/aws"\n}'],
    ['an association whose role is not known', `variable "role" {}\n${association('var.role')}`],
  ])('is undecided beside %s', (_, more) => {
    expect(found(CLUSTER, ROLE, more)).toContain('undecided aws_iam_role.r');
    expect(found(CLUSTER, ROLE, more).filter((one) => one.includes(RULE))).toEqual([]);
  });

  test('is not known to be refused where a module may give it', () => {
    expect(admitted(CLUSTER, ROLE, 'module "associations" {\n source = "acme/associations/aws"\n}')).toBeNull();
  });

  test('is a note in a program without a cluster, which leaves the associations to another', () => {
    const alone = ROLE.replace('aws_eks_cluster.main.arn', '"arn:aws:eks:eu-west-1:111122223333:cluster/shop"');
    expect(found(alone)).toEqual([`note ${RULE}`]);
  });
});

test('an add-on that is given a role by annotation is served by an association all the same', () => {
  const addon = `
resource "aws_eks_addon" "csi" {
  cluster_name             = aws_eks_cluster.main.name
  addon_name               = "aws-ebs-csi-driver"
  service_account_role_arn = aws_iam_role.r.arn
}
`;
  const given = association('aws_iam_role.r.arn')
    .replace('"apps"', '"kube-system"')
    .replace('"reader"', '"ebs-csi-controller-sa"');
  expect(found(CLUSTER, ROLE, addon, given)).toEqual([]);
  expect(found(CLUSTER, ROLE, addon)).toContain('error addon-not-admitted aws_iam_role.r');
});
