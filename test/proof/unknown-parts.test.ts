import { ask, prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';

const proved = (text: string, file = 'main.tf'): Inventory => prove([{ file, text }]);
const rows = ({ access }: Inventory): string[] =>
  access
    .filter(({ mechanism }) => mechanism !== 'node')
    .map(
      ({ namespace, serviceAccount, identity, cluster, uncertain }) =>
        `${namespace}/${serviceAccount} -> ${identity} of ${cluster}${uncertain === undefined ? '' : ' ?'}`,
    );
const rules = ({ findings }: Inventory): string[] => findings.map(({ rule }) => rule);
const errors = ({ findings }: Inventory): string[] =>
  findings.filter(({ level }) => level === 'error').map(({ rule }) => rule);
const about = ({ undecided }: Inventory): string[] => undecided.map((entry) => entry.about);

const EKS = `
resource "aws_eks_cluster" "main" { name = "shop" }
resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
`;

/** A role that trusts the cluster, with conditions as HCL. */
const role = (conditions: string, issuer = 'aws_iam_openid_connect_provider.main.url'): string => `${EKS}
locals { issuer = ${issuer} }
resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
    Principal = { Federated = aws_iam_openid_connect_provider.main.arn }
    Condition = ${conditions} }] })
}
`;

describe('a role whose trust has an unknown part', () => {
  test('an issuer attribute that has no scheme agrees with itself', () => {
    const issuer = 'rhcs_rosa_oidc_config.hosted.oidc_endpoint_url';
    const inventory = proved(`
      data "aws_partition" "here" {}
      data "aws_caller_identity" "me" {}
      resource "rhcs_rosa_oidc_config" "hosted" { managed = true }
      resource "aws_iam_openid_connect_provider" "hosted" {
        url            = "https://\${${issuer}}"
        client_id_list = ["openshift", "sts.amazonaws.com"]
      }
      data "aws_iam_policy_document" "ingress" {
        statement {
          actions = ["sts:AssumeRoleWithWebIdentity"]
          principals {
            type        = "Federated"
            identifiers = ["arn:\${data.aws_partition.here.partition}:iam::\${data.aws_caller_identity.me.account_id}:oidc-provider/\${${issuer}}"]
          }
          condition {
            test     = "StringEquals"
            variable = "\${${issuer}}:sub"
            values   = ["system:serviceaccount:ingress:operator"]
          }
          condition {
            test     = "StringEquals"
            variable = "\${${issuer}}:aud"
            values   = ["openshift"]
          }
        }
      }
      resource "aws_iam_role" "ingress" {
        name               = "ingress-operator"
        assume_role_policy = data.aws_iam_policy_document.ingress.json
      }`);
    expect(rows(inventory)).toEqual(['ingress/operator -> aws_iam_role.ingress of ref:' + issuer]);
    expect(inventory.findings.filter(({ level }) => level !== 'note')).toEqual([]);
  });

  test.each([
    ['namespace and name', 'system:serviceaccount:${var.account}'],
    ['the whole subject', '${var.account}'],
    ['the namespace', 'system:serviceaccount:${var.account}:reader'],
    ['the name', 'system:serviceaccount:apps:${var.account}'],
    ['a part of the name', 'system:serviceaccount:apps:${var.account}-reader'],
    ['the beginning', '${var.account}:apps:reader'],
  ])('%s not known: a row with a symbol, or undecided, and never everybody', (_, subject) => {
    const program = `variable "account" { type = string }\n${role(`{ StringEquals = { "\${local.issuer}:sub" = "${subject}" } }`)}`;
    const inventory = proved(program);
    expect(rows(inventory)).toHaveLength(1);
    expect(rows(inventory)).not.toContainEqual(expect.stringContaining('*'));
    expect(errors(inventory)).toEqual([]);
    expect(rules(inventory)).not.toContain('trust-without-subject');
    expect(about(inventory)).toContain('aws_iam_role.r');
    const account = { namespace: 'apps', name: 'x-reader' };
    const known = /:reader$/.test(subject);
    const asked = ask([{ file: 'main.tf', text: program }], {
      identity: 'aws_iam_role.r',
      subject: known ? { ...account, name: 'reader' } : account,
    });
    expect(asked.admitted).toBeNull();
  });

  test.each([
    ['the key', '{ StringEquals = { (var.any) = "system:serviceaccount:apps:reader" } }'],
    ['the key before its claim', '{ StringEquals = { "${var.any}:sub" = "system:serviceaccount:apps:reader" } }'],
    ['the operator', '{ (var.any) = { "${local.issuer}:sub" = "system:serviceaccount:apps:reader" } }'],
    ['the list of subjects', '{ StringEquals = { "${local.issuer}:sub" = var.any } }'],
    ['the list of patterns', '{ StringLike = { "${local.issuer}:sub" = [for one in var.any : "${one}:*"] } }'],
    ['a pattern', '{ StringLike = { "${local.issuer}:sub" = "${var.any}:*" } }'],
    ['the conditions', 'var.any'],
    ['which conditions', 'merge(var.any, { StringNotEquals = { "${local.issuer}:sub" = "x" } })'],
  ])('%s not known is a limit that is not known', (_, conditions) => {
    const program = `variable "any" {}\n${role(conditions)}`;
    const inventory = proved(program);
    expect(rows(inventory)).not.toContainEqual(expect.stringContaining('*/*'));
    expect(errors(inventory)).toEqual([]);
    expect(rules(inventory)).not.toContain('trust-without-subject');
    expect(about(inventory)).toContain('aws_iam_role.r');
    const query = { identity: 'aws_iam_role.r', subject: { namespace: 'apps', name: 'reader' } };
    expect(ask([{ file: 'main.tf', text: program }], query).admitted).toBeNull();
  });

  test('without any condition on the subject it admits everybody still', () => {
    const inventory = proved(role('{ StringEquals = { "${local.issuer}:aud" = "sts.amazonaws.com" } }'));
    expect(rows(inventory)).toEqual(['*/* -> aws_iam_role.r of aws_eks_cluster.main']);
    expect(errors(inventory)).toEqual(['trust-without-subject']);
  });

  test('an unknown audience makes it no error, for it may admit nobody', () => {
    const conditions = '{ StringEquals = { "${local.issuer}:aud" = var.any } }';
    const inventory = proved(`variable "any" {}\n${role(conditions)}`);
    expect(errors(inventory)).toEqual([]);
    expect(about(inventory)).toContain('aws_iam_role.r');
  });

  test('the issuer’s host is the same, however it is cut out', () => {
    const url = 'aws_eks_cluster.main.identity[0].oidc[0].issuer';
    for (const issuer of [
      `split("//", ${url})[1]`,
      `substr(${url}, 8, -1)`,
      `replace(${url}, "https://", "")`,
      `regex("https://(.*)", ${url})[0]`,
      `join("/", slice(split("/", ${url}), 2, length(split("/", ${url}))))`,
    ]) {
      const conditions = '{ StringEquals = { "${local.issuer}:sub" = "system:serviceaccount:apps:reader" } }';
      const inventory = proved(role(conditions, issuer));
      expect(rows(inventory)).toEqual(['apps/reader -> aws_iam_role.r of aws_eks_cluster.main']);
      expect(rules(inventory)).not.toContain('issuer-unknown');
    }
  });
});

const AKS = `
resource "azurerm_kubernetes_cluster" "main" {
  name                      = "aks-shop"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
}
resource "azurerm_user_assigned_identity" "api" { name = "id-api" }
resource "random_pet" "this" {}
variable "any" {}
`;

/** A federated credential of the identity, with some of its arguments other than they should be. */
const credential = (other: Readonly<Record<string, string>>): string => {
  const all = {
    parent_id: 'azurerm_user_assigned_identity.api.id',
    audience: '["api://AzureADTokenExchange"]',
    issuer: 'azurerm_kubernetes_cluster.main.oidc_issuer_url',
    subject: '"system:serviceaccount:shop:api"',
    ...other,
  };
  const lines = Object.entries(all).map(([name, value]) => `  ${name} = ${value}`);
  return `${AKS}\nresource "azurerm_federated_identity_credential" "api" {\n  name = "api"\n${lines.join('\n')}\n}\n`;
};

describe('a federated credential with an unknown part', () => {
  test.each([
    ['the namespace', { subject: '"system:serviceaccount:${var.any}:api"' }],
    ['a part of the name', { subject: '"system:serviceaccount:shop:${random_pet.this.id}-app"' }],
    ['namespace and name', { subject: '"system:serviceaccount:${var.any}"' }],
    ['the subject', { subject: 'var.any' }],
    ['the issuer', { issuer: 'var.any' }],
    ['the issuer, before it was cut', { issuer: 'split(" ", var.any)[1]' }],
    ['the audience', { audience: '[var.any]' }],
    ['the list of audiences', { audience: 'var.any' }],
    ['the identity', { parent_id: 'var.any' }],
  ])('%s not known is said, and never left out', (_, other) => {
    const program = credential(other);
    const inventory = proved(program);
    expect([...rows(inventory), ...about(inventory).filter((name) => name.includes('.api'))]).not.toEqual([]);
    expect(rows(inventory)).not.toContainEqual(expect.stringContaining('*/*'));
    expect(errors(inventory)).toEqual([]);
    const name = 'subject' in other && other.subject.includes('-app') ? 'x-app' : 'api';
    const query = {
      identity: 'azurerm_user_assigned_identity.api',
      subject: { namespace: 'shop', name },
      cluster: 'azurerm_kubernetes_cluster.main',
    };
    expect(ask([{ file: 'main.tf', text: program }], query).admitted).toBeNull();
  });

  test('the cluster’s issuer without its slash is certainly not the cluster’s: inventory, rule and ask agree', () => {
    for (const issuer of [
      'trimsuffix(azurerm_kubernetes_cluster.main.oidc_issuer_url, "/")',
      'trim(azurerm_kubernetes_cluster.main.oidc_issuer_url, "/")',
      'replace(azurerm_kubernetes_cluster.main.oidc_issuer_url, "/\\\\/$/", "")',
    ]) {
      const program = credential({ issuer });
      const inventory = proved(program);
      expect(rows(inventory)).toEqual([
        'shop/api -> azurerm_user_assigned_identity.api of trimsuffix(${azurerm_kubernetes_cluster.main.oidc_issuer_url}, "/")',
      ]);
      expect(errors(inventory)).toEqual(['issuer-slash-lost']);
      const query = {
        identity: 'azurerm_user_assigned_identity.api',
        subject: { namespace: 'shop', name: 'api' },
        cluster: 'azurerm_kubernetes_cluster.main',
      };
      expect(ask([{ file: 'main.tf', text: program }], query).admitted).toBe(false);
    }
  });

  test('known whole, it is decided', () => {
    const inventory = proved(credential({}));
    expect(rows(inventory)).toEqual([
      'shop/api -> azurerm_user_assigned_identity.api of azurerm_kubernetes_cluster.main',
    ]);
    expect(inventory.undecided).toEqual([]);
  });
});
