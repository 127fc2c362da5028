import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { Testing } from 'cdktf';
import {
  AksAutomaticCluster,
  type AksAutomaticClusterProps,
} from '../../../../lib/azure/cluster/automatic/aks-automatic-cluster';
import type { AksAutomaticAddonOptions } from '../../../../lib/azure/cluster/addons/aks-addon';
import { workloadIdentity } from '../../../../lib/azure/identity/workload-identity';
import { PodManagedIdentity } from '../../../../lib/azure/identity/pod-managed-identity';
import { prove } from '../../../../lib/proof';
import { useAzurermVersion } from '../../../../lib/terraform';
import { type Arguments, GROUP, PLACE, TENANT, errorOf, synthesized } from '../../synthesized';
import { API_SUBNET, ASSIGNMENT, IDENTITY, PERSON, REGISTRY, SUBNET, ZONE, roles } from '../made-cluster';

const AUTOMATIC = 'azurerm_kubernetes_automatic_cluster';
const network = {
  nodeSubnet: SUBNET,
  systemNodeSubnet: `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/system`,
  apiServerSubnet: API_SUBNET,
};
type Stack = Parameters<Parameters<typeof synthesized>[0]>[0];
const cluster = (stack: Stack, props: Partial<AksAutomaticClusterProps> = {}) => {
  useAzurermVersion(stack, 5);
  return new AksAutomaticCluster(stack, 'auto', { name: 'todo', ...PLACE, tenantId: TENANT, ...props });
};
const made = (props: Partial<AksAutomaticClusterProps> = {}) => synthesized((stack) => void cluster(stack, props));
const refused = (props: Partial<AksAutomaticClusterProps>) => errorOf((stack) => void cluster(stack, props));

