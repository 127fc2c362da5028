import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';
import { parseSettings } from '../../lib/proof/settings/parse-settings';
import { gatedReview, lockText, parseLock, review } from '../../lib/review';
import { aks, eks, federated, irsaRole } from '../proof/kubernetes-program';

const VARIABLES = ['a', 'b', 'c', 'names'].map((name) => `variable "${name}" {\n}\n`).join('');
const AWS = VARIABLES + eks() + irsaRole('orders', 'shop/orders') + irsaRole('stock', 'shop/stock');
const AZURE = VARIABLES + aks() + federated('app', 'shop/orders');
const AT = '/subscriptions/s/resourceGroups/data';

const json = (...statements: string[]): string =>
  `jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })`;
const allow = (action: string): string => `{ Effect = "Allow", Action = "${action}", Resource = "*" }`;
const inline = (policy: string, role = 'var.a', label = 'x'): string =>
  `resource "aws_iam_role_policy" "${label}" {\n  role   = ${role}\n  policy = ${policy}\n}\n`;
const attached = (name: string, role: string, more = ''): string =>
  `resource "aws_iam_role_policy_attachment" "x" {\n  ${more}\n  role = ${role}\n  policy_arn = "arn:aws:iam::aws:policy/${name}"\n}\n`;
const assigned = (role: string, principal = 'var.a', scope = AT, more = ''): string =>
  `resource "azurerm_role_assignment" "x" {\n  ${more}\n  principal_id = ${principal}\n  role_definition_name = "${role}"\n  scope = "${scope}"\n}\n`;

function inventoryOf(text: string): Inventory {
  return prove([{ file: 'main.tf', text }], { config: false });
}

const locked = (inventory: Inventory): Inventory => parseLock(lockText(inventory), 'access.lock.md');

function reviewed(before: string, after: string) {
  const [base, head] = [before, after].map(inventoryOf) as [Inventory, Inventory];
  const { verdict, changes } = review(base, head);
  // Locks say the same as what they are the locks of.
  const what = changes.map((one) => one.what);
  expect(review(locked(base), head).changes.map((one) => one.what)).toEqual(what);
  expect(review(locked(base), locked(head)).changes.map((one) => one.what)).toEqual(what);
  return {
    verdict,
    said: changes.map((one) => [one.change, one.identity ?? '', one.what, one.because ?? ''].join(': ')),
  };
}

const SAME = { verdict: 'same', said: [] };

