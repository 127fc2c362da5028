import { evaluateAadPodIdentity } from '../../../../lib/proof/mechanisms/aad-pod-identity/aad-pod-identity';
import type {
  AadPodIdentityEvaluation,
  ClusterPodIdentity,
} from '../../../../lib/proof/mechanisms/aad-pod-identity/aad-pod-identity';
import type {
  AadPodIdentityInstallation,
  AzureIdentity,
  AzureIdentityBinding,
  AzurePodIdentityException,
} from '../../../../lib/proof/model/kubernetes/aad-pod-identity';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import type { Workload } from '../../../../lib/proof/model/kubernetes/workload';
import { modelOf } from '../../model/model';
import { workload } from '../../model/workload';

const UNKNOWN = symbolOf('var.x');
const at = { file: 'app.yaml', pointer: '' };
const shop = { clusters: ['main'], namespace: 'shop', at };

function azureIdentity(parts: Partial<AzureIdentity> = {}): AzureIdentity {
  return {
    ...shop,
    name: 'app',
    type: 'user-assigned',
    namespaced: false,
    identity: 'id-app',
    formerFields: [],
    ...parts,
  };
}

function binding(parts: Partial<AzureIdentityBinding> = {}): AzureIdentityBinding {
  return { ...shop, name: 'binding', azureIdentity: 'app', selector: 'todo', formerFields: [], ...parts };
}

function exception(parts: Partial<AzurePodIdentityException> = {}): AzurePodIdentityException {
  return { ...shop, name: 'exception', podLabels: { nmi: 'no' }, ...parts };
}

function installation(parts: Partial<AadPodIdentityInstallation> = {}): AadPodIdentityInstallation {
  return {
    clusters: ['main'],
    addon: false,
    managed: false,
    namespaced: false,
    allowsKubenet: false,
    source: 'nmi',
    at,
    ...parts,
  };
}

/** A pod with a label `aadpodidbinding`, or none. */
function pod(selector?: string, parts: Partial<Workload> = {}): Workload {
  return workload({ podLabels: selector === undefined ? {} : { aadpodidbinding: selector }, ...parts });
}

interface Given {
  readonly identities?: readonly AzureIdentity[];
  readonly bindings?: readonly AzureIdentityBinding[];
  readonly exceptions?: readonly AzurePodIdentityException[];
  readonly installations?: readonly AadPodIdentityInstallation[];
  readonly workloads?: readonly Workload[];
}

function evaluated(given: Given = {}): AadPodIdentityEvaluation {
  const { identities = [azureIdentity()], bindings = [binding()], exceptions = [], installations = [] } = given;
  const aadPodIdentity = { identities, bindings, exceptions, installations, unplaced: [], netRawRefusals: [] };
  return evaluateAadPodIdentity(modelOf({ aadPodIdentity, workloads: given.workloads ?? [] }));
}

/** How a pod of shop/app with that label fares. */
const outcomeOf = (label: string, given: Given = {}, parts: Partial<Workload> = {}): string =>
  evaluated({ ...given, workloads: [pod(label, parts)] }).labelled[0]!.outcome;

const told = (given: Given = {}): ClusterPodIdentity => evaluated(given).clusters.get('main')!;

