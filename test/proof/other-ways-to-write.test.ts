import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';

/* Programs in which one part is not known, or is written in another way, as HCL. */

const AKS = `
variable "x" {}
resource "azurerm_kubernetes_cluster" "main" {
  name                      = "aks-shop"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
  identity { type = "SystemAssigned" }
}
resource "azurerm_user_assigned_identity" "api" { name = "id-api" }
`;

function credential(part: { issuer?: string; audience?: string }): Inventory {
  const { issuer = 'azurerm_kubernetes_cluster.main.oidc_issuer_url', audience = '["api://AzureADTokenExchange"]' } =
    part;
  const text = `${AKS}
resource "azurerm_federated_identity_credential" "api" {
  parent_id = azurerm_user_assigned_identity.api.id
  audience  = ${audience}
  issuer    = ${issuer}
  subject   = "system:serviceaccount:shop:api"
}`;
  return prove([{ file: 'main.tf', text }]);
}

function trust(host: string): Inventory {
  const text = `
resource "aws_eks_cluster" "main" { name = "shop" }
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
locals { host = ${host} }
resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = aws_iam_openid_connect_provider.main.arn }
    Condition = { StringEquals = {
      "\${local.host}:aud" = "sts.amazonaws.com"
      "\${local.host}:sub" = "system:serviceaccount:shop:api"
    } } }] })
}`;
  return prove([{ file: 'main.tf', text }]);
}

const rowsOf = ({ access }: Inventory): string[] =>
  access
    .filter(({ mechanism }) => mechanism !== 'node')
    .map(({ serviceAccount, cluster, uncertain }) => `${serviceAccount} of ${cluster}${uncertain ? '?' : ''}`);

test.each([['[var.x]'], ['var.x']])('a credential whose audience is %s admits nobody for certain', (audience) => {
  expect(rowsOf(credential({ audience }))).toEqual(['api of azurerm_kubernetes_cluster.main?']);
});

test('a credential whose issuer has lost its scheme is of no cluster: Entra compares it as it is', () => {
  const url = 'azurerm_kubernetes_cluster.main.oidc_issuer_url';
  expect(rowsOf(credential({ issuer: `replace(${url}, "https://", "")` }))).toEqual([
    'api of ${azurerm_kubernetes_cluster.main.oidc_issuer_url}/',
  ]);
  expect(rowsOf(credential({ issuer: url }))).toEqual(['api of azurerm_kubernetes_cluster.main']);
});

test.each([
  'split("oidc-provider/", aws_iam_openid_connect_provider.main.arn)[1]',
  'one(regexall("https://(.+)", aws_eks_cluster.main.identity[0].oidc[0].issuer))[0]',
  'replace(chomp(aws_eks_cluster.main.identity[0].oidc[0].issuer), "https://", "")',
  'replace(aws_iam_openid_connect_provider.main.url, "https", "http")',
  'aws_iam_openid_connect_provider.main.arn != null ? aws_iam_openid_connect_provider.main.url : "none"',
  'aws_eks_cluster.main.arn == "" ? "none" : aws_iam_openid_connect_provider.main.url',
  'replace(coalesce(aws_iam_openid_connect_provider.main.arn, "none"), "/^.*provider//", "")',
])('the issuer that %s gives is the cluster’s', (host) => {
  const inventory = trust(host);
  expect(rowsOf(inventory)).toEqual(['api of aws_eks_cluster.main']);
  expect(inventory.undecided).toEqual([]);
});

test('an ARN that a variable may give may be null', () => {
  const { undecided } = trust(
    'data.tfe_outputs.c.values.arn != null ? aws_iam_openid_connect_provider.main.url : "none"',
  );
  expect(undecided).not.toEqual([]);
});

test.each(['azurerm_user_assigned_identity.api.client_id', 'azurerm_kubernetes_cluster.main.id'])(
  'what is made once there is %s is made',
  (id) => {
    const url = 'azurerm_kubernetes_cluster.main.oidc_issuer_url';
    for (const test of [`${id} != null`, `${id} != ""`, `coalesce(${id}, "none") == ${id}`]) {
      const inventory = credential({ issuer: `${test} ? ${url} : "https://none.example"` });
      expect(rowsOf(inventory)).toEqual(['api of azurerm_kubernetes_cluster.main']);
      expect(inventory.undecided).toEqual([]);
    }
  },
);

test('two ARNs that are not known may be one', () => {
  const arns = ['one', 'other'].map((name) => `aws_iam_policy.${name}.arn`);
  const { undecided } = trust(`${arns.join(' == ')} ? "none" : aws_iam_openid_connect_provider.main.url`);
  expect(undecided).not.toEqual([]);
});
