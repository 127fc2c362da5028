import { ask, prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';

const EKS = (name = 'main'): string => `
resource "aws_eks_cluster" "${name}" { name = "${name}" }
resource "aws_iam_openid_connect_provider" "${name}" {
  url            = aws_eks_cluster.${name}.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
`;
const AKS = `
resource "azurerm_kubernetes_cluster" "main" {
  name                      = "aks"
  resource_group_name       = "rg"
  location                  = "westeurope"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
}
resource "azurerm_user_assigned_identity" "api" {
  name                = "id-api"
  resource_group_name = "rg"
  location            = "westeurope"
}
`;
const MAIN = 'aws_iam_openid_connect_provider.main';
const READER = 'system:serviceaccount:apps:reader';

interface Trust {
  readonly principal?: string;
  readonly host?: string;
  readonly effect?: string;
  readonly more?: string;
}

/** A role of the service account apps/reader. Its principal, the host in its condition keys and its effect are expressions of HCL. */
const role = ({
  principal = `${MAIN}.arn`,
  host = `${MAIN}.url`,
  effect = '"Allow"',
  more = '',
}: Trust = {}): string => `
locals { host = ${host} }
resource "aws_iam_role" "r" {
  name = "reader"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = ${effect}, Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = ${principal} }
    Condition = { StringEquals = { "\${local.host}:sub" = "${READER}", "\${local.host}:aud" = "sts.amazonaws.com" } }
  }${more}] })
}
`;
const credential = (issuer: string): string => `
resource "azurerm_federated_identity_credential" "api" {
  name      = "api"
  parent_id = azurerm_user_assigned_identity.api.id
  issuer    = ${issuer}
  subject   = "system:serviceaccount:shop:api"
  audience  = ["api://AzureADTokenExchange"]
}
`;

const proved = (text: string, ...objects: readonly unknown[]): Inventory =>
  prove([
    { file: 'main.tf', text },
    ...objects.map((object, index) => ({ file: `${index}.json`, text: JSON.stringify(object) })),
  ]);
const found = ({ findings }: Inventory, ...levels: readonly string[]): readonly string[] =>
  findings.filter(({ level }) => levels.includes(level)).map(({ level, rule }) => `${level} ${rule}`);
const rows = ({ access }: Inventory): readonly string[] =>
  access
    .filter(({ mechanism }) => mechanism !== 'node')
    .map(
      ({ namespace, serviceAccount, cluster, uncertain }) =>
        `${namespace}/${serviceAccount} of ${cluster}${uncertain === undefined ? '' : ', perhaps'}`,
    );

/** Whether the pods of a service account of the cluster `main` get the role. */
const admits = (text: string, name = 'reader'): boolean | null =>
  ask([{ file: 'main.tf', text }], {
    identity: 'aws_iam_role.r',
    cluster: 'aws_eks_cluster.main',
    subject: { namespace: 'apps', name },
  }).admitted;

describe('a trust that names an issuer which may be that of the program’s cluster', () => {
  const HANDS = 'arn:aws:iam::${data.aws_caller_identity.me.account_id}:oidc-provider/';
  const ME = 'data "aws_caller_identity" "me" {}\nvariable "host" {}\nvariable "id" {}\n';
  test.each([
    ['is a variable', 'var.host'],
    ['is a variable in part', '"oidc.eks.eu-west-1.amazonaws.com/id/${var.id}"'],
    ['is written out', '"oidc.eks.eu-west-1.amazonaws.com/id/AAAABBBBCCCCDDDDEEEEFFFF00001111"'],
    ['is that of a cluster looked up', 'trimprefix(data.aws_eks_cluster.it.identity[0].oidc[0].issuer, "https://")'],
  ])('is not known to refuse its pods where the issuer %s', (_, host) => {
    const lookup = 'data "aws_eks_cluster" "it" { name = var.id }\n';
    const text = ME + lookup + EKS() + role({ host, principal: `"${HANDS}\${local.host}"` });
    expect(admits(text)).toBeNull();
    expect(admits(text, 'other')).toBe(false);
    expect(found(proved(text), 'error', 'warning')).toEqual([]);
  });

  test('is no mistake where its keys are those of the cluster', () => {
    const text = ME + EKS() + role({ principal: `"${HANDS}\${var.host}"` });
    expect(admits(text)).toBeNull();
    const inventory = proved(text);
    expect(found(inventory, 'error', 'warning')).toEqual([]);
    expect(inventory.undecided.map(({ about }) => about)).toContain('aws_iam_role.r');
  });
});

describe('two clusters that one program makes have two issuers', () => {
  const conditions = (test: string, ...clusters: readonly string[]): string =>
    clusters
      .map(
        (cluster) =>
          `condition {\n test = "${test}"\n variable = "\${aws_iam_openid_connect_provider.${cluster}.url}:sub"\n values = ["${READER}"]\n }\n`,
      )
      .join('');
  const document = (test: string): string => `${EKS()}${EKS('blue')}
    data "aws_iam_policy_document" "t" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]
        principals {
          type        = "Federated"
          identifiers = [${MAIN}.arn, aws_iam_openid_connect_provider.blue.arn]
        }
        ${conditions(test, 'main', 'blue')}
      }
    }
    resource "aws_iam_role" "r" {
      name               = "reader"
      assume_role_policy = data.aws_iam_policy_document.t.json
    }`;

  test('so a policy document that asks for the subject of both admits nobody', () => {
    const inventory = proved(document('StringEquals'));
    expect(rows(inventory)).toEqual([]);
    expect(found(inventory, 'error')).toEqual(['error issuer-mismatch']);
    expect(inventory.undecided).toEqual([]);
    expect(admits(document('StringEquals'))).toBe(false);
  });

  test('and one that asks for each where it is there admits the account of both', () => {
    const inventory = proved(document('StringEqualsIfExists'));
    expect(rows(inventory)).toEqual(['apps/reader of aws_eks_cluster.blue', 'apps/reader of aws_eks_cluster.main']);
    expect(inventory.undecided).toEqual([]);
    expect(admits(document('StringEqualsIfExists'), 'other')).toBe(false);
  });
});

describe('a statement whose effect is not known', () => {
  const effect = 'variable "effect" {}\n';
  test('refuses whom its conditions do not meet, whatever the effect is', () => {
    const text = effect + EKS() + role({ effect: 'var.effect' });
    expect([admits(text), admits(text, 'other')]).toEqual([null, false]);
    expect(rows(proved(text))).toEqual(['apps/reader of aws_eks_cluster.main, perhaps']);
  });

  test('leaves certain what another statement admits of others', () => {
    const more = `, {
      Effect = var.effect, Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = ${MAIN}.arn }
      Condition = { StringEquals = { "\${local.host}:sub" = "system:serviceaccount:apps:other" } } }`;
    const text = effect + EKS() + role({ more });
    expect(['reader', 'other', 'third'].map((name) => admits(text, name))).toEqual([true, null, false]);
    expect(proved(text).undecided).toHaveLength(1);
  });
});

test.each([
  `replace(${MAIN}.arn, "/^.*oidc-provider\\\\//", "")`,
  `replace(${MAIN}.arn, "/^[^/]*provider//", "")`,
  `replace(${MAIN}.arn, "/arn:aws:iam::[0-9]+:oidc-provider//", "")`,
  'replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "/^[a-z]+:\\\\/\\\\//", "")',
  'replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "/\\\\w+:///", "")',
  'regex("[^/]+//(.*)", aws_eks_cluster.main.identity[0].oidc[0].issuer)[0]',
  'regexall("[a-z]+://(.*)$", aws_eks_cluster.main.identity[0].oidc[0].issuer)[0][0]',
])('%s is the issuer of the cluster without its scheme', (host) => {
  const inventory = proved(EKS() + role({ host }));
  expect(rows(inventory)).toEqual(['apps/reader of aws_eks_cluster.main']);
  expect(inventory.undecided).toEqual([]);
});

describe('objects beside a credential', () => {
  const CLIENT = '33333333-3333-4333-8333-333333333333';
  const account = (annotations: Readonly<Record<string, string>> = {}): unknown => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'api',
      namespace: 'shop',
      annotations: { 'azure.workload.identity/client-id': CLIENT, ...annotations },
    },
  });
  const deployment = (labels: Readonly<Record<string, string>>, spec: unknown, namespace?: string): unknown => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api', ...(namespace === undefined ? {} : { namespace }) },
    spec: { template: { metadata: { labels }, spec } },
  });
  const WHOLE = { serviceAccountName: 'api', containers: [{ name: 'c', image: 'api:1' }] };
  const USE = { 'azure.workload.identity/use': 'true' };
  const ISSUER = 'azurerm_kubernetes_cluster.main.oidc_issuer_url';

  test.each([['shop'], [undefined]])('a patch in namespace %s may be what adds the label', (namespace) => {
    const patch = deployment(USE, {}, namespace);
    const inventory = proved(AKS + credential(ISSUER), account(), deployment({}, WHOLE, 'shop'), patch);
    expect(found(inventory, 'error')).toEqual([]);
    expect(inventory.undecided.map(({ because }) => because)).toEqual([expect.stringContaining('it is a patch')]);
  });

  test('a patch of another object adds nothing', () => {
    const patch = deployment(USE, {}, 'other');
    const inventory = proved(AKS + credential(ISSUER), account(), deployment({}, WHOLE, 'shop'), patch);
    expect(found(inventory, 'error')).toEqual(['error workload-identity-label-missing']);
  });

  test.each(['var.issuer', '"https://westeurope.oic.prod-aks.azure.com/${var.issuer}/"'])(
    'a claim is not called refused where the issuer of the credential, %s, may be the cluster’s',
    (issuer) => {
      const text = `variable "issuer" {}\n${AKS}${credential(issuer)}`;
      expect(found(proved(text, account(), deployment(USE, WHOLE, 'shop')), 'error', 'warning')).toEqual([]);
    },
  );

  test.each([
    ['is one of its own tenant alone', '', ['warning tenant-mismatch']],
    ['is said to be', 'sign_in_audience = "AzureADMyOrg"', ['warning tenant-mismatch']],
    ['may be in several', 'sign_in_audience = "AzureADMultipleOrgs"', []],
    ['may be in several, as it was once said', 'available_to_other_tenants = true', []],
    ['may be in several, for all that is known', 'sign_in_audience = var.audience', []],
  ])('a tenant that an account asks is held against that of an application which %s', (_, audience, expected) => {
    const text = `
      variable "audience" {}
      provider "azuread" { tenant_id = "99999999-9999-4999-8999-999999999999" }
      ${AKS}
      resource "azuread_application" "api" {
        display_name = "api"
        ${audience}
      }
      resource "azuread_application_federated_identity_credential" "api" {
        application_id = azuread_application.api.id
        display_name   = "api-of-shop"
        audiences      = ["api://AzureADTokenExchange"]
        issuer         = ${ISSUER}
        subject        = "system:serviceaccount:shop:api"
      }`;
    const tenant = { 'azure.workload.identity/tenant-id': '77777777-7777-4777-8777-777777777777' };
    expect(found(proved(text, account(tenant), deployment(USE, WHOLE, 'shop')), 'error', 'warning')).toEqual(expected);
  });
});