describe('a binding of AAD Pod Identity', () => {
  test('lets the pods in that have its label, whatever account they run as, as far as nothing elsewhere keeps them away', () => {
    const { admissions, workloadsOf, possibleIdentitiesOf } = evaluated({
      workloads: [
        pod('todo', { id: 'Pod/a' }),
        pod('other', { id: 'Pod/b' }),
        pod(undefined, { id: 'Pod/c' }),
        pod('todo', { id: 'Pod/d', clusters: ['other', 'main'], namespace: 'todo' }),
        pod('todo', { id: 'Pod/e', clusters: ['other'] }),
      ],
    });
    expect(admissions).toEqual([
      {
        identity: 'id-app',
        mechanism: 'aad-pod-identity',
        cluster: 'main',
        namespace: '*',
        serviceAccount: '*',
        pattern: true,
        except: [],
        audiences: undefined,
        selector: 'todo',
        source: 'AzureIdentityBinding/shop/binding',
        at,
        assumes: ['nothing-elsewhere'],
      },
    ]);
    expect(workloadsOf.get(admissions[0]!)!.map(({ id }) => id)).toEqual(['Pod/a', 'Pod/d']);
    expect(possibleIdentitiesOf.size).toBe(0);
  });

  test('lets in to one of several identities, where it is not known to which', () => {
    const { admissions, possibleIdentitiesOf } = evaluated({
      identities: [azureIdentity({ possibleIdentities: ['one', 'two'] })],
    });
    expect(possibleIdentitiesOf.get(admissions[0]!)).toEqual(['one', 'two']);
  });

  test('lets nobody in where its AzureIdentity gives no token, or there is none in its namespace', () => {
    const without = evaluated({ identities: [azureIdentity({ type: undefined })] });
    expect([without.admissions, without.withoutIdentity]).toEqual([[], []]);
    const elsewhere = evaluated({ identities: [azureIdentity({ namespace: 'todo' })] });
    expect(elsewhere.admissions).toEqual([]);
    expect(elsewhere.withoutIdentity).toEqual([{ cluster: 'main', binding: binding() }]);
  });

  test('without a selector is passed over, but for managed mode', () => {
    const workloads = [pod(undefined, { id: 'Pod/a' }), pod('', { id: 'Pod/b' })];
    const given: Given = { bindings: [binding({ selector: '' })], workloads };
    expect(evaluated(given).admissions).toEqual([]);
    const managed = evaluated({ ...given, installations: [installation({ managed: true })] });
    expect(managed.workloadsOf.get(managed.admissions[0]!)!.map(({ id }) => id)).toEqual(['Pod/a', 'Pod/b']);
    // A pod without the label asks for nothing.
    expect(managed.labelled).toEqual([]);
  });

  test.each<[string, Given]>([
    ['its AzureIdentity', { identities: [azureIdentity({ namespaced: true })] }],
    ['the installation', { installations: [installation(), installation({ namespaced: true }), installation()] }],
  ])('keeps to its namespace where %s says so', (_, given) => {
    const workloads = [pod('todo', { id: 'Pod/a' }), pod('todo', { id: 'Pod/b', namespace: 'todo' })];
    const { admissions, workloadsOf } = evaluated({ ...given, workloads });
    expect(admissions).toMatchObject([{ namespace: 'shop', uncertain: undefined }]);
    expect(workloadsOf.get(admissions[0]!)!.map(({ id }) => id)).toEqual(['Pod/a']);
  });

  test('may keep to its namespace, where its AzureIdentity does not say yet', () => {
    const identities = [azureIdentity({ mayBeNamespaced: true })];
    expect(evaluated({ identities }).admissions).toMatchObject([
      { namespace: '*', uncertain: 'whether its AzureIdentity is for pods of its own namespace only is not known' },
    ]);
    const namespaced = { identities, installations: [installation({ namespaced: true })] };
    expect(evaluated(namespaced).admissions).toMatchObject([{ namespace: 'shop', uncertain: undefined }]);
    expect(
      evaluated({ identities: [azureIdentity({ mayBeNamespaced: true, namespaced: true })] }).admissions,
    ).toMatchObject([{ namespace: 'shop', uncertain: undefined }]);
  });

  test.each<[string, Partial<AzurePodIdentityException>]>([
    ['label', { podLabels: { nmi: UNKNOWN } }],
    ['namespace', { namespace: UNKNOWN }],
  ])('may not let its pods in where the %s of an exception is not known', (_, parts) => {
    for (const exceptions of [
      [exception(parts), exception({ name: 'second' })],
      [exception(), exception({ ...parts, name: 'second' })],
    ]) {
      expect(evaluated({ exceptions }).admissions).toMatchObject([
        { uncertain: 'which pods an AzurePodIdentityException takes out is not known' },
      ]);
    }
  });
});

