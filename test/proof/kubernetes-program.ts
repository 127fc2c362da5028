import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';

/** An AKS cluster with workload identity, with further arguments. */
export function aks(more = ''): string {
  return `
resource "azurerm_kubernetes_cluster" "main" {
  name                      = "aks"
  resource_group_name       = "rg"
  location                  = "westeurope"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
  ${more}
}
`;
}

/** A managed identity and its credential for a service account of the AKS cluster. */
export function federated(name: string, account: string): string {
  return `
resource "azurerm_user_assigned_identity" "${name}" {
  name                = "id-${name}"
  resource_group_name = "rg"
  location            = "westeurope"
}
resource "azurerm_federated_identity_credential" "${name}" {
  name                = "${name}"
  resource_group_name = "rg"
  parent_id           = azurerm_user_assigned_identity.${name}.id
  audience            = ["api://AzureADTokenExchange"]
  issuer              = azurerm_kubernetes_cluster.main.oidc_issuer_url
  subject             = "system:serviceaccount:${account.replace('/', ':')}"
}
`;
}

/** An EKS cluster with its OIDC provider, with further resources. */
export function eks(more = ''): string {
  return `
resource "aws_eks_cluster" "main" {
  name = "eks"
}
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
${more}`;
}

/** A role that the EKS cluster's service account may assume. */
export function irsaRole(name: string, account: string): string {
  return `
resource "aws_iam_role" "${name}" {
  name = "${name}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.main.arn }
      Condition = { StringEquals = {
        "\${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}:sub" = "system:serviceaccount:${account.replace('/', ':')}"
        "\${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}:aud" = "sts.amazonaws.com"
      } }
    }]
  })
}
`;
}

/** An account and a pod of it, that ask for nothing: with them the cluster's manifests were given. */
export const OTHER_POD = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { serviceAccountName: web, containers: [{ name: web, image: "web:1" }] }
`;

/** The proof of a configuration and of Kubernetes objects. */
export function proved(terraform: string, objects = ''): Inventory {
  const files = [
    { file: 'main.tf', text: terraform },
    { file: 'objects.yaml', text: objects },
  ];
  return prove(files.filter(({ text }) => text.trim() !== ''));
}

/** Findings by level and rule, without those that the examples' own shape brings. */
export function rulesOf({ findings }: Inventory): string[] {
  return findings.map(({ level, rule }) => `${level} ${rule}`);
}

/** What is undecided, as one text a line. */
export function undecidedOf({ undecided }: Inventory): string[] {
  return undecided.map(({ about, because }) => `${about}: ${because}`);
}

/** The access rows, `namespace/name -> identity mechanism`, and whether somebody claims them. */
export function accessRows({ access }: Inventory): string[] {
  return access
    .filter(({ mechanism }) => mechanism !== 'node')
    .map(
      ({ namespace, serviceAccount, identity, mechanism, claimed }) =>
        `${namespace}/${serviceAccount} -> ${identity} ${mechanism}${claimed ? ' claimed' : ''}`,
    );
}
