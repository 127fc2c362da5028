import { aks } from './aad-pod-identity-example';
import { USE, deployment, serviceAccount, terraform } from './example';
import type { ExampleFile, Json } from './example';

const CLIENT_ID = '${azurerm_user_assigned_identity.backend.client_id}';

/** An identity binding of the cluster. */
export function bindingOf({
  name,
  bound = '${azurerm_user_assigned_identity.backend.id}',
}: {
  name: string;
  bound?: string;
}): Json {
  return {
    type: 'Microsoft.ContainerService/managedClusters/identityBindings@2026-04-01',
    name,
    parent_id: '${azurerm_kubernetes_cluster.main.id}',
    body: { properties: { managedIdentity: { resourceId: bound } } },
  };
}

/** A cluster that is bound to an identity, its RBAC and a Deployment, with anything of the RBAC replaced. */
export function identityBinding(
  change: {
    readonly role?: Json;
    readonly binding?: Json;
    readonly annotations?: Json;
    /** Further arguments of the cluster. */
    readonly cluster?: Json;
    /** What the cluster is bound to, by its resource id. */
    readonly bound?: string;
    /** Further resources of azapi. */
    readonly bindings?: Json;
    /** Whether the cluster is bound. Default true. */
    readonly isBound?: boolean;
    /** In place of the account and the Deployment, whose pods become the identity. */
    readonly objects?: Json;
    readonly more?: Json;
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
            ...change.bindings,
            backend: bindingOf({ name: 'backend', bound: change.bound }),
          }
        : {},
    kubernetes_manifest: {
      account: { manifest: serviceAccount({ 'azure.workload.identity/client-id': CLIENT_ID }) },
      role: { manifest: role },
      binding: { manifest: binding },
      backend: { manifest: deployment({ labels: USE, annotations }) },
      ...change.objects,
    },
    ...change.more,
  };
  return [terraform(aks({ cluster: { workload_identity_enabled: true, ...change.cluster }, more }))];
}

/** A cluster whose kubelet pulls the images of a Deployment as an identity, with anything of the profile that switches it on. */
export function imagePull(
  profile?: Json,
  annotations: Json = { 'kubernetes.azure.com/acr-client-id': CLIENT_ID },
  more: Json = {},
): ExampleFile[] {
  const body = { properties: { securityProfile: { serviceAccountImagePullProfile: profile } } };
  const pulls = {
    type: 'Microsoft.ContainerService/managedClusters@2026-08-02-preview',
    resource_id: '${azurerm_kubernetes_cluster.main.id}',
    body,
  };
  return identityBinding({
    objects: { account: { manifest: serviceAccount(annotations) }, backend: { manifest: deployment({}) } },
    more: { ...more, ...(profile === undefined ? {} : { azapi_update_resource: { pulls } }) },
  });
}
