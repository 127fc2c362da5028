import type { Inventory, InventoryBecoming } from '../../lib/proof';
import { review } from '../../lib/review';

const CLUSTER = 'aws_eks_cluster.main';

function row(who: string, more: Partial<InventoryBecoming> = {}): InventoryBecoming {
  const kind = who.startsWith('Group') ? 'group' : 'service-account';
  return {
    ...{ cluster: CLUSTER, who, kind, becomes: 'pod', namespace: 'shop', names: ['*'] },
    ...{ by: ['make-pods'], sources: ['RoleBinding/shop/x'] },
    ...more,
  };
}

/** Of a program in which shop/orders gets an identity. */
function inventory(becoming: readonly InventoryBecoming[]): Inventory {
  return {
    schema: 'podtrust.inventory/v1',
    clusters: [{ id: CLUSTER, cloud: 'aws', issuer: 'https://oidc.example' }],
    identities: [{ id: 'aws_iam_role.orders', cloud: 'aws', kind: 'iam-role', name: 'orders' }],
    access: [
      {
        ...{ identity: 'aws_iam_role.orders', mechanism: 'irsa', cluster: CLUSTER, namespace: 'shop' },
        ...{ serviceAccount: 'orders', pattern: false, except: [], workloads: [], claimed: true },
      },
    ],
    ...{ permissions: [], becoming, findings: [], undecided: [] },
  };
}

const changes = (before: readonly InventoryBecoming[], after: readonly InventoryBecoming[]): string[] =>
  review(inventory(before), inventory(after)).changes.map(
    ({ change, who, what, accounts = [] }) => `${change} ${who}: ${what} -> ${accounts.join()}`,
  );

test('a new way to become a pod that has an identity is widened, and one that is gone narrowed', () => {
  const widened = 'Group team: make pods in shop -> shop/orders';
  expect(changes([], [row('Group team')])).toEqual([`widened ${widened}`]);
  expect(changes([row('Group team')], [])).toEqual([`narrowed ${widened}`]);
  expect(changes([row('Group team')], [row('Group team')])).toEqual([]);
});

test('another way to the same pods is widened too, unless they could do everything', () => {
  const both = row('Group team', { by: ['make-pods', 'make-tokens'] });
  expect(changes([row('Group team')], [both])).toEqual([
    'widened Group team: make tokens of service accounts in shop -> shop/orders',
  ]);
  const everything = row('Group team', { by: ['everything'], namespace: '*' });
  expect(changes([everything], [everything, both])).toEqual([]);
  expect(changes([everything], [both])).toEqual([
    'narrowed Group team: do everything in every namespace -> shop/orders',
  ]);
  expect(changes([row('Group team', { names: ['web'] })], [row('Group team')])).toHaveLength(1);
});

test('whom no identity is reached by is no change, and who becomes them on the way is', () => {
  expect(changes([], [row('Group team', { namespace: 'ci' })])).toEqual([]);
  expect(changes([], [row('Group team', { names: ['web'] })])).toEqual([]);
  const deployer = row('ServiceAccount ci/deployer');
  expect(changes([deployer], [deployer, row('Group team', { namespace: 'ci' })])).toEqual([
    'widened Group team: make pods in ci -> ',
  ]);
  expect(changes([deployer], [deployer, row('Group team', { namespace: 'ci', names: ['other'] })])).toEqual([]);
});

test('a service account that may act as itself is no change', () => {
  expect(changes([], [row('ServiceAccount shop/orders')])).toEqual([]);
});

test('what a role that was not read may let them do is not decidable, and no change where it was so', () => {
  const doubt = row('Group team', { by: [], uncertain: 'what ClusterRole/x grants was not read' });
  expect(changes([], [doubt])).toEqual([
    'unknown Group team: do what a role lets them that was not read, in shop -> shop/orders',
  ]);
  expect(changes([doubt], [doubt])).toEqual([]);
  expect(changes([doubt], [row('Group team')])[0]).toMatch(/^unknown/);
  const everything = row('Group team', { by: ['everything'] });
  expect(changes([everything], [everything, doubt])).toEqual([]);
});

test('an account that a group of Kubernetes already let is not widened by a binding of its own', () => {
  const own = row('ServiceAccount ci/new');
  for (const group of ['system:serviceaccounts', 'system:serviceaccounts:ci', 'system:authenticated']) {
    expect(changes([row(`Group ${group}`)], [row(`Group ${group}`), own])).toEqual([]);
  }
  expect(
    changes([row('Group system:serviceaccounts:ops')], [row('Group system:serviceaccounts:ops'), own]),
  ).toHaveLength(1);
  expect(changes([row('Group system:serviceaccounts')], [row('Group system:serviceaccounts:ci')])).toEqual([
    'narrowed Group system:serviceaccounts: make pods in shop -> shop/orders',
  ]);
});

test('an inventory that does not say who becomes whom is not compared in that, which is said once', () => {
  const { becoming, ...earlier } = inventory([row('Group team'), row('Group other')]);
  const told = ({ changes: all }: ReturnType<typeof review>): string[] =>
    all.map(({ change, subject, what, because }) => [change, subject, what, because].join(' | '));
  const notCompared = (side: string) =>
    `unknown | program | who may become whom is not compared | the ${side} was written by a version of podtrust that does not say it`;
  expect(told(review(earlier, { ...earlier, becoming }))).toEqual([notCompared('base')]);
  expect(told(review({ ...earlier, becoming }, earlier))).toEqual([notCompared('head')]);
  expect(told(review(earlier, { ...earlier, becoming: [] }))).toEqual([]);
  expect(told(review(earlier, earlier))).toEqual([]);
});

test('RBAC that is not in the head any more is unknown, and one binding less among manifests is less', () => {
  const before = inventory([row('Group team')]);
  const withRbac = { ...before, clusters: before.clusters.map((one) => ({ ...one, rbacRead: true as const })) };
  const after = inventory([]);
  const told = (head: Inventory): string[] =>
    review(withRbac, head).changes.map(({ change, subject, what }) => `${change} ${subject}: ${what}`);
  expect(told(after)).toEqual([
    'unknown program: no RBAC of aws_eks_cluster.main is in the head, and the base has some',
  ]);
  const access = after.access.map((one) => ({ ...one, workloads: ['Deployment/shop/orders'] }));
  expect(told({ ...after, access })).toEqual(['narrowed becoming: make pods in shop']);
});

test('who becomes whom is told after who gets in', () => {
  const after = inventory([row('Group team')]);
  const access = [...after.access, { ...after.access[0]!, serviceAccount: 'other' }];
  expect(review(inventory([]), { ...after, access }).changes.map(({ subject }) => subject)).toEqual([
    'access',
    'becoming',
  ]);
});
