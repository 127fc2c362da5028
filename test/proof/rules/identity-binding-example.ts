import { aks } from './aad-pod-identity-example';
import { USE, deployment, serviceAccount, terraform } from './example';
import type { ExampleFile, Json } from './example';

const CLIENT_ID = '${azurerm_user_assigned_identity.backend.client_id}';

/** A cluster that is bound to an identity, its RBAC and a Deployment, with anything of the RBAC replaced. */
export function identityBinding(
  change: {
    readonly role?: Json;
    readonly binding?: Json;
    readonly annotations?: Json;
    /** Whether the cluster is bound. Default true. */
    readonly isBound?: boolean;
  } = {},
): ExampleFile[] {
  const { annotations = { 'azure.workload.identity/use-identity-binding': 'true' } } = change;
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'use-backend' },
    rules: [
      { verbs: ['use-managed-identity'], apiGroups: ['cid.wi.aks.azure.com'], resources: [CLIENT_ID], ...change.role },
    ],
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'use-backend' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'use-backend' },
    subjects: [{ kind: 'ServiceAccount', name: 'backend', namespace: 'todo' }],
    ...change.binding,
  };
  const more = {
    azapi_resource:
      (change.isBound ?? true)
        ? {
            backend: {
              type: 'Microsoft.ContainerService/managedClusters/identityBindings@2026-04-01',
              name: 'backend',
              parent_id: '${azurerm_kubernetes_cluster.main.id}',
              body: { properties: { managedIdentity: { resourceId: '${azurerm_user_assigned_identity.backend.id}' } } },
            },
          }
        : {},
    kubernetes_manifest: {
      account: { manifest: serviceAccount({ 'azure.workload.identity/client-id': CLIENT_ID }) },
      role: { manifest: role },
      binding: { manifest: binding },
      backend: { manifest: deployment({ labels: USE, annotations }) },
    },
  };
  return [terraform(aks({ cluster: { workload_identity_enabled: true }, more }))];
}
