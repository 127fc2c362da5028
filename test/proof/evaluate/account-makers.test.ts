import { AccountMakers, mayDeclareText } from '../../../lib/proof/evaluate/account-makers';
import { UNNAMED } from '../../../lib/proof/model/kubernetes/account-maker';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import type { AccountMaker } from '../../../lib/proof/model/kubernetes/account-maker';

const maker = (source: string, parts: Partial<AccountMaker> = {}): AccountMaker => ({
  clusters: ['main'],
  namespace: 'shop',
  source,
  kind: 'a Helm release',
  ...parts,
});
const found = (makers: readonly AccountMaker[], namespace = 'shop', name?: string): string | undefined =>
  new AccountMakers(makers).find('main', namespace, name)?.source;

describe('what may make a service account', () => {
  test('is what works in its namespace and its cluster', () => {
    const makers = [maker('todo', { namespace: 'todo' }), maker('other', { clusters: ['other'] }), maker('chart')];
    expect(found(makers, 'shop', 'app')).toBe('chart');
    expect(found(makers, 'shop')).toBe('chart');
    expect(found(makers, 'kube-system', 'app')).toBeUndefined();
    expect(found([])).toBeUndefined();
  });

  test('is what works anywhere, after what works in its namespace', () => {
    const anywhere = maker('anywhere', { namespace: undefined });
    expect(found([anywhere], 'shop', 'app')).toBe('anywhere');
    expect(found([anywhere, maker('chart')], 'shop', 'app')).toBe('chart');
  });

  test('is first what is documented to make it, which makes no other', () => {
    const addon = maker('add-on', { accounts: ['app', 'web'] });
    expect(found([maker('chart'), addon], 'shop', 'app')).toBe('add-on');
    expect(found([maker('chart'), addon], 'shop', 'api')).toBe('chart');
    expect(found([addon], 'shop', 'api')).toBeUndefined();
    expect(found([addon], 'shop')).toBeUndefined();
  });

  test('is not what makes one other name alone', () => {
    const one = maker('one', { only: 'app' });
    expect(found([one], 'shop', 'app')).toBe('one');
    expect(found([one], 'shop', 'web')).toBeUndefined();
    expect(found([one], 'shop')).toBe('one');
  });

  test('is what works in some namespace that a pattern matches, and makes some name that it matches', () => {
    const makers = [maker('one', { only: 'app' }), maker('todo', { namespace: 'todo', startsWith: 'web-' })];
    const matching = (namespace: string, name: string, all: readonly AccountMaker[] = makers): string | undefined =>
      new AccountMakers(all).findMatching('main', namespace, name)?.source;
    expect(matching('sh*', 'a*')).toBe('one');
    expect(matching('*', 'w*')).toBe('todo');
    expect(matching('*', 'web-?')).toBe('todo');
    expect(matching('t???', 'web-api')).toBe('todo');
    expect(matching('*', '*-web')).toBe('todo');
    expect(matching('*', 'api')).toBeUndefined();
    expect(matching('sh?', 'app')).toBeUndefined();
    expect(matching('shop', 'a*', [maker('add-on', { accounts: ['app'] })])).toBeUndefined();
    const anywhere = maker('anywhere', { namespace: undefined });
    expect(matching('s*', '*', [anywhere])).toBe('anywhere');
    for (const pattern of ['s*', '*']) expect(matching(pattern, '*', [anywhere, maker('chart')])).toBe('chart');
    expect(new AccountMakers(makers).findMatching('other', '*', '*')).toBeUndefined();
  });

  test('has the name that it makes, and none that only looks like a pattern of it', () => {
    expect(found([maker('one', { only: 'app' })], '*', 'app')).toBeUndefined();
  });

  test('is what works in a namespace that is not known whole, wherever it is asked for', () => {
    expect(found([maker('chart', { namespace: symbolOf('var.namespace') })], 'shop', 'app')).toBe('chart');
  });

  test('is certain only where it is documented', () => {
    const makers = new AccountMakers([maker('chart'), maker('add-on', { accounts: ['app'] })]);
    expect(makers.documented('main', 'shop', 'app')?.source).toBe('add-on');
    expect(makers.documented('main', 'shop', 'web')).toBeUndefined();
    expect(makers.documented('main', 'todo', 'app')).toBeUndefined();
  });

  test('is in the clusters that it names', () => {
    const makers = new AccountMakers([maker('chart', { clusters: ['one', 'two'] })]);
    expect(['one', 'two', 'main'].map((cluster) => makers.hasCluster(cluster))).toEqual([true, true, false]);
  });

  test('is said with what it is', () => {
    expect(mayDeclareText(maker('helm_release.x'), 'shop/app')).toBe(
      'a Helm release (helm_release.x) may declare shop/app; what it makes is not read',
    );
    expect(mayDeclareText(maker('account.x', { kind: UNNAMED }), 'shop/app')).toBe(
      'account.x, of which not all is known, may be shop/app',
    );
  });
});
