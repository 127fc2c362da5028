/**
 * What AKS asks a cluster's RBAC before a pod gets a managed identity by an identity binding: the verb and the API group, on the
 * identity's client id as the resource. AKS, "Set up identity bindings".
 */
export const IDENTITY_BINDING_PERMISSION = {
  verb: 'use-managed-identity',
  apiGroup: 'cid.wi.aks.azure.com',
} as const;

/** The federated credential that AKS makes of an identity that is bound: one, whatever the number of clusters. The same page. */
export const IDENTITY_BINDING_CREDENTIAL = 'aks-identity-binding';
