import * as fc from 'fast-check';
import { Accounts } from '../../../lib/proof/evaluate/accounts';
import type { ServiceAccount } from '../../../lib/proof/model/service-account';
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

  test('GIVEN accounts of another cluster THEN they are not found', () => {
    const index = declared(account('other', 'todo', 'backend'));
    expect(index.admittedBy(pattern('*', '*'))).toEqual([]);
    expect(index.hasCluster('cluster')).toBe(false);
    expect(index.hasNamespace('other', 'todo')).toBe(true);
  });
});
