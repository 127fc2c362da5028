import { App, TerraformStack } from 'cdktf';
import { ContainerRegistry } from '@cdktf/provider-azurerm/lib/container-registry';
import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { DnsZone } from '@cdktf/provider-azurerm/lib/dns-zone';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { MonitorWorkspace } from '@cdktf/provider-azurerm/lib/monitor-workspace';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import {
  AksAutomaticCluster,
  AksCluster,
  AksIdentityMove,
  AksNetwork,
  AksNodePool,
  AksPodIdentityAddon,
  AzapiProvider,
  acrGrant,
  keyVaultGrant,
} from '../../../lib/azure';
import { PodManagedIdentity } from '../../../lib/azure/identity/pod-managed-identity';
import { workloadIdentity } from '../../../lib/azure/identity/workload-identity';
import { suppressCheck, useAzurermVersion } from '../../../lib/terraform';

/**
 * The shapes of an AKS cluster, all in one network: with add-ons and an extension, system-assigned, private with an own zone,
 * with virtual nodes, with kubenet, and an automatic one. A second stack has a cluster on the way to a user-assigned identity.
 */
const app = new App();
const location = 'westeurope';

function stackOf(id: string) {
  const stack = new TerraformStack(app, id);
  useAzurermVersion(stack, 5);
  new AzurermProvider(stack, 'azurerm', {
    features: [{}],
    resourceProviderRegistrations: 'none',
  });
  const { tenantId, objectId } = new DataAzurermClientConfig(stack, 'client');
  const group = new ResourceGroup(stack, 'group', { name: `rg-${id}`, location });
  const place = { resourceGroupName: group.name, location };
  const network = new AksNetwork(stack, 'network', { ...place, name: `vnet-${id}` });
  const deployer = { principalId: objectId, principalType: 'ServicePrincipal' } as const;
  return { stack, place, network, tenantId, deployer };
}

const { stack, place, network, tenantId, deployer } = stackOf('aks-shapes');
const pool = { scaling: { minimum: 1, maximum: 2 } };
/** Where pods have addresses of the nodes’ subnet or of a route table, AKS’ own number is lower than checkov asks for. */
const fullPool = { ...pool, maxPods: 50 };
const common = {
  ...place,
  tenantId,
  network,
  controlPlaneLogs: false,
  systemNodePool: pool,
  workloadNodePool: pool,
} as const;

const subnets: Subnet[] = [];

/** One more subnet of the network, delegated to a service where one is named. */
function subnetOf(name: string, range: string, service?: string): Subnet {
  const subnet = new Subnet(stack, `subnet-${name}`, {
    name,
    resourceGroupName: place.resourceGroupName,
    virtualNetworkName: network.resource.name,
    addressPrefixes: [range],
    delegation: service
      ? [
          {
            name: 'service',
            serviceDelegation: { name: service, actions: ['Microsoft.Network/virtualNetworks/subnets/join/action'] },
          },
        ]
      : undefined,
  });
  subnets.push(subnet);
  return subnet;
}

const vault = new KeyVault(stack, 'vault', {
  ...place,
  name: 'kv-aks-shapes',
  tenantId,
  skuName: 'standard',
  rbacAuthorizationEnabled: true,
  purgeProtectionEnabled: true,
});
const registry = new ContainerRegistry(stack, 'registry', { ...place, name: 'acraksshapes', sku: 'Premium' });
const publicZone = new DnsZone(stack, 'zone', { resourceGroupName: place.resourceGroupName, name: 'shop.example' });
const internalZone = new PrivateDnsZone(stack, 'internal-zone', {
  resourceGroupName: place.resourceGroupName,
  name: 'shop.internal',
});

