import type { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import type { Json } from '../todo-program';
import { becoming, evaluated, told } from './aws-program';

export const CLUSTER = 'azurerm_kubernetes_cluster.main';
export const ORDERS = 'azurerm_user_assigned_identity.orders';
export const CI = 'azurerm_user_assigned_identity.ci';
export const ON_CLUSTER = `\${${CLUSTER}.id}`;
export const ON_ORDERS = `\${${ORDERS}.id}`;
export const ON_GROUP = '${azurerm_resource_group.rg.id}';

export const IDENTITIES = 'Microsoft.ManagedIdentity/userAssignedIdentities';
export const AKS = 'Microsoft.ContainerService/managedClusters';
export const ADMIN = 'have the cloud let it in to the cluster as its administrator';

/** That people sign in to the cluster by Entra. */
export const entra = (more: Json = {}): Json => ({ azure_active_directory_role_based_access_control: [more] });
export const AZURE_RBAC = entra({ azure_rbac_enabled: true });

export type Resources = Readonly<Record<string, Json>>;

/** An AKS cluster with a pod of the identity orders, an identity ci beside it, and what else there is. */
export function program(resources: Resources, cluster: Json = {}, more: Json = {}): Evaluation {
  const place = { resource_group_name: '${azurerm_resource_group.rg.name}', location: 'westeurope' };
  const own: Record<string, Json> = {
    azurerm_resource_group: { rg: { name: 'rg', location: 'westeurope' } },
    azurerm_kubernetes_cluster: {
      main: { name: 'aks', ...place, oidc_issuer_enabled: true, workload_identity_enabled: true, ...cluster },
    },
    azurerm_user_assigned_identity: { orders: { name: 'id-orders', ...place }, ci: { name: 'id-ci', ...place } },
    azurerm_federated_identity_credential: {
      orders: {
        ...{ name: 'orders', parent_id: ON_ORDERS, audience: ['api://AzureADTokenExchange'] },
        ...{ issuer: `\${${CLUSTER}.oidc_issuer_url}`, subject: 'system:serviceaccount:shop:orders' },
      },
    },
  };
  for (const [type, some] of Object.entries(resources)) own[type] = { ...own[type], ...some };
  return evaluated(JSON.stringify({ provider: { azurerm: { features: {} } }, resource: own, ...more }));
}

/** Who becomes the pod of the identity orders. */
export const who = (resources: Resources, cluster: Json = {}, more: Json = {}): string[] =>
  told(becoming(program(resources, cluster, more), 'shop/orders', CLUSTER));

/** Why others may as well. */
export const unknownOf = (resources: Resources, cluster: Json = {}): readonly string[] =>
  becoming(program(resources, cluster), 'shop/orders', CLUSTER).unknown;

/** A role at a scope, of ci or of another principal. */
export const assignment = (role: Json, scope: string, principal = `\${${CI}.principal_id}`): Json => ({
  ...{ principal_id: principal, scope },
  ...role,
});

/** A role of the program's own, and its assignments. */
export function custom(permissions: Json, ...scopes: readonly string[]): Resources {
  const role = { role_definition_id: '${azurerm_role_definition.own.role_definition_resource_id}' };
  return {
    azurerm_role_definition: { own: { name: 'own', scope: '/subscriptions/s', permissions: [permissions] } },
    azurerm_role_assignment: Object.fromEntries(scopes.map((scope, index) => [`own${index}`, assignment(role, scope)])),
  };
}

/** Built-in roles at scopes, all of ci. */
export const roles = (...given: readonly (readonly [role: string, scope: string])[]): Resources => ({
  azurerm_role_assignment: Object.fromEntries(
    given.map(([role, scope], index) => [`a${index}`, assignment({ role_definition_name: role }, scope)]),
  ),
});
