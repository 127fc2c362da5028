import { prove } from '../../lib/proof';
import type { InventoryPolicy } from '../../lib/proof';
import type { Evaluation } from '../../lib/proof/evaluate/evaluation';
import { parsePolicy } from '../../lib/proof/iam';
import { policiesOf } from '../../lib/proof/inventory-policies';
import type { Model } from '../../lib/proof/model/model';
import { PERHAPS, perhaps } from '../../lib/proof/model/known/perhaps';

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

test('they stand in the order of their identities, kinds, sources and names', () => {
  const two = (name: string, more = ''): string => `
resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = ${TRUST}
  ${more}
}`;
  const statement = '{ Effect = "Allow", Action = "s3:*", Resource = "*" }';
  const more = `
  permissions_boundary = "arn:aws:iam::aws:policy/Limit"
  managed_policy_arns  = ["arn:aws:iam::aws:policy/B", "arn:aws:iam::aws:policy/A", "AN:ARN"]
  inline_policy {
    name   = "own"
    policy = jsonencode({ Version = "2012-10-17", Statement = [${statement}] })
  }`;
  const attached = `
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/C"
}`;
  const order = policies(
    two('rr', 'permissions_boundary = "arn:aws:iam::aws:policy/Limit"') + two('r', more) + attached,
  );
  expect(order.map(({ identity, kind, source, name = '-' }) => [identity, kind, source, name].join(' '))).toEqual([
    'aws_iam_role.r boundary aws_iam_role.r arn:aws:iam::aws:policy/Limit',
    'aws_iam_role.r permissions aws_iam_role.r -',
    'aws_iam_role.r permissions aws_iam_role.r AN:ARN',
    'aws_iam_role.r permissions aws_iam_role.r arn:aws:iam::aws:policy/A',
    'aws_iam_role.r permissions aws_iam_role.r arn:aws:iam::aws:policy/B',
    'aws_iam_role.r permissions aws_iam_role_policy_attachment.a arn:aws:iam::aws:policy/C',
    'aws_iam_role.r trust aws_iam_role.r -',
    'aws_iam_role.rr boundary aws_iam_role.rr arn:aws:iam::aws:policy/Limit',
    'aws_iam_role.rr trust aws_iam_role.rr -',
  ]);
});

describe('a statement', () => {
  /** What is shown of a trust with one statement. */
  const shown = (statement: object) => {
    const policy = parsePolicy({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:*', ...statement }],
    });
    const evaluation = { policies: new Map([['role', policy]]) } as unknown as Evaluation;
    return policiesOf({ policies: [] } as unknown as Model, evaluation)[0]!.statements;
  };

  test('has its Sid, and everybody as whom it is for', () => {
    expect(shown({ Sid: 'First', Principal: '*' })).toEqual([
      { effect: 'Allow', sid: 'First', principals: { AWS: ['*'] }, actions: ['sts:*'] },
    ]);
    expect(shown({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })).toEqual([
      { effect: 'Allow', principals: { AWS: ['arn:aws:iam::111122223333:root'] }, actions: ['sts:*'] },
    ]);
  });

  test('says of what need not be there what it depends on', () => {
    const depends = (cause: string): string =>
      `what the trust policy holds depends on ${cause}, which is not known before apply`;
    expect(shown({ Principal: '*', [PERHAPS]: 'var.a' })).toMatchObject([{ perhaps: depends('var.a') }]);
    const key = 'aws:SourceAccount';
    expect(shown({ Principal: '*', Condition: { StringEquals: { [perhaps('var.b', key)]: '1' } } })).toMatchObject([
      { conditions: [{ key, values: ['1'], perhaps: depends('var.b') }] },
    ]);
    const [open] = shown({ Principal: '*', Condition: { StringEquals: { [key]: ['1', perhaps('var.c', '2')] } } })!;
    expect(open!.conditions).toEqual([{ operator: 'StringEquals', key, values: ['1', '2'], perhapsValues: ['2'] }]);
    expect(shown({ Principal: '*', Condition: { StringEquals: { [key]: '1' } } })).toEqual([
      expect.objectContaining({ conditions: [{ operator: 'StringEquals', key, values: ['1'] }] }),
    ]);
  });
});

