import { gatedReview, review, reviewHtml } from '../../lib/review';
import type { Review } from '../../lib/review';
import type { Inventory } from '../../lib/proof';
import { parseSettings } from '../../lib/proof/settings/parse-settings';
import type { MapData } from '../../lib/report/map/map-data';
import { everyChange } from './every-change';
import { ORDERS, READ_ORDERS, inventoryOf, policy } from './review-program';
import type { Version } from './review-program';

function dataOf(one: Review, head: Inventory): MapData {
  const html = reviewHtml(one, head);
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)![1]!) as MapData;
}

function pageOf(head: Partial<Version>, base: Partial<Version> = {}): MapData {
  const [before, after] = [inventoryOf({ ...ORDERS, ...base }), inventoryOf({ ...ORDERS, ...head })];
  return dataOf(review(before, after), after);
}

const WILD = {
  terraform: ORDERS.terraform.replace('shop:orders"', 'shop:*"').replace('StringEquals', 'StringLike'),
};
const MORE = {
  terraform:
    ORDERS.terraform +
    policy('more', [{ ...READ_ORDERS, Action: 's3:DeleteObject' }]).replaceAll(
      'aws_iam_role.more',
      'aws_iam_role.orders',
    ),
};

describe('the page of a review', () => {
  test('marks who gets in now, with an example, and has the verdict for its title', () => {
    const { change, access, accounts } = pageOf(WILD);
    expect(change).toMatchObject({
      verdict: 'Access widens',
      counts: ['1 widened', '0 unchanged'],
      entries: [
        { change: 'widened', example: expect.stringMatching(/^a token of system:serviceaccount:shop:/) as string },
      ],
    });
    const marked = access.filter((one) => one.change !== undefined);
    expect(marked.map((one) => [accounts[one.account]!.name, one.change])).toEqual([['*', 'widened']]);
  });

  test('marks an identity that may do more and the permission that gives it, and no other one', () => {
    const { access, identities, permissions, may, change } = pageOf(MORE);
    const place = change!.entries.findIndex((one) => one.change === 'widened');
    expect(identities.map((one) => [one.name, one.change])).toEqual([['orders', 'widened']]);
    expect(access.map((one) => [one.change, one.changes])).toEqual([[undefined, [place]]]);
    const marked = may.filter((one) => one.change !== undefined);
    expect(marked.length).toBeGreaterThan(0);
    expect(marked.map((one) => permissions[one.permission]!.name)).toEqual(marked.map(() => 's3: DeleteObject'));
    expect(may.length).toBeGreaterThan(marked.length);
  });

  test('marks an account that somebody can become now, and not what it gets', () => {
    const metadata = { name: 'tokens', namespace: 'shop' };
    const objects = [
      {
        ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata },
        rules: [{ apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] }],
      },
      {
        ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'team' }],
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'tokens' },
      },
    ];
    const { accounts, access, change } = pageOf({
      objects: ORDERS.objects + objects.map((one) => `---\n${JSON.stringify(one)}\n`).join(''),
    });
    expect(change!.entries).toMatchObject([
      { change: 'widened', what: expect.stringContaining('Group team of eks may now make tokens') as string },
    ]);
    expect(accounts.map((one) => [one.name, one.change])).toEqual([['orders', 'widened']]);
    expect(access.map((one) => [one.change, one.changes])).toEqual([[undefined, [0]]]);
  });

  test('marks an identity that somebody can become without a pod', () => {
    const head = inventoryOf(ORDERS);
    const { id } = head.identities[0]!;
    const who = { who: 'arn:aws:iam::111122223333:role/ci', kind: 'principal', by: 'assume' } as const;
    // What is made when it is asked for is asked for.
    const plain = JSON.parse(JSON.stringify(head)) as Inventory;
    const more: Inventory = { ...plain, becomingIdentities: [{ ...who, identities: [id], sources: [id] }] };
    const { change, identities } = dataOf(review({ ...plain, becomingIdentities: [] }, more), more);
    expect(change!.entries).toMatchObject([{ change: 'widened' }]);
    expect(identities.map((one) => [one.name, one.change])).toEqual([['orders', 'widened']]);
  });

  test('lists what the policy does not allow first, with its reason, and marks it', () => {
    const settings = parseSettings(
      'gate: { admitOnly: [{ identity: orders, accounts: [shop/orders], reason: the shop alone }] }',
      'podtrust.yaml',
    );
    const [before, after] = [inventoryOf(ORDERS), inventoryOf({ ...ORDERS, ...WILD })];
    const gated = gatedReview(before, after, { base: settings, head: [settings], isLocked: () => false });
    const { change, access } = dataOf(gated, after);
    expect(change!.verdict).toBe('The policy does not allow this (access widens)');
    expect(change!.entries.map((one) => one.change)).toEqual(['violated', 'widened']);
    expect(change!.entries[0]!.lists).toEqual([
      ['policy', ['podtrust.yaml#/gate/admitOnly/0']],
      ['reason', ['the shop alone']],
    ]);
    expect(access.map((one) => [one.change, one.changes])).toEqual([['violated', [0, 1]]]);
  });

  test('has every change, of whatever kind, and tells new findings from those that were there', () => {
    const head = inventoryOf(ORDERS);
    const every = everyChange('shop');
    const { change, findings } = dataOf(every, { ...head, findings: [...every.findings.new, every.findings.gone[0]!] });
    const { violations, undecided } = every.gate!;
    expect(change!.entries).toHaveLength(every.changes.length + violations.length + undecided.length);
    expect(change!.gone).toHaveLength(1);
    expect(findings.map(({ isNew = false }) => isNew)).toEqual([true, true, false]);
  });

  test('lists what the head no longer has, and marks nothing where nothing changes', () => {
    const less = pageOf({}, WILD);
    expect(less.change!.entries).toEqual([expect.objectContaining({ change: 'narrowed' })]);
    const same = pageOf({});
    expect([same.change!.verdict, same.change!.entries]).toEqual(['Access does not change', []]);
    expect(same.access.filter(({ change }) => change !== undefined)).toEqual([]);
  });
});