test('an association of an unknown role for one account leaves it certain that another gets none', () => {
  const text = `
    variable "role" {}
    resource "aws_eks_cluster" "main" { name = "main" }
    resource "aws_iam_role" "r" {
      name = "reader"
      assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
        Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" } }] })
    }
    resource "aws_eks_pod_identity_association" "a" {
      cluster_name    = aws_eks_cluster.main.name
      namespace       = "apps"
      service_account = "reader"
      role_arn        = var.role
    }`;
  expect([admits(text), admits(text, 'other')]).toEqual([null, false]);
});

describe('a statement for a cluster and for pipelines', () => {
  const conditions = (...more: readonly string[]): string => `${EKS()}
    resource "aws_iam_openid_connect_provider" "ci" {
      url            = "https://token.actions.githubusercontent.com"
      client_id_list = ["sts.amazonaws.com"]
    }
    resource "aws_iam_role" "r" {
      name = "reader"
      assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
        Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = [${MAIN}.arn, aws_iam_openid_connect_provider.ci.arn] }
        Condition = { StringEqualsIfExists = { "\${${MAIN}.url}:sub" = "${READER}" }, ${more.join(', ')} } }] })
    }`;

  test('that limits the subject of both limits the pipelines', () => {
    const text = conditions('StringLikeIfExists = { "token.actions.githubusercontent.com:sub" = "repo:acme/*" }');
    expect(rows(proved(text))).toEqual(['apps/reader of aws_eks_cluster.main']);
    expect(found(proved(text), 'error')).toEqual([]);
  });

  test('that limits the subject of the cluster alone is open to every pipeline', () => {
    expect(found(proved(conditions()), 'error')).toEqual(['error ci-trust-without-subject']);
  });
});
