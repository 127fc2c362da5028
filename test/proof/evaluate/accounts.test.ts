import * as fc from 'fast-check';
import { Accounts } from '../../../lib/proof/evaluate/accounts';
import { isUnknown } from '../../../lib/proof/model/known/known';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import type { Workload } from '../../../lib/proof/model/kubernetes/workload';
import type { ServiceAccount } from '../../../lib/proof/model/kubernetes/service-account';
import { admits } from '../../../lib/proof/mechanisms/admission-index';
import type { TrustAdmission } from '../../../lib/proof/mechanisms/trust';

const NAME = fc.stringMatching(/^[ab][ab-]{0,3}$/);
const GLOB = fc.oneof(NAME, fc.stringMatching(/^[ab*?-]{1,4}$/), fc.constant('*'));

function pattern(namespace: string, serviceAccount: string): TrustAdmission {
  return {
    identity: 'role',
    mechanism: 'irsa',
    cluster: 'cluster',
    namespace,
    serviceAccount,
    pattern: true,
    except: [],
    audiences: undefined,
    source: 'role',
    at: { file: 'main.tf', pointer: '' },
  };
}

function account(cluster: string, namespace: string, name: string): ServiceAccount {
  return { clusters: [cluster], namespace, name, annotations: {}, labels: {}, at: { file: 'app.yaml', pointer: '' } };
}

function declared(...serviceAccounts: readonly ServiceAccount[]): Accounts {
  return new Accounts({ serviceAccounts, workloads: [], associations: [] });
}

describe('the accounts that a pattern lets in', () => {
  test('GIVEN any accounts and any pattern THEN the index finds those that a walk over all of them finds', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(NAME, NAME)), GLOB, GLOB, (accounts, namespaces, names) => {
        const index = declared(...accounts.map(([namespace, name]) => account('cluster', namespace, name)));
        const admission = pattern(namespaces, names);
        const expected = accounts
          .filter(([namespace, name]) => admits(admission, namespace, name) === true)
          .map(([namespace, name]) => `${namespace}/${name}`);
        const found = index.admittedBy(admission).map(({ namespace, name }) => `${namespace}/${name}`);
        expect(found.sort()).toEqual([...new Set(expected)].sort());
      }),
    );
  });

  test('GIVEN accounts in any order THEN those of a namespace whose names begin as the pattern does are found', () => {
    for (const names of [
      ['b', 'ab', 'a', 'c', 'aa-1'],
      ['a', 'aa-1', 'ab', 'b', 'c'],
      ['c', 'b', 'ab', 'aa-1', 'a'],
    ]) {
      const index = declared(...names.map((name) => account('cluster', 'todo', name)));
      const found = (glob: string): string[] => index.admittedBy(pattern('todo', glob)).map(({ name }) => name);
      expect(found('a*').sort()).toEqual(['a', 'aa-1', 'ab']);
      expect(found('a?')).toEqual(['ab']);
      expect(found('c')).toEqual(['c']);
      expect(index.admittedBy(pattern('none', 'a*'))).toEqual([]);
    }
  });

  test('GIVEN accounts of another cluster THEN they are not found', () => {
    const index = declared(account('other', 'todo', 'backend'));
    expect(index.admittedBy(pattern('*', '*'))).toEqual([]);
    expect(index.hasCluster('cluster')).toBe(false);
    expect(index.hasNamespace('other', 'todo')).toBe(true);
  });
});

const workload = (parts: Partial<Workload>): Workload =>
  ({
    clusters: ['main'],
    namespace: 'shop',
    serviceAccount: 'app',
    at: { file: 'app.yaml', pointer: '' },
    ...parts,
  }) as Workload;
const UNKNOWN = symbolOf('var.name');

