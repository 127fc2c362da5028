import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';

/** A role that admits `app` of a namespace, and an account of that name with an annotation. */
const aws = (namespace: string, annotations = '{ "eks.amazonaws.com/role-arn" = aws_iam_role.app.arn }'): string => `
variable "production" { type = bool }
variable "given" { type = map(string) }
resource "aws_eks_cluster" "main" { name = "main" }
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
locals { issuer = aws_iam_openid_connect_provider.main.url }
resource "aws_iam_role" "app" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = aws_iam_openid_connect_provider.main.arn }
    Condition = { StringEquals = { "\${local.issuer}:sub" = "system:serviceaccount:\${${namespace}}:app", "\${local.issuer}:aud" = "sts.amazonaws.com" } }
  }] })
}
resource "aws_iam_role" "other" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" }
  }] })
}
resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    namespace   = ${namespace}
    annotations = ${annotations}
  }
}
`;

const azure = (namespace: string): string => `
variable "production" { type = bool }
resource "azurerm_kubernetes_cluster" "main" {
  name                      = "main"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
}
resource "azurerm_user_assigned_identity" "app" { name = "app" }
resource "azurerm_federated_identity_credential" "app" {
  name      = "app"
  parent_id = azurerm_user_assigned_identity.app.id
  audience  = ["api://AzureADTokenExchange"]
  issuer    = azurerm_kubernetes_cluster.main.oidc_issuer_url
  subject   = "system:serviceaccount:\${${namespace}}:app"
}
resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    namespace   = ${namespace}
    annotations = { "azure.workload.identity/client-id" = azurerm_user_assigned_identity.app.client_id }
  }
}
`;

const proveText = (text: string): Inventory => prove([{ file: 'main.tf', text }]);
const alarms = ({ findings }: Inventory): readonly string[] =>
  findings.filter(({ level }) => level !== 'note').map(({ rule }) => rule);

const CONDITIONAL = '(var.production ? "live" : "test")';

describe('a namespace that a conditional gives', () => {
  it.each([
    ['AWS', aws(CONDITIONAL)],
    ['Azure', azure(CONDITIONAL)],
  ])('is no pattern, for all its question mark, and the account of the same namespace gets in: %s', (_, text) => {
    const inventory = proveText(text);
    expect(alarms(inventory)).toEqual([]);
    const row = inventory.access.find(({ serviceAccount }) => serviceAccount === 'app');
    expect(row).toMatchObject({ namespace: '${(${var.production} ? live : test)}', pattern: false, claimed: true });
  });

  it('is shown as it is written, with every role that admits it', () => {
    const { undecided } = proveText(aws(CONDITIONAL));
    expect(undecided.map(({ about }) => about)).toEqual(['aws_iam_role.app']);
  });
});

describe('an annotation that may be overwritten, or another', () => {
  it.each([
    ['merge({ "eks.amazonaws.com/role-arn" = aws_iam_role.app.arn }, var.given)'],
    ['{ "eks.amazonaws.com/role-arn" = var.production ? aws_iam_role.app.arn : aws_iam_role.other.arn }'],
  ])('is not said to be wrong: %s', (annotations) => {
    expect(alarms(proveText(aws('"app"', annotations)))).toEqual([]);
  });

  it('is wrong where it is an attribute of another identity', () => {
    const wrong = aws('"app"', '{ "eks.amazonaws.com/role-arn" = aws_iam_role.other.arn }');
    expect(alarms(proveText(wrong))).toContain('claim-not-admitted');
  });
});

describe('a trust that a conditional gives', () => {
  it.each([
    ['an account', ''],
    [
      'an association',
      `
resource "aws_eks_pod_identity_association" "app" {
  cluster_name    = aws_eks_cluster.main.name
  namespace       = "app"
  service_account = "app"
  role_arn        = aws_iam_role.chosen.arn
}`,
    ],
  ])('is in the input and not known, which is said once, of the role, and not of %s', (_, more) => {
    const text = `${aws('"app"', '{ "eks.amazonaws.com/role-arn" = aws_iam_role.chosen.arn }')}
resource "aws_iam_role" "chosen" {
  assume_role_policy = var.production ? aws_iam_role.app.assume_role_policy : aws_iam_role.other.assume_role_policy
}
${more}`;
    const open = proveText(text).undecided.filter(({ because }) => because.includes('trust'));
    expect(open).toMatchObject([
      {
        about: 'aws_iam_role.chosen',
        because: 'what the trust policy holds depends on ${var.production}, which is not known before apply',
      },
    ]);
  });
});
