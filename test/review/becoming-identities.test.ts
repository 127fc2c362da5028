import type { Inventory } from '../../lib/proof';
import { parseSettings } from '../../lib/proof/settings/parse-settings';
import { gatedReview, lockText, parseLock, review, reviewMarkdown } from '../../lib/review';

type Row = NonNullable<Inventory['becomingIdentities']>[number];

const CLUSTER = 'aws_eks_cluster.main';
const role = (name: string) => ({ id: `aws_iam_role.${name}`, cloud: 'aws', kind: 'iam-role', name }) as const;

function row(who: string, ...identities: string[]): Row {
  return {
    ...{ who: `aws_iam_role.${who}`, kind: 'identity', by: 'assume' },
    identities: identities.map((name) => (name === '*' ? name : `aws_iam_role.${name}`)),
    sources: [`aws_iam_role_policy.${who}`],
  };
}

/** Of a program in which shop/orders gets the role orders, and ci/deployer the role deployer. */
function inventory(...becomingIdentities: readonly Row[]): Inventory {
  const access = (identity: string, namespace: string, serviceAccount: string) => ({
    ...{ identity: `aws_iam_role.${identity}`, mechanism: 'irsa', cluster: CLUSTER, namespace, serviceAccount },
    ...{ pattern: false, except: [], workloads: [], claimed: true },
  });
  return {
    schema: 'podtrust.inventory/v1',
    clusters: [{ id: CLUSTER, cloud: 'aws', issuer: 'https://oidc.example', name: 'eks', rbacRead: true }],
    identities: ['admin', 'deployer', 'orders', 'other'].map(role),
    access: [access('deployer', 'ci', 'deployer'), access('orders', 'shop', 'orders')] as Inventory['access'],
    ...{ permissions: [], becoming: [], becomingIdentities, findings: [], undecided: [] },
  };
}

const told = ({ changes }: ReturnType<typeof review>): string[] =>
  changes.map(({ change, who, what, because }) => [change, who, what, because ?? 'certain'].join(' | '));
const changes = (before: readonly Row[], after: readonly Row[]): string[] =>
  told(review(inventory(...before), inventory(...after)));

test('a new way to become an identity that pods get is widened, and one that is gone narrowed', () => {
  const own = row('deployer', 'orders');
  expect(changes([], [own])).toEqual(['widened | deployer | assume orders | certain']);
  expect(changes([own], [])).toEqual(['narrowed | deployer | assume orders | certain']);
  expect(changes([own], [own])).toEqual([]);
  expect(reviewMarkdown(review(inventory(), inventory(own)))).toContain('- `deployer` may now assume orders\n');
});

test('who becomes an identity that nobody gets is no change, but on the way to one that somebody does', () => {
  expect(changes([], [row('deployer', 'other')])).toEqual([]);
  const other = row('other', 'orders');
  expect(changes([other], [other, row('deployer', 'other')])).toEqual(['widened | deployer | assume other | certain']);
});

test('another way is more, unless they could give themselves every right; fewer are less', () => {
  const own = row('admin', 'orders');
  const trust = { ...own, by: 'change-trust' } as const;
  expect(changes([own], [own, trust])).toEqual(['widened | admin | change the trust of orders | certain']);
  const everything = { ...row('admin', '*'), by: 'give-itself-rights' } as const;
  expect(changes([everything], [everything, own, trust])).toEqual([]);
  expect(changes([row('admin', 'deployer', 'orders')], [own])).toEqual([
    'narrowed | admin | assume deployer | certain',
  ]);
});

test('what is not certain is not decidable, on whichever side', () => {
  const own = row('admin', 'orders');
  const perhaps = { ...own, uncertain: 'its condition is not known' };
  expect(changes([], [perhaps])).toEqual(['unknown | admin | assume orders | its condition is not known']);
  expect(changes([perhaps], [perhaps])).toEqual([]);
  expect(changes([perhaps], [own])).toEqual([
    'unknown | admin | assume orders | it was not certain before: its condition is not known',
  ]);
});

test('a base that does not say it is not compared in it, which is said once', () => {
  const { becomingIdentities, ...earlier } = inventory(row('deployer', 'orders'));
  expect(told(review(earlier, { ...earlier, becomingIdentities }))).toEqual([
    'unknown |  | who may become whom is not compared | the base was written by a version of podtrust that does not say it',
  ]);
  expect(told(review(earlier, { ...earlier, becomingIdentities: [] }))).toEqual([]);
});

test('a lock has it, a line each', () => {
  const own = row('deployer', 'orders');
  const text = lockText(inventory(own));
  expect(text).toContain(
    '- `aws_iam_role.deployer` may assume aws\\_iam\\_role.orders by `aws_iam_role_policy.deployer`'.replaceAll(
      '\\',
      '',
    ),
  );
  expect(parseLock(text, 'access.lock.md').becomingIdentities).toEqual([own]);
});

test('who may never become an identity is nobody by the cloud either, in whatever steps', () => {
  const held = (entry: string, ...rows: readonly Row[]) => {
    const settings = parseSettings(`gate: { neverBecome: [{ ${entry} }] }`, 'podtrust.yaml');
    const head = inventory(...rows);
    const { gate } = gatedReview(head, head, { base: settings, head: [settings], isLocked: () => false });
    return gate!.violations.map(({ what, steps = [] }) => [what, ...steps].join(' | '));
  };
  const rows = [row('deployer', 'other'), row('other', 'orders')];
  expect(held('identities: [orders]', ...rows)).toEqual([
    'Identity other can become orders, which the policy never allows | Identity other may assume orders by aws_iam_role_policy.other',
    'Identity deployer can become orders, which the policy never allows | Identity deployer may assume other by aws_iam_role_policy.deployer | Identity other may assume orders by aws_iam_role_policy.other',
    'ServiceAccount ci/deployer of eks can become orders, which the policy never allows | ServiceAccount ci/deployer may get deployer by IRSA | Identity deployer may assume other by aws_iam_role_policy.deployer | Identity other may assume orders by aws_iam_role_policy.other',
  ]);
  expect(held('identities: [orders], who: [Identity admin]', ...rows)).toEqual([]);
  expect(held('identities: [orders]')).toEqual([]);
});
