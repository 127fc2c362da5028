import { gatedReview } from '../../lib/review';
import type { Review, Violation } from '../../lib/review';
import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';
import { allowedWithin } from '../../lib/review/permission-change';
import { parseSettings } from '../../lib/proof/settings/parse-settings';
import { aks, eks, federated, irsaRole } from '../proof/kubernetes-program';
import { ORDERS, inventoryOf, policy, workload } from './review-program';
import type { Version } from './review-program';

/** A review of a program that does not change, by the policy of its base. */
function held(text: string, head: Partial<Version>, base: Partial<Version> = head): Review {
  return gated(text, inventoryOf({ ...ORDERS, ...base }), inventoryOf({ ...ORDERS, ...head }));
}

function gated(text: string, base: Inventory, head: Inventory): Review {
  const settings = parseSettings(text, 'podtrust.yaml');
  return gatedReview(base, head, { base: settings, head: [settings], isLocked: () => false });
}

function told(violations: readonly Violation[]): string[] {
  return violations.map(({ what, example, because, isNew }) =>
    [what, ...(example === undefined ? [] : [example]), because ?? 'certain', isNew ? 'new' : 'as before'].join(' | '),
  );
}

const ONLY = 'gate: { admitOnly: [{ identity: orders, accounts: [shop/orders of eks], reason: the shop alone }] }';
const WILD = {
  terraform: ORDERS.terraform.replace('shop:orders"', 'shop:*"').replace('StringEquals', 'StringLike'),
};

describe('who may ever be admitted', () => {
  test('is nobody else, changed or not, with one who gets in', () => {
    expect(held(ONLY, {}).gate).toMatchObject({ outcome: 'holds', violations: [], undecided: [] });
    const { gate } = held(ONLY, WILD);
    expect(gate).toMatchObject({ outcome: 'violated', settings: 'podtrust.yaml' });
    expect(told(gate!.violations)).toEqual([
      'shop/* (pattern) of eks gets orders, which may admit shop/orders of eks alone | system:serviceaccount:shop:x | certain | as before',
    ]);
    expect(gate!.violations[0]).toMatchObject({
      policy: 'admit-only',
      at: { file: 'podtrust.yaml', pointer: '/gate/admitOnly/0' },
      reason: 'the shop alone',
      id: 'aws_iam_role.orders',
    });
    expect(held(ONLY, WILD, {}).gate!.violations[0]!.isNew).toBe(true);
  });

  test('may be a pattern, and nobody of another cluster', () => {
    expect(held(ONLY.replace('shop/orders of eks', '"shop/*"'), WILD).gate!.outcome).toBe('holds');
    expect(held(ONLY.replace('of eks', 'of other'), {}).gate!.outcome).toBe('violated');
    expect(held(ONLY.replace('[shop/orders of eks]', '[]'), {}).gate!.violations[0]!.what).toContain(
      'may admit nobody',
    );
  });

  test('is undecided for a name that is not known, unless no name of it fits', () => {
    const open = {
      terraform: `variable "n" {}\n${ORDERS.terraform.replace('shop:orders"', 'shop:${var.n}"')}`,
    };
    const { gate } = held(ONLY, open);
    expect(gate!.violations).toEqual([]);
    expect(told(gate!.undecided)).toEqual([
      'shop/${var.n} of eks may get orders, which may admit shop/orders of eks alone | it names ${var.n}, whose value is not known | as before',
    ]);
    expect(gate!.outcome).toBe('holds');
    expect(held(ONLY, open, {}).gate!.outcome).toBe('undecided');
    expect(held(ONLY.replace('shop/orders', 'pay/orders'), open).gate!.outcome).toBe('violated');
  });

  test('is asked of the same identity under another name, and however its name is written', () => {
    const renamed = { terraform: WILD.terraform.replace('"orders"\n', '"billing"\n') };
    expect(renamed.terraform).not.toBe(WILD.terraform);
    expect(held(ONLY, renamed, {}).gate!.violations).toHaveLength(1);
    expect(held(ONLY.replace('identity: orders', 'identity: Orders'), WILD).gate!.violations).toHaveLength(1);
  });

  test('is asked of the same identity at another address', () => {
    const named = ONLY.replace('identity: orders', 'identity: aws_iam_role.orders');
    const moved = { terraform: WILD.terraform.replaceAll('"aws_iam_role" "orders"', '"aws_iam_role" "jobs"') };
    const elsewhere = { terraform: moved.terraform.replaceAll('aws_iam_role.orders', 'aws_iam_role.jobs') };
    expect(held(named, elsewhere, {}).gate!.violations).toMatchObject([{ id: 'aws_iam_role.jobs' }]);
  });
});