describe('a pod with the label of AAD Pod Identity', () => {
  const typeless = [azureIdentity({ type: undefined })];
  const namespaced = [installation({ namespaced: true })];
  const elsewhere: Partial<Workload> = { namespace: 'todo' };

  test.each<[string, string, string, Given, Partial<Workload>]>([
    ['gets an identity', 'admitted', 'todo', {}, {}],
    [
      'gets one though another binding has none',
      'admitted',
      'todo',
      { bindings: [binding({ azureIdentity: 'none' }), binding()] },
      {},
    ],
    ['gets none that gives tokens', 'no-identity', 'todo', { identities: typeless }, {}],
    ['gets none where there is no AzureIdentity', 'no-identity', 'todo', { identities: [] }, {}],
    [
      'gets perhaps one whose name is not known',
      'unknown',
      'todo',
      { identities: [azureIdentity({ name: UNKNOWN }), azureIdentity({ name: 'second' })] },
      {},
    ],
    ['gets perhaps one by a label that is not known', 'unknown', UNKNOWN, {}, {}],
    [
      'gets perhaps one by a selector that is not known',
      'unknown',
      'other',
      { bindings: [binding({ selector: UNKNOWN }), binding()] },
      {},
    ],
    ['is bound by nothing', 'unbound', 'other', {}, {}],
    ['is bound in the wrong case', 'unbound', 'Todo', {}, {}],
    ['is bound by nothing, in a namespace that is not known', 'unbound', 'other', {}, { namespace: UNKNOWN }],
    ['is bound in another namespace', 'other-namespace', 'todo', { installations: namespaced }, elsewhere],
    [
      'is bound in another namespace, by a binding with an identity and one without',
      'other-namespace',
      'todo',
      { installations: namespaced, bindings: [binding(), binding({ azureIdentity: 'none' })] },
      elsewhere,
    ],
    [
      'is bound in another namespace, to nothing',
      'no-identity',
      'todo',
      { installations: namespaced, identities: [] },
      elsewhere,
    ],
    [
      'is bound in another namespace, to what gives no token',
      'no-identity',
      'todo',
      { installations: namespaced, identities: typeless },
      elsewhere,
    ],
    [
      'is perhaps bound in its own namespace, as that of the binding is not known',
      'unknown',
      'todo',
      { installations: namespaced, bindings: [binding({ namespace: UNKNOWN })] },
      elsewhere,
    ],
    [
      'is perhaps bound in its own namespace, which is not known',
      'unknown',
      'todo',
      { installations: namespaced },
      { namespace: UNKNOWN },
    ],
  ])('%s', (_, outcome, label, given, parts) => {
    expect(outcomeOf(label, given, parts)).toBe(outcome);
  });

  test('is told with its cluster and the bindings of the label', () => {
    const one = pod('todo', { clusters: ['other', 'main'] });
    expect(evaluated({ workloads: [one] }).labelled).toEqual([
      { cluster: 'other', workload: one, selector: 'todo', outcome: 'unbound', bindings: [] },
      { cluster: 'main', workload: one, selector: 'todo', outcome: 'admitted', bindings: [binding()] },
    ]);
    expect(evaluated({ workloads: [pod('other')] }).labelled).toMatchObject([{ bindings: [] }]);
  });

  test('may have a label for a selector of its cluster, none of whose was read, where the label is not known', () => {
    expect(outcomeOf(UNKNOWN, {}, { clusters: ['other'] })).toBe('unknown');
  });

  test('has the identities of its bindings, by their ids and client ids', () => {
    const of = (identity: AzureIdentity): readonly string[] => {
      const one = pod('todo');
      return [...evaluated({ identities: [identity], workloads: [one] }).identitiesOf.get(one)!];
    };
    expect(of(azureIdentity({ clientId: 'client' }))).toEqual(['id-app', 'client']);
    expect(of(azureIdentity())).toStrictEqual(['id-app']);
  });
});

describe('the identities that are put on the nodes of a cluster', () => {
  const onNodes = (given: Given): Record<string, readonly string[]> =>
    Object.fromEntries([...evaluated(given).onNodes].map(([cluster, ids]) => [cluster, [...ids]]));
  const principal = azureIdentity({ name: 'principal', type: 'service-principal', identity: 'id-principal' });
  const identities = [azureIdentity(), principal];
  const bindings = [
    binding(),
    binding({ azureIdentity: 'principal', selector: 'principal' }),
    binding({ azureIdentity: 'gone', selector: 'gone' }),
  ];

  test('are the managed identities of declared pods', () => {
    const workloads = [pod('todo'), pod('principal'), pod('gone')];
    expect(onNodes({ identities, bindings, workloads })).toEqual({ main: ['id-app'] });
    expect(onNodes({ identities, bindings, workloads: [pod('principal')] })).toEqual({});
    expect(onNodes({ identities, bindings, installations: [installation()] })).toEqual({});
  });

  test('are all managed identities that the add-on is bound to, whatever pods there are', () => {
    const installations = [installation({ addon: true })];
    expect(onNodes({ identities, bindings, installations })).toEqual({ main: ['id-app'] });
    expect(onNodes({ identities, bindings: bindings.slice(1), installations })).toEqual({});
  });
});

