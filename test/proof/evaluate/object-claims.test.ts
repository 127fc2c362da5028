import { accessRows, aks, federated, proved, rulesOf, undecidedOf } from '../kubernetes-program';

const CLIENT = '33333333-3333-4333-8333-333333333333';
const LABELLED = '{ app: x, azure.workload.identity/use: "true" }';

const account = (namespace: string, name: string, clientId?: string): string => `---
apiVersion: v1
kind: ServiceAccount
metadata: { namespace: ${namespace}, name: ${name}${clientId ? `, annotations: { azure.workload.identity/client-id: ${clientId} }` : ''} }
`;

const deployment = (namespace: string, name: string, labels = LABELLED, spec = ''): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { namespace: ${namespace}, name: ${name} }
spec:
  template:
    metadata: { labels: ${labels} }
    spec:
      serviceAccountName: ${name}
      ${spec || `containers: [{ name: app, image: "app:1" }]`}
`;

const clusterIssuer = (identity: string): string => `---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec: { acme: { solvers: [{ dns01: { azureDNS: { managedIdentity: ${identity} } } }] } }
`;

describe('cert-manager passes the identity of its issuer itself', () => {
  const terraform = aks() + federated('dns', 'cert-manager/cert-manager');
  const controller = account('cert-manager', 'cert-manager') + deployment('cert-manager', 'cert-manager');

  test('so its account needs no annotation', () => {
    const inventory = proved(terraform, controller + clusterIssuer(`{ clientID: ${CLIENT} }`));
    expect(accessRows(inventory)).toEqual([
      'cert-manager/cert-manager -> azurerm_user_assigned_identity.dns entra-workload-identity claimed',
    ]);
    expect(rulesOf(inventory)).toEqual([]);
    expect(inventory.undecided).toEqual([]);
  });

  test('but its pods need the label', () => {
    const unlabelled =
      account('cert-manager', 'cert-manager') + deployment('cert-manager', 'cert-manager', '{ app: x }');
    const inventory = proved(terraform, unlabelled + clusterIssuer(`{ clientID: ${CLIENT} }`));
    expect(rulesOf(inventory)).toEqual(['error workload-identity-label-missing']);
  });

  test('and without an issuer in the input it is not known whether one names the identity', () => {
    const inventory = proved(terraform, controller);
    expect(rulesOf(inventory)).not.toContain('error annotation-missing');
    expect(undecidedOf(inventory)).toContainEqual(expect.stringContaining('an object of cert-manager'));
  });

  test('a resource id names the identity as well', () => {
    const state = `${terraform}
resource "azurerm_user_assigned_identity" "other" {
  name                = "id-other"
  resource_group_name = "rg"
  location            = "westeurope"
}`;
    const id = (name: string): string =>
      `/subscriptions/44444444-4444-4444-8444-444444444444/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    const of = (name: string): string[] =>
      rulesOf(proved(state, controller + clusterIssuer(`{ resourceID: ${id(name)} }`)));
    expect(of('id-dns')).toEqual([]);
    expect(of('id-other')).toContain('error named-identity-not-admitted');
  });
});

describe('KEDA’s operator exchanges its own token', () => {
  const terraform = aks() + federated('worker', 'jobs/worker') + federated('keda', 'keda/keda-operator');
  const objects =
    account('keda', 'keda-operator', '11111111-1111-4111-8111-111111111111') +
    deployment('keda', 'keda-operator') +
    account('jobs', 'worker', CLIENT) +
    deployment('jobs', 'worker');
  const trigger = (identity: string): string => `---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: { name: queue, namespace: jobs }
spec: { podIdentity: { provider: azure-workload, identityId: ${identity} } }
`;

  test('so an identity that trusts only the workload refuses it', () => {
    const { findings } = proved(terraform, objects + trigger(CLIENT));
    expect(findings.filter(({ rule }) => rule === 'named-identity-not-admitted')).toEqual([
      expect.objectContaining({
        level: 'warning',
        subject: 'TriggerAuthentication/jobs/queue',
        message: expect.stringMatching(/assumed to be azurerm_user_assigned_identity\.worker.*keda-operator/),
      }),
    ]);
  });

  test('and one that trusts the operator admits it', () => {
    expect(rulesOf(proved(terraform, objects + trigger('11111111-1111-4111-8111-111111111111')))).not.toContain(
      'warning named-identity-not-admitted',
    );
  });
});

describe('a client id that KEDA’s operator asks for, beside another one that it is annotated with', () => {
  const objects =
    account('keda', 'keda-operator', '11111111-1111-4111-8111-111111111111') + deployment('keda', 'keda-operator');
  const trigger = (identity: string): string => `---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: { name: queue, namespace: jobs }
spec: { podIdentity: { provider: azure-workload, identityId: ${identity} } }
`;
  const said = (identity: string): readonly string[] =>
    undecidedOf(proved(aks() + federated('keda', 'keda/keda-operator'), objects + trigger(identity)));

  test('is of another identity, which is not in the input', () => {
    expect(said(CLIENT)).toEqual([
      expect.stringMatching(
        /TriggerAuthentication\/jobs\/queue.*33333333-.*not in the input: azurerm_user_assigned_identity\.keda, which it may be, is assumed to be 11111111-/,
      ),
    ]);
  });

  test('is the same identity where it is the same text', () => {
    expect(said('11111111-1111-4111-8111-111111111111')).toEqual([]);
  });
});