describe('of a policy that is not wholly known the inventory says', () => {
  const inline = (policy: string, more = ''): InventoryPolicy =>
    policies(
      role(
        '',
        `variable "a" {\n}\n${more}\nresource "aws_iam_role_policy" "p" {\n role = aws_iam_role.r.name\n policy = ${policy}\n}`,
      ),
    ).find(({ kind }) => kind === 'permissions')!;
  const GET = '{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }';
  const known = { effect: 'Allow', actions: ['s3:GetObject'], resources: ['*'] };
  const json = (...statements: string[]): string =>
    `jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })`;

  test.each([
    ['that nothing is known', 'var.a', { because: 'is not known before apply', rest: ['${var.a}'], depends: [] }],
    [
      'the statements that are, and what the others are',
      json(GET, 'var.a'),
      {
        because: 'holds what depends on ${var.a}, which is not known before apply',
        statements: [known],
        rest: ['${var.a}'],
        depends: [],
      },
    ],
    [
      'both of an effect that is not known, and on what it depends',
      json('{ Effect = var.a, Action = "s3:GetObject", Resource = "*" }'),
      {
        because: 'has an Effect in statement 0 that is not known before apply',
        statements: ['Allow', 'Deny'].map((effect) => ({
          ...known,
          effect,
          perhaps: 'it depends on ${var.a}, which is not known before apply',
        })),
        rest: [],
        depends: ['${var.a}'],
      },
    ],
    [
      'the version that is not',
      `jsonencode({ Version = var.a, Statement = [${GET}] })`,
      {
        because: 'has a Version that is not known before apply',
        statements: [known],
        rest: ['Version ${var.a}'],
        depends: [],
      },
    ],
    [
      'the text of one that is no text',
      '{ a = var.a }',
      { because: 'is not known before apply', rest: ['{"a":"${var.a}"}'], depends: [] },
    ],
    [
      'what it has that IAM refuses',
      json(GET, '{ Effect = "Allow", Action = "s3", Resource = "*" }'),
      {
        because: expect.stringMatching(/^is refused by IAM: statement 1 has the action "s3"/),
        rest: [expect.stringContaining('"Action":"s3"')],
        depends: [],
      },
    ],
    [
      'what of it nobody can tell, where that leaves nothing to say',
      json('{ Effect = "Allow", action = "s3:GetObject", Resource = "*" }'),
      {
        because: expect.stringContaining('has an element "action"'),
        rest: [expect.stringContaining('s3:GetObject')],
        depends: [],
      },
    ],
    ['why IAM refuses it', '"none"', { because: 'is not JSON, which IAM refuses', rest: ['none'], depends: [] }],
  ])('%s', (_, policy, unread) => {
    expect(inline(policy)).toEqual({
      ...{ identity: 'aws_iam_role.r', kind: 'permissions', source: 'aws_iam_role_policy.p' },
      unread,
    });
  });

  test('the whole expression that decides whether a statement is there', () => {
    const document = (forEach: string): string =>
      `data "aws_iam_policy_document" "d" {\n dynamic "statement" {\n for_each = ${forEach}\n content {\n actions = ["s3:GetObject"]\n resources = ["*"]\n}\n}\n}`;
    const [on, off] = ['var.a ? ["x"] : []', 'var.a ? [] : ["x"]'].map(
      (forEach) => inline('data.aws_iam_policy_document.d.json', document(forEach)).unread!,
    );
    expect(on).toMatchObject({
      statements: [{ ...known, perhaps: 'it depends on ${var.a}, which is not known before apply' }],
    });
    expect(on!.statements).toEqual(off!.statements);
    expect(on!.depends).not.toEqual(off!.depends);
    expect(on!.rest).toEqual([]);
  });

  test('what is not known of a custom role of Azure', () => {
    const [own] = policies(`
variable "names" {
}
resource "azurerm_user_assigned_identity" "app" {
  name = "app"
}
resource "azurerm_role_definition" "own" {
  name = "own"
  dynamic "permissions" {
    for_each = var.names
    content {
      actions = [permissions.value]
    }
  }
}
resource "azurerm_role_assignment" "a" {
  principal_id       = azurerm_user_assigned_identity.app.principal_id
  role_definition_id = azurerm_role_definition.own.role_definition_resource_id
  scope              = "/subscriptions/1"
}`);
    expect(own).toMatchObject({
      name: 'own',
      unread: {
        because: 'has permissions that are not known before apply',
        rest: ['${azurerm_role_definition.own.permissions}'],
      },
    });
  });
});

