import { reviewHtml } from '../../lib/review';
import { review } from '../../lib/review';
import type { MapData } from '../../lib/report/map/map-data';
import { ORDERS, READ_ORDERS, inventoryOf, policy } from './review-program';
import type { Version } from './review-program';

function pageOf(head: Partial<Version>, base: Partial<Version> = {}): MapData {
  const [before, after] = [inventoryOf({ ...ORDERS, ...base }), inventoryOf({ ...ORDERS, ...head })];
  const html = reviewHtml(review(before, after), after);
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)![1]!) as MapData;
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
      entries: [{ change: 'widened', example: expect.stringMatching(/^system:serviceaccount:shop:/) as string }],
    });
    const marked = access.filter((one) => one.change !== undefined);
    expect(marked.map((one) => [accounts[one.account]!.name, one.change])).toEqual([['*', 'widened']]);
  });

  test('marks all who get an identity that may do more', () => {
    const { access, accounts, change } = pageOf(MORE);
    expect(change!.entries.map((one) => one.change)).toContain('widened');
    expect(access.map((one) => [accounts[one.account]!.name, one.change])).toEqual([['orders', 'widened']]);
  });

  test('lists what the head no longer has, and marks nothing where nothing changes', () => {
    const less = pageOf({}, WILD);
    expect(less.change!.entries).toEqual([expect.objectContaining({ change: 'narrowed' })]);
    const same = pageOf({});
    expect([same.change!.verdict, same.change!.entries]).toEqual(['Access does not change', []]);
    expect(same.access.filter(({ change }) => change !== undefined)).toEqual([]);
  });
});
