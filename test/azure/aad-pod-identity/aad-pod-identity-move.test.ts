import {
  AadPodIdentityMove,
  type AadPodIdentityMoveOptions,
  type AadPodIdentityStep,
  type MovedWorkloadOptions,
  PodManagedIdentity,
} from '../../../lib/azure';
import { type Arguments, GROUP, PLACE, TENANT, errorOf, synthesized } from '../synthesized';

const ACCOUNT = { namespace: 'shop', name: 'reports' };
/** One for each program: a service account of a cluster is bound once. */
const newCluster = () => ({
  name: 'shop',
  issuer: { url: 'https://westeurope.oic.prod-aks.azure.com/tenant/cluster/' },
  id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/shop`,
  workloadIdentityWebhook: true,
});

type Stack = Parameters<Parameters<typeof synthesized>[0]>[0];

const at = (deployed: AadPodIdentityStep, step: AadPodIdentityStep, more: object = {}): AadPodIdentityMove =>
  new AadPodIdentityMove({ mode: 'managed', deployed, step, ...more } as AadPodIdentityMoveOptions);

function identityOf(stack: Stack, name = 'reports'): PodManagedIdentity {
  return new PodManagedIdentity(stack, name, { ...PLACE, name, tenantId: TENANT });
}

/** What a move makes of one workload. */
function moved(move: AadPodIdentityMove, options: Partial<MovedWorkloadOptions> = {}) {
  let pods: ReturnType<AadPodIdentityMove['addWorkload']>;
  const { all } = synthesized((stack) => {
    pods = move.addWorkload({
      cluster: newCluster(),
      identities: [identityOf(stack)],
      serviceAccount: ACCOUNT,
      ...options,
    });
  });
  return { pods: pods!, credentials: all('azurerm_federated_identity_credential') as Arguments[] };
}

const refused = (move: AadPodIdentityMove, options: Partial<MovedWorkloadOptions>) =>
  errorOf((stack) => {
    move.addWorkload({ cluster: newCluster(), identities: [identityOf(stack)], serviceAccount: ACCOUNT, ...options });
  });

const STEPS = ['pod-identity', 'beside', 'credentials', 'switched', 'left'] as const;

describe('the order of the steps', () => {
  test.each(
    STEPS.flatMap((deployed, from) => STEPS.map((step, to) => ({ deployed, step, isNext: Math.abs(from - to) <= 1 }))),
  )('from $deployed to $step: taken is $isNext', ({ deployed, step, isNext }) => {
    const take = () => at(deployed, step);
    if (isNext) expect(take).not.toThrow();
    else expect(take).toThrow(/^move-step-invalid: [^]*deploy that first/);
  });

  test('there is no step of another name', () => {
    expect(() => at('left', 'gone' as never)).toThrow(/move-step-invalid: [^]*there is no step "gone"/);
    expect(() => at('left', 'constructor' as never)).toThrow(/there is no step "constructor"/);
  });

  test('the compiler refuses a step that is no neighbour', () => {
    // @ts-expect-error the credentials come between
    expect(() => new AadPodIdentityMove({ mode: 'addon', deployed: 'beside', step: 'switched' })).toThrow();
  });
});

describe('a workload at each step', () => {
  const label = { aadpodidbinding: 'reports' };

  test.each([
    { step: 'pod-identity', credentials: 0, annotated: false, switched: false, objects: 1 },
    { step: 'beside', credentials: 0, annotated: false, switched: false, objects: 1 },
    { step: 'credentials', credentials: 1, annotated: true, switched: false, objects: 1 },
    { step: 'switched', credentials: 1, annotated: true, switched: true, objects: 1 },
    { step: 'left', credentials: 1, annotated: true, switched: true, objects: 0 },
  ] as const)('$step', ({ step, credentials, annotated, switched, objects }) => {
    const found = moved(at(step, step));
    expect(found.credentials).toHaveLength(credentials);
    expect(found.pods.accountBindings?.length).toBe(annotated ? 1 : undefined);
    expect(found.pods.podIdentities).toHaveLength(objects);
    expect(found.pods.bindings).toEqual([
      switched
        ? expect.objectContaining({
            mechanism: 'entra-workload-identity',
            serviceAccount: ACCOUNT,
            podLabels: { 'azure.workload.identity/use': 'true' },
          })
        : expect.objectContaining({
            mechanism: 'aad-pod-identity',
            serviceAccount: { namespace: 'shop', name: 'default' },
            podLabels: label,
          }),
    ]);
  });

  test('its objects have the names of the cluster where they are given, and names that the API server takes where not', () => {
    const named = moved(at('beside', 'beside')).pods.podIdentities[0]!;
    expect(named).toMatchObject({
      name: 'reports',
      bindingName: 'reports-binding',
      namespace: 'shop',
      selector: 'reports',
    });
    let pods: typeof named | undefined;
    synthesized((stack) => {
      const identity = new PodManagedIdentity(stack, 'id', { ...PLACE, name: 'Id_Reports', tenantId: TENANT });
      const move = at('beside', 'beside');
      pods = move.addWorkload({ cluster: newCluster(), identities: [identity], serviceAccount: ACCOUNT })
        .podIdentities[0];
    });
    expect(pods!.name).toBe('id-reports');
  });

  test('an account that the pods have already is there at all steps, and annotated from the second on', () => {
    const accountBefore = 'reports';
    expect(moved(at('beside', 'beside'), { accountBefore }).pods.accountBindings).toEqual([]);
    expect(moved(at('credentials', 'credentials'), { accountBefore }).pods.accountBindings).toHaveLength(1);
  });

  test('several identities of one selector are several objects, and all trust the account, which names the first', () => {
    let pods: ReturnType<AadPodIdentityMove['addWorkload']>;
    const { all } = synthesized((stack) => {
      const identities = [identityOf(stack), identityOf(stack, 'archive')];
      pods = at('switched', 'switched').addWorkload({ cluster: newCluster(), identities, serviceAccount: ACCOUNT });
    });
    expect(pods!.podIdentities.map(({ name, selector }) => [name, selector])).toEqual([
      ['reports', 'reports'],
      ['archive', 'reports'],
    ]);
    expect(pods!.bindings).toHaveLength(1);
    const subjects = all('azurerm_federated_identity_credential').map(({ subject }) => subject);
    expect(subjects).toEqual(Array(2).fill('system:serviceaccount:shop:reports'));
  });

  test('the proxy sidecar comes with the switch, by its port', () => {
    const options = { proxySidecar: { port: 8081 } };
    expect(moved(at('credentials', 'credentials'), options).pods.bindings[0]!.podAnnotations).toEqual({});
    expect(moved(at('credentials', 'switched'), options).pods.bindings[0]!.podAnnotations).toEqual({
      'azure.workload.identity/inject-proxy-sidecar': 'true',
      'azure.workload.identity/proxy-sidecar-port': '8081',
    });
  });

  test('the add-on makes the objects itself, from the list that the move has', () => {
    const move = at('credentials', 'credentials', { mode: 'addon' });
    expect(moved(move).pods.podIdentities).toEqual([]);
    expect(move.podIdentities).toEqual([expect.objectContaining({ name: 'reports', selector: 'reports' })]);
    const left = at('switched', 'left', { mode: 'addon' });
    moved(left);
    expect([left.podIdentities, left.hasPodIdentity]).toEqual([[], false]);
  });
});

describe('workload by workload', () => {
  const remaining = ['shop/orders'];

  test('those that remain keep their label while the others are switched', () => {
    const move = at('credentials', 'switched', { remaining });
    const ways: string[] = [];
    synthesized((stack) => {
      for (const name of ['reports', 'orders']) {
        const serviceAccount = { namespace: 'shop', name };
        const pods = move.addWorkload({ cluster: newCluster(), identities: [identityOf(stack, name)], serviceAccount });
        ways.push(`${name} ${pods.bindings[0]!.mechanism}`);
      }
    });
    expect(ways).toEqual(['reports entra-workload-identity', 'orders aad-pod-identity']);
  });

  test('at the last step none may remain, and a name that no workload has is refused at synthesis', () => {
    expect(() => at('switched', 'left', { remaining })).toThrow(
      /move-workload-invalid: shop\/orders remain at the step left/,
    );
    expect(() => moved(at('credentials', 'switched', { remaining: ['shop/order'] }))).toThrow(
      /move-workload-invalid: shop\/order remain[^]*shop\/reports/,
    );
  });
});

describe('a workload that is refused', () => {
  test.each<[string, Partial<MovedWorkloadOptions>, RegExp]>([
    ['the default account', { serviceAccount: { namespace: 'shop', name: 'default' } }, /Every pod of the namespace/],
    ['no identity', { identities: [] }, /no identity/],
  ])('%s', (_, options, message) => {
    const error = refused(at('credentials', 'switched'), options);
    expect(error).toMatchObject({ code: 'move-workload-invalid', message: expect.stringMatching(message) });
  });

  test('the same account twice, two objects of one name, and any namespace in managed mode', () => {
    const twice = errorOf((stack) => {
      const move = at('beside', 'beside');
      const one = { cluster: newCluster(), identities: [identityOf(stack)], serviceAccount: ACCOUNT };
      move.addWorkload(one);
      move.addWorkload(one);
    });
    expect(twice).toMatchObject({ code: 'move-workload-invalid', message: expect.stringContaining('added twice') });
    const sameName = errorOf((stack) => {
      const move = at('beside', 'beside');
      const identity = identityOf(stack);
      move.addWorkload({ cluster: newCluster(), identities: [identity], serviceAccount: ACCOUNT });
      move.addWorkload({
        cluster: newCluster(),
        identities: [identity],
        serviceAccount: { ...ACCOUNT, name: 'other' },
      });
    });
    expect(sameName).toMatchObject({ code: 'move-workload-invalid', message: expect.stringContaining('shop/reports') });
    const open = errorOf((stack) => {
      const identities = [{ identity: identityOf(stack), anyNamespace: true }];
      at('beside', 'beside').addWorkload({ cluster: newCluster(), identities, serviceAccount: ACCOUNT });
    });
    expect(open).toMatchObject({ code: 'move-workload-invalid', message: expect.stringContaining('any namespace') });
  });

  test('names that the API server does not take', () => {
    expect(refused(at('beside', 'beside'), { selector: 'a b' })).toMatchObject({ code: 'name-invalid' });
    const error = errorOf((stack) => {
      const identities = [{ identity: identityOf(stack), name: 'Reports' }];
      at('beside', 'beside').addWorkload({ cluster: newCluster(), identities, serviceAccount: ACCOUNT });
    });
    expect(error.code).toBe('name-invalid');
  });
});

test('what no running pod may have any more is told for the steps that take something away', () => {
  expect(at('switched', 'left').takenAway).toBe('aad-pod-identity');
  expect(at('credentials', 'beside').takenAway).toBe('entra-workload-identity');
  expect(at('pod-identity', 'beside').takenAway).toBeUndefined();
  expect(at('switched', 'credentials').takenAway).toBeUndefined();
});

test.each([
  ['credentials take a while to hold', at('beside', 'credentials'), /some minutes/],
  ['the issuer stays on', at('beside', 'pod-identity'), /does not switch an OIDC issuer off/],
  ['identities stay on scale sets in managed mode', at('switched', 'left'), /az vmss identity remove/],
  ['MIC must be done in standard mode', at('switched', 'left', { mode: 'standard' }), /AzureAssignedIdentity/],
])('the step leaves to people that %s', (_, move, words) => {
  expect(move.deploymentNeeds).toEqual([expect.stringMatching(words)]);
});
