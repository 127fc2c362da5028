import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';
import { parseSettings } from '../../lib/proof/settings/parse-settings';
import { gatedReview, lockText, parseLock, review } from '../../lib/review';
import { aks, eks, federated, irsaRole } from '../proof/kubernetes-program';

const VARIABLES = ['a', 'b', 'cache', 'other', 'names', 'own'].map((name) => `variable "${name}" {\n}\n`).join('');
const ROLE = VARIABLES + eks() + irsaRole('orders', 'shop/orders');
const inline = (policy: string, label = 'orders'): string =>
  `resource "aws_iam_role_policy" "${label}" {\n  role   = aws_iam_role.orders.name\n  policy = ${policy}\n}\n`;
const statement = (body: string): string => `statement {\n${body}\n}\n`;
const READ = statement('actions = ["s3:GetObject", "s3:ListBucket"]\nresources = ["arn:aws:s3:::a/*"]');
const perhaps = (forEach: string, action = 'ecr:CreateRepository'): string =>
  `dynamic "statement" {\nfor_each = ${forEach}\ncontent {\nactions = ["${action}"]\nresources = ["*"]\n}\n}\n`;
const IF_CACHE = 'var.cache ? ["cache"] : []';
/** A role whose policy has a statement of which nobody knows whether it is there. */
const document = (...blocks: string[]): string =>
  `${ROLE}data "aws_iam_policy_document" "orders" {\n${blocks.join('')}}\n${inline('data.aws_iam_policy_document.orders.json')}`;
const json = (...statements: string[]): string =>
  `jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })`;
const allow = (action: string, resource = '"arn:aws:s3:::a/*"', more = ''): string =>
  `{ Effect = "Allow", Action = "${action}", Resource = ${resource}${more} }`;
const GET = allow('s3:GetObject');

function inventoryOf(text: string): Inventory {
  return prove([{ file: 'main.tf', text }], { config: false });
}

function reviewed(before: string, after: string) {
  const [base, head] = [before, after].map(inventoryOf) as [Inventory, Inventory];
  const { verdict, changes } = review(base, head);
  // A lock says the same as what it is the lock of.
  expect(review(parseLock(lockText(base), 'access.lock.md'), head).changes.map(({ what }) => what)).toEqual(
    changes.map(({ what }) => what),
  );
  return { verdict, said: changes.map(({ change, what, because }) => [change, what, because ?? ''].join(': ')) };
}

const SAME = { verdict: 'same', said: [] };
const NOT_KNOWN = 'what it says is not known before apply';