describe('whether an account is declared', () => {
  test('is known where it is, and where no name is open', () => {
    const index = declared(account('main', 'shop', 'app'));
    expect(index.isDeclared('main', 'shop', 'app')).toBe(true);
    expect(index.isDeclared('main', 'shop', 'web')).toBe(false);
    expect(index.isDeclared('other', 'shop', 'app')).toBe(false);
  });

  test('is not known where one of a name that is not known may be it', () => {
    const index = declared(account('main', 'shop', UNKNOWN));
    expect(isUnknown(index.isDeclared('main', 'shop', 'app'))).toBe(true);
    expect(index.isDeclared('main', 'todo', 'app')).toBe(false);
    expect(index.isDeclared('main', 'shop', UNKNOWN)).toBe(true);
  });

  test('is not known of a name that is not known, which may be any that is', () => {
    const index = declared(account('main', 'shop', 'app'));
    expect(isUnknown(index.isDeclared('main', 'shop', UNKNOWN))).toBe(true);
    expect(index.isDeclared('main', 'todo', UNKNOWN)).toBe(false);
  });

  test('is not told by a workload that names it', () => {
    const index = new Accounts({ serviceAccounts: [], workloads: [workload({})], associations: [] });
    expect(index.isDeclared('main', 'shop', 'app')).toBe(false);
    expect(index.isDeclared('main', 'shop', UNKNOWN)).toBe(false);
    expect(index.hasCluster('main')).toBe(true);
  });
});

describe('the accounts that are there', () => {
  const index = new Accounts({
    serviceAccounts: [account('main', 'shop', 'app'), account('main', 'shop', 'web'), account('main', 'todo', 'app')],
    workloads: [workload({}), workload({}), workload({ serviceAccount: 'job' })],
    associations: [],
  });
  const names = (all: readonly { readonly namespace: string; readonly name: string }[]): string[] =>
    all.map(({ namespace, name }) => `${namespace}/${name}`);

  test('are found by namespace and by name, each once', () => {
    const near = (cluster: string, namespace: string, name: string) =>
      index.declaredNear(cluster, namespace, name).map(names);
    expect(near('main', 'shop', 'app')).toEqual([
      ['shop/app', 'shop/web'],
      ['shop/app', 'todo/app'],
    ]);
    expect(near('main', 'none', 'none')).toEqual([[], []]);
    expect(near('other', 'shop', 'app')).toEqual([[], []]);
    expect([
      index.hasNamespace('main', 'shop'),
      index.hasNamespace('main', 'none'),
      index.hasNamespace('x', 'shop'),
    ]).toEqual([true, false, false]);
  });

  test('are all but those that only an association or a claim names', () => {
    const association = { cluster: 'main', namespace: 'shop', serviceAccount: 'app' } as never;
    const one = new Accounts({
      serviceAccounts: [],
      workloads: [],
      associations: [association, { namespace: 'a' } as never],
    });
    expect(one.of('main', 'shop', 'app').associations).toEqual([association]);
    expect(one.hasCluster('main')).toBe(false);
    expect(one.of('main', 'shop', 'none')).toEqual({
      namespace: 'shop',
      name: 'none',
      declared: [],
      workloads: [],
      associations: [],
      claims: [],
    });
  });
});

describe('the account that a workload runs as', () => {
  const at = (file: string, clusters: readonly string[] = ['main']): ServiceAccount => ({
    ...account('main', 'shop', 'app'),
    clusters,
    at: { file, pointer: '' },
  });
  const runAs = (
    accounts: readonly ServiceAccount[],
    clusters: readonly string[] = ['main'],
  ): readonly ServiceAccount[] => declared(...accounts).runAs(workload({ clusters }));

  test('is the one of its name in its cluster, or none', () => {
    const one = at('other.yaml');
    expect(runAs([one])).toEqual([one]);
    expect(runAs([one], ['elsewhere'])).toEqual([]);
  });

  test('is the one of which the cluster is known, where its own is', () => {
    const [certain, open] = [at('other.yaml'), at('app.yaml', ['main', 'second'])];
    expect(runAs([open, certain])).toEqual([certain]);
  });

  test('is the one of the same file, where the cluster is not known', () => {
    const [near, far] = [at('app.yaml', ['main', 'second']), at('other.yaml', ['main', 'second'])];
    expect(runAs([far, near], ['main', 'second'])).toEqual([near]);
    expect(runAs([far, near])).toEqual([near]);
    expect(runAs([at('app.yaml'), at('other.yaml')], ['main', 'second'])).toEqual([at('app.yaml')]);
  });

  test('is any of them where none is nearer', () => {
    const two = [at('a.yaml', ['main', 'second']), at('b.yaml', ['main', 'second'])];
    expect(runAs(two, ['main', 'second'])).toEqual(two);
  });
});