const addons = new AksCluster(stack, 'addons-cluster', {
  ...common,
  name: 'addons',
  controlPlaneLogs: undefined,
  registries: { own: registry },
  deployer,
  maintenance: {
    upgrades: { day: 'Sunday', startTime: '02:00', hours: 6, utcOffset: '+01:00' },
    nodeImages: { day: 'Sunday', startTime: '02:00', hours: 4 },
  },
});
addons.addAddon('application-routing', {
  vaults: { own: vault },
  dnsZones: { shop: publicZone },
  privateDnsZones: { inside: internalZone },
});
addons.addAddon('monitoring', { workspace: addons.logsWorkspaceId! });
addons.addAddon('prometheus', { workspace: new MonitorWorkspace(stack, 'metrics', { ...place, name: 'metrics' }) });
addons.addAddon('key-vault-secrets-provider', { vaults: { own: vault } });
addons.addAddon('network-observability');
addons.addAddon('cost-analysis');
addons.addAddon('keda');
addons.addAddon('vertical-pod-autoscaler');
addons.addExtension('flux', { type: 'microsoft.flux', identity: { ...place, grants: [acrGrant.pull(registry)] } });
addons.addExtension('argocd', {
  type: 'microsoft.argocd',
  identity: { ...place, grants: [acrGrant.pull(registry)], serviceAccounts: ['argocd-repo-server'] },
});
addons.addAccess('developers', {
  ...deployer,
  role: 'Azure Kubernetes Service RBAC Writer',
  namespaces: ['shop', 'reports'],
  kubeconfig: true,
});
new AksNodePool(stack, 'addons-spare', { cluster: addons, name: 'spare', spot: {}, scaling: pool.scaling });
new PodManagedIdentity(stack, 'addons-reports', {
  ...place,
  name: 'id-reports',
  trusts: Array.from({ length: 20 }, (_, at) =>
    workloadIdentity({ cluster: addons, serviceAccount: { namespace: 'shop', name: `reports-${at + 1}` } }),
  ),
  grants: [keyVaultGrant.readSecrets(vault)],
});

const system = new AksCluster(stack, 'system-cluster', {
  ...common,
  name: 'system',
  controlPlaneIdentity: 'system-assigned',
  registries: { own: registry },
  publicAccessCidrs: ['203.0.113.7/32'],
  upgradeChannel: 'node-image',
  skuTier: 'Premium',
  longTermSupport: true,
});

const inside = new AksCluster(stack, 'inside-cluster', {
  ...common,
  name: 'inside',
  network: { subnetId: network.subnetId, virtualNetworkId: network.virtualNetworkId },
  networking: {
    plugin: 'pod-subnet',
    podSubnet: subnetOf('pods', '10.225.0.0/16', 'Microsoft.ContainerService/managedClusters'),
  },
  apiServerSubnet: subnetOf('api-server', '10.226.0.0/28', 'Microsoft.ContainerService/managedClusters'),
  privateDnsZone: new PrivateDnsZone(stack, 'inside-zone', {
    resourceGroupName: place.resourceGroupName,
    name: `privatelink.${location}.azmk8s.io`,
  }),
  authorization: 'kubernetes-rbac',
  adminGroupObjectIds: ['33333333-4444-5555-6666-777777777777'],
  services: { cidr: '172.16.0.0/16', dnsServiceIp: '172.16.0.10' },
});

const virtual = new AksCluster(stack, 'virtual-cluster', {
  ...common,
  name: 'virtual',
  networking: { plugin: 'node-subnet', policy: 'calico' },
  systemNodePool: fullPool,
  workloadNodePool: fullPool,
  kubeletIdentity: 'made-by-aks',
  privateDnsZone: 'none',
});
virtual.addAddon('virtual-node', {
  subnet: subnetOf('virtual', '10.227.0.0/24', 'Microsoft.ContainerInstance/containerGroups'),
  subnetName: 'virtual',
});
virtual.addAddon('ingress-application-gateway', { subnet: subnetOf('gateway', '10.228.0.0/24') });

// The add-on of AAD Pod Identity, on a cluster that the program makes.
new AzapiProvider(stack, 'azapi');
const legacy = new PodManagedIdentity(stack, 'legacy', { ...place, name: 'id-legacy' });
const { id: resourceId, clientId, principalId } = legacy;
new AksPodIdentityAddon(stack, 'pod-identity', {
  cluster: virtual,
  podIdentities: [{ name: 'legacy', namespace: 'shop', selector: 'legacy', resourceId, clientId, principalId }],
  exceptions: [{ name: 'agent', namespace: 'ops', podLabels: { app: 'agent' } }],
});

