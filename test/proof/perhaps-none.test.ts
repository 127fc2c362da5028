import { ask, prove } from '../../lib/proof';
import type { Inventory, Query } from '../../lib/proof';

const AWS = `
variable "create" {}
resource "aws_eks_cluster" "main" { name = "main" }
`;

interface Aws {
  readonly role?: string;
  readonly provider?: string;
}

/** A cluster, its provider and a role of app/api, with more arguments. */
const irsa = ({ role = '', provider = '' }: Aws): string => `${AWS}
resource "aws_iam_openid_connect_provider" "main" {
  ${provider}
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
resource "aws_iam_role" "api" {
  ${role}
  name               = "api"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.main.arn }
      Condition = { StringEquals = {
        "\${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}:sub" = "system:serviceaccount:app:api"
        "\${replace(aws_eks_cluster.main.identity[0].oidc[0].issuer, "https://", "")}:aud" = "sts.amazonaws.com"
      } }
    }]
  })
}
`;

const podIdentity = (associations: string): string => `${AWS}
resource "aws_iam_role" "api" {
  name               = "api"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })
}
resource "aws_eks_addon" "agent" {
  cluster_name = aws_eks_cluster.main.name
  addon_name   = "eks-pod-identity-agent"
}
${associations}
`;

const association = (name: string, more: string): string => `
resource "aws_eks_pod_identity_association" "${name}" {
  ${more}
  cluster_name    = aws_eks_cluster.main.name
  namespace       = "app"
  service_account = "api"
  role_arn        = aws_iam_role.api.arn
}
`;

const azure = (credentials: string): string => `
variable "create" {}
resource "azurerm_kubernetes_cluster" "main" {
  name                      = "main"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
}
resource "azurerm_user_assigned_identity" "api" { name = "api-identity" }
${credentials}
`;

const credential = (name: string, more: string): string => `
resource "azurerm_federated_identity_credential" "${name}" {
  ${more}
  name      = "app-api"
  parent_id = azurerm_user_assigned_identity.api.id
  issuer    = azurerm_kubernetes_cluster.main.oidc_issuer_url
  audience  = ["api://AzureADTokenExchange"]
  subject   = "system:serviceaccount:app:api"
}
`;

const COUNT = 'count = var.create ? 1 : 0';
const OTHERWISE = 'count = var.create ? 0 : 1';

const proveText = (text: string): Inventory => prove([{ file: 'main.tf', text }]);
const rows = ({ access }: Inventory): string[] =>
  access
    .filter(({ mechanism }) => mechanism !== 'node')
    .map((row) => `${row.namespace}/${row.serviceAccount}${row.conditional ? ` if made: ${row.uncertain}` : ''}`);
const answer = (text: string, identity: string): boolean | null => {
  const query: Query = { identity, subject: { namespace: 'app', name: 'api' } };
  return ask([{ file: 'main.tf', text }], query).admitted;
};

const AWS_ROLE = 'aws_iam_role.api';
const AZURE_IDENTITY = 'azurerm_user_assigned_identity.api';

describe('what need not be made lets nobody in for certain', () => {
  test.each<[string, string, string, string]>([
    ['a role', irsa({ role: COUNT }), AWS_ROLE, `${AWS_ROLE} (count)`],
    ['a role’s OIDC provider', irsa({ provider: COUNT }), AWS_ROLE, 'aws_iam_openid_connect_provider.main (count)'],
    [
      'an association',
      podIdentity(association('one', COUNT)),
      AWS_ROLE,
      'aws_eks_pod_identity_association.one (count)',
    ],
    [
      'an association of a for_each',
      podIdentity(association('one', 'for_each = toset(var.create)')),
      AWS_ROLE,
      'aws_eks_pod_identity_association.one (for_each)',
    ],
    [
      'a federated credential',
      azure(credential('one', COUNT)),
      AZURE_IDENTITY,
      'azurerm_federated_identity_credential.one (count)',
    ],
  ])('%s', (_, text, identity, what) => {
    const inventory = proveText(text);
    const reason = `how many there are of ${what} is not known before apply`;
    expect(rows(inventory)).toEqual([`app/api if made: ${reason}`]);
    expect(inventory.undecided.map(({ because }) => because)).toContain(reason.replace(/of \S+/, 'of it'));
    expect(answer(text, identity)).toBeNull();
  });

  test('a module of which nobody knows how many there are', () => {
    const files = [
      { file: 'main.tf', text: `variable "create" {}\nmodule "m" {\n  source = "./m"\n  ${COUNT}\n}\n` },
      { file: 'm/main.tf', text: irsa({}) },
    ];
    const row = 'app/api if made: how many there are of module.m (count) is not known before apply';
    expect(rows(prove(files))).toEqual([row]);
  });

  test('one way in that is certain is enough', () => {
    const text = azure(credential('one', COUNT) + credential('two', '').replace('"app-api"', '"app-api-2"'));
    expect(rows(proveText(text))).toEqual(['app/api']);
    expect(answer(text, AZURE_IDENTITY)).toBe(true);
  });

  test('where the count is known, all is certain', () => {
    const text = irsa({ role: 'count = 1', provider: 'count = 1' }).replaceAll('.main.arn', '.main[0].arn');
    expect(rows(proveText(text))).toEqual(['app/api']);
    expect(answer(text, `${AWS_ROLE}[0]`)).toBe(true);
  });
});

