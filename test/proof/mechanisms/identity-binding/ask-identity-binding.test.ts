import { askIdentityBindings } from '../../../../lib/proof/mechanisms/identity-binding/ask-identity-binding';
import type { Outcome } from '../../../../lib/proof/mechanisms/outcome';
import type { TrustAdmission } from '../../../../lib/proof/mechanisms/trust';
import type { Cluster } from '../../../../lib/proof/model/cluster/cluster';
import type { IdentityBinding } from '../../../../lib/proof/model/kubernetes/identity-binding';
import type { Model } from '../../../../lib/proof/model/model';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { admission } from '../admission';

const place = { file: 'main.tf', pointer: '' };
const binding = (parts: Partial<IdentityBinding> = {}): IdentityBinding => ({
  id: 'binding',
  cluster: 'aks',
  clusterText: 'aks',
  identity: 'id-app',
  identityText: 'id-app',
  possibleClusters: [],
  possibleIdentities: [],
  allowedNamespaces: [],
  allowsByLabels: false,
  at: place,
  ...parts,
});
const grant = (parts: Partial<TrustAdmission> = {}): TrustAdmission =>
  admission({
    identity: 'id-app',
    mechanism: 'entra-workload-identity',
    cluster: 'aks',
    identityBinding: 'binding',
    source: 'ClusterRoleBinding/app',
    ...parts,
  });

interface Asked {
  readonly bindings?: readonly IdentityBinding[];
  readonly grants?: readonly TrustAdmission[];
  readonly doubtful?: readonly TrustAdmission[];
  readonly unknown?: string;
  readonly uncounted?: readonly string[];
  readonly cluster?: Partial<Cluster>;
}

/** Whether shop/app of the cluster may use the identity. */
function asked({
  bindings = [binding()],
  grants = [],
  doubtful = [],
  unknown,
  uncounted = [],
  cluster,
}: Asked): readonly Outcome[] {
  const model = {
    identityBindings: bindings,
    uncounted: new Map(uncounted.map((id) => [id, `${id} need not be made`])),
  };
  return askIdentityBindings(
    { id: 'id-app', cloud: 'azure', kind: 'managed-identity', name: 'app', claimName: '', trustAt: place, at: place },
    { id: 'aks', cloud: 'azure', issuer: 'https://a.example', issuerText: '', at: place, ...cluster },
    { namespace: 'shop', name: 'app' },
    model as unknown as Model,
    {
      admissions: grants,
      unknown: new Map(),
      open: new Map(unknown === undefined ? [] : bindings.map((one) => [one, unknown])),
      doubtful,
      unknownTrusts: [],
      unbound: [],
    },
  );
}
const NO =
  'binding binds the cluster to id-app, but no ClusterRoleBinding lets shop/app use-managed-identity of its client id';

describe('a pod may use an identity that is bound to its cluster', () => {
  test('where RBAC lets its service account, and what lets it is named', () => {
    expect(asked({ grants: [grant()] })).toEqual([
      { admitted: true, because: ['binding binds the cluster to id-app, and ClusterRoleBinding/app lets it use it'] },
    ]);
    const maybe = grant({ serviceAccount: symbolOf('var.x') });
    expect(asked({ grants: [maybe, grant({ uncertain: 'the role' }), grant()] })[0]?.admitted).toBe(true);
  });

  test('where the binding lets its whole namespace', () => {
    const whole = grant({ source: 'binding', serviceAccount: '*', pattern: true });
    expect(asked({ grants: [whole] })).toEqual([
      {
        admitted: true,
        because: ['binding binds the cluster to id-app, and its allowedSubjects let the namespace use it'],
      },
    ]);
  });

  test('by a binding whose cluster is not known as well', () => {
    expect(
      asked({
        bindings: [binding({ cluster: undefined, possibleClusters: ['aks'] })],
        unknown: 'its cluster is not in the input',
      }),
    ).toEqual([{ admitted: undefined, because: ['binding may let it in: its cluster is not in the input'] }]);
  });
});

describe('it has nothing to do with', () => {
  test('bindings of other identities or other clusters', () => {
    expect(asked({ bindings: [] })).toEqual([]);
    expect(asked({ bindings: [binding({ cluster: undefined })], unknown: 'its cluster is not in the input' })).toEqual(
      [],
    );
    expect(asked({ bindings: [binding({ identity: 'id-other' })], grants: [grant()] })).toEqual([]);
    expect(asked({ bindings: [binding({ cluster: 'other' })], grants: [grant()] })).toEqual([]);
    const open = { identity: undefined, possibleIdentities: ['id-app'] };
    expect(asked({ bindings: [binding({ ...open, cluster: 'other' })], unknown: 'which' })).toEqual([]);
    expect(
      asked({ bindings: [binding({ identity: undefined, possibleIdentities: ['id-x'] })], unknown: 'which' }),
    ).toEqual([]);
  });

  test('what other bindings, clusters or accounts are let', () => {
    for (const other of [
      grant({ identityBinding: 'other' }),
      grant({ cluster: 'other' }),
      grant({ serviceAccount: 'web' }),
    ]) {
      expect(asked({ grants: [other] })).toEqual([{ admitted: false, assumes: ['nothing-elsewhere'], because: [NO] }]);
    }
  });
});

describe('whether it may is not known, with the reason', () => {
  const may = (why: string): readonly Outcome[] => [
    { admitted: undefined, because: [`binding may let it in: ${why}`] },
  ];

  test('where the binding cannot be told of wholly', () => {
    expect(asked({ unknown: 'no ClusterRoleBinding was read' })).toEqual(may('no ClusterRoleBinding was read'));
  });

  test('where a ClusterRole that was not read may let it, and not where one may let another', () => {
    const doubt = { uncertain: 'the ClusterRole is not in the input' };
    expect(asked({ doubtful: [grant(doubt)] })).toEqual(may('the ClusterRole is not in the input'));
    expect(asked({ doubtful: [grant(doubt)], grants: [grant()] })[0]?.admitted).toBe(true);
    expect(asked({ doubtful: [grant({ ...doubt, serviceAccount: 'web' })] })[0]?.admitted).toBe(false);
  });

  test('where the grant is not certain, or is for a name that is not known', () => {
    expect(asked({ grants: [grant({ uncertain: 'the role' })] })).toEqual(may('the role'));
    expect(asked({ grants: [grant({ serviceAccount: symbolOf('var.x') })] })).toEqual(
      may('who is let in is not known before apply'),
    );
  });

  test('where the binding need not be made', () => {
    expect(asked({ grants: [grant()], uncounted: ['binding'] })).toEqual([
      {
        admitted: undefined,
        because: [
          'binding need not be made',
          'binding binds the cluster to id-app, and ClusterRoleBinding/app lets it use it',
        ],
      },
    ]);
  });

  test('where it is not known which identity a binding binds', () => {
    for (const cluster of ['aks', undefined]) {
      const possibleClusters = cluster === undefined ? ['aks'] : [];
      const open = binding({ identity: undefined, possibleIdentities: ['id-app'], cluster, possibleClusters });
      expect(asked({ bindings: [open], unknown: 'which one' })).toEqual(may('which one'));
    }
  });

  test('where others made the cluster, and so perhaps its RBAC', () => {
    expect(asked({ cluster: { existing: true } })).toEqual([
      { admitted: undefined, because: ['aks is made outside of what was read, and so may its RBAC be', NO] },
    ]);
  });
});