const routeTable = new RouteTable(stack, 'routes', { ...place, name: 'kubenet' });
const kubenetSubnet = subnetOf('kubenet', '10.229.0.0/24');
const routes = new SubnetRouteTableAssociation(stack, 'routes-of-kubenet', {
  subnetId: kubenetSubnet.id,
  routeTableId: routeTable.id,
});
const kubenet = new AksCluster(stack, 'kubenet-cluster', {
  ...common,
  name: 'kubenet',
  network: { subnetId: kubenetSubnet.id },
  networking: { plugin: 'kubenet', routeTable },
  systemNodePool: fullPool,
  workloadNodePool: fullPool,
  // AKS looks for the table on the subnet.
  dependsOn: [routes],
});

const DELEGATED = 'Microsoft.ContainerService/managedClusters';
const auto = new AksAutomaticCluster(stack, 'auto-cluster', {
  ...place,
  name: 'auto',
  tenantId,
  deployer,
  registries: { own: registry },
  network: {
    nodeSubnet: subnetOf('auto-nodes', '10.230.0.0/24'),
    systemNodeSubnet: subnetOf('auto-system', '10.231.0.0/24', DELEGATED),
    apiServerSubnet: subnetOf('auto-api-server', '10.232.0.0/28', DELEGATED),
  },
});
auto.addAddon('application-routing', { dnsZones: { shop: publicZone }, gatewayApi: true });

// The step, and the object id of the identity before, are the scenario's to say.
const { PODTRUST_REAL_MOVE: step = 'before', PODTRUST_REAL_PRINCIPAL: previousPrincipalId = '' } = process.env;
const before = { granted: 'before', switched: 'granted', finished: 'switched' } as const;
const moving = stackOf('aks-moving');
const moved = new AksCluster(moving.stack, 'cluster', {
  ...common,
  ...moving.place,
  network: moving.network,
  tenantId: moving.tenantId,
  name: 'moving',
  ...(step === 'before' ? { controlPlaneIdentity: 'system-assigned' } : {}),
  ...(step === 'after' ? { kubeletIdentity: 'made-by-aks' } : {}),
  identityMove:
    step in before
      ? new AksIdentityMove({
          from: 'system-assigned',
          previousPrincipalId,
          step,
          deployed: before[step as keyof typeof before],
        } as ConstructorParameters<typeof AksIdentityMove>[0])
      : undefined,
});

// What checkov asks for and this program does not do.
for (const { resource } of [addons, system, inside, virtual, kubenet, moved]) {
  suppressCheck(resource, 'CKV_AZURE_117', 'The nodes’ disks are their machines’ own drives, encrypted at the host.');
  if (resource === addons.resource) continue;
  suppressCheck(resource, 'CKV_AZURE_4', 'The agent that collects what pods print is tried in another cluster.');
  suppressCheck(resource, 'CKV_AZURE_172', 'The Secrets Store driver is not installed.');
}
suppressCheck(system.resource, 'CKV_AZURE_115', 'A public API server is tried, which one address reaches.');
suppressCheck(
  system.resource,
  'CKV_AZURE_170',
  'The tier is Premium, which has an uptime agreement too: the check knows Standard.',
);
suppressCheck(kubenet.resource, 'CKV2_AZURE_29', 'kubenet is tried.');
for (const subnet of subnets) {
  suppressCheck(subnet, 'CKV2_AZURE_31', 'The security group of a subnet is tried with that of the network.');
}
const open = 'Only identities with a role read it. What closes it to the network has no part in identities.';
for (const check of ['CKV_AZURE_109', 'CKV_AZURE_189', 'CKV2_AZURE_32']) suppressCheck(vault, check, open);
for (const check of ['139', '164', '165', '166', '167', '233', '237']) {
  suppressCheck(registry, `CKV_AZURE_${check}`, 'It is there to be pulled from by role, and holds no image.');
}

app.synth();
