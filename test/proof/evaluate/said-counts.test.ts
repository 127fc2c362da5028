import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';

const proved = (text: string): Inventory => prove([{ file: 'main.tf', text }]);
const undecided = ({ undecided }: Inventory): readonly string[] =>
  undecided.map(({ about, because }) => `${about}: ${because}`);
const count = (id: string): string => `${id}: how many there are of it (for_each) is not known before apply`;

const AKS = `
variable "apps" {}
resource "azurerm_kubernetes_cluster" "k" {
  name                      = "k"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
}
resource "azurerm_user_assigned_identity" "app" {
  for_each            = var.apps
  name                = each.key
  resource_group_name = "rg"
}`;

const credential = (repeated: string, parent: string): string => `
resource "azurerm_federated_identity_credential" "app" {
  ${repeated}
  name      = "app"
  parent_id = ${parent}
  issuer    = azurerm_kubernetes_cluster.k.oidc_issuer_url
  subject   = "system:serviceaccount:shop:app"
  audience  = ["api://AzureADTokenExchange"]
}`;

const EKS = `
variable "apps" {}
resource "aws_eks_cluster" "k" { name = "k" }
resource "aws_eks_addon" "agent" {
  cluster_name = aws_eks_cluster.k.name
  addon_name   = "eks-pod-identity-agent"
}
resource "aws_iam_openid_connect_provider" "k" {
  url            = aws_eks_cluster.k.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
resource "aws_iam_role" "app" {
  for_each           = var.apps
  name               = each.key
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = aws_iam_openid_connect_provider.k.arn }
    Condition = { StringEquals = {
      "\${aws_iam_openid_connect_provider.k.url}:sub" = "system:serviceaccount:\${each.value.namespace}:\${each.key}"
      "\${aws_iam_openid_connect_provider.k.url}:aud" = "sts.amazonaws.com"
    } }
  }] })
}`;

describe('a map of applications that is not known', () => {
  test('is one line for each block that it repeats, on Azure', () => {
    const inventory = proved(
      AKS + credential('for_each = var.apps', 'azurerm_user_assigned_identity.app[each.key].id'),
    );
    expect(undecided(inventory)).toEqual([
      count('azurerm_federated_identity_credential.app'),
      count('azurerm_user_assigned_identity.app'),
    ]);
  });

  test('is one line for each block that it repeats, on AWS', () => {
    const account = `
resource "kubernetes_service_account_v1" "app" {
  for_each = var.apps
  metadata {
    name        = each.key
    namespace   = each.value.namespace
    annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.app[each.key].arn }
  }
}`;
    expect(undecided(proved(EKS + account))).toEqual([
      count('aws_iam_role.app'),
      count('kubernetes_service_account_v1.app'),
    ]);
  });

  test('leaves an association without a line of its own', () => {
    const association = `
resource "aws_eks_pod_identity_association" "app" {
  for_each        = var.apps
  cluster_name    = aws_eks_cluster.k.name
  namespace       = each.value.namespace
  service_account = each.key
  role_arn        = aws_iam_role.app[each.key].arn
}`;
    expect(undecided(proved(EKS + association))).toEqual([
      count('aws_eks_pod_identity_association.app'),
      count('aws_iam_role.app'),
    ]);
  });
});

describe('one that is picked of a number that is not known is in the input', () => {
  test('on Azure', () => {
    const inventory = proved(AKS + credential('', 'azurerm_user_assigned_identity.app["shop"].id'));
    expect(undecided(inventory)).toEqual([
      'azurerm_federated_identity_credential.app: it is a credential of ${azurerm_user_assigned_identity.app.shop.id}, and how many there are of azurerm_user_assigned_identity.app is not known, so whose identity it gives is not known',
      count('azurerm_user_assigned_identity.app'),
    ]);
  });

  test.each([
    ['aws_iam_role.app["shop"].arn', /^its role is \$\{aws_iam_role.app.*shop.*.arn\}, and how many there are/],
    ['var.role', /^its role \$\{var.role\} is not in the input$/],
    ['null', /^it has no role_arn, without which EKS refuses it$/],
  ])('on AWS: an association whose role_arn is %s', (role, because) => {
    const association = `
variable "role" {}
resource "aws_eks_pod_identity_association" "app" {
  cluster_name    = aws_eks_cluster.k.name
  namespace       = "shop"
  service_account = "app"
  role_arn        = ${role}
}`;
    const about = proved(EKS + association).undecided.filter(({ about }) => about.endsWith('association.app'));
    expect(about.map((entry) => entry.because)).toEqual([expect.stringMatching(because)]);
  });
});

test('an audience that is not known is one line, beside a service account that asks for the identity', () => {
  const credential = `
variable "audience" {}
resource "azurerm_user_assigned_identity" "one" { name = "one" }
resource "azurerm_federated_identity_credential" "one" {
  name      = "one"
  parent_id = azurerm_user_assigned_identity.one.id
  issuer    = azurerm_kubernetes_cluster.k.oidc_issuer_url
  subject   = "system:serviceaccount:shop:app"
  audience  = [var.audience]
}
resource "kubernetes_service_account_v1" "app" {
  metadata {
    name        = "app"
    namespace   = "shop"
    annotations = { "azure.workload.identity/client-id" = azurerm_user_assigned_identity.one.client_id }
  }
}`;
  const inventory = proved(AKS.replace('for_each            = var.apps', '') + credential);
  expect(inventory.access.filter(({ mechanism }) => mechanism !== 'node')).toEqual([
    expect.objectContaining({ namespace: 'shop', serviceAccount: 'app', uncertain: expect.any(String) as string }),
  ]);
  expect(undecided(inventory)).toEqual([
    'azurerm_federated_identity_credential.one: its audience ${var.audience} is not known before apply',
  ]);
});
