import fc from 'fast-check';
import { prove } from '../../../../lib/proof';
import type { Inventory } from '../../../../lib/proof';
import { reportTable } from '../../../../lib/report/table';

const CLUSTER = 'azurerm_kubernetes_cluster.shop';
const VAULT = '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/shop';
type Json = Record<string, unknown>;

/** A cluster of azurerm, with what is given. */
function aks(cluster: Json, more: Json = {}): Inventory {
  const resource = { azurerm_kubernetes_cluster: { shop: { name: 'shop', ...cluster } }, ...more };
  return prove([{ file: 'main.tf.json', text: JSON.stringify({ resource }) }]);
}

/** A cluster of azapi, with what is given. */
function aksByApi(properties: Json): Inventory {
  const type = 'Microsoft.ContainerService/managedClusters@2026-04-01';
  const resource = { azapi_resource: { shop: { type, name: 'shop', body: { properties } } } };
  return prove([{ file: 'main.tf.json', text: JSON.stringify({ resource }) }]);
}

/** The add-ons without their cluster and source. */
const addonsOf = ({ addons = [] }: Inventory): unknown[] =>
  addons.map((addon) =>
    Object.fromEntries(Object.entries(addon).filter(([key]) => !['source', 'cluster'].includes(key))),
  );
const nameOf = ({ identities, addons }: Inventory, addon: string): string | undefined => {
  const id = addons?.find(({ name }) => name === addon)?.identity;
  return identities.find((identity) => identity.id === id)?.name;
};

/** Each add-on that has an identity: how it is switched on, its accounts, and where its identity is. */
const WITH_IDENTITY = [
  {
    name: 'application-routing',
    argument: { web_app_routing: { dns_zone_ids: [] } },
    property: { ingressProfile: { webAppRouting: { enabled: true } } },
    where: { namespace: 'app-routing-system' },
    identity: 'web_app_routing[0].web_app_routing_identity[0]',
    identityName: 'webapprouting-shop',
  },
  {
    name: 'ingress-application-gateway',
    argument: { ingress_application_gateway: { subnet_id: 'subnet' } },
    property: { addonProfiles: { ingressApplicationGateway: { enabled: true } } },
    where: { namespace: 'kube-system', serviceAccounts: ['ingress-appgw-sa'] },
    identity: 'ingress_application_gateway[0].ingress_application_gateway_identity[0]',
    identityName: 'ingressapplicationgateway-shop',
  },
  {
    name: 'monitoring',
    argument: { oms_agent: { log_analytics_workspace_id: 'logs' } },
    property: { addonProfiles: { omsagent: { enabled: true } } },
    where: { namespace: 'kube-system', serviceAccounts: ['ama-logs'] },
    identity: 'oms_agent[0].oms_agent_identity[0]',
    identityName: 'omsagent-shop',
  },
  {
    name: 'virtual-node',
    argument: { aci_connector_linux: { subnet_name: 'virtual' } },
    property: { addonProfiles: { aciConnectorLinux: { enabled: true } } },
    where: { namespace: 'kube-system', serviceAccounts: ['aci-connector-linux'] },
    identity: 'aci_connector_linux[0].connector_identity[0]',
    identityName: 'aciconnectorlinux-shop',
  },
  {
    name: 'key-vault-secrets-provider',
    argument: { key_vault_secrets_provider: { secret_rotation_enabled: true } },
    property: { addonProfiles: { azureKeyvaultSecretsProvider: { enabled: true } } },
    where: {
      namespace: 'kube-system',
      serviceAccounts: ['aks-secrets-store-csi-driver', 'aks-secrets-store-provider-azure'],
    },
    identity: 'key_vault_secrets_provider[0].secret_identity[0]',
    identityName: 'azurekeyvaultsecretsprovider-shop',
  },
];