describe('GIVEN a policy that neither side has wholly read', () => {
  const before = document(READ, perhaps(IF_CACHE));

  test.each([
    ['an action more', READ.replace('s3:GetObject', 's3:*'), 's3:*, s3:ListBucket on arn:aws:s3:::a/*'],
    ['a wider resource', READ.replace('a/*', '*'), 's3:GetObject, s3:ListBucket on arn:aws:s3:::*'],
    ['all actions but some', READ + statement('not_actions = ["iam:*"]\nresources = ["*"]'), 'all but iam:* on *'],
    [
      'a statement more, with a condition',
      `${READ}${statement('actions = ["s3:PutObject"]\nresources = ["*"]\ncondition {\ntest = "Bool"\nvariable = "aws:SecureTransport"\nvalues = ["true"]\n}')}`,
      's3:PutObject on * if Bool aws:securetransport: true',
    ],
  ])('WHEN what is known of it gets %s THEN access widens', (_, known, what) => {
    expect(reviewed(before, document(known, perhaps(IF_CACHE)))).toEqual({
      verdict: 'widened',
      said: [`widened: ${what}: `],
    });
  });

  test('WHEN a Deny that is known goes or comes THEN access widens or narrows', () => {
    const deny = statement('effect = "Deny"\nactions = ["s3:ListBucket"]\nresources = ["*"]');
    expect(reviewed(document(READ, deny, perhaps(IF_CACHE)), before).verdict).toBe('widened');
    expect(reviewed(before, document(READ, deny, perhaps(IF_CACHE))).verdict).toBe('narrowed');
  });

  test.each([
    ['as it was', before, before],
    [
      'otherwise, statement by statement',
      before,
      document(
        ...['s3:GetObject', 's3:ListBucket'].map((action) =>
          statement(`actions = ["${action}"]\nresources = ["arn:aws:s3:::a/*"]`),
        ),
        perhaps(IF_CACHE),
      ),
    ],
    ['by a resource of another name', ROLE + inline('var.a'), ROLE + inline('var.a', 'renamed')],
    ['beside a document that is not known', document(READ, 'source_policy_documents = [var.a]\n'), ''],
    [
      'with an effect that is not known',
      ROLE + inline(json(GET, `{ Effect = var.a, Action = "s3:*", Resource = "*" }`)),
      '',
    ],
  ])('WHEN it is written %s THEN access does not change', (_, base, head) => {
    expect(reviewed(base, head || base)).toEqual(SAME);
  });

  test.each([
    ['another variable', ROLE + inline('var.a'), ROLE + inline('var.b'), 'aws_iam_role_policy.orders', NOT_KNOWN],
    [
      'another condition',
      before,
      document(READ, perhaps('var.other ? ["cache"] : []')),
      'ecr:CreateRepository on *',
      'it depends on ${var.other}, which is not known before apply',
    ],
    [
      'the other branch of the same condition',
      before,
      document(READ, perhaps('var.cache ? [] : ["cache"]')),
      'ecr:CreateRepository on *',
      'it depends on ${var.cache}, which is not known before apply',
    ],
    [
      'more in what need not be there',
      before,
      document(READ, perhaps(IF_CACHE, 'ecr:*')),
      'ecr:* on *',
      'it depends on ${var.cache}, which is not known before apply',
    ],
    ['less that is known', before, ROLE + inline('var.a'), 'aws_iam_role_policy.orders', NOT_KNOWN],
    [
      'nothing that is known',
      ROLE + inline(json(GET)),
      ROLE + inline('var.a'),
      'aws_iam_role_policy.orders',
      NOT_KNOWN,
    ],
    [
      'all that is known',
      ROLE + inline('var.a'),
      ROLE + inline(json(GET)),
      's3:GetObject on arn:aws:s3:::a/*',
      'what aws_iam_role_policy.orders gave is not known',
    ],
    [
      'another document beside it',
      document(READ, 'source_policy_documents = [var.a]\n'),
      document(READ, 'source_policy_documents = [var.b]\n'),
      'aws_iam_role_policy.orders',
      'it holds what depends on ${var.b}, which is not known before apply',
    ],
    [
      'no unknown statement any more, which may have denied',
      ROLE + inline(json(GET, 'var.a')),
      ROLE + inline(json(GET)),
      'aws_iam_role_policy.orders',
      'it is gone, and what it denied was not read',
    ],
  ])(
    'WHEN it has %s THEN whether access widens is not decidable, and that is said once',
    (_, base, head, what, why) => {
      expect(reviewed(base, head)).toEqual({ verdict: 'unknown', said: [`unknown: ${what}: ${why}`] });
    },
  );
});

describe('GIVEN a policy whose value has the same name and is made of something else', () => {
  const parameter = (name: string): string =>
    `${ROLE}data "aws_ssm_parameter" "p" {\n  name = "${name}"\n}\n${inline('data.aws_ssm_parameter.p.value')}`;
  const called = (action: string): string =>
    `${ROLE}module "p" {\n  source = "example/policy/aws"\n  action = "${action}"\n}\n${inline('module.p.json')}`;
  const made = (action: string): string =>
    `${ROLE}locals {\n  action = "${action}"\n  statements = jsondecode(file("\${local.action}.json"))\n}\n${inline('local.statements')}`;

  test.each([
    ['a parameter of another name', parameter('/a'), parameter('/b')],
    ['a module that is not read, with another argument', called('s3:GetObject'), called('s3:*')],
    ['a local behind a file that is not there', made('get'), made('put')],
  ])('WHEN it is %s THEN whether access widens is not decidable', (_, before, after) => {
    expect(reviewed(before, after)).toMatchObject({
      verdict: 'unknown',
      said: expect.arrayContaining([`unknown: aws_iam_role_policy.orders: ${NOT_KNOWN}`]) as unknown,
    });
    expect(reviewed(before, before)).toEqual(SAME);
  });
});