describe('GIVEN a policy of AWS whose role only apply tells', () => {
  const ofBoth = 'orders or stock';
  const POSSIBLY = 'whether it is a policy of aws_iam_role.orders is not known before apply';
  const meant = (source: string, whose: string, why = POSSIBLY): string => `${source}: ${why}: ${whose}`;

  test.each([
    [
      'an inline policy',
      (wide: boolean) => inline(json(allow(wide ? '*' : 's3:GetObject'))),
      [ofBoth, '* on *', meant('aws_iam_role_policy.x', '${var.a}')],
    ],
    [
      'a role of whose name a part is known',
      (wide: boolean) => inline(json(allow(wide ? '*' : 's3:GetObject')), '"${var.a}s"'),
      ['orders', '* on *', meant('aws_iam_role_policy.x', '${var.a}s')],
    ],
    [
      'one of two roles',
      (wide: boolean) =>
        attached(
          wide ? 'AdministratorAccess' : 'ReadOnlyAccess',
          'var.c ? aws_iam_role.orders.name : aws_iam_role.stock.name',
        ),
      [
        ofBoth,
        'arn:aws:iam::aws:policy/AdministratorAccess',
        meant('aws_iam_role_policy_attachment.x', '${(${var.c} ? orders : stock)}'),
      ],
    ],
    [
      'an attachment for each of a list',
      (wide: boolean) =>
        attached(wide ? 'AdministratorAccess' : 'ReadOnlyAccess', 'each.value', 'for_each = toset(var.names)'),
      [
        ofBoth,
        'arn:aws:iam::aws:policy/AdministratorAccess',
        meant('aws_iam_role_policy_attachment.x', '${toset(${var.names}).each.key}'),
      ],
    ],
    ...['[var.a]', 'var.names', 'concat(["other"], var.names)'].map(
      (roles): [string, (wide: boolean) => string, string[]] => [
        `an attachment to ${roles}`,
        (wide) =>
          `resource "aws_iam_policy_attachment" "x" {\n  name = "x"\n  roles = ${roles}\n  policy_arn = "arn:aws:iam::aws:policy/${wide ? 'AdministratorAccess' : 'ReadOnlyAccess'}"\n}\n`,
        [
          ofBoth,
          'arn:aws:iam::aws:policy/AdministratorAccess',
          meant(
            'aws_iam_policy_attachment.x',
            roles === '[var.a]' ? '${var.a}' : '${var.names}',
            roles === 'var.names' ? 'which roles it attaches its policy to is not known before apply' : POSSIBLY,
          ),
        ],
      ],
    ),
    [
      'what attaches all that a role has',
      (wide: boolean) =>
        `resource "aws_iam_role_policy_attachments_exclusive" "x" {\n  role_name = var.a\n  policy_arns = ["arn:aws:iam::aws:policy/${wide ? 'AdministratorAccess' : 'ReadOnlyAccess'}"]\n}\n`,
      [
        ofBoth,
        'arn:aws:iam::aws:policy/AdministratorAccess',
        meant(
          'aws_iam_role_policy_attachments_exclusive.x',
          '${var.a}',
          'which role it is for is not known before apply',
        ),
      ],
    ],
    [
      'a policy of the program',
      (wide: boolean) =>
        `resource "aws_iam_policy" "own" {\n  policy = ${json(allow(wide ? '*' : 's3:GetObject'))}\n}\nresource "aws_iam_role_policy_attachment" "x" {\n  role = var.a\n  policy_arn = aws_iam_policy.own.arn\n}\n`,
      [ofBoth, '* on *', meant('aws_iam_role_policy_attachment.x', '${var.a}')],
    ],
    [
      'a Deny of it',
      (wide: boolean) =>
        inline(json(allow('s3:*')), 'aws_iam_role.orders.name', 'own') +
        inline(json(`{ Effect = "Deny", Action = "${wide ? 's3:PutObject' : 's3:*'}", Resource = "*" }`)),
      ['orders', 's3:* on *', meant('aws_iam_role_policy.x', '${var.a}')],
    ],
  ] as const)(
    'WHEN %s says more THEN it is not decidable and said once, and said of nothing where it is the same or less',
    (_, program, [who, what, why]) => {
      const [less, more] = [AWS + program(false), AWS + program(true)];
      expect(reviewed(less, more)).toEqual({ verdict: 'unknown', said: [`unknown: ${who}: ${what}: ${why}`] });
      expect(reviewed(less, less)).toEqual(SAME);
      expect(reviewed(more, less)).toEqual(SAME);
    },
  );

  test('WHEN it is written otherwise THEN access does not change', () => {
    const both = AWS + inline(json(allow('s3:GetObject'), allow('sqs:*')));
    expect(reviewed(both, AWS + inline(json(allow('sqs:*'), allow('s3:GetObject'))))).toEqual(SAME);
    const apart = inline(json(allow('sqs:*')), 'var.a', 'y') + inline(json(allow('s3:GetObject')), 'var.a', 'z');
    expect(reviewed(both, AWS + apart)).toEqual(SAME);
  });

  test('WHEN the role has all of it already THEN access does not change', () => {
    const own = ['orders', 'stock'].map((one) => inline(json(allow('s3:*')), `aws_iam_role.${one}.name`, one)).join('');
    const open = (action: string): string => AWS + own + inline(json(allow(action)));
    expect(reviewed(open('s3:GetObject'), open('s3:*'))).toEqual(SAME);
  });

  test('WHEN what it denies has a condition now THEN it is not decidable, because of whose it is', () => {
    const denied = (more: string): string =>
      `${AWS}${inline(json(allow('s3:*')), 'aws_iam_role.orders.name', 'own')}${inline(json(`{ Effect = "Deny", Action = "s3:*", Resource = "*"${more} }`))}`;
    const said = `unknown: orders: s3:* on *: ${meant('aws_iam_role_policy.x', '${var.a}')}`;
    const condition = ', Condition = { Bool = { "aws:SecureTransport" = "false" } }';
    expect(reviewed(denied(''), denied(condition)).said).toEqual([said]);
    expect(reviewed(denied(condition), denied(''))).toEqual(SAME);
  });

  test('WHEN it is for another variable THEN it is not decidable', () => {
    const of = (role: string): string => AWS + inline(json(allow('s3:GetObject')), role);
    expect(reviewed(of('var.a'), of('var.b')).said).toEqual([
      `unknown: ${ofBoth}: s3:GetObject on *: ${meant('aws_iam_role_policy.x', '${var.b}')}`,
    ]);
  });

  test('WHEN it was certainly of one, or becomes so, THEN neither less nor more is promised', () => {
    const of = (role: string): string => AWS + inline(json(allow('s3:GetObject')), role);
    const certain = of('aws_iam_role.orders.name');
    expect(reviewed(certain, of('var.a')).said).toEqual([
      `unknown: stock: s3:GetObject on *: ${meant('aws_iam_role_policy.x', '${var.a}')}`,
    ]);
    expect(reviewed(of('var.a'), certain).said).toEqual([
      `unknown: orders: s3:GetObject on *: ${meant('aws_iam_role_policy.x', '${var.a}')}`,
    ]);
  });

  test('WHEN what it says is not known either THEN another value of it is not decidable', () => {
    expect(reviewed(AWS + inline('var.b'), AWS + inline('var.b'))).toEqual(SAME);
    expect(reviewed(AWS + inline('var.b'), AWS + inline('var.c')).said).toEqual([
      `unknown: ${ofBoth}: aws_iam_role_policy.x: what it says is not known before apply`,
    ]);
    const parameter = (name: string): string =>
      `${AWS}data "aws_ssm_parameter" "p" {\n  name = "${name}"\n}\n${inline('data.aws_ssm_parameter.p.value')}`;
    expect(reviewed(parameter('/a'), parameter('/a'))).toEqual(SAME);
    expect(reviewed(parameter('/a'), parameter('/b')).verdict).toBe('unknown');
  });
});