/** Each add-on that needs no identity. */
const WITHOUT_IDENTITY: readonly (readonly [string, Json, Json])[] = [
  ['azure-policy', { azure_policy_enabled: true }, { addonProfiles: { azurepolicy: { enabled: true } } }],
  ['azure-npm', { network_profile: { network_policy: 'azure' } }, { networkProfile: { networkPolicy: 'azure' } }],
  ['calico', { network_profile: { network_policy: 'calico' } }, { networkProfile: { networkPolicy: 'calico' } }],
  ['cost-analysis', { cost_analysis_enabled: true }, { metricsProfile: { costAnalysis: { enabled: true } } }],
  [
    'network-observability',
    { network_profile: { advanced_networking: { observability_enabled: true } } },
    { networkProfile: { advancedNetworking: { observability: { enabled: true } } } },
  ],
  [
    'vertical-pod-autoscaler',
    { workload_autoscaler_profile: { vertical_pod_autoscaler_enabled: true } },
    { workloadAutoScalerProfile: { verticalPodAutoscaler: { enabled: true } } },
  ],
];

describe('an add-on with an identity', () => {
  test.each(WITH_IDENTITY)('is in the inventory, and every pod reaches its identity: $name', (addon) => {
    const { name, argument, where, identityName } = addon;
    const inventory = aks(argument);
    const identity = `${CLUSTER}.${addon.identity}`;

    expect(inventory.addons).toEqual([{ name, cluster: CLUSTER, identity, ...where, source: CLUSTER }]);
    expect(nameOf(inventory, name)).toBe(identityName);
    expect(inventory.access).toContainEqual(
      expect.objectContaining({ identity, mechanism: 'node', namespace: '*', serviceAccount: '*' }),
    );
  });

  test.each(WITH_IDENTITY)('is read as azapi writes it: $name', ({ name, property, where, identityName }) => {
    const inventory = aksByApi(property);
    expect(inventory.addons).toMatchObject([{ name, ...where, cluster: 'azapi_resource.shop' }]);
    expect(nameOf(inventory, name)).toBe(identityName);
  });

  test.each(WITH_IDENTITY)('has the roles that are given to it: $name', (addon) => {
    const given = {
      scope: VAULT,
      role_definition_name: 'Key Vault Secrets User',
      principal_id: `\${${CLUSTER}.${addon.identity}.object_id}`,
    };
    const { permissions } = aks(addon.argument, { azurerm_role_assignment: { given } });
    expect(permissions).toEqual([
      expect.objectContaining({ identity: `${CLUSTER}.${addon.identity}`, role: 'Key Vault Secrets User' }),
    ]);
  });
});

describe('an add-on without an identity', () => {
  test.each(WITHOUT_IDENTITY)('is in the inventory, and says that it needs none: %s', (name, argument, property) => {
    for (const inventory of [aks(argument), aksByApi(property)]) {
      expect(inventory.addons).toMatchObject([{ name }]);
      expect(inventory.addons![0]).not.toHaveProperty('identity');
      expect(inventory.identities).toHaveLength(1);
    }
  });

  test('names the account that asks for an identity of one’s own', () => {
    expect(addonsOf(aks({ workload_autoscaler_profile: { keda_enabled: true } }))).toEqual([
      { name: 'keda', namespace: 'kube-system', serviceAccounts: ['keda-operator'] },
    ]);
  });

  test('is not there where it is off, and there where that is not known', () => {
    expect(aks({ azure_policy_enabled: false, cost_analysis_enabled: false })).not.toHaveProperty('addons');
    expect(aksByApi({ addonProfiles: { azurepolicy: { enabled: false } } })).not.toHaveProperty('addons');
    expect(addonsOf(aks({ azure_policy_enabled: '${var.policy}' }))).toEqual([{ name: 'azure-policy' }]);
  });
});