describe('GIVEN a limit that is not known', () => {
  const bounded = (limit: string, given = json(GET)): string =>
    `${VARIABLES}${eks()}${irsaRole('orders', 'shop/orders').replace('name = "orders"', 'name = "orders"\npermissions_boundary = aws_iam_policy.limit.arn')}
resource "aws_iam_policy" "limit" {
  policy = ${limit}
}
${inline(given)}`;
  const inSession = (session: string): string => `${VARIABLES}${eks()}
resource "aws_iam_role" "orders" {
  name               = "orders"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Principal = { Service = "pods.eks.amazonaws.com" }, Action = ["sts:AssumeRole", "sts:TagSession"]
  }] })
}
resource "aws_eks_pod_identity_association" "orders" {
  cluster_name         = aws_eks_cluster.main.name
  namespace            = "shop"
  service_account      = "orders"
  role_arn             = aws_iam_role.orders.arn
  disable_session_tags = true
  policy               = ${session}
}
${inline(json(GET))}`;
  const wide = json(allow('s3:*', '"*"'));

  test.each([
    ['boundary', bounded, 'aws_iam_policy.limit'],
    ['session policy', inSession, 'aws_eks_pod_identity_association.orders'],
  ])('WHEN a %s is another one THEN whether access widens is not decidable', (_, limited, what) => {
    const said = [`unknown: ${what}: this limit is not known before apply`];
    expect(reviewed(limited('var.a'), limited('var.a'))).toEqual(SAME);
    expect(reviewed(limited('var.a'), limited('var.b'))).toEqual({ verdict: 'unknown', said });
  });

  test('WHEN it takes the place of one that lets everything through THEN access does not widen', () => {
    expect(reviewed(bounded(wide), bounded('var.a'))).toEqual(SAME);
    expect(reviewed(bounded('var.a'), bounded(wide))).toEqual({
      verdict: 'unknown',
      said: ['unknown: aws_iam_policy.limit: this limit is gone, and what it left was not known'],
    });
  });

  test('WHEN it stays and more is given within it THEN access widens', () => {
    const more = json(GET, allow('s3:PutObject'));
    expect(reviewed(bounded('var.a'), bounded('var.a', more)).verdict).toBe('widened');
    expect(reviewed(bounded('var.a', more), bounded('var.a')).verdict).toBe('narrowed');
  });

  test('WHEN what is known of it gets less THEN access does not widen', () => {
    const partly = (action: string): string => json(allow(action, '"*"'), 'var.a');
    expect(reviewed(bounded(partly('s3:*')), bounded(partly('s3:Get*')))).toEqual(SAME);
    expect(reviewed(bounded(partly('s3:Get*')), bounded(partly('sqs:*'))).verdict).toBe('narrowed');
  });
});

describe('GIVEN the policy of a bucket that is not wholly known', () => {
  const having = (policy: string): string => `${ROLE}${inline(json(GET))}
resource "aws_s3_bucket" "data" {
  bucket = "a"
}
resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = ${policy}
}
`;
  const of = (action: string): string =>
    allow(action, '"arn:aws:s3:::a/*"', ', Principal = { AWS = aws_iam_role.orders.arn }');
  const POLICY = 'the policy of aws_s3_bucket_policy.data';

  test('WHEN it stays THEN what is known of it is compared', () => {
    const [less, more] = [json('var.a'), json(of('s3:PutObject'), 'var.a')];
    expect(reviewed(having(more), having(more))).toEqual(SAME);
    expect(reviewed(having(less), having(more)).verdict).toBe('widened');
    expect(reviewed(having(more), having(less)).verdict).toBe('narrowed');
  });

  test.each([
    ['another variable', 'var.a', 'var.b', 'what it says is not known before apply, or AWS refuses it'],
    [
      'another statement',
      json(of('s3:PutObject'), 'var.a'),
      json(of('s3:PutObject'), 'var.b'),
      'what it says is not known before apply, or AWS refuses it',
    ],
    ['one that is known', 'var.a', json(of('s3:GetObject')), 'what it said, and denied, is not known'],
  ])('WHEN it is %s THEN whether access widens is not decidable', (_, before, after, why) => {
    expect(reviewed(having(before), having(after))).toEqual({
      verdict: 'unknown',
      said: [`unknown: ${POLICY}: ${why}`],
    });
  });

  test('WHEN it becomes known THEN what it gives is not known to be more', () => {
    const { verdict, said } = reviewed(having('var.a'), having(json(of('s3:PutObject'))));
    expect(verdict).toBe('unknown');
    expect(said).toContain(
      'unknown: s3:PutObject on arn:aws:s3:::a/*: what aws_s3_bucket_policy.data gave is not known',
    );
  });
});

