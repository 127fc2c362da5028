import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { AksAutomaticCluster } from '../../lib/azure/cluster/automatic/aks-automatic-cluster';
import { AksIdentityMove } from '../../lib/azure/cluster/identities/aks-identity-move';
import { AksNodePool } from '../../lib/azure/cluster/nodes/aks-node-pool';
import { acrGrant } from '../../lib/azure/grants/acr-grant';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { workloadIdentity } from '../../lib/azure/identity/workload-identity';
import { AksNetwork } from '../../lib/azure/network/aks-network';
import { useAzurermVersion } from '../../lib/terraform';

const app = new App();
const place = { resourceGroupName: 'rg-shop', location: 'westeurope' };
const tenantId = '11111111-2222-3333-4444-555555555555';
const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop/providers';
const registry = `${group}/Microsoft.ContainerRegistry/registries/shop`;
const developers = '22222222-3333-4444-5555-666666666666';
const administrators = '33333333-4444-5555-6666-777777777777';

/** A stack with a network. */
function stackOf(id: string) {
  const stack = new TerraformStack(app, id);
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  return { stack, network: new AksNetwork(stack, 'network', { ...place, name: `vnet-${id}` }) };
}

// With add-ons, an extension, windows for upgrades, and people who get in by what they may do.
const addons = stackOf('addons');
const shop = new AksCluster(addons.stack, 'cluster', {
  ...place,
  name: 'shop',
  tenantId,
  network: addons.network,
  registries: { shop: registry },
  deployer: { principalId: administrators, principalType: 'Group' },
  maintenance: { upgrades: { day: 'Sunday', startTime: '02:00', hours: 6, utcOffset: '+01:00' } },
});
shop.addAddon('application-routing', {
  dnsZones: { shop: `${group}/Microsoft.Network/dnsZones/shop.example` },
});
shop.addAddon('monitoring', { workspace: shop.logsWorkspaceId! });
shop.addAddon('keda');
shop.addExtension('flux', { type: 'microsoft.flux', identity: { ...place, grants: [acrGrant.pull(registry)] } });
shop.addAccess('developers', {
  principalId: developers,
  principalType: 'Group',
  role: 'Azure Kubernetes Service RBAC Writer',
  namespaces: ['shop'],
  kubeconfig: true,
});
new AksNodePool(addons.stack, 'spare', { cluster: shop, name: 'spare', spot: {} });
new PodManagedIdentity(addons.stack, 'reports', {
  ...place,
  name: 'id-reports',
  tenantId,
  trusts: [workloadIdentity({ cluster: shop, serviceAccount: { namespace: 'shop', name: 'reports' } })],
});

// Private to the last name: an own DNS zone, an own subnet for pods, and the cluster's own RoleBindings.
const inside = stackOf('inside');
new AksCluster(inside.stack, 'cluster', {
  ...place,
  name: 'inside',
  tenantId,
  network: inside.network,
  networking: { plugin: 'pod-subnet', podSubnet: `${inside.network.virtualNetworkId}/subnets/pods` },
  privateDnsZone: `${group}/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io`,
  authorization: 'kubernetes-rbac',
  adminGroupObjectIds: [administrators],
});

// On the way from a system-assigned identity to a user-assigned one.
const moving = stackOf('moving');
new AksCluster(moving.stack, 'cluster', {
  ...place,
  name: 'moving',
  tenantId,
  network: moving.network,
  adminGroupObjectIds: [administrators],
  identityMove: new AksIdentityMove({
    from: 'system-assigned',
    previousPrincipalId: '44444444-5555-6666-7777-888888888888',
    deployed: 'granted',
    step: 'switched',
  }),
});

// Without nodes of one's own: AKS makes them as pods need them.
const automatic = new TerraformStack(app, 'automatic');
new AzurermProvider(automatic, 'azurerm', { features: [{}] });
useAzurermVersion(automatic, 5);
const noNodes = new AksAutomaticCluster(automatic, 'cluster', {
  ...place,
  name: 'automatic',
  tenantId,
  registries: { shop: registry },
  deployer: { principalId: administrators, principalType: 'Group' },
  publicAccessCidrs: ['203.0.113.7/32'],
});
noNodes.addAddon('application-routing', { gatewayApi: true });

app.synth();