describe('of two that may exclude each other, none is too many', () => {
  const found = (text: string): string[] => proveText(text).findings.map(({ rule }) => rule);

  test.each<[string, (one: string, two: string) => string]>([
    ['duplicate-federated-credential', (one, two) => azure(credential('one', one) + credential('two', two))],
    ['duplicate-association', (one, two) => podIdentity(association('one', one) + association('two', two))],
    [
      'oidc-provider-duplicate',
      (one, two) =>
        `${irsa({ provider: one })}
resource "aws_iam_openid_connect_provider" "second" {
  ${two}
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}`,
    ],
  ])('%s', (rule, program) => {
    expect(found(program('', ''))).toContain(rule);
    expect(found(program(COUNT, OTHERWISE))).not.toContain(rule);
    expect(found(program('', COUNT))).not.toContain(rule);
    expect(found(program(COUNT, ''))).not.toContain(rule);
  });

  test('irsa-and-pod-identity', () => {
    const account = `
resource "kubernetes_service_account" "api" {
  metadata {
    name        = "api"
    namespace   = "app"
    annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.api.arn }
  }
}`;
    const program = (more: string): string =>
      irsa({}) + account + association('one', more).replace('aws_iam_role.api.arn', 'aws_iam_role.other.arn');
    expect(found(program(''))).toContain('irsa-and-pod-identity');
    expect(found(program(COUNT))).not.toContain('irsa-and-pod-identity');
  });
});

describe('keys that are not known', () => {
  const program = (ofAccounts: string): Inventory =>
    proveText(`${azure(credential('one', 'for_each = var.create').replace(':app:api"', ':app:${each.key}"'))}
variable "others" {}
resource "kubernetes_service_account" "api" {
  for_each = ${ofAccounts}
  metadata {
    name        = each.key
    namespace   = "app"
    annotations = { "azure.workload.identity/client-id" = azurerm_user_assigned_identity.api.client_id }
  }
}`);
  const claimed = ({ access }: Inventory): boolean[] =>
    access.filter(({ mechanism }) => mechanism !== 'node').map((row) => row.claimed);
  const open = ({ undecided }: Inventory): string[] =>
    undecided.map(({ about }) => about).filter((about) => about.startsWith('ServiceAccount/'));

  test('are the same for all that repeats over the same', () => {
    expect([claimed(program('var.create')), open(program('var.create'))]).toEqual([[true], []]);
  });

  test('may be others where something repeats over something else', () => {
    const inventory = program('var.others');
    expect(open(inventory)).toEqual(['ServiceAccount/app/${var.others.each.key} → azurerm_user_assigned_identity.api']);
  });

  test('are described in findings too', () => {
    const { findings } = proveText(`${azure('')}
resource "azurerm_federated_identity_credential" "one" {
  for_each  = var.create
  name      = "app-api"
  parent_id = azurerm_user_assigned_identity.api.id
  issuer    = azurerm_kubernetes_cluster.main.oidc_issuer_url
  audience  = ["api://AzureADTokenExchange", each.key]
  subject   = "system:serviceaccount:app:\${each.key}"
}`);
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(findings)).not.toMatch(/[\uE000-\uE00F]/);
  });

  test('are the members of a set', () => {
    const both = proveText(
      azure(credential('one', 'for_each = toset(var.create)').replace(':app:api"', ':${each.key}:${each.value}"')),
    );
    const [row] = both.access.filter(({ mechanism }) => mechanism !== 'node');
    expect(row!.namespace).toBe(row!.serviceAccount);
  });
});
