import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { TerraformVariable } from 'cdktf';
import type { AksCluster, AksClusterProps } from '../../../../lib/azure/cluster/aks-cluster';
import { resolvedIn } from '../../../../lib/terraform';
import { GROUP } from '../../synthesized';
import { ASSIGNMENT, CLUSTER, WORKSPACE, made, refused, roles } from '../made-cluster';

const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/certificates`;
const DNS = `${GROUP}/providers/Microsoft.Network/dnsZones/shop.example`;
const PRIVATE_DNS = `${GROUP}/providers/Microsoft.Network/privateDnsZones/shop.internal`;
const GATEWAY = `${GROUP}/providers/Microsoft.Network/applicationGateways/ingress`;
const GATEWAY_SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/gateway`;
const METRICS = `${GROUP}/providers/Microsoft.Monitor/accounts/metrics`;

/** Who has which role by an add-on's identity, and the cluster's own arguments. */
function withAddon(add: (aks: AksCluster) => void, props: Partial<AksClusterProps> = {}) {
  const before = roles(made(props).all(ASSIGNMENT));
  const stack = made(props, add);
  return {
    ...stack,
    aks: stack.only(CLUSTER),
    given: roles(stack.all(ASSIGNMENT)).filter((role) => !before.includes(role)),
  };
}

describe('application routing', () => {
  test('reads certificates of vaults and writes records of zones, by the identity that AKS makes', () => {
    const identity = 'aks.web_app_routing[0].web_app_routing_identity[0].object_id';
    const { aks, given } = withAddon((cluster) =>
      cluster.addAddon('application-routing', {
        vaults: { certificates: VAULT },
        dnsZones: { shop: DNS },
        privateDnsZones: { inside: PRIVATE_DNS },
      }),
    );

    expect(aks.web_app_routing).toEqual({ dns_zone_ids: [DNS, PRIVATE_DNS], default_nginx_controller: 'Internal' });
    expect(given).toEqual([
      `${identity} | DNS Zone Contributor | <group>/providers/Microsoft.Network/dnsZones/shop.example`,
      `${identity} | Key Vault Secrets User | <group>/providers/Microsoft.KeyVault/vaults/certificates`,
      `${identity} | Private DNS Zone Contributor | <group>/providers/Microsoft.Network/privateDnsZones/shop.internal`,
    ]);
  });

  test('may do nothing where it is given nothing, and is reached from inside alone', () => {
    const { aks, given } = withAddon((cluster) => cluster.addAddon('application-routing'));
    expect(aks.web_app_routing).toEqual({ dns_zone_ids: [], default_nginx_controller: 'Internal' });
    expect(given).toEqual([]);
  });

  const zones = (count: number, group = GROUP) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `z${at}`,
        `${group}/providers/Microsoft.Network/dnsZones/z${at}.example`,
      ]),
    );
  test.each<[string, object, string]>([
    ['six zones of a kind', { dnsZones: zones(6) }, 'addon-invalid'],
    [
      'zones of two resource groups',
      { dnsZones: { ...zones(1), other: DNS.replace('/rg/', '/other/') } },
      'addon-invalid',
    ],
    ['a private zone among public ones', { dnsZones: { inside: PRIVATE_DNS } }, 'resource-id-of-other-type'],
    ['a vault by its name', { vaults: { certificates: 'certificates' } }, 'resource-id-malformed'],
    ['an ingress that is not there', { ingress: 'Public' }, 'input-invalid'],
  ])('is refused with %s', (_, options, code) => {
    expect(refused({}, (aks) => aks.addAddon('application-routing', options))).toMatchObject({ code });
  });

  test('accepts five zones of each kind', () => {
    expect(withAddon((aks) => aks.addAddon('application-routing', { dnsZones: zones(5) })).given).toHaveLength(5);
  });
});

describe('ingress by an application gateway', () => {
  const identity = 'aks.ingress_application_gateway[0].ingress_application_gateway_identity[0].object_id';

  test('has roles on the gateway and its subnet, and not on the resource group of the nodes', () => {
    const { aks, given } = withAddon((cluster) =>
      cluster.addAddon('ingress-application-gateway', { gateway: GATEWAY, subnet: GATEWAY_SUBNET }),
    );
    expect(aks.ingress_application_gateway).toEqual({ gateway_id: GATEWAY });
    expect(given).toEqual([
      `${identity} | Network Contributor | <group>/providers/Microsoft.Network/applicationGateways/ingress`,
      `${identity} | Network Contributor | <group>/providers/Microsoft.Network/virtualNetworks/net/subnets/gateway`,
      `${identity} | Reader | <group>`,
    ]);
  });

  test('has a role on the subnet of one that AKS makes', () => {
    const { aks, given } = withAddon((cluster) =>
      cluster.addAddon('ingress-application-gateway', { subnet: GATEWAY_SUBNET }),
    );
    expect(aks.ingress_application_gateway).toEqual({ subnet_id: GATEWAY_SUBNET });
    expect(given).toHaveLength(1);
  });

  test('is refused in the subnet of the nodes, which holds no gateway', () => {
    const among = (aks: AksCluster) => aks.addAddon('ingress-application-gateway', { subnet: aks.subnetId });
    expect(refused({}, among).code).toBe('cluster-choices-conflict');
  });

  test('finds the resource group of a gateway whose id is a token', () => {
    const { given } = withAddon((cluster) => {
      const gateway = new TerraformVariable(cluster, 'gateway', {}).stringValue;
      cluster.addAddon('ingress-application-gateway', { gateway, subnet: GATEWAY_SUBNET });
    });
    expect(given.find((role) => role.includes('Reader'))).toMatch(
      /join\("\/", slice\(split\("\/", var\.\w+\), 0, 5\)\)/,
    );
  });
});

