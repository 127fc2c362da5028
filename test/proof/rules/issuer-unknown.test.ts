import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';

const ISSUER = 'https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';

/** A role as AWS' own documentation writes it, beside a cluster. */
function program(cluster: string, objects = ''): Inventory {
  const bare = ISSUER.replace('https://', '');
  const text = `
${cluster}
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${bare}" }
    Condition = { StringEquals = {
      "${bare}:sub" = "system:serviceaccount:default:app"
      "${bare}:aud" = "sts.amazonaws.com"
    } }
  }] })
}`;
  return prove([{ file: 'main.tf', text }, ...(objects === '' ? [] : [{ file: 'objects.yaml', text: objects }])]);
}

const LOOKED_UP = 'data "aws_eks_cluster" "main" { name = "main" }';
const OTHER = `resource "azurerm_kubernetes_cluster" "main" { name = "main" }`;
const ACCOUNT = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: app
  namespace: default
  annotations: { eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/app' }
`;

const found = ({ findings }: Inventory): readonly string[] =>
  findings.filter(({ rule }) => rule === 'issuer-unknown').map(({ message }) => message);

test('an issuer that may be that of a cluster which is looked up is not said to be of none', () => {
  expect(found(program(LOOKED_UP))).toEqual([
    expect.stringContaining('unless it is that of data.aws_eks_cluster.main, which is not known before apply'),
  ]);
});

test('beside a claim of which that is undecided, nothing more is said', () => {
  const inventory = program(LOOKED_UP, ACCOUNT);
  expect(found(inventory)).toEqual([]);
  expect(inventory.undecided.map(({ about }) => about)).toEqual(['ServiceAccount/default/app → aws_iam_role.app']);
});

test('an issuer of the other cloud is of no cluster that was read', () => {
  expect(found(program(OTHER))).toEqual([expect.stringMatching(/is the issuer of no cluster that was read\.$/)]);
});

test('an issuer that is not known is undecided where it may be that of a cluster which was read', () => {
  const { undecided, findings } = prove([
    {
      file: 'main.tf',
      text: `
variable "issuer" {}
resource "azurerm_kubernetes_cluster" "main" {
  name                = "main"
  oidc_issuer_enabled = true
}
resource "azurerm_user_assigned_identity" "app" { name = "app" }
resource "azurerm_federated_identity_credential" "app" {
  name      = "app"
  parent_id = azurerm_user_assigned_identity.app.id
  issuer    = var.issuer
  subject   = "system:serviceaccount:shop:app"
  audience  = ["api://AzureADTokenExchange"]
}`,
    },
  ]);
  expect(findings.filter(({ rule }) => rule === 'issuer-unknown')).toEqual([]);
  expect(undecided.map(({ about, because }) => `${about}: ${because}`)).toEqual([
    '${var.issuer}: it is trusted as an issuer, and whether it is that of azurerm_kubernetes_cluster.main is not known before apply; the state tells',
  ]);
});