describe('GIVEN inline policies for each of a list that only apply tells', () => {
  const having = (policy: string, list = 'var.names', more = ''): string =>
    AWS.replace(
      'name = "orders"\n',
      `name = "orders"\n${more}\ndynamic "inline_policy" {\nfor_each = ${list}\ncontent {\nname = "x"\npolicy = ${policy}\n}\n}\n`,
    );
  const get = json(allow('s3:GetObject'));
  const all = json(allow('*'));
  const own = (policy: string): string => `inline_policy {\nname = "own"\npolicy = ${policy}\n}`;
  const depends = (on: string): string =>
    `aws_iam_role.orders: which inline_policy it has is not known before apply: ${on}`;

  test('WHEN what they say gets more THEN it is not decidable', () => {
    expect(having(get)).toContain('dynamic');
    expect(reviewed(having(get), having(get))).toEqual(SAME);
    expect(reviewed(having(get), having(all)).said).toEqual([`unknown: orders: * on *: ${depends('${var.names}')}`]);
    expect(reviewed(having(all), having(get))).toEqual(SAME);
  });

  test('WHEN one of two is chosen and they change places THEN it is not decidable', () => {
    const either = (...actions: readonly string[]): string => {
      const policies = actions.map((action) => `{ p = ${json(allow(action))} }`);
      return having('inline_policy.value.p', `var.c ? [${policies[0]!}] : [${policies[1]!}]`);
    };
    expect(reviewed(either('s3:*', 'sqs:*'), either('s3:*', 'sqs:*'))).toEqual(SAME);
    expect(reviewed(either('s3:*', 'sqs:*'), either('sqs:*', 's3:*')).verdict).toBe('unknown');
  });

  test('WHEN nothing of what they say is known THEN another value, and another list, is not decidable', () => {
    const of = (policy: string, list?: string): string => having(policy, list);
    expect(reviewed(of('inline_policy.value'), of('inline_policy.value'))).toEqual(SAME);
    expect(reviewed(of('var.a'), of('var.b')).verdict).toBe('unknown');
    expect(reviewed(of('var.a'), of('var.a', 'var.c')).verdict).toBe('unknown');
    const all = (list: string): string =>
      AWS.replace('name = "orders"\n', `name = "orders"\ninline_policy = ${list}\n`);
    expect(reviewed(all('var.a'), all('var.a'))).toEqual(SAME);
    expect(reviewed(all('var.a'), all('var.b')).verdict).toBe('unknown');
    const untold = (action: string): string =>
      `${all('local.all')}locals {\n  action = "${action}"\n  all = jsondecode(file("\${local.action}.json"))\n}\n`;
    expect(reviewed(untold('get'), untold('get'))).toEqual(SAME);
    expect(reviewed(untold('get'), untold('put')).verdict).toBe('unknown');
  });

  test('WHEN they are for another list THEN it is not decidable', () => {
    expect(reviewed(having(get), having(get, 'var.b')).said).toEqual([
      `unknown: orders: s3:GetObject on *: ${depends('${var.b}')}`,
    ]);
  });

  test('WHEN one beside them that is there gets more THEN access widens', () => {
    const beside = (policy: string): string => having(get, 'var.names', own(policy));
    expect(reviewed(beside(get), beside(json(allow('s3:*')))).verdict).toBe('widened');
  });
});

