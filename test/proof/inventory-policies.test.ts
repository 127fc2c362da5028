import { prove } from '../../lib/proof';
import type { InventoryPolicy } from '../../lib/proof';

const TRUST = `jsonencode({ Version = "2012-10-17", Statement = [{
  Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" }
  Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
}] })`;

function policies(text: string): readonly InventoryPolicy[] {
  return prove([{ file: 'main.tf', text }]).policies!;
}

/** A role with more arguments, and other resources. */
const role = (more: string, others = ''): string => `
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = ${TRUST}
  ${more}
}
${others}`;

const document = (name: string, statement: string): string => `
resource "aws_iam_policy" "${name}" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [${statement}] })
}`;

test('the trust of a role is there with its conditions', () => {
  expect(policies(role(''))).toEqual([
    {
      identity: 'aws_iam_role.r',
      kind: 'trust',
      source: 'aws_iam_role.r',
      statements: [
        {
          effect: 'Allow',
          principals: { Service: ['pods.eks.amazonaws.com'] },
          actions: ['sts:AssumeRole', 'sts:TagSession'],
          conditions: [{ operator: 'StringEquals', key: 'aws:SourceAccount', values: ['111122223333'] }],
        },
      ],
    },
  ]);
});

test('Deny, NotAction, NotResource and conditions of permissions are told apart', () => {
  const inline = `
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", NotAction = "s3:*", Resource = "*" },
    { Effect = "Deny", Action = "s3:DeleteObject", NotResource = "arn:aws:s3:::a/*",
      Condition = { StringNotEquals = { "aws:PrincipalTag/team" = ["a", "b"] } } }
  ] })
}`;
  const found = policies(role('', inline)).filter(({ kind }) => kind === 'permissions');
  expect(found).toEqual([
    {
      identity: 'aws_iam_role.r',
      kind: 'permissions',
      source: 'aws_iam_role_policy.p',
      statements: [
        { effect: 'Allow', notActions: ['s3:*'], resources: ['*'] },
        {
          effect: 'Deny',
          actions: ['s3:DeleteObject'],
          notResources: ['arn:aws:s3:::a/*'],
          conditions: [{ operator: 'StringNotEquals', key: 'aws:PrincipalTag/team', values: ['a', 'b'] }],
        },
      ],
    },
  ]);
});

test('a permissions boundary is there, read or not', () => {
  const of = (text: string): InventoryPolicy | undefined => policies(text).find(({ kind }) => kind === 'boundary');
  const limit = document('limit', '{ Effect = "Allow", Action = "s3:*", Resource = "*" }');
  expect(of(role('permissions_boundary = aws_iam_policy.limit.arn', limit))).toMatchObject({
    source: 'aws_iam_policy.limit',
    statements: [{ effect: 'Allow', actions: ['s3:*'], resources: ['*'] }],
  });
  const arn = 'arn:aws:iam::111122223333:policy/limit';
  expect(of(role(`permissions_boundary = "${arn}"`))).toEqual({
    identity: 'aws_iam_role.r',
    kind: 'boundary',
    source: 'aws_iam_role.r',
    name: arn,
  });
  expect(of(role(''))).toBeUndefined();
});

test('the session policy of an association is there', () => {
  const association = `
resource "aws_eks_cluster" "main" { name = "main" }
resource "aws_eks_pod_identity_association" "a" {
  cluster_name    = aws_eks_cluster.main.name
  namespace       = "a"
  service_account = "b"
  role_arn        = aws_iam_role.r.arn
  policy          = jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", Action = "s3:GetObject", Resource = "*" } })
}`;
  const found = policies(role('', association)).find(({ kind }) => kind === 'session');
  expect(found).toMatchObject({
    source: 'aws_eks_pod_identity_association.a',
    statements: [{ actions: ['s3:GetObject'] }],
  });
});

test('an Azure role assignment has its scope and condition, and a custom role what it leaves out', () => {
  const text = `
resource "azurerm_user_assigned_identity" "app" { name = "app" }
resource "azurerm_role_definition" "own" {
  name = "own"
  permissions {
    actions          = ["Microsoft.Storage/*"]
    not_actions      = ["Microsoft.Storage/storageAccounts/delete"]
    data_actions     = ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"]
  }
}
resource "azurerm_role_assignment" "a" {
  principal_id       = azurerm_user_assigned_identity.app.principal_id
  role_definition_id = azurerm_role_definition.own.role_definition_resource_id
  scope              = "/subscriptions/1"
  condition          = "@Resource[a] StringEquals 'b'"
}`;
  expect(policies(text)).toEqual([
    {
      identity: 'azurerm_user_assigned_identity.app',
      kind: 'role-assignment',
      source: 'azurerm_role_assignment.a',
      name: 'own',
      scope: '/subscriptions/1',
      condition: "@Resource[a] StringEquals 'b'",
      statements: [
        {
          effect: 'Allow',
          actions: ['Microsoft.Storage/*'],
          notActions: ['Microsoft.Storage/storageAccounts/delete'],
          dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'],
        },
      ],
    },
  ]);
});