describe('what gives the values of policies that are not known', () => {
  const origins = (text: string) => prove([{ file: 'main.tf', text }]).origins;
  const inline = (policy: string): string =>
    `resource "aws_iam_role_policy" "p" {\n role = aws_iam_role.r.name\n policy = ${policy}\n}\n`;

  test('is what a data source asks for, and what that is made of', () => {
    const found = origins(
      role(
        '',
        `${inline('data.aws_ssm_parameter.p.value')}
locals {
  name = "/policies/\${data.aws_vpc.main.id}"
}
data "aws_vpc" "main" {
  default = true
}
data "aws_vpc" "other" {
  default = false
}
data "aws_ssm_parameter" "p" {
  name = local.name
}`,
      ),
    );
    expect(found).toEqual({
      'data.aws_ssm_parameter.p': '{"name":"${local.name}"}; local.name = "/policies/${data.aws_vpc.main.id}"',
      'data.aws_vpc.main': '{"default":true}',
    });
  });

  test('is what is written where a value cannot be told', () => {
    const found = origins(
      role('', `${inline('local.policy')}locals {\n action = "s3:*"\n policy = regex("(", local.action)\n}`),
    );
    expect(Object.entries(found!)).toEqual([['local.policy', expect.stringContaining('local.action = "s3:*"')]]);
  });

  test('is nothing where all is known, or the program makes it', () => {
    const bucket = 'resource "aws_s3_bucket" "b" {\n}\n';
    const given = json('{ Effect = "Allow", Action = "s3:GetObject", Resource = aws_s3_bucket.b.arn }');
    expect(origins(role('', bucket + inline(given)))).toBeUndefined();
  });
});

function json(...statements: string[]): string {
  return `jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })`;
}

