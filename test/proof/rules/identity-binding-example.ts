import { aks } from './aad-pod-identity-example';
import { CLIENT_ID, USE, deployment, entraAccount } from './example';
import type { ExampleFile, Json } from './example';
import { manifests, terraform } from './example';

const ANNOTATION = { 'azure.workload.identity/use-identity-binding': 'true' };

/** A cluster that is bound to an identity whose client id is known, its RBAC and a Deployment; the RBAC can be replaced. */
export function identityBinding(
  change: { readonly role?: Json; readonly binding?: Json; readonly annotations?: Json } = {},
): ExampleFile[] {
  const platform = aks({
    more: {
      azapi_resource: {
        backend: {
          type: 'Microsoft.ContainerService/managedClusters/identityBindings@2025-09-02-preview',
          name: 'backend',
          parent_id: '${azurerm_kubernetes_cluster.main.id}',
          body: { properties: { managedIdentity: { resourceId: '${azurerm_user_assigned_identity.backend.id}' } } },
        },
      },
      azurerm_user_assigned_identity: { backend: { name: 'backend', client_id: CLIENT_ID } },
    },
  });
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
  const pods = deployment({ labels: USE, annotations: change.annotations ?? ANNOTATION });
  return [terraform(platform), manifests(entraAccount(), role, binding, pods)];
}
