import type { InMemoryDocument } from '../../lib/proof';
import type { Json } from './todo-program';

/** An AKS cluster and two managed identities, in one configuration. */
export function aksPlatform(change: (resource: Json) => void = () => {}): InMemoryDocument {
  const resource: Json = {
    azurerm_kubernetes_cluster: {
      main: {
        name: 'todo',
        oidc_issuer_enabled: true,
        workload_identity_enabled: true,
        network_profile: { network_plugin: 'azure' },
      },
    },
    azurerm_user_assigned_identity: { app: { name: 'app' }, other: { name: 'other' } },
  };
  change(resource);
  return { file: 'platform.tf.json', text: JSON.stringify({ resource }) };
}

/** Kubernetes objects as one list, so that each has a place of its own. */
export function manifests(...items: readonly Json[]): InMemoryDocument {
  return { file: 'manifests.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) };
}

/** A pod with labels. */
export function pod(
  name: string,
  namespace: string,
  labels: Json,
  rest: { annotations?: Json; spec?: Json } = {},
): Json {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels, annotations: rest.annotations },
    spec: { containers: [{ name: 'app', image: 'app:1' }], ...rest.spec },
  };
}

/** The resource id of a managed identity that the program does not make, or of one of its own by name. */
export function identityId(name: string): string {
  return `/subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
}

/** The client id that the tests give an identity; its first digit tells them apart. */
export function clientId(digit: number): string {
  return `${digit}0000000-0000-0000-0000-000000000000`;
}

/** An AzureIdentity of type 0. */
export function azureIdentity(name: string, namespace: string, change: Json = {}): Json {
  return {
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzureIdentity',
    metadata: { name, namespace, annotations: { 'aadpodidentity.k8s.io/Behavior': 'namespaced' } },
    spec: { type: 0, resourceID: identityId('app'), clientID: clientId(1) },
    ...change,
  };
}

/** An AzureIdentityBinding. */
export function azureIdentityBinding(name: string, namespace: string, identity: string, selector: string): Json {
  return {
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzureIdentityBinding',
    metadata: { name, namespace },
    spec: { azureIdentity: identity, selector },
  };
}

/** An AzurePodIdentityException. */
export function azurePodIdentityException(name: string, namespace: string, podLabels: Json): Json {
  return {
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzurePodIdentityException',
    metadata: { name, namespace },
    spec: { podLabels },
  };
}

/** The DaemonSet of NMI, with the flags that say how it runs. */
export function nmi(...args: readonly string[]): Json {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'nmi', namespace: 'kube-system' },
    spec: {
      template: {
        metadata: { labels: { component: 'nmi' } },
        spec: {
          containers: [{ name: 'nmi', image: 'mcr.microsoft.com/oss/azure/aad-pod-identity/nmi:v1.8.17', args }],
        },
      },
    },
  };
}

/** The AKS add-on, as azapi writes it. */
export function podIdentityAddon(profile: Json): Json {
  return {
    type: 'Microsoft.ContainerService/managedClusters@2023-08-01',
    resource_id: '${azurerm_kubernetes_cluster.main.id}',
    body: { properties: { podIdentityProfile: { enabled: true, ...profile } } },
  };
}