describe('monitoring', () => {
  test('sends by the agent’s own identity, which may publish the cluster’s metrics, what a rule says', () => {
    const { aks, given, only, byId } = withAddon((cluster) => cluster.addAddon('monitoring', { workspace: WORKSPACE }));

    expect(aks.oms_agent).toEqual({ log_analytics_workspace_id: WORKSPACE, msi_auth_for_monitoring_enabled: true });
    expect(given).toEqual(['aks.oms_agent[0].oms_agent_identity[0].object_id | Monitoring Metrics Publisher | aks.id']);
    const [rule] = Object.keys(byId('azurerm_monitor_data_collection_rule'));
    expect(only('azurerm_monitor_data_collection_rule').destinations.log_analytics).toEqual([
      { name: 'workspace', workspace_resource_id: WORKSPACE },
    ]);
    // Container insights asks for the rule by this name.
    expect(only('azurerm_monitor_data_collection_rule_association')).toMatchObject({
      name: 'ContainerInsightsExtension',
      data_collection_rule_id: `\${azurerm_monitor_data_collection_rule.${rule}.id}`,
    });
  });

  test('has its rule where the workspace is', () => {
    const { only } = withAddon((aks) => aks.addAddon('monitoring', { workspace: WORKSPACE, location: 'northeurope' }));
    expect(only('azurerm_monitor_data_collection_rule').location).toBe('northeurope');
  });

  test('by Prometheus needs no identity', () => {
    const { aks, given, only } = withAddon((cluster) => cluster.addAddon('prometheus', { workspace: METRICS }));
    expect(aks.monitor_metrics).toEqual({});
    expect(given).toEqual([]);
    expect(only('azurerm_monitor_data_collection_rule')).toMatchObject({
      kind: 'Linux',
      destinations: { monitor_account: [{ monitor_account_id: METRICS, name: 'workspace' }] },
    });
  });
});