describe('GIVEN a role of Azure that is not wholly known', () => {
  const SCOPE = '/subscriptions/s/resourceGroups/data';
  const assigned = (
    role: string,
    scope = `"${SCOPE}"`,
  ): string => `${VARIABLES}${aks()}${federated('app', 'shop/orders')}
resource "azurerm_role_assignment" "app" {
  principal_id = azurerm_user_assigned_identity.app.principal_id
  scope        = ${scope}
  ${role}
}
`;
  const custom = (permissions: string): string =>
    `${assigned('role_definition_id = azurerm_role_definition.own.role_definition_resource_id')}
resource "azurerm_role_definition" "own" {
  name  = "reader of orders"
  scope = "/subscriptions/s"
  ${permissions}
}
`;
  const known = custom('permissions {\nactions = ["*/read"]\n}');
  const open = (names: string, action = '*/read'): string =>
    custom(`dynamic "permissions" {\nfor_each = ${names}\ncontent {\nactions = ["${action}"]\n}\n}`);
  const actions = (value: string): string => custom(`permissions {\nactions = ${value}\n}`);
  const named = (value: string): string => assigned(`role_definition_name = ${value}`);

  test.each([
    ['permissions', open('var.names'), open('var.names')],
    ['actions', actions('var.a'), actions('var.a')],
    ['name', named('var.a'), named('var.a')],
    [
      'scope',
      assigned('role_definition_name = "Reader"', 'var.a'),
      assigned('role_definition_name = "Reader"', 'var.a'),
    ],
  ])('WHEN its %s stay THEN access does not change', (_, before, after) => {
    expect(reviewed(before, after)).toEqual(SAME);
  });

  test.each([
    ['permissions by another list', open('var.names'), open('var.other')],
    ['other permissions for each of a list', open('var.names'), open('var.names', '*')],
    ['permissions that are not known any more', known, open('var.names')],
    ['permissions that were not known', open('var.names'), known],
    ['other actions', actions('var.a'), actions('var.b')],
    ['actions that are not known any more', known, actions('var.a')],
    ['actions that were not known', actions('var.a'), known],
    ['another name', named('var.a'), named('var.b')],
    ['a name that is known', named('var.a'), named('"Reader"')],
    ['a name that somebody else defined', named('"Reader of ours"'), named('"Reader"')],
    [
      'another scope',
      assigned('role_definition_name = "Reader"', 'var.a'),
      assigned('role_definition_name = "Reader"', 'var.b'),
    ],
  ])('WHEN it has %s THEN whether access widens is not decidable', (_, before, after) => {
    const { verdict, said } = reviewed(before, after);
    expect([verdict, said.filter((one) => one.startsWith('widened: '))]).toEqual(['unknown', []]);
  });
});

test('a value that only one side names may be any: a resource, an action, what a Deny is for', () => {
  const on = (resource: string): string => ROLE + inline(json(allow('s3:GetObject', resource)));
  expect(reviewed(on('var.a'), on('"arn:aws:s3:::a/*"')).verdict).toBe('unknown');
  const does = (action: string): string =>
    ROLE + inline(json(`{ Effect = "Allow", Action = ${action}, Resource = "*" }`));
  expect(reviewed(does('var.a'), does('"s3:GetObject"')).verdict).toBe('unknown');
  expect(reviewed(does('var.a'), does('var.b')).verdict).toBe('unknown');
  const denied = (resource: string): string =>
    ROLE + inline(json(GET, `{ Effect = "Deny", Action = "s3:*", Resource = ${resource} }`));
  expect(reviewed(denied('"arn:aws:s3:::a/s/*"'), denied('var.a')).verdict).toBe('unknown');
  expect(reviewed(denied('var.a'), denied('"arn:aws:s3:::a/s/*"')).verdict).toBe('unknown');
  // What both sides name is the same value.
  const named = (name: string): string => on(`"arn:aws:s3:::\${var.a}-${name}/*"`);
  expect(reviewed(named('data'), named('logs')).verdict).toBe('widened');
});

test('of an inventory of an earlier version, which does not say what is not known, it is not decidable', () => {
  const { policies, ...inventory } = inventoryOf(ROLE + inline('var.a'));
  const earlier = { ...inventory, policies: policies!.map(({ unread, ...policy }) => (unread ? policy : policy)) };
  expect(review(earlier, inventoryOf(ROLE + inline('var.a'))).verdict).toBe('unknown');
  expect(review(earlier, earlier).verdict).toBe('same');
});

test('what is known of a policy that is not wholly known is held against what no pod may ever do', () => {
  const head = inventoryOf(ROLE + inline(json(GET, 'var.a')));
  const outcome = (action: string, base = head): string => {
    const settings = parseSettings(`gate: { neverPermit: [{ actions: ["${action}"] }] }`, 'podtrust.yaml');
    return gatedReview(base, head, { base: settings, head: [settings], isLocked: () => false }).gate!.outcome;
  };
  expect(outcome('s3:*')).toBe('violated');
  // What is not known of it was there before.
  expect(outcome('iam:*')).toBe('holds');
  expect(outcome('iam:*', inventoryOf(ROLE + inline(json(GET))))).toBe('undecided');
});
