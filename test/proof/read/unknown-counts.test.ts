import { prove } from '../../../lib/proof';

const MAIN = `
variable "on" {}
resource "aws_eks_cluster" "main" { name = "main" }
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
locals { issuer = trimprefix(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://") }
resource "aws_sqs_queue" "some" {
  count = var.on ? 1 : 0
  name  = "some"
}
resource "aws_sqs_queue" "each" {
  for_each = var.on
  name     = each.key
}
`;

const role = (count: string, subject = '"system:serviceaccount:todo:api"'): string => `
resource "aws_iam_role" "api" {
  ${count}
  assume_role_policy = jsonencode({ Statement = [{
    Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = aws_iam_openid_connect_provider.main.arn }
    Condition = { StringEquals = { "\${local.issuer}:sub" = ${subject}, "\${local.issuer}:aud" = "sts.amazonaws.com" } }
  }] })
}`;

describe('what there is an unknown number of has no known length', () => {
  test.each([
    'count = length(aws_sqs_queue.some)',
    'count = length(aws_sqs_queue.some[*].arn)',
    'count = length([for q in aws_sqs_queue.some : "x"])',
    'count = length(keys(aws_sqs_queue.each))',
    'count = length(values(aws_sqs_queue.each)[*].arn)',
    'count = contains(aws_sqs_queue.some[*].name, "some") ? 1 : 0',
    'for_each = toset([for k, q in aws_sqs_queue.each : k])',
  ])('%s', (count) => {
    const { undecided } = prove([{ file: 'main.tf', text: MAIN + role(count) }]);
    expect(undecided).toContainEqual(
      expect.objectContaining({
        about: 'aws_iam_role.api',
        because: expect.stringMatching(/^how many there are of it \((count|for_each)\) is not known before apply$/),
      }),
    );
  });

  test('and a name of one of them is not certainly the name of the other', () => {
    const subject = '"system:serviceaccount:todo:${contains(aws_sqs_queue.some[*].name, "some") ? "api" : "job"}"';
    const { access } = prove([{ file: 'main.tf', text: MAIN + role('', subject) }]);
    expect(access.filter(({ serviceAccount }) => serviceAccount === 'api')).toEqual([]);
  });
});