describe('an automatic cluster', () => {
  test('has a network of AKS’ own and a system-assigned identity, and is private, where nothing is said', () => {
    expect(made().only(AUTOMATIC)).toMatchObject({
      name: 'todo',
      resource_group_name: 'rg',
      location: 'westeurope',
      identity: { type: 'SystemAssigned' },
      private_cluster: { private_dns_zone_id: 'System' },
    });
    expect(made().all(ASSIGNMENT)).toEqual([]);
  });

  test('has an identity with roles on each subnet of a network of one’s own, and waits for them', () => {
    const { only, all, byId } = made({ network, privateDnsZone: ZONE });
    expect(only(AUTOMATIC)).toMatchObject({
      identity: { type: 'UserAssigned' },
      hosted_system: { node_subnet_id: SUBNET, system_node_subnet_id: network.systemNodeSubnet },
      api_server_access: { subnet_id: API_SUBNET },
      private_cluster: { private_dns_zone_id: ZONE },
    });
    expect(roles(all(ASSIGNMENT)).map((role) => role.replace(/^auto_control-plane\S* \| | \|.*\//g, ' '))).toEqual([
      ' Network Contributor net',
      ' Network Contributor api-server',
      ' Network Contributor nodes',
      ' Network Contributor system',
      ' Private DNS Zone Contributor privatelink.westeurope.azmk8s.io',
    ]);
    expect(only(AUTOMATIC).depends_on.sort()).toEqual(
      Object.keys(byId(ASSIGNMENT))
        .map((id) => `${ASSIGNMENT}.${id}`)
        .sort(),
    );
  });

  test('is open to addresses, or by its name alone', () => {
    const open = made({ publicAccessCidrs: ['203.0.113.7/32'] }).only(AUTOMATIC);
    expect(open.api_server_access).toEqual({ authorized_ip_ranges: ['203.0.113.7/32'] });
    expect(open).not.toHaveProperty('private_cluster');
    expect(made({ privateDnsZone: 'none' }).only(AUTOMATIC).private_cluster).toEqual({
      private_dns_zone_id: 'None',
      public_fully_qualified_domain_name_enabled: true,
    });
  });

  test('lets people in by roles of Azure RBAC', () => {
    const { all } = made({ deployer: { principalId: PERSON } });
    expect(roles(all(ASSIGNMENT))).toEqual([`${PERSON} | Azure Kubernetes Service RBAC Cluster Admin | auto.id`]);
  });

  test('pulls images by the identity that AKS makes, which is asked for once the cluster is there', () => {
    const { all, json } = made({ registries: { images: REGISTRY } });
    const [lookup] = Object.values<Arguments>(json.data[AUTOMATIC]);
    expect(lookup!.name).toMatch(/\.auto_\w+\.name\}$/);
    expect(lookup!.resource_group_name).toMatch(/element\(split\("\/", .*\.auto_\w+\.id\), 4\)/);
    expect(all(ASSIGNMENT)).toMatchObject([
      {
        role_definition_name: 'AcrPull',
        scope: REGISTRY,
        principal_id: expect.stringMatching(/^\$\{data\..*\.kubelet_identity\[0\]\.object_id\}$/),
      },
    ]);
  });

  test('is refused in a stack whose azurerm does not have it', () => {
    const older = (version?: 4) =>
      errorOf((stack) => {
        new AzurermProvider(stack, 'azurerm', { features: [{}] });
        if (version) useAzurermVersion(stack, version);
        new AksAutomaticCluster(stack, 'auto', { name: 'todo', ...PLACE, tenantId: TENANT });
        Testing.synth(stack);
      });
    for (const error of [older(), older(4)]) {
      expect(error).toMatchObject({ code: 'azurerm-version-missing', where: 'stack/auto/Resource' });
    }
  });

  test('takes an identity that exists, and says what deploying needs', () => {
    synthesized((stack) => {
      const aks = cluster(stack, { network, controlPlaneIdentity: IDENTITY });
      expect(aks.controlPlanePrincipalId).toBe(IDENTITY.principalId);
      expect(aks.deploymentNeeds.join()).toMatch(/deployer.*private/);
      expect(aks.connection.exec.command).toBe('kubelogin');
    });
  });

  test.each<[string, Partial<AksAutomaticClusterProps>, string]>([
    ['an identity of one’s own without a network', { controlPlaneIdentity: IDENTITY }, 'cluster-choices-conflict'],
    ['a zone of one’s own without a network', { privateDnsZone: ZONE }, 'cluster-choices-conflict'],
    [
      'a zone of a public cluster',
      { network, privateDnsZone: ZONE, publicAccessCidrs: ['203.0.113.7'] },
      'cluster-choices-conflict',
    ],
    ['one subnet for two', { network: { ...network, systemNodeSubnet: SUBNET } }, 'cluster-choices-conflict'],
    [
      'a subnet of another network',
      { network: { ...network, apiServerSubnet: API_SUBNET.replace('/net/', '/other/') } },
      'cluster-choices-conflict',
    ],
    ['a tag with a question mark', { tags: { 'a?': 'b' } }, 'tags-invalid'],
    ['a subnet that is none', { network: { ...network, nodeSubnet: ZONE } }, 'resource-id-of-other-type'],
    ['a name of 64 characters', { name: 'a'.repeat(64) }, 'name-invalid'],
    ['the whole Internet', { publicAccessCidrs: ['0.0.0.0/0'] }, 'endpoint-open-to-all'],
    ['a tenant by its domain', { tenantId: 'contoso.example' }, 'guid-invalid'],
  ])('is refused with %s', (_, props, code) => {
    expect(refused(props)).toMatchObject({ code, where: 'stack/auto' });
  });
});

const inGroup = (type: string) => `${GROUP}/providers/Microsoft.${type}`;

