import type { TerraformStack } from 'cdktf';
import { AksCluster, type AksClusterProps } from '../../../lib/azure/cluster/aks-cluster';
import { type Arguments, GROUP, PLACE, TENANT, errorOf, synthesized } from '../synthesized';

/** Ids of resources in one group, which keep their form; nothing of them exists. */
export const SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes`;
export const POD_SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/pods`;
export const API_SUBNET = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/api-server`;
export const ROUTES = `${GROUP}/providers/Microsoft.Network/routeTables/nodes`;
export const ZONE = `${GROUP}/providers/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io`;
export const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/images`;
export const WORKSPACE = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs`;
export const PERSON = '55555555-5555-5555-5555-555555555555';
/** A managed identity that exists. */
export const IDENTITY = {
  id: `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine`,
  clientId: '66666666-6666-6666-6666-666666666666',
  principalId: '77777777-7777-7777-7777-777777777777',
};

export const CLUSTER = 'azurerm_kubernetes_cluster';
export const ASSIGNMENT = 'azurerm_role_assignment';

/** A cluster with nothing but what it needs, and what is given. */
export function cluster(stack: TerraformStack, props: Partial<AksClusterProps> = {}): AksCluster {
  return new AksCluster(stack, 'aks', {
    name: 'todo-aks',
    ...PLACE,
    tenantId: TENANT,
    network: { subnetId: SUBNET },
    ...props,
  });
}

/** What a cluster comes to, after something is done with it. */
export const made = (
  props: Partial<AksClusterProps> = {},
  and: (aks: AksCluster, stack: TerraformStack) => void = () => {},
) => synthesized((stack) => and(cluster(stack, props), stack));

/** The error that a cluster, or what is done with it, raises. */
export const refused = (
  props: Partial<AksClusterProps>,
  and: (aks: AksCluster, stack: TerraformStack) => void = () => {},
) => errorOf((stack) => and(cluster(stack, props), stack));

/** Who has which role where: `control-plane`, `Network Contributor`, and the end of the scope's id, or the reference. */
export const roles = (assignments: readonly Arguments[]): string[] =>
  assignments
    .map(({ principal_id, role_definition_name, scope }) =>
      [shortened(principal_id), role_definition_name, shortened(scope)].join(' | '),
    )
    .sort();

function shortened(text: string): string {
  return text.replace(GROUP, '<group>').replace(/\$\{azurerm_[a-z_]+\.([\w-]+?)(?:_[0-9A-F]{8})?\.(.*?)\}/, '$1.$2');
}
