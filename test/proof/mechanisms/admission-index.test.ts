import { AdmissionIndex, admits } from '../../../lib/proof/mechanisms/admission-index';
import type { TrustAdmission } from '../../../lib/proof/mechanisms/trust';
import { isUnknown } from '../../../lib/proof/model/known/known';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { admission } from './admission';

const ROLE = 'aws_iam_role.app';
const CLUSTER = 'aws_eks_cluster.main';
const UNKNOWN = symbolOf('var.name');

/** What an index of some admissions finds for shop/app, or for what is said. */
function found(all: readonly TrustAdmission[], namespace = 'shop', name = 'app'): ReturnType<AdmissionIndex['find']> {
  return new AdmissionIndex(all).find(ROLE, 'irsa', CLUSTER, namespace, name);
}

describe('an index of admissions', () => {
  const others: readonly Partial<TrustAdmission>[] = [
    { identity: 'aws_iam_role.other' },
    { mechanism: 'eks-pod-identity' },
    { cluster: 'aws_eks_cluster.other' },
    { namespace: 'other' },
    { serviceAccount: 'other' },
  ];

  test('finds those that name a service account, by its cluster', () => {
    const one = admission();
    const index = new AdmissionIndex([one, ...others.map(admission)]);
    expect(index.naming(CLUSTER, 'shop', 'app')).toEqual([one, admission(others[0]), admission(others[1])]);
    expect(index.naming(CLUSTER, 'shop', 'nobody')).toEqual([]);
  });

  test('finds all of an identity, and every cluster that any is of', () => {
    const index = new AdmissionIndex([admission(), ...others.map(admission)]);
    expect(index.of('aws_iam_role.other')).toEqual([admission(others[0])]);
    expect(index.of('aws_iam_role.nobody')).toEqual([]);
    expect([...index.clusters]).toEqual([CLUSTER, 'aws_eks_cluster.other']);
    expect(index.clusters).toBe(index.clusters);
  });

  test.each([
    ['names', admission()],
    ['pattern', admission({ namespace: 's*', serviceAccount: '?pp', pattern: true })],
  ])('lets a service account in by its %s, of its identity, mechanism and cluster alone', (_, one) => {
    expect(found([one])).toEqual({ certain: [one], possible: [] });
    const { namespace, serviceAccount, pattern } = one;
    for (const other of others) {
      expect(found([admission({ namespace, serviceAccount, pattern, ...other })])).toEqual({
        certain: [],
        possible: [],
      });
    }
  });

  test('may let it in where a name that is not known may be its own', () => {
    const open = admission({ serviceAccount: UNKNOWN });
    expect(found([open])).toEqual({ certain: [], possible: [open] });
    expect(found([admission({ namespace: 'other', serviceAccount: UNKNOWN })])).toEqual({ certain: [], possible: [] });
  });

  test('may let it in where the admission itself is not certain', () => {
    const open = admission({ uncertain: 'its audience is not known' });
    expect(found([open])).toEqual({ certain: [], possible: [open] });
  });

  test('may let in an account whose own name is not known, by the same identity, mechanism and cluster', () => {
    const one = admission();
    expect(found([one, ...others.slice(0, 4).map(admission)], 'shop', UNKNOWN)).toEqual({
      certain: [],
      possible: [one],
    });
    const same = admission({ serviceAccount: UNKNOWN });
    expect(found([same], 'shop', UNKNOWN)).toEqual({ certain: [same], possible: [] });
    const everybody = admission({ serviceAccount: '*', pattern: true });
    expect(found([everybody], 'shop', UNKNOWN).certain).toEqual([everybody]);
  });
});

describe('an admission', () => {
  const pattern = admission({
    namespace: '*',
    serviceAccount: 'app*',
    pattern: true,
    except: ['kube-*/*', 'shop/app-?'],
  });

  test('lets in whom its pattern names, without those that a Deny takes out', () => {
    expect(admits(pattern, 'shop', 'app')).toBe(true);
    expect(admits(pattern, 'shop', 'web')).toBe(false);
    expect(admits(pattern, 'kube-system', 'app')).toBe(false);
    expect(admits(pattern, 'shop', 'app-1')).toBe(false);
    expect(admits(pattern, 'todo', 'app-1')).toBe(true);
  });

  test('reads * as a character where it is no pattern', () => {
    expect(admits(admission({ serviceAccount: 'app*' }), 'shop', 'app1')).toBe(false);
  });

  test('may let in whom a Deny may take out', () => {
    expect(isUnknown(admits(pattern, UNKNOWN, 'app'))).toBe(true);
    expect(isUnknown(admits(admission({ pattern: true, except: [`shop/${UNKNOWN}`] }), 'shop', 'app'))).toBe(true);
  });
});