describe('GIVEN managed policies of which only apply tells all', () => {
  const having = (arns: string): string =>
    AWS.replace('name = "orders"\n', `name = "orders"\nmanaged_policy_arns = ${arns}\n`);
  const arn = (name: string): string => `"arn:aws:iam::aws:policy/${name}"`;
  const known = [arn('ReadOnlyAccess'), arn('AmazonSQSFullAccess')];

  test('WHEN those that are known have another order THEN access does not change', () => {
    const ordered = (some: readonly string[]): string => having(`concat([${some.join(', ')}], var.names)`);
    expect(reviewed(ordered(known), ordered([...known].reverse()))).toEqual(SAME);
    expect(reviewed(ordered(known), ordered([...known, arn('AdministratorAccess')])).verdict).toBe('widened');
  });

  test('WHEN they are of a data source that reads something else THEN it is not decidable', () => {
    const looked = (prefix: string): string =>
      `${having('data.aws_ssm_parameters_by_path.p.values')}data "aws_ssm_parameters_by_path" "p" {\n  path = "${prefix}"\n}\n`;
    expect(reviewed(looked('/a'), looked('/a'))).toEqual(SAME);
    expect(reviewed(looked('/a'), looked('/b')).verdict).toBe('unknown');
  });
});

describe('GIVEN a role assignment of Azure whose principal only apply tells', () => {
  const vault = (permissions: string, principal: string): string =>
    `tenant_id = "t"\nobject_id = ${principal}\nsecret_permissions = [${permissions}]\n`;
  const secrets = (wide: boolean): string => (wide ? '"Get", "Delete"' : '"Get"');
  const azapi = (
    role: string,
    body = `{ properties = { principalId = var.a, roleDefinitionId = "${role}" } }`,
  ): string =>
    `resource "azapi_resource" "x" {\n  type = "Microsoft.Authorization/roleAssignments@2022-04-01"\n  name = "x"\n  parent_id = "${AT}"\n  body = ${body}\n}\n`;
  const OWNER = 'Storage Blob Data Owner';

  test.each([
    ['another role', (wide: boolean) => assigned(wide ? OWNER : 'Storage Blob Data Reader'), `${OWNER} on ${AT}`],
    [
      'a wider scope',
      (wide: boolean) => assigned('Reader', 'var.a', wide ? '/subscriptions/s' : AT),
      'Reader on /subscriptions/s',
    ],
    [
      'another role for a group that is looked up',
      (wide: boolean) =>
        `data "azuread_group" "g" {\n  display_name = "g"\n}\n${assigned(wide ? OWNER : 'Storage Blob Data Reader', 'data.azuread_group.g.object_id')}`,
      `${OWNER} on ${AT}`,
    ],
    [
      'another role for a group with members that are not known',
      (wide: boolean) =>
        `resource "azuread_group" "g" {\n  display_name = "g"\n  members = var.names\n}\n${assigned(wide ? OWNER : 'Storage Blob Data Reader', 'azuread_group.g.object_id')}`,
      `${OWNER} on ${AT}`,
    ],
    [
      'another role by azapi',
      (wide: boolean) => azapi(wide ? 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' : 'acdd72a7-3385-48ef-bd42-f606fba81ae7'),
      `${OWNER} on ${AT}`,
    ],
    [
      'another role of the directory',
      (wide: boolean) =>
        `resource "azuread_directory_role_assignment" "x" {\n  principal_object_id = var.a\n  role_id = "${wide ? 'b' : 'a'}"\n}\n`,
      'directory role b on /',
    ],
    [
      'an access policy with more',
      (wide: boolean) =>
        `resource "azurerm_key_vault_access_policy" "x" {\n  key_vault_id = "${AT}/kv"\n  ${vault(secrets(wide), 'var.a')}}\n`,
      `access policy (secret: Delete, Get) on ${AT}/kv`,
    ],
    [
      'access policies with more, for each of a list',
      (wide: boolean) =>
        `resource "azurerm_key_vault" "x" {\n  name = "kv"\n  dynamic "access_policy" {\nfor_each = var.names\ncontent {\n${vault(secrets(wide), 'access_policy.value')}}\n}\n}\n`,
      'access policy (secret: Delete, Get) on ${azurerm_key_vault.x.id}',
    ],
    [
      'access policies with more, if a variable says so',
      (wide: boolean) =>
        `resource "azurerm_key_vault" "x" {\n  name = "kv"\n  dynamic "access_policy" {\nfor_each = var.c ? [1] : []\ncontent {\n${vault(secrets(wide), 'azurerm_user_assigned_identity.app.principal_id')}}\n}\n}\n`,
      'access policy (secret: Delete, Get) on ${azurerm_key_vault.x.id}',
    ],
  ] as const)('WHEN it gives %s THEN it is not decidable, and nothing where it is the same', (_, program, what) => {
    const [less, more] = [AZURE + program(false), AZURE + program(true)];
    const { verdict, said } = reviewed(less, more);
    expect([verdict, said.map((one) => one.replace(/: az\w+\.x: wh.*$/, ''))]).toEqual([
      'unknown',
      [expect.stringMatching(new RegExp(`^unknown: .*app: ${what.replace(/[()$^/.*{}]/g, '\\$&')}$`)) as unknown],
    ]);
    expect(reviewed(less, less)).toEqual(SAME);
    // Of a name alone it is not known whether it gives less.
    expect(['same', 'unknown']).toContain(reviewed(more, less).verdict);
  });

  test('WHEN its scope gets narrower THEN access does not change', () => {
    const at = (scope: string): string => AZURE + assigned('Reader', 'var.a', scope);
    expect(reviewed(at('/subscriptions/s'), at(AT))).toEqual(SAME);
  });

  test('WHEN the members of its group are others THEN it is not decidable', () => {
    const group = (members: string): string =>
      `${AZURE}resource "azuread_group" "g" {\n  display_name = "g"\n  members = ${members}\n}\n${assigned('Reader', 'azuread_group.g.object_id')}`;
    expect(reviewed(group('var.names'), group('var.b')).verdict).toBe('unknown');
    const rule = (text: string): string =>
      `${AZURE}resource "azuread_group" "g" {\n  display_name = "g"\n  dynamic_membership {\n  enabled = true\n  rule = "${text}"\n}\n}\n${assigned('Reader', 'azuread_group.g.object_id')}`;
    expect(reviewed(rule('a'), rule('a'))).toEqual(SAME);
    expect(reviewed(rule('a'), rule('b')).verdict).toBe('unknown');
  });

  test('WHEN all that it is is not known THEN another value is not decidable', () => {
    expect(reviewed(AZURE + azapi('', 'var.a'), AZURE + azapi('', 'var.a'))).toEqual(SAME);
    expect(reviewed(AZURE + azapi('', 'var.a'), AZURE + azapi('', 'var.b')).verdict).toBe('unknown');
  });

  test('WHEN the data source of its principal looks for another THEN it is not decidable', () => {
    const looked = (name: string): string =>
      `${AZURE}data "azuread_service_principal" "s" {\n  display_name = "${name}"\n}\n${assigned('Reader', 'data.azuread_service_principal.s.object_id')}`;
    expect(reviewed(looked('one'), looked('one'))).toEqual(SAME);
    expect(reviewed(looked('one'), looked('two')).verdict).toBe('unknown');
  });

  test('WHEN no pod gets an identity of Azure THEN nothing changes', () => {
    const others = (role: string): string => AWS + assigned(role);
    expect(reviewed(others('Reader'), others('Owner')).verdict).toBe('same');
  });
});

describe('GIVEN an inventory that an earlier version wrote, which does not say whose policies are not known', () => {
  const earlier = ({ openPolicies, ...inventory }: Inventory): Inventory => (openPolicies ? inventory : inventory);
  const open = inventoryOf(AWS + inline(json(allow('*'))));
  const said = (base: Inventory, head: Inventory): readonly string[] =>
    review(base, head).changes.map(({ what, because }) => `${what}: ${because}`);
  const NOT_COMPARED = 'policies of which it is not known whose they are, are not compared';
  const why = (silent: string): string =>
    `${NOT_COMPARED}: the ${silent} was written by a version of podtrust that does not say them`;

  test('WHEN the other side has some THEN it is said that they are not compared', () => {
    expect(said(earlier(open), open)).toEqual([why('base')]);
    expect(said(locked(earlier(open)), open)).toEqual([why('base')]);
    expect(said(open, earlier(open))).toEqual([why('head')]);
  });

  test('WHEN there are none, or neither side says it, THEN access does not change', () => {
    const closed = inventoryOf(AWS);
    expect([said(earlier(closed), closed), said(closed, earlier(closed)), said(earlier(open), earlier(open))]).toEqual([
      [],
      [],
      [],
    ]);
  });
});

test('a policy that may be of an identity of pods is held against what no pod may ever do, and told once', () => {
  const told = (never: string, head: string, base = ''): readonly string[] => {
    const settings = parseSettings(`gate: { neverPermit: [${never}] }`, 'podtrust.yaml');
    const { gate } = gatedReview(inventoryOf(AWS + base), inventoryOf(AWS + head), {
      ...{ base: settings, head: [settings], isLocked: () => false },
    });
    expect(gate!.violations).toEqual([]);
    // What was there before is no matter of this change.
    return gate!.undecided.filter(({ isNew }) => isNew).map(({ what, because }) => `${what}: ${because}`);
  };
  const open = inline(json(allow('iam:*')));
  const why = 'whether it is a policy of aws_iam_role.orders is not known before apply: ${var.a}';
  expect(told('{ actions: ["iam:PassRole"] }', open)).toEqual([
    `orders or stock may perhaps iam:* on *, which no pod may ever: aws_iam_role_policy.x: ${why}`,
  ]);
  expect(told('{ actions: ["iam:PassRole"] }', open, open)).toEqual([]);
  expect(told('{ actions: ["s3:*"] }', open)).toEqual([]);
  const never = '{ roles: ["AdministratorAccess"] }';
  expect(told(never, attached('AdministratorAccess', 'var.a'))).toEqual([
    `orders or stock may perhaps do what arn:aws:iam::aws:policy/AdministratorAccess gives, which no pod may ever: aws_iam_role_policy_attachment.x: ${why}`,
  ]);
  expect(told(never, attached('ReadOnlyAccess', 'var.a'))).toEqual([]);
});
