import type { AadPodIdentityEvaluation } from '../../../../lib/proof/mechanisms/aad-pod-identity/aad-pod-identity';
import { askAadPodIdentity } from '../../../../lib/proof/mechanisms/aad-pod-identity/ask-aad-pod-identity';
import type { Outcome } from '../../../../lib/proof/mechanisms/outcome';
import type { TrustAdmission } from '../../../../lib/proof/mechanisms/trust';
import type { Cluster } from '../../../../lib/proof/model/cluster/cluster';
import type { DeclaredElsewhere } from '../../../../lib/proof/model/declared-elsewhere';
import type { Workload } from '../../../../lib/proof/model/kubernetes/workload';
import { admission } from '../admission';

const place = { file: 'main.tf', pointer: '' };
const binding = (parts: Partial<TrustAdmission> = {}): TrustAdmission =>
  admission({
    identity: 'id-app',
    mechanism: 'aad-pod-identity',
    cluster: 'aks',
    serviceAccount: '*',
    pattern: true,
    selector: 'todo',
    source: 'binding',
    ...parts,
  });
const pod = (id: string, namespace = 'shop', serviceAccount = 'app'): Workload =>
  ({ id, namespace, serviceAccount }) as unknown as Workload;

interface Asked {
  readonly of: TrustAdmission;
  readonly pods?: readonly Workload[];
  /** Identities that the binding may give, where it is not known which. */
  readonly possible?: readonly string[];
  readonly cluster?: Partial<Cluster>;
  readonly elsewhere?: readonly DeclaredElsewhere[];
}

/** Whether shop/app gets the identity by its label. */
function asked({ of, pods = [], possible, cluster, elsewhere = [] }: Asked): readonly Outcome[] {
  const evaluation = {
    admissions: [of],
    workloadsOf: new Map([[of, pods]]),
    possibleIdentitiesOf: new Map(possible ? [[of, possible]] : []),
  } as unknown as AadPodIdentityEvaluation;
  return askAadPodIdentity(
    { id: 'id-app', cloud: 'azure', kind: 'managed-identity', name: 'app', claimName: '', trustAt: place, at: place },
    { id: 'aks', cloud: 'azure', issuer: 'https://a.example', issuerText: '', at: place, ...cluster },
    { namespace: 'shop', name: 'app' },
    { elsewhere },
    evaluation,
  );
}

describe('a pod gets an identity by its label', () => {
  test('where a binding lets its pods in, which are named', () => {
    const pods = [pod('Pod/a'), pod('Pod/todo', 'todo'), pod('Pod/web', 'shop', 'web'), pod('Pod/b')];
    expect(asked({ of: binding(), pods })).toEqual([
      {
        admitted: true,
        assumes: ['nothing-elsewhere'],
        because: ['binding lets Pod/a and Pod/b in by AAD Pod Identity, by the label aadpodidbinding=todo'],
      },
    ]);
  });

  test('never by the binding of another cluster or another identity', () => {
    expect(asked({ of: binding({ cluster: 'other' }), pods: [pod('Pod/a')] })).toEqual([]);
    expect(asked({ of: binding({ identity: 'id-other' }), pods: [pod('Pod/a')] })).toEqual([]);
    expect(asked({ of: binding({ identity: '' }), pods: [pod('Pod/a')], possible: ['id-other'] })).toEqual([]);
  });

  test('perhaps, where it is not certain that the binding lets its pods in', () => {
    const of = binding({ uncertain: 'which pods an exception takes out is not known' });
    const because =
      'binding lets pods in whose label is aadpodidbinding=todo: which pods an exception takes out is not known';
    expect(asked({ of, pods: [pod('Pod/a')] })).toEqual([{ admitted: undefined, because: [because] }]);
    expect(asked({ of })[0]?.admitted).toBe(false);
  });

  test('perhaps, where it is not known which identity the binding gives', () => {
    expect(asked({ of: binding({ identity: '' }), pods: [pod('Pod/a')], possible: ['id-app'] })).toEqual([
      {
        admitted: undefined,
        because: [
          'binding lets pods in whose label is aadpodidbinding=todo, and whether to id-app is not known before apply',
        ],
      },
    ]);
  });

  test('not where no pod of the account has the label, as far as pods were read', () => {
    const because = [
      'binding lets pods in by AAD Pod Identity whose label is aadpodidbinding=todo, and no pod that was read and runs as shop/app is one of them',
    ];
    const question: Asked = { of: binding(), pods: [pod('Pod/todo', 'todo'), pod('Pod/web', 'shop', 'web')] };
    const no = [{ admitted: false, assumes: ['nothing-elsewhere'], because }];
    expect(asked(question)).toEqual(no);
    expect(asked({ ...question, of: binding({ identity: '' }), possible: ['id-app'] })).toEqual(no);
    const open = [{ admitted: undefined, because }];
    expect(asked({ ...question, cluster: { existing: true } })).toEqual(open);
    expect(asked({ ...question, elsewhere: [{ kind: 'namespace', glob: 'shop' }] })).toEqual(open);
    expect(asked({ ...question, elsewhere: [{ kind: 'namespace', glob: 'todo' }] })).toEqual(no);
  });
});