describe('an extension', () => {
  const installed = (extension: Json) =>
    aks({}, { azurerm_kubernetes_cluster_extension: { one: { cluster_id: `\${${CLUSTER}.id}`, ...extension } } });

  test('is in the inventory with the accounts that are documented', () => {
    expect(installed({ extension_type: 'Microsoft.Flux' }).addons).toEqual([
      {
        name: 'microsoft.flux',
        cluster: CLUSTER,
        namespace: 'flux-system',
        serviceAccounts: [
          'helm-controller',
          'image-automation-controller',
          'image-reflector-controller',
          'kustomize-controller',
          'notification-controller',
          'source-controller',
        ],
        source: 'azurerm_kubernetes_cluster_extension.one',
      },
    ]);
  });

  test('that is told of an identity asks for it', () => {
    const identity = 'azurerm_user_assigned_identity.flux';
    const flux = (subject: string) =>
      aks(
        { oidc_issuer_enabled: true, workload_identity_enabled: true },
        {
          azurerm_user_assigned_identity: { flux: { name: 'flux' } },
          azurerm_federated_identity_credential: {
            flux: {
              name: 'flux',
              user_assigned_identity_id: `\${${identity}.id}`,
              issuer: `\${${CLUSTER}.oidc_issuer_url}`,
              subject: `system:serviceaccount:flux-system:${subject}`,
              audience: ['api://AzureADTokenExchange'],
            },
          },
          azurerm_kubernetes_cluster_extension: {
            one: {
              cluster_id: `\${${CLUSTER}.id}`,
              extension_type: 'microsoft.flux',
              configuration_settings: { 'workloadIdentity.azureClientId': `\${${identity}.client_id}` },
            },
          },
        },
      );
    const admitted = flux('source-controller');
    expect(admitted.access.filter((row) => row.identity === identity)).toMatchObject([
      { namespace: 'flux-system', serviceAccount: 'source-controller', claimed: true },
    ]);
    expect(admitted.findings).toEqual([]);
    expect(flux('helm-controller').findings.map(({ rule, level }) => [rule, level])).toContainEqual([
      'named-identity-not-admitted',
      'error',
    ]);
  });

  test('is in the namespace that it is given, as far as that is known', () => {
    const given = { extension_type: 'microsoft.argocd', release_namespace: 'gitops' };
    expect(installed(given).addons).toMatchObject([{ name: 'microsoft.argocd', namespace: 'gitops' }]);
    expect(installed({ ...given, release_namespace: '${var.namespace}' }).addons![0]).not.toHaveProperty('namespace');
  });
});

test('the order of the inventory is that of names, whatever the program’s order is', () => {
  const all = [...WITH_IDENTITY.map(({ argument }) => argument), ...WITHOUT_IDENTITY.map(([, argument]) => argument)];
  const distinct = all.filter(
    (argument) => !('network_profile' in argument) && !('workload_autoscaler_profile' in argument),
  );
  const expected = addonsOf(aks(Object.assign({}, ...distinct) as Json));
  fc.assert(
    fc.property(fc.shuffledSubarray(distinct, { minLength: distinct.length }), (shuffled) => {
      expect(addonsOf(aks(Object.assign({}, ...shuffled) as Json))).toEqual(expected);
    }),
    { numRuns: 10 },
  );
});

test('the table says what add-ons with an identity may do, and nothing of those without', () => {
  const given = {
    scope: VAULT,
    role_definition_name: 'Key Vault Secrets User',
    principal_id: `\${${CLUSTER}.web_app_routing[0].web_app_routing_identity[0].object_id}`,
  };
  const inventory = aks(
    {
      web_app_routing: { dns_zone_ids: [] },
      oms_agent: { log_analytics_workspace_id: 'x' },
      azure_policy_enabled: true,
    },
    { azurerm_role_assignment: { given } },
  );
  const lines = reportTable(inventory, { width: 200, color: false })
    .split('\n')
    .filter((line) => line.includes('add-on'));
  expect(lines).toEqual([
    `The add-on application-routing of ${CLUSTER}, in app-routing-system/*, is webapprouting-shop: Key Vault Secrets User on ${VAULT}`,
    `The add-on monitoring of ${CLUSTER}, in kube-system/ama-logs, is omsagent-shop: nothing`,
  ]);
});