describe('a namespace that is off limits', () => {
  const off = (except = '') => `gate: { offLimits: [{ namespaces: [kube-*]${except} }] }`;
  const inSystem = {
    terraform: eks() + irsaRole('orders', 'kube-system/orders'),
    objects: workload('kube-system/orders', 'orders', 'orders'),
  };

  test('has no pod with an identity, but for those that are excepted', () => {
    expect(held(off(), {}).gate!.outcome).toBe('holds');
    expect(told(held(off(), inSystem).gate!.violations)).toEqual([
      'kube-system/orders of eks gets orders, and kube-* is off limits | system:serviceaccount:kube-system:orders | certain | as before',
    ]);
    expect(held(off(', except: [kube-system/orders of eks]'), inSystem).gate!.outcome).toBe('holds');
    expect(held(off(', except: [kube-system/orders of other]'), inSystem).gate!.outcome).toBe('violated');
  });

  test('is met by a pattern that takes some of it', () => {
    const open = { terraform: WILD.terraform.replace('shop:*"', '*:orders"') };
    expect(told(held(off(), open).gate!.violations)).toEqual([
      '*/orders (pattern) of eks gets orders, and kube-* is off limits | system:serviceaccount:kube-x:orders | certain | as before',
    ]);
    expect(held(off(', except: ["kube-*/orders"]'), open).gate!.outcome).toBe('holds');
  });

  test('is undecided for a namespace that is not known', () => {
    const open = (text: string) => ({
      terraform: `variable "n" {}\n${ORDERS.terraform.replace('shop:orders"', text)}`,
    });
    expect(held(off(), open('${var.n}:orders"')).gate!.undecided).toHaveLength(1);
    expect(held(off(), open('shop-${var.n}:orders"')).gate!.undecided).toEqual([]);
    expect(held(off(), open('kube-${var.n}:orders"')).gate!.violations).toHaveLength(1);
    expect(held(off(', except: [kube-x/orders]'), open('kube-${var.n}:orders"')).gate).toMatchObject({
      violations: [],
      undecided: [{ policy: 'off-limits' }],
    });
  });
});