describe('of a policy of which it is not known whose it is the inventory says', () => {
  const open = (text: string) => prove([{ file: 'main.tf', text: `variable "a" {\n}\n${text}` }]).openPolicies!;
  const statement = { effect: 'Allow', actions: ['s3:GetObject'], resources: ['*'] };
  const GET =
    'jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", Action = "s3:GetObject", Resource = "*" } })';
  const IDENTITY = 'resource "azurerm_user_assigned_identity" "app" { name = "app" }\n';

  test('nothing where it is known of all', () => {
    expect(open(role(''))).toEqual([]);
  });

  test('whose it may be, why that is not known, and what it gives', () => {
    const inline = `resource "aws_iam_role_policy" "p" {\n  role = var.a\n  policy = ${GET}\n}`;
    expect(open(role('', inline))).toEqual([
      {
        whose: '${var.a}',
        identities: ['aws_iam_role.r'],
        because: 'whether it is a policy of aws_iam_role.r is not known before apply: ${var.a}',
        kind: 'permissions',
        source: 'aws_iam_role_policy.p',
        statements: [statement],
      },
    ]);
  });

  test('that it may be of any, by a list of roles and by the principal of an assignment', () => {
    const all = `resource "aws_iam_policy_attachment" "p" {\n  roles = var.a\n  policy_arn = "arn:aws:iam::aws:policy/A"\n}`;
    expect(open(role('', all))).toEqual([
      {
        whose: '${var.a}',
        because: 'which roles it attaches its policy to is not known before apply: ${var.a}',
        kind: 'permissions',
        source: 'aws_iam_policy_attachment.p',
        name: 'arn:aws:iam::aws:policy/A',
      },
    ]);
    const assigned = `resource "azurerm_role_assignment" "p" {\n  principal_id = var.a\n  role_definition_name = "Reader"\n  scope = "/"\n}`;
    expect(open(IDENTITY + assigned)).toEqual([
      {
        whose: '${var.a}',
        because: 'whether ${var.a} is its principal is not known',
        kind: 'role-assignment',
        source: 'azurerm_role_assignment.p',
        name: 'Reader',
        scope: '/',
      },
    ]);
  });

  test('of a group the identities that may be its members, and what decides that', () => {
    const grouped = `resource "azuread_group" "g" {
  members = [azurerm_user_assigned_identity.app.principal_id, var.a]
}
resource "azurerm_user_assigned_identity" "other" {
  name = "other"
}
resource "azurerm_role_assignment" "p" {
  principal_id = azuread_group.g.object_id
  role_definition_name = "Reader"
  scope = "/"
}`;
    expect(open(IDENTITY + grouped)).toMatchObject([
      {
        whose: '${azuread_group.g.object_id}, ${var.a}',
        identities: ['azurerm_user_assigned_identity.other'],
        because: 'who is a member of azuread_group.g is not known: ${var.a}',
      },
    ]);
  });

  const named = (name: string): string => role('').replaceAll('"r"', `"${name}"`);
  const attachment = (name: string, whose: string): string =>
    `resource "aws_iam_role_policy_attachment" "${name}" {\n  role = ${whose}\n  policy_arn = "arn:aws:iam::aws:policy/A"\n}\n`;

  test('the roles that a conditional may name, and no others', () => {
    const roles = ['z', 'a', 'other'].map(named).join('');
    const either = attachment('p', 'var.a ? "z" : "a"');
    expect(open(roles + either)).toMatchObject([{ identities: ['aws_iam_role.a', 'aws_iam_role.z'] }]);
    expect(open(roles + attachment('p', 'var.a ? "z" : null'))).toMatchObject([{ identities: ['aws_iam_role.z'] }]);
  });

  test('those of the same whose side by side', () => {
    const text = `variable "b" {\n}\n${named('r')}${attachment('p', 'var.b')}${attachment('q', 'var.a')}`;
    expect(open(text).map(({ whose, source }) => [whose, source])).toEqual([
      ['${var.a}', 'aws_iam_role_policy_attachment.q'],
      ['${var.b}', 'aws_iam_role_policy_attachment.p'],
    ]);
  });

  test('what attaches to a role that is not known, and nothing of what but takes away', () => {
    const exclusive = (type: string, list: string): string =>
      `resource "${type}" "p" {\n  role_name = var.a\n  ${list}\n}\n`;
    expect(open(role('', exclusive('aws_iam_role_policies_exclusive', 'policy_names = ["n"]')))).toEqual([]);
    expect(open(role('', exclusive('aws_iam_role_policy_attachments_exclusive', 'policy_arns = ["arn:a"]')))).toEqual([
      expect.objectContaining({
        ...{ whose: '${var.a}', name: 'arn:a' },
        because: 'which role it is for is not known before apply: ${var.a}',
      }),
    ]);
  });

  test('inline policies of which only apply tells how many there are, but not those without a text', () => {
    const inRole = (inline_policy: unknown) => {
      const { policies: certain, openPolicies } = prove([
        {
          file: 'main.tf.json',
          text: JSON.stringify({
            variable: { a: {} },
            resource: { aws_iam_role: { r: { name: 'r', assume_role_policy: '{}', inline_policy } } },
          }),
        },
      ]);
      expect(certain!.map(({ kind }) => kind)).toEqual(['trust']);
      return openPolicies!.map(({ whose, identities, unread }) => [whose, identities, unread?.rest]);
    };
    expect(inRole('${var.a}')).toEqual([['${var.a}', ['aws_iam_role.r'], ['${var.a}']]]);
    const dynamic = (content: string): string =>
      `dynamic "inline_policy" {\n    for_each = var.a\n    content {\n      name = "n"\n      ${content}\n    }\n  }`;
    expect(open(role(dynamic(`policy = ${GET}`)))).toMatchObject([{ identities: ['aws_iam_role.r'] }]);
    expect(open(role(dynamic('')))).toEqual([]);
    expect(open(role(dynamic('policy = null')))).toEqual([]);
  });

  test('access policies of a vault that need not be there, of what may be theirs', () => {
    const vault = (objectId: string): string => `resource "azurerm_key_vault" "v" {
  name = "v"
  dynamic "access_policy" {
    for_each = var.a ? ["x"] : []
    content {
      object_id          = ${objectId}
      secret_permissions = ["Get"]
    }
  }
}`;
    expect(open(IDENTITY + vault('azurerm_user_assigned_identity.app.principal_id'))).toMatchObject([
      { identities: ['azurerm_user_assigned_identity.app'], source: 'azurerm_key_vault.v' },
    ]);
    expect(open(IDENTITY + vault('"44444444-4444-4444-8444-444444444444"'))).toEqual([]);
    const wholly = `${IDENTITY}resource "azurerm_key_vault" "v" {\n  name = "v"\n  access_policy = var.a\n}`;
    expect(open(wholly)).toEqual([
      {
        ...{ kind: 'role-assignment', source: 'azurerm_key_vault.v', scope: '${azurerm_key_vault.v.id}' },
        ...{ whose: '${var.a}', name: 'access policy (${var.a})' },
        because: 'which access policies it has is not known before apply',
      },
    ]);
  });

  test('and a list of which a part is not known is told by those parts, in order', () => {
    const arns = 'managed_policy_arns = concat([var.b, "arn:aws:iam::aws:policy/A", var.a], var.c)';
    const text = `variable "a" {\n}\nvariable "b" {\n}\nvariable "c" {\n}\n${role(arns)}`;
    const { undecided } = prove([{ file: 'main.tf', text }]);
    expect(undecided.map(({ because }) => because)).toContain(
      'which policies its managed_policy_arns attaches is not known before apply: ${var.a}, ${var.b}, ${var.c}',
    );
  });
});