describe('virtual nodes', () => {
  const networking = { plugin: 'node-subnet' } as const;
  const subnet = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/virtual`;

  test('make container groups beside the nodes, in a subnet of theirs, by roles for no more', () => {
    const { aks, given } = withAddon((cluster) => cluster.addAddon('virtual-node', { subnet }), { networking });
    const identity = 'aks.aci_connector_linux[0].connector_identity[0].object_id';

    expect(aks.aci_connector_linux).toEqual({ subnet_name: 'virtual' });
    expect(given).toEqual([
      `${identity} | Azure Container Instances Contributor Role | aks.node_resource_group_id`,
      `${identity} | Network Contributor | <group>/providers/Microsoft.Network/virtualNetworks/net/subnets/virtual`,
    ]);
  });

  test.each([{}, { subnetName: 'virtual' }])('wait for a subnet of the program, given %j besides', (more) => {
    const place = { resourceGroupName: 'rg', virtualNetworkName: 'net', addressPrefixes: ['10.1.0.0/24'] };
    const { aks } = withAddon(
      (cluster) => {
        const own = new Subnet(cluster, 'virtual', { name: 'virtual', ...place });
        own.overrideLogicalId('virtual');
        cluster.addAddon('virtual-node', { subnet: own.id, ...more });
      },
      { networking },
    );
    expect(aks.aci_connector_linux).toEqual({ subnet_name: '${element(split("/", azurerm_subnet.virtual.id), 10)}' });
  });

  test.each<[string, Partial<AksClusterProps>, object, string]>([
    ['with an overlay', {}, { subnet }, 'cluster-choices-conflict'],
    [
      'with addresses that alone reach the API server',
      { networking, publicAccessCidrs: ['203.0.113.7/32'] },
      { subnet },
      'cluster-choices-conflict',
    ],
    ['in a subnet that is none', { networking }, { subnet: VAULT }, 'resource-id-of-other-type'],
    ['among the nodes', { networking, network: { subnetId: subnet } }, { subnet }, 'cluster-choices-conflict'],
    ['in another network', { networking }, { subnet: subnet.replace('/net/', '/other/') }, 'cluster-choices-conflict'],
  ])('are refused %s', (_, props, options, code) => {
    expect(refused(props, (aks) => aks.addAddon('virtual-node', options as never)).code).toBe(code);
  });
});

describe('the secrets provider', () => {
  test('rotates what it mounts, and reads nothing by itself', () => {
    const { aks, given } = withAddon((cluster) => cluster.addAddon('key-vault-secrets-provider'));
    expect(aks.key_vault_secrets_provider).toEqual({ secret_rotation_enabled: true });
    expect(given).toEqual([]);
    expect(made().only(CLUSTER)).not.toHaveProperty('key_vault_secrets_provider');
  });

  test('reads vaults that it is given, for every pod', () => {
    const options = { vaults: { shop: VAULT }, rotationInterval: '5m' };
    const { aks, given } = withAddon((cluster) => cluster.addAddon('key-vault-secrets-provider', options));
    expect(aks.key_vault_secrets_provider).toMatchObject({ secret_rotation_interval: '5m' });
    expect(given).toEqual([
      'aks.key_vault_secrets_provider[0].secret_identity[0].object_id | Key Vault Secrets User | <group>/providers/Microsoft.KeyVault/vaults/certificates',
    ]);
  });
});

describe('add-ons that need no identity', () => {
  test.each<[Parameters<AksCluster['addAddon']>[0], object]>([
    ['cost-analysis', { cost_analysis_enabled: true }],
    ['keda', { workload_autoscaler_profile: { keda_enabled: true } }],
    ['vertical-pod-autoscaler', { workload_autoscaler_profile: { vertical_pod_autoscaler_enabled: true } }],
  ])('are switched on, and given no role: %s', (name, expected) => {
    const { aks, given } = withAddon((cluster) => cluster.addAddon(name as 'keda'));
    expect(aks).toMatchObject(expected);
    expect(given).toEqual([]);
  });

  test('of the network add to what the network is', () => {
    const { aks } = withAddon((cluster) => cluster.addAddon('network-observability'));
    expect(aks.network_profile).toMatchObject({
      network_data_plane: 'cilium',
      advanced_networking: { observability_enabled: true },
    });
  });

  test('of scaling go together', () => {
    const { aks } = withAddon((cluster) => {
      cluster.addAddon('keda');
      cluster.addAddon('vertical-pod-autoscaler');
    });
    expect(aks.workload_autoscaler_profile).toEqual({ keda_enabled: true, vertical_pod_autoscaler_enabled: true });
  });

  test.each<[string, Partial<AksClusterProps>, 'cost-analysis' | 'network-observability']>([
    ['cost analysis in the tier Free', { skuTier: 'Free' }, 'cost-analysis'],
    ['observability of a plugin of one’s own', { networking: { plugin: 'none' } }, 'network-observability'],
  ])('are refused where AKS refuses them: %s', (_, props, name) => {
    expect(refused(props, (aks) => aks.addAddon(name)).code).toBe('cluster-choices-conflict');
  });
});

test('workloads wait for the roles of add-ons', () => {
  made({}, (aks) => {
    const before = aks.dependables.length;
    aks.addAddon('application-routing', { vaults: { certificates: VAULT }, dnsZones: { shop: DNS } });
    expect(aks.dependables).toHaveLength(before + 2);
  });
});

test('the identity of an add-on is told, for further roles', () => {
  made({}, (aks, stack) => {
    expect(aks.addonIdentity('key-vault-secrets-provider')).toBeUndefined();
    aks.addAddon('key-vault-secrets-provider');
    const { id, clientId, principalId } = aks.addonIdentity('key-vault-secrets-provider')!;
    const steps = String.raw`key_vault_secrets_provider\[0\]\.secret_identity\[0\]`;
    expect(resolvedIn(stack, [id, clientId, principalId])).toEqual(
      ['user_assigned_identity_id', 'client_id', 'object_id'].map((name) =>
        expect.stringMatching(new RegExp(`${steps}\\.${name}\\}$`)),
      ),
    );
    aks.addAddon('keda');
    expect(aks.addonIdentity('keda')).toBeUndefined();
  });
});

test('an add-on is added once, and is one that there is', () => {
  const twice = refused({}, (aks) => {
    aks.addAddon('keda');
    aks.addAddon('keda');
  });
  expect(twice).toMatchObject({ code: 'addon-invalid', where: 'stack/aks/addon-keda' });
  expect(refused({}, (aks) => aks.addAddon('kube-dashboard' as 'keda')).code).toBe('addon-invalid');
  expect(refused({}, (aks) => aks.addAddon('toString' as 'keda')).code).toBe('addon-invalid');
});