describe('an exception of AAD Pod Identity', () => {
  test('takes pods of its namespace past NMI by any one label, the case of the value ignored', () => {
    const taken = pod('todo', { podLabels: { aadpodidbinding: 'todo', a: 'b', nmi: 'NO' } });
    const { excepted, labelled, admissions, workloadsOf } = evaluated({
      exceptions: [exception()],
      workloads: [
        taken,
        pod('todo', { podLabels: { NMI: 'no' } }),
        pod('todo', { podLabels: { nmi: 'yes' } }),
        pod('todo', { podLabels: { nmi: 'no' }, namespace: 'todo' }),
      ],
    });
    expect(excepted).toEqual([{ cluster: 'main', workload: taken, exception: exception() }]);
    expect(labelled).toEqual([]);
    expect(workloadsOf.get(admissions[0]!)).toEqual([]);
  });

  const labels = { aadpodidbinding: 'todo', nmi: 'NO' };
  test.each<[string, Partial<Workload>]>([
    ['namespace', { namespace: UNKNOWN, podLabels: labels }],
    ['label', { podLabels: { ...labels, nmi: `n${UNKNOWN}` } }],
    ['other labels', { podLabels: { aadpodidbinding: 'todo' }, openLabels: true }],
  ])('may take a pod whose %s not known, so that its binding may not let it in', (_, parts) => {
    const of = (...exceptions: readonly AzurePodIdentityException[]): readonly (string | undefined)[] =>
      evaluated({ exceptions, workloads: [pod('todo', parts)] }).admissions.map(({ uncertain }) => uncertain);
    const perhaps = ['which pods an AzurePodIdentityException takes out is not known'];
    expect(of(exception())).toEqual(perhaps);
    expect(of(exception({ podLabels: { other: 'x' } }), exception())).toEqual(perhaps);
    expect(of(exception(), exception({ podLabels: { other: 'x' } }))).toEqual(perhaps);
    expect(of()).toEqual([undefined]);
  });

  test.each<[string, Partial<Workload>, Partial<AzurePodIdentityException>]>([
    ['of another label', { namespace: UNKNOWN, podLabels: labels }, { podLabels: { other: 'no' } }],
    ['of another value', { podLabels: { nmi: `y${UNKNOWN}` } }, {}],
    ['of another namespace', { podLabels: { nmi: UNKNOWN }, namespace: 'todo' }, {}],
    // It takes it by a label that is known.
    ['for certain', { podLabels: { nmi: 'no', other: UNKNOWN } }, { podLabels: { other: 'x', nmi: 'no' } }],
  ])('leaves nothing open where it takes a pod %s', (_, pods, parts) => {
    const { admissions } = evaluated({ exceptions: [exception(parts)], workloads: [pod('todo', pods)] });
    expect(admissions).toMatchObject([{ uncertain: undefined }]);
  });

  test('leaves nothing open where another takes the pod for certain', () => {
    const exceptions = [exception(), exception({ podLabels: { other: 'x' } })];
    const workloads = [pod('todo', { podLabels: { nmi: 'no', other: UNKNOWN } })];
    expect(evaluated({ exceptions, workloads }).admissions).toMatchObject([{ uncertain: undefined }]);
  });
});

describe('what AAD Pod Identity is told in a cluster', () => {
  test('is nothing where the program has none of it', () => {
    const { clusters } = evaluated({ identities: [], bindings: [], workloads: [pod('todo')] });
    expect(clusters.size).toBe(0);
  });

  test('is how it is installed, by any one installation', () => {
    expect(told()).toMatchObject({ installed: false, managed: false, namespaced: false });
    expect(told({ installations: [installation()] })).toMatchObject({
      installed: true,
      managed: false,
      namespaced: false,
    });
    const two = [installation({ managed: true, namespaced: true }), installation()];
    expect(told({ installations: two })).toMatchObject({ installed: true, managed: true, namespaced: true });
    expect(told({ installations: two.reverse() })).toMatchObject({ managed: true, namespaced: true });
  });

  test('is where the first of it is', () => {
    const first = { file: 'first.yaml', pointer: '/1' };
    expect(told({ installations: [installation({ at: first })] }).firstAt).toEqual(first);
  });

  test('has the AzureIdentities of a name in any namespace', () => {
    const two = [azureIdentity(), azureIdentity({ namespace: 'todo' })];
    expect(told({ identities: two }).identitiesNamed('app')).toEqual(two);
    expect(told().identitiesNamed('other')).toEqual([]);
  });

  test('has what may be meant by a label: equal but for the case, else of the namespace', () => {
    const other = binding({ name: 'other', selector: 'OTHER', namespace: 'todo' });
    const one = told({ bindings: [binding({ selector: 'Todo' }), other] });
    expect(one.nearBindings('tODO', 'none')).toEqual([binding({ selector: 'Todo' })]);
    expect(one.nearBindings('tod', 'todo')).toEqual([other]);
    expect(one.nearBindings('tod', 'none')).toEqual([]);
  });

  test('is empty where nothing of it was read', () => {
    const { identities, bindings, exceptions } = told({
      identities: [],
      bindings: [],
      installations: [installation()],
    });
    expect([identities, bindings, exceptions]).toEqual([[], [], []]);
  });

  test('chooses nobody without a label by an empty selector, but for managed mode', () => {
    const bindings = [binding({ selector: '' })];
    expect(told({ bindings }).bindingsFor(pod())).toEqual([]);
    expect(told({ bindings, installations: [installation({ managed: true })] }).bindingsFor(pod())).toEqual(bindings);
  });

  test('chooses nobody by a selector that no binding has', () => {
    expect(told().bindingsFor({ namespace: 'shop', podLabels: { aadpodidbinding: 'other' } })).toEqual([]);
    expect(
      told({ installations: [installation({ namespaced: true })], identities: [] }).bindingsFor(
        pod('todo', { namespace: 'todo' }),
      ),
    ).toEqual([]);
  });
});