describe('External Secrets with WorkloadIdentity', () => {
  const terraform = aks() + federated('dns', 'dns/dns') + federated('vault', 'external-secrets/external-secrets');
  const objects =
    account('external-secrets', 'external-secrets', '11111111-1111-4111-8111-111111111111') +
    deployment('external-secrets', 'external-secrets');
  const store = (azurekv: string): string => `---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: vault }
spec: { provider: { azurekv: { vaultUrl: 'https://v.vault.azure.net', authType: WorkloadIdentity${azurekv} } } }
`;

  test('does not ask for identityId: the controller is whom its own account is annotated as', () => {
    const without = proved(terraform, objects + store(''));
    const { findings, access, undecided } = proved(terraform, objects + store(`, identityId: ${CLIENT}`));
    expect({ findings, access, undecided }).toEqual({
      findings: without.findings,
      access: without.access,
      undecided: without.undecided,
    });
  });
});

describe('a Secrets Store volume', () => {
  const terraform = aks() + federated('app', 'shop/app');
  const volume = `containers: [{ name: app, image: "app:1" }]
      volumes: [{ name: kv, csi: { driver: secrets-store.csi.k8s.io, volumeAttributes: { secretProviderClass: kv } } }]`;
  const pods = deployment('shop', 'app', '{ app: x }', volume);
  const secretProviderClass = (parameters: string): string => `---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: { name: kv, namespace: shop }
spec: { provider: azure, parameters: { ${parameters} } }
`;

  test.each([
    ['with an annotation', CLIENT],
    ['without one', undefined],
  ])('needs no label on the pod, %s on the account', (_, clientId) => {
    const objects = account('shop', 'app', clientId) + pods + secretProviderClass(`clientID: ${CLIENT}`);
    const inventory = proved(terraform, objects);
    expect(rulesOf(inventory).filter((one) => !one.startsWith('note'))).toEqual([]);
    expect(accessRows(inventory)).toEqual([
      'shop/app -> azurerm_user_assigned_identity.app entra-workload-identity claimed',
    ]);
  });

  test('leaves it undecided where its class is not in the input', () => {
    const inventory = proved(terraform, account('shop', 'app', CLIENT) + pods);
    expect(rulesOf(inventory).filter((one) => !one.startsWith('note'))).toEqual([]);
    expect(undecidedOf(inventory)).toContainEqual(expect.stringContaining('SecretProviderClass shop/kv'));
  });

  test('by the identity of the node asks for nothing: the label is missing', () => {
    const objects = account('shop', 'app', CLIENT) + pods + secretProviderClass('useVMManagedIdentity: "true"');
    expect(rulesOf(proved(terraform, objects))).toContain('error workload-identity-label-missing');
  });

  test('by the identity of the node is none that the pods’ account may ask by', () => {
    const objects = account('shop', 'app') + pods + secretProviderClass('useVMManagedIdentity: "true"');
    const inventory = proved(terraform, objects);
    expect(rulesOf(inventory)).toContain('warning annotation-missing');
    expect(inventory.undecided).toEqual([]);
  });
});

describe('a client id that no annotation tells', () => {
  const terraform = aks() + federated('app', 'shop/app');
  const withContainer = (container: string): string =>
    account('shop', 'app') +
    deployment('shop', 'app', LABELLED, `containers: [{ name: app, image: "app:1", ${container} }]`);

  test('comes from a ConfigMap in the input', () => {
    const configMap = `---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { client: ${CLIENT} }
`;
    const container =
      'env: [{ name: AZURE_CLIENT_ID, valueFrom: { configMapKeyRef: { name: settings, key: client } } }]';
    const inventory = proved(terraform, withContainer(container) + configMap);
    expect(rulesOf(inventory)).toEqual(['note claim-assumed']);
    expect(accessRows(inventory)[0]).toContain('claimed');
  });

  test.each([
    ['a Secret', 'env: [{ name: AZURE_CLIENT_ID, valueFrom: { secretKeyRef: { name: settings, key: client } } }]'],
    ['all of a ConfigMap that is not in the input', 'envFrom: [{ configMapRef: { name: settings } }]'],
    ['an argument', `args: ["--client-id=${CLIENT}"]`],
  ])('may come from %s', (_, container) => {
    const inventory = proved(terraform, withContainer(container));
    expect(rulesOf(inventory)).toEqual([]);
    expect(undecidedOf(inventory)).toContainEqual(expect.stringContaining('ServiceAccount/shop/app: '));
  });

  test('is missing where the pod has no such place', () => {
    expect(rulesOf(proved(terraform, withContainer('env: [{ name: LEVEL, value: info }]')))).toContain(
      'error annotation-missing',
    );
  });
});
