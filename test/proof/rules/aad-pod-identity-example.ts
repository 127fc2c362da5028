import type { Json } from './example';

/** An AKS cluster and the managed identity that pods become, with anything of them replaced. */
export function aks(change: { readonly cluster?: Json; readonly more?: Json } = {}): Json {
  return {
    resource: {
      azurerm_kubernetes_cluster: {
        main: {
          name: 'main',
          oidc_issuer_enabled: true,
          network_profile: { network_plugin: 'azure' },
          ...change.cluster,
        },
      },
      azurerm_user_assigned_identity: { backend: { name: 'backend' } },
      ...change.more,
    },
  };
}

const RESOURCE_ID =
  '/subscriptions/0a1b2c3d-1111-4444-8888-cccccccccccc/resourcegroups/todo/providers/Microsoft.ManagedIdentity/userAssignedIdentities/backend';

/** An AzureIdentity that is kept to its namespace. */
export function azureIdentity(change: { readonly metadata?: Json; readonly spec?: Json } = {}): Json {
  return {
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzureIdentity',
    metadata: {
      name: 'backend',
      namespace: 'todo',
      annotations: { 'aadpodidentity.k8s.io/Behavior': 'namespaced' },
      ...change.metadata,
    },
    spec: { type: 0, resourceID: RESOURCE_ID, clientID: '0a1b2c3d-0000-4444-8888-cccccccccccc', ...change.spec },
  };
}

/** The binding of that AzureIdentity to pods by their label. */
export function azureIdentityBinding(change: { readonly metadata?: Json; readonly spec?: Json } = {}): Json {
  return {
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzureIdentityBinding',
    metadata: { name: 'backend', namespace: 'todo', ...change.metadata },
    spec: { azureIdentity: 'backend', selector: 'todo-backend', ...change.spec },
  };
}

/** A pod that takes part by its label. */
export function labelledPod(
  change: { readonly labels?: Json; readonly metadata?: Json; readonly spec?: Json } = {},
): Json {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'backend',
      namespace: 'todo',
      labels: { aadpodidbinding: 'todo-backend', ...change.labels },
      ...change.metadata,
    },
    spec: { containers: [{ name: 'app', image: 'app:1' }], ...change.spec },
  };
}

/** The chart of AAD Pod Identity, in standard mode. */
export const CHART = {
  helm_release: { identity: { name: 'identity', chart: 'aad-pod-identity', namespace: 'kube-system' } },
};

/** NMI of managed mode, without which a label gives a pod nothing. */
export function nmi(): Json {
  const containers = [
    {
      name: 'nmi',
      image: 'mcr.microsoft.com/oss/azure/aad-pod-identity/nmi:v1.8.17',
      args: ['--operation-mode=managed'],
    },
  ];
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'nmi', namespace: 'kube-system' },
    spec: {
      selector: { matchLabels: { component: 'nmi' } },
      template: { metadata: { labels: { component: 'nmi' } }, spec: { containers } },
    },
  };
}