describe('what no pod may ever do', () => {
  const never = (entry: string) => `gate: { neverPermit: [{ ${entry} }] }`;
  const allowing = (...statements: object[]) => ({
    terraform: eks() + irsaRole('orders', 'shop/orders') + policy('orders', statements),
  });
  const STAR = { Effect: 'Allow', Action: 'iam:*', Resource: '*' };

  test('is found by its meaning, with a request', () => {
    expect(held(never('actions: [iam:PassRole]'), {}).gate!.outcome).toBe('holds');
    expect(told(held(never('actions: [iam:PassRole]'), allowing(STAR)).gate!.violations)).toEqual([
      'orders may iam:* on *, which no pod may ever | certain | as before',
    ]);
    const one = { Effect: 'Allow', Action: 'IAM:passrole', Resource: 'arn:aws:iam::111122223333:role/a' };
    expect(held(never('actions: ["iam:Pass*"]'), allowing(one)).gate!.violations[0]!.example).toBe(
      'IAM:passrole on arn:aws:iam::111122223333:role/a',
    );
  });

  test('is not what a Deny or other resources leave out', () => {
    const deny = { Effect: 'Deny', Action: 'iam:Pass*', Resource: '*' };
    expect(held(never('actions: [iam:PassRole]'), allowing(STAR, deny)).gate!.outcome).toBe('holds');
    const some = { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::a/*' };
    const on = (resource: string) => held(never(`actions: [s3:*], resources: ["${resource}"]`), allowing(some)).gate;
    expect(on('arn:aws:s3:::b/*')!.outcome).toBe('holds');
    expect(on('arn:aws:s3:::*')!.outcome).toBe('violated');
  });

  test('is unknown of a policy that was not read, but for one that allows everything', () => {
    const named = (arn: string) => ({
      terraform: `${ORDERS.terraform}
resource "aws_iam_role_policy_attachment" "more" {
  role       = aws_iam_role.orders.name
  policy_arn = "${arn}"
}
`,
    });
    const passing = never('actions: [iam:PassRole]');
    const own = named('arn:aws:iam::111122223333:policy/own');
    expect(held(passing, own, {}).gate).toMatchObject({
      outcome: 'widened',
      violations: [],
      undecided: [{ because: 'what it gives was not read', isNew: true }],
    });
    expect(held(passing, named('arn:aws:iam::aws:policy/AdministratorAccess')).gate!.outcome).toBe('violated');
    const role = never('roles: ["arn:aws:iam::111122223333:policy/own"]');
    expect(held(role, own).gate!.outcome).toBe('violated');
    expect(held(role, {}).gate!.outcome).toBe('holds');
  });

  test('is not known where a policy names what it allows, or on what, by a value that is not known', () => {
    const passing = never('actions: ["iam:*"]');
    const open = (statement: object) => ({
      terraform: `variable "any" {}\n${allowing(statement).terraform}`,
    });
    const action = { Effect: 'Allow', Action: '${var.any}', Resource: '*' };
    expect(told(held(passing, open(action), {}).gate!.undecided)).toEqual([
      'orders may perhaps ${var.any} on *, which no pod may ever | it names ${var.any}, whose value is not known | new',
    ]);
    const secrets = never('actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop/secret/*"]');
    const on = (resource: string) =>
      held(secrets, open({ Effect: 'Allow', Action: 's3:Get*', Resource: resource })).gate!;
    expect(on('${var.any}').undecided).toHaveLength(1);
    // Pods of a namespace that is called so.
    expect(on('arn:aws:s3:::shop/$${aws:PrincipalTag/kubernetes-namespace}/*').undecided).toHaveLength(1);
    expect(on('arn:aws:s3:::other/${var.any}').undecided).toEqual([]);
    expect(on('arn:aws:s3:::shop/$${*}/x').undecided).toEqual([]);
  });

  test('is what a managed policy of AWS gives, by its name, by all that it says, or in another partition', () => {
    const administrator = never('roles: ["arn:aws:iam::aws:policy/AdministratorAccess"]');
    expect(
      told(held(administrator, allowing({ Effect: 'Allow', Action: '*', Resource: '*' })).gate!.violations),
    ).toEqual([
      'orders may do all that arn:aws:iam::aws:policy/AdministratorAccess gives, which no pod may ever | certain | as before',
    ]);
    expect(held(administrator, allowing(STAR)).gate!.outcome).toBe('holds');
    const queues = never('actions: ["sqs:DeleteQueue"]');
    const attached = (partition: string, policyName: string) => ({
      terraform: `${ORDERS.terraform}
data "aws_partition" "own" {}
resource "aws_iam_role_policy_attachment" "more" {
  role       = aws_iam_role.orders.name
  policy_arn = "arn:${partition}:iam::aws:policy/${policyName}"
}
`,
    });
    const gateOf = (partition: string, policyName: string) => held(queues, attached(partition, policyName)).gate!;
    expect(gateOf('aws', 'AmazonSQSReadOnlyAccess')).toMatchObject({ violations: [], undecided: [] });
    expect(gateOf('aws', 'AmazonSQSFullAccess').violations).toMatchObject([
      { what: expect.stringContaining('AmazonSQSFullAccess') },
    ]);
    expect(gateOf('${data.aws_partition.own.partition}', 'AmazonSQSFullAccess').violations).toHaveLength(1);
    expect(gateOf('aws-cn', 'AmazonSQSFullAccess').undecided).toHaveLength(1);
    expect(gateOf('aws-cn', 'AdministratorAccess').violations).toHaveLength(1);
  });

  test('is a role of Azure, and one that gives all of it', () => {
    const assigned = (role: string) => ({
      terraform: `${aks()}${federated('app', 'shop/orders')}
resource "azurerm_role_assignment" "app" {
  principal_id         = azurerm_user_assigned_identity.app.principal_id
  role_definition_name = "${role}"
  scope                = "/subscriptions/1"
}
`,
    });
    const reviewed = (entry: string, role: string) => {
      const inventory = prove([{ file: 'main.tf', text: assigned(role).terraform }], { config: false });
      return gated(never(entry), inventory, inventory).gate!;
    };
    expect(told(reviewed('roles: [Contributor]', 'Owner').violations)).toEqual([
      'id-app may do what Owner on /subscriptions/1 gives, which no pod may ever | certain | as before',
    ]);
    expect(reviewed('roles: [Contributor]', 'Reader').outcome).toBe('holds');
    expect(reviewed('actions: [iam:*]', 'Owner').outcome).toBe('holds');
    expect(reviewed('actions: ["Microsoft.Authorization/*"]', 'Some Role').undecided).toHaveLength(1);
  });

  test('knows scopes of Azure and all below them', () => {
    const own = {
      identity: 'id',
      kind: 'role-assignment',
      ...{ source: 'a', name: 'own', scope: '/subscriptions/1' },
      statements: [{ effect: 'Allow', actions: ['Microsoft.Storage/*'], dataActions: ['Microsoft.KeyVault/*'] }],
    } as const;
    const within = (action: string, resource: string) =>
      allowedWithin([own], { cloud: 'azure', actions: [action], resources: [resource] }).map(({ is }) => is);
    expect(within('microsoft.storage/*/write', '/subscriptions/1/resourceGroups/a')).toEqual(['beyond']);
    expect(within('Microsoft.KeyVault/vaults/read', '/')).toEqual(['beyond']);
    expect(within('Microsoft.Storage/*', '/subscriptions/2')).toEqual([]);
    expect(within('Microsoft.Compute/*', '*')).toEqual([]);
  });
});

describe('the settings of the head', () => {
  const inventory = inventoryOf(ORDERS);
  const changes = (base: string, head: string) =>
    gatedReview(inventory, inventory, {
      base: base === '' ? undefined : parseSettings(base, 'base.yaml'),
      head: [head === '' ? undefined : parseSettings(head, 'head.yaml')],
      isLocked: () => false,
    }).changes.map(({ change, subject, what }) => [change, subject, what].join(' | '));
  const accepted = (more: string) => `accepted: [{ rule: subject-wildcard, subject: a, reason: r${more} }]`;
  const CLUSTER = 'clusters: [{ name: prod, issuer: "https://a.example/" }]';

  test.each([
    ['accepting a finding', '', accepted(''), 'accepts subject-wildcard of a: r'],
    ['accepting it for longer', accepted(', expires: 2027-01-01'), accepted(', expires: 2027-02-01'), 'accepts'],
    ['accepting it for good', accepted(', expires: 2027-01-01'), accepted(''), 'accepts'],
    ['accepting it for more', accepted(', admits: [a/b]'), accepted(', admits: ["a/*"]'), 'accepts'],
    ['accepting it in all clusters', accepted(', admits: [a/b of c]'), accepted(', admits: [a/b]'), 'accepts'],
    ['accepting more of them', accepted(''), accepted('').replace('subject: a', 'subject: "*"'), 'accepts'],
    ['a lower level', '', 'rules: { subject-wildcard: note }', 'lowers subject-wildcard from error to note'],
    ['a rule that is off', 'rules: { subject-wildcard: note }', 'rules: { subject-wildcard: off }', 'switches off'],
    ['a level that is not raised any more', 'rules: { admission-not-claimed: error }', '', 'lowers admission-not'],
    ['more declared elsewhere', 'elsewhere: { namespaces: [a] }', 'elsewhere: { namespaces: ["*"] }', 'namespace * '],
    [
      'another identity elsewhere',
      '',
      'elsewhere: { identities: [b] }',
      'says that trusts of b are declared elsewhere',
    ],
    ['a cluster', '', CLUSTER, 'says of the cluster prod that it is https://a.example/'],
    ['another cluster', CLUSTER, CLUSTER.replace('//a', '//b'), 'prod that it is https://b.example/, which it did not'],
    ['the lock that approves', 'gate: { lock: informs }', 'gate: { lock: approves }', 'lets the lock approve'],
    ['no limit on an identity', ONLY, 'gate: {}', 'no longer keeps orders to shop/orders of eks'],
    ['a wider limit on it', ONLY, ONLY.replace('shop/orders', '"*/orders"').replace(' of eks', ''), 'no longer keeps'],
    ['no settings at all', ONLY, '', 'no longer keeps orders'],
    [
      'a permission that is not forbidden any more',
      'gate: { neverPermit: [{ actions: [iam:*] }] }',
      'gate: { neverPermit: [{ actions: [iam:PassRole] }] }',
      'no longer forbids iam:* on *',
    ],
    [
      'a role that is not forbidden any more',
      'gate: { neverPermit: [{ roles: [Owner] }] }',
      'gate: { neverPermit: [{ roles: [Reader] }] }',
      'no longer forbids Owner',
    ],
    [
      'more who are excepted',
      'gate: { offLimits: [{ namespaces: [a] }] }',
      'gate: { offLimits: [{ namespaces: [a], except: [a/b] }] }',
      'no longer puts the namespace a off limits',
    ],
    [
      'who may become somebody now',
      'gate: { neverBecome: [{ accounts: [a/b, c/d], who: ["Group *", User x] }] }',
      'gate: { neverBecome: [{ accounts: [a/b, c/d], who: ["Group a*", "User *"] }] }',
      'no longer keeps Group * from becoming a pod of a/b, c/d',
    ],
    [
      'another who is excepted',
      'gate: { neverBecome: [{ identities: [a], except: [Group b] }] }',
      'gate: { neverBecome: [{ identities: [a], except: ["Group *"] }] }',
      'no longer keeps everybody from becoming a pod that gets a',
    ],
    [
      'fewer whom nobody may become',
      'gate: { neverBecome: [{ accounts: [a/b, c/d] }] }',
      'gate: { neverBecome: [{ accounts: [a/b] }] }',
      'no longer keeps everybody from becoming a pod of a/b, c/d',
    ],
  ])('widen by %s', (_, base, head, what) => {
    expect(changes(base, head)).toEqual([expect.stringMatching(/^widened \| settings \| /)]);
    expect(changes(base, head)[0]).toContain(what);
    expect(changes(head, head)).toEqual([]);
  });

  test.each([
    ['less accepted', accepted(''), ''],
    ['a shorter acceptance', accepted(''), accepted(', expires: 2027-01-01')],
    ['another reason', accepted(''), accepted('').replace('reason: r', 'reason: s')],
    ['a higher level', '', 'rules: { admission-not-claimed: error }'],
    [
      'a stricter policy',
      'gate: { neverPermit: [{ actions: [iam:PassRole] }] }',
      'gate: { neverPermit: [{ actions: ["iam:*"] }] }',
    ],
    ['a policy at all', '', ONLY],
    [
      'more whom nobody may become',
      'gate: { neverBecome: [{ accounts: [a/b], identities: [c], who: [Group x], except: [Group y, User z] }] }',
      'gate: { neverBecome: [{ accounts: ["a/*"], except: [Group y] }, { identities: ["*"] }] }',
    ],
  ])('do not widen by %s', (_, base, head) => {
    expect(changes(base, head)).toEqual([]);
  });

  test('leave what a cluster that is not named any more told unknown', () => {
    expect(changes(CLUSTER, '')).toEqual(['unknown | settings | says nothing more of the cluster prod']);
  });
});
