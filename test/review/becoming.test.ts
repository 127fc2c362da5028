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
