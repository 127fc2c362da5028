import { repeatedCauses } from '../../../../lib/proof/mechanisms/irsa/repeated-causes';
import { dependsOn } from '../../../../lib/proof/model/known/perhaps';
import { prove } from '../../../../lib/proof';

test('what the whole policy depends on is said, and no part of it that rests on the same', () => {
  const whole = dependsOn('${var.p}');
  const part = 'statement 0: which provider ${merge({}, ${var.p}).one.arn} is';
  expect([...repeatedCauses([part, whole])]).toEqual([part]);
  expect([...repeatedCauses([part])]).toEqual([]);
});

test('a further cause is said, and what has no cause that is given', () => {
  const both = '${var.p} and ${var.q}';
  const other = '${var.q.a} beside ${var.p.b}';
  const made = '${aws_iam_role.a.arn}';
  expect([...repeatedCauses(['${var.p}', made, both, other])]).toEqual([other]);
  expect([
    ...repeatedCauses(['${module.a.x}', '${module.a.y}', '${module.a.x.z}', '${data.t.a.x}', '${data.t.b.x}']),
  ]).toEqual(['${module.a.x.z}']);
  expect([...repeatedCauses(['${module.ab.xy}', '${module.ab.xz}', '${data.t.ab.x}', '${data.t.ac.x}'])]).toEqual([]);
  expect([...repeatedCauses(['${data.t-u.ab.x}', '${data.t-u.ab.x.z}'])]).toEqual(['${data.t-u.ab.x.z}']);
  expect([...repeatedCauses(['${var.ab}', '${var.ac}', '${var.ab.x}'])]).toEqual(['${var.ab.x}']);
  expect([...repeatedCauses(['${module.a}', 'all of ${module.a}'])]).toEqual(['all of ${module.a}']);
  expect([...repeatedCauses(['nothing is known', 'nor of this', made])]).toEqual([]);
});

test('providers that a variable may add to, as modules for IRSA take them, are one cause', () => {
  const text = `
variable "p" { type = any }
resource "aws_eks_cluster" "main" { name = "shop" }
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
data "aws_iam_policy_document" "this" {
  dynamic "statement" {
    for_each = merge({ one = { arn = aws_iam_openid_connect_provider.main.arn, accounts = ["shop:app"] } }, var.p)
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [statement.value.arn]
      }
      condition {
        test     = "StringEquals"
        variable = "\${replace(statement.value.arn, "/^(.*provider/)/", "")}:sub"
        values   = [for account in statement.value.accounts : "system:serviceaccount:\${account}"]
      }
    }
  }
}
resource "aws_iam_role" "this" {
  name               = "r"
  assume_role_policy = data.aws_iam_policy_document.this.json
}`;
  const { undecided } = prove([{ file: 'main.tf', text }]);
  expect(undecided.map(({ about, because }) => `${about}: ${because}`)).toEqual([
    'aws_iam_role.this: what the trust policy holds depends on ${var.p}, which is not known before apply',
  ]);
});