describe('application routing of an automatic cluster', () => {
  const routed = (options?: AksAutomaticAddonOptions['application-routing']) => {
    let waited = 0;
    const stack = synthesized((made) => {
      const aks = cluster(made);
      aks.addAddon('application-routing', options);
      waited = aks.dependables.length;
      expect(String(aks.addonIdentity('application-routing')!.principalId)).not.toBe('');
    });
    return { ...stack, waited };
  };

  test('is reached from the network by NGINX, where nothing is said, and its identity has no role', () => {
    const { only, all } = routed();
    expect(only(AUTOMATIC).web_app_routing_ingress).toEqual({ default_nginx_controller: 'Internal' });
    expect(all(ASSIGNMENT)).toEqual([]);
  });

  test('has a role on each vault and zone, and workloads wait for it', () => {
    const { only, all, waited } = routed({
      vaults: { certificates: inGroup('KeyVault/vaults/shop') },
      dnsZones: { shop: inGroup('Network/dnsZones/shop.example') },
      privateDnsZones: { inside: inGroup('Network/privateDnsZones/shop.internal') },
      gatewayApi: true,
    });
    expect(only(AUTOMATIC).web_app_routing_ingress).toEqual({
      dns_zone_ids: [inGroup('Network/dnsZones/shop.example'), inGroup('Network/privateDnsZones/shop.internal')],
      istio_enabled: true,
    });
    const identity = 'auto.web_app_routing_ingress[0].web_app_routing_identity[0].object_id';
    expect(roles(all(ASSIGNMENT))).toEqual([
      `${identity} | DNS Zone Contributor | <group>/providers/Microsoft.Network/dnsZones/shop.example`,
      `${identity} | Key Vault Secrets User | <group>/providers/Microsoft.KeyVault/vaults/shop`,
      `${identity} | Private DNS Zone Contributor | <group>/providers/Microsoft.Network/privateDnsZones/shop.internal`,
    ]);
    expect(waited).toBe(4);
  });

  test('is NGINX and the Gateway API, where both are said', () => {
    expect(routed({ gatewayApi: true, ingress: 'External' }).only(AUTOMATIC).web_app_routing_ingress).toEqual({
      default_nginx_controller: 'External',
      istio_enabled: true,
    });
  });

  test('is proven with its identity and with what the cluster always has', () => {
    const { json } = routed({ dnsZones: { shop: inGroup('Network/dnsZones/shop.example') } });
    const { addons, permissions } = prove([{ file: 'cdk.tf.json', text: JSON.stringify(json) }]);
    expect(addons!.map(({ name }) => name)).toEqual([
      'application-routing',
      'azure-policy',
      'keda',
      'vertical-pod-autoscaler',
    ]);
    expect(permissions.map(({ identity, role }) => [identity, role])).toEqual([
      [addons![0]!.identity, 'DNS Zone Contributor'],
    ]);
  });

  test.each<[string, (aks: AksAutomaticCluster) => void, string, RegExp]>([
    ['twice', (aks) => [1, 2].forEach(() => aks.addAddon('application-routing')), 'addon-invalid', /added twice/],
    ['KEDA', (aks) => aks.addAddon('keda' as never), 'addon-invalid', /always has it/],
    ['virtual nodes', (aks) => aks.addAddon('virtual-node' as never), 'addon-invalid', /has no add-on/],
    ['toString', (aks) => aks.addAddon('toString' as never), 'addon-invalid', /has no add-on/],
    [
      'no ingress',
      (aks) => aks.addAddon('application-routing', { ingress: 'None' as never }),
      'input-invalid',
      /Internal, External, AnnotationControlled/,
    ],
    [
      'a zone that is a vault',
      (aks) => aks.addAddon('application-routing', { dnsZones: { shop: inGroup('KeyVault/vaults/shop') } }),
      'resource-id-of-other-type',
      /./,
    ],
    ['Dapr', (aks) => aks.addExtension('dapr', { type: 'Microsoft.Dapr' }), 'cluster-choices-conflict', /AksCluster/],
  ])('is refused: %s', (_, add, code, message) => {
    const error = errorOf((stack) => add(cluster(stack)));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

test('the proof has the pods of an automatic cluster, whose issuer and webhook are always on', () => {
  const { json } = synthesized((stack) => {
    const aks = cluster(stack, { registries: { images: REGISTRY } });
    new PodManagedIdentity(stack, 'reports', {
      ...PLACE,
      name: 'reports',
      trusts: [workloadIdentity({ cluster: aks, serviceAccount: { namespace: 'shop', name: 'reports' } })],
    });
  });
  const inventory = prove([{ file: 'cdk.tf.json', text: JSON.stringify(json) }]);
  const id = inventory.clusters[0]!.id;

  expect(inventory.clusters).toMatchObject([{ cloud: 'azure', name: 'todo' }]);
  expect(id).toMatch(/^azurerm_kubernetes_automatic_cluster\./);
  expect(inventory.access).toMatchObject([
    { cluster: id, mechanism: 'node', namespace: '*', serviceAccount: '*' },
    { cluster: id, mechanism: 'entra-workload-identity', namespace: 'shop', serviceAccount: 'reports' },
  ]);
  const kubelet = inventory.identities.find(({ name }) => name === 'todo-agentpool')!;
  expect(inventory.permissions.map(({ identity, role }) => [identity, role])).toEqual([[kubelet.id, 'AcrPull']]);
  expect(inventory.findings).toEqual([]);
  expect(inventory.undecided).toEqual([]);
});

test('the proof has the add-ons of an automatic cluster, each with the identity that AKS makes for it', () => {
  const text = `
    resource "azurerm_kubernetes_automatic_cluster" "auto" {
      name                = "todo"
      location            = "westeurope"
      resource_group_name = "rg"
      identity { type = "SystemAssigned" }
      web_app_routing_ingress { istio_enabled = true }
      service_mesh { revisions = ["asm-1-27"] }
    }
    resource "azurerm_role_assignment" "zone" {
      scope                = "${GROUP}/providers/Microsoft.Network/dnsZones/shop.example"
      role_definition_name = "DNS Zone Contributor"
      principal_id         = azurerm_kubernetes_automatic_cluster.auto.web_app_routing_ingress[0].web_app_routing_identity[0].object_id
    }`;
  const { addons, identities, permissions, findings } = prove([{ file: 'main.tf', text }]);
  const routing = identities.find(({ name }) => name === 'webapprouting-todo')!;

  expect(addons!).toMatchObject([
    { name: 'application-routing', identity: routing.id },
    { name: 'azure-policy' },
    { name: 'istio' },
    { name: 'keda' },
    { name: 'vertical-pod-autoscaler' },
  ]);
  expect(permissions.map(({ identity }) => identity)).toEqual([routing.id]);
  expect(findings.map(({ rule }) => rule)).toEqual(['node-identity-reachable']);
});

test.each([
  ['azurerm', 'resource "azurerm_kubernetes_automatic_cluster" "auto" {\n  name = "auto"\n}'],
  [
    'azapi',
    `resource "azapi_resource" "auto" {
      type = "Microsoft.ContainerService/managedClusters@2026-04-01"
      name = "auto"
      body = { sku = { name = "Automatic", tier = "Standard" }, properties = {} }
    }`,
  ],
])('KEDA of an automatic cluster has its account, though nobody declares it (%s)', (_, made) => {
  const issuer = made.includes('azapi')
    ? 'azapi_resource.auto.output.properties.oidcIssuerProfile.issuerURL'
    : 'azurerm_kubernetes_automatic_cluster.auto.oidc_issuer_url';
  const text = `${made}
    resource "azurerm_user_assigned_identity" "keda" {
      name                = "keda"
      resource_group_name = "rg"
      location            = "westeurope"
    }
    resource "azurerm_federated_identity_credential" "keda" {
      name                      = "keda"
      user_assigned_identity_id = azurerm_user_assigned_identity.keda.id
      audience                  = ["api://AzureADTokenExchange"]
      issuer                    = ${issuer}
      subject                   = "system:serviceaccount:kube-system:keda-operator"
    }
    resource "kubernetes_namespace" "shop" {
      metadata {
        name = "shop"
      }
    }`;
  const { addons, findings, undecided } = prove([{ file: 'main.tf', text }]);
  expect(addons!.map(({ name }) => name)).toContain('keda');
  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  expect(undecided).toEqual([]);
});
