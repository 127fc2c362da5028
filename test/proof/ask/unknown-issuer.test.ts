import { ask } from '../../../lib/proof';
import type { Answer } from '../../../lib/proof';

const PROGRAM = `
resource "aws_eks_cluster" "one" { name = "one" }
resource "aws_eks_cluster" "other" { name = "other" }
resource "aws_iam_openid_connect_provider" "one" {
  url            = aws_eks_cluster.one.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
resource "aws_iam_role" "app" {
  name = "role-of-app"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.one.arn }
      Condition = { StringEquals = { "\${aws_iam_openid_connect_provider.one.url}:sub" = "system:serviceaccount:todo:app" } }
    }]
  })
}
resource "azurerm_kubernetes_cluster" "aks" {
  name                = "aks"
  oidc_issuer_enabled = true
}
resource "azurerm_user_assigned_identity" "app" { name = "id-of-app" }
resource "azurerm_federated_identity_credential" "app" {
  name      = "app"
  parent_id = azurerm_user_assigned_identity.app.id
  issuer    = azurerm_kubernetes_cluster.aks.oidc_issuer_url
  subject   = "system:serviceaccount:todo:app"
  audience  = ["api://AzureADTokenExchange"]
}
`;

const asked = (identity: string, cluster: string): Answer =>
  ask([{ file: 'main.tf', text: PROGRAM }], { identity, subject: { namespace: 'todo', name: 'app' }, cluster });

describe('an issuer that only apply will tell', () => {
  test.each([
    ['role-of-app', 'aws_eks_cluster.one'],
    ['id-of-app', 'azurerm_kubernetes_cluster.aks'],
  ])('GIVEN %s and a pod of another cluster THEN both issuers are told by their clusters', (identity, trusted) => {
    const { admitted, because } = asked(identity, 'aws_eks_cluster.other');
    expect(admitted).toBe(false);
    expect(because[0]).toContain(
      `accepts tokens of the issuer of ${trusted}, and the token presents one of the issuer of aws_eks_cluster.other`,
    );
    expect(because.join()).not.toContain('https://${');
  });

  test('GIVEN a pod of the trusted cluster THEN it gets in', () => {
    expect(asked('role-of-app', 'aws_eks_cluster.one').admitted).toBe(true);
    expect(asked('id-of-app', 'azurerm_kubernetes_cluster.aks').admitted).toBe(true);
  });
});
