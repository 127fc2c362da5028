import { prove } from '../../../../lib/proof';

const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app, namespace: shop }\n';

function said(clusters: number): readonly string[] {
  const blocks = Array.from({ length: clusters }, (_, index) => `resource "aws_eks_cluster" "c${index}" {}\n`);
  return prove([
    { file: 'main.tf', text: blocks.join('') },
    { file: 'objects.yaml', text: `${ACCOUNT}---\n${ACCOUNT.replace('app', 'job')}` },
  ]).undecided.map(({ about, because }) => `${about}: ${because}`);
}

test('of which cluster objects are is said once a file, and of many clusters some are named', () => {
  expect(said(1)).toEqual([]);
  expect(said(2)).toEqual([
    'objects.yaml: nothing says which of the clusters aws_eks_cluster.c0, aws_eks_cluster.c1 these objects are in; each is taken as possible (say --cluster ID=PATH)',
  ]);
  expect(said(7)).toEqual([expect.stringContaining('aws_eks_cluster.c4 and 2 more these objects are in') as string]);
});

/** What is said of an account of the first provider, of two clusters of which an identity trusts `b` alone. */
function saidOf(provider: string, more = ''): readonly string[] {
  const text = `
resource "azurerm_kubernetes_cluster" "aks" {
  for_each                  = toset(["a", "b"])
  name                      = each.key
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
}
resource "azurerm_user_assigned_identity" "app" { name = "app" }
resource "azurerm_federated_identity_credential" "app" {
  name                      = "app"
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = azurerm_kubernetes_cluster.aks["b"].oidc_issuer_url
  user_assigned_identity_id = azurerm_user_assigned_identity.app.id
  subject                   = "system:serviceaccount:shop:app"
}
resource "kubernetes_service_account" "app" {
  metadata {
    name        = "app"
    namespace   = "shop"
    annotations = { "azure.workload.identity/client-id" = azurerm_user_assigned_identity.app.client_id }
  }
}
provider "kubernetes" {
  ${provider}
}
${more}`;
  const { findings, undecided } = prove([{ file: 'main.tf', text }]);
  return [...findings.map(({ rule }) => rule), ...undecided.map(({ because }) => because)];
}

const A = 'azurerm_kubernetes_cluster.aks["a"]';
const B = 'azurerm_kubernetes_cluster.aks["b"]';
const HOSTS = `locals {
  hosts = { a = { url = "https://\${${A}.fqdn}:443" }, b = { url = "https://\${${B}.fqdn}:443" } }
}`;
const either = (old: string): string => `variable "old" ${old}`;

test.each<[string, (on: 'a' | 'b') => readonly [provider: string, more?: string]]>([
  ['an entry of a local map', (on) => [`host = local.hosts["${on}"].url`, HOSTS]],
  [
    'an entry that a variable names',
    (on) => ['host = local.hosts[var.on].url', `${HOSTS}\nvariable "on" { default = "${on}" }`],
  ],
  [
    'the branch that is taken',
    (on) => [`host = var.old ? ${A}.fqdn : ${B}.fqdn`, either(`{ default = ${on === 'a'} }`)],
  ],
  ['an element of a list', (on) => [`host = [${A}.fqdn, ${B}.fqdn][${on === 'a' ? 0 : 1}]`]],
  ['what a function picks', (on) => [`host = lookup({ a = ${A}.fqdn, b = ${B}.fqdn }, "${on}", "")`]],
  [
    'a later setting, where the first leaves two',
    (on) => [
      `host                   = var.old ? ${A}.fqdn : ${B}.fqdn
  cluster_ca_certificate = base64decode(${on === 'a' ? A : B}.kube_config[0].cluster_ca_certificate)`,
      either('{}'),
    ],
  ],
])('a provider is of the cluster that its settings come to: %s', (_, settings) => {
  expect(saidOf(...settings('b'))).toEqual([]);
  expect(saidOf(...settings('a'))).toEqual(['claim-not-admitted']);
});

test('where the settings leave two of three clusters, these two are possible', () => {
  const third = 'resource "azurerm_kubernetes_cluster" "third" { name = "third" }';
  expect(saidOf(`host = var.old ? ${A}.fqdn : ${B}.fqdn`, `${either('{}')}\n${third}`)).toEqual([
    `nothing says which of the clusters ${A}, ${B} these objects are in; each is taken as possible (say --cluster ID=PATH)`,
  ]);
});

test.each([
  ['aws', '["eks", "get-token", "--cluster-name", local.name]'],
  ['aws-iam-authenticator', '["token", "-i", local.name]'],
])('the command %s names the cluster by what its argument comes to', (command, args) => {
  const text = `
resource "aws_eks_cluster" "a" { name = "shop-a" }
resource "aws_eks_cluster" "b" { name = "shop-b" }
resource "kubernetes_service_account" "app" {
  metadata {
    name      = "app"
    namespace = "shop"
  }
}
locals { name = "shop-b" }
provider "kubernetes" {
  exec {
    api_version = "client.authentication.k8s.io/v1beta1"
    command     = "${command}"
    args        = ${args}
  }
}`;
  expect(prove([{ file: 'main.tf', text }]).undecided).toEqual([]);
});

describe('of a cluster that is not in the input objects are in none that is', () => {
  const account = `apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: shop, annotations: { azure.workload.identity/client-id: 11111111-1111-4111-8111-111111111111 } }
`;
  /** Whether a Deployment beside the account of a cluster of AKS is in that cluster for certain. */
  const isInAks = (provider: string, more = ''): boolean => {
    const text = `
resource "azurerm_kubernetes_cluster" "aks" { name = "aks" }
${more}
provider "kubernetes" { ${provider} }
resource "kubernetes_deployment" "app" {
  metadata {
    name      = "app"
    namespace = "shop"
  }
  spec {
    template {
      spec {
        service_account_name = "app"
        container { image = "app" }
      }
    }
  }
}`;
    const files = [
      { file: 'main.tf', text },
      { file: 'app.yaml', text: account },
    ];
    return prove(files).findings.some(({ rule }) => rule === 'workload-identity-label-missing');
  };
  const exec = (args: string, command = 'aws'): string => `
  host = var.host
  exec {
    command = "${command}"
    args    = [${args}]
  }
`;
  const HOST = 'variable "host" {}\nvariable "name" {}';

  test('where only a state of another configuration tells its address', () => {
    expect(isInAks('host = azurerm_kubernetes_cluster.aks.kube_config[0].host')).toBe(true);
    const state = 'data "terraform_remote_state" "eks" { backend = "s3" }';
    expect(isInAks('host = data.terraform_remote_state.eks.outputs.endpoint', state)).toBe(false);
  });

  test('where the command for its token names a cluster of EKS that was not read', () => {
    expect(isInAks('host = var.host', HOST)).toBe(true);
    expect(isInAks(exec('"eks", "get-token", "--cluster-name", "shop"'), HOST)).toBe(false);
    expect(isInAks(exec('"token", "-i", "shop"', '/usr/bin/aws-iam-authenticator'), HOST)).toBe(false);
    expect(isInAks(exec('"-i", "key"', 'ssh'), HOST)).toBe(true);
    expect(isInAks(exec('"eks", "get-token", "--cluster-name", var.name'), HOST)).toBe(true);
  });
});
