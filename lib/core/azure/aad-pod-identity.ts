import type { BindingLike } from '../trust/binding';
import type { ServiceAccountReference } from '../trust/subject';

/**
 * AAD Pod Identity as its last release has it: 1.8.17, chart 4.1.18.
 *
 * @see https://github.com/Azure/aad-pod-identity, archived in October 2023
 */
export const AAD_POD_IDENTITY = {
  group: 'aadpodidentity.k8s.io',
  apiVersion: 'aadpodidentity.k8s.io/v1',
  chart: {
    name: 'aad-pod-identity',
    version: '4.1.18',
    repository: 'https://raw.githubusercontent.com/Azure/aad-pod-identity/master/charts',
  },
  images: {
    nmi: 'mcr.microsoft.com/oss/azure/aad-pod-identity/nmi:v1.8.17',
    mic: 'mcr.microsoft.com/oss/azure/aad-pod-identity/mic:v1.8.17',
    demo: 'mcr.microsoft.com/oss/azure/aad-pod-identity/demo:v1.8.17',
  },
  /** The exception by which AKS' own add-ons reach the instance metadata service past NMI. */
  aksException: {
    name: 'aks-addon-exception',
    namespace: 'kube-system',
    podLabels: { 'kubernetes.azure.com/managedby': 'aks' },
  },
} as const;

/**
 * How AAD Pod Identity runs. `standard`: MIC assigns identities to the nodes, NMI answers pods. `managed`: NMI alone, and
 * identities are assigned to the scale sets by you. `addon`: the add-on of AKS, which is managed mode by AKS.
 */
export type AadPodIdentityMode = 'standard' | 'managed' | 'addon';

/** An identity that a label gives to pods: an AzureIdentity and its AzureIdentityBinding. Values may be tokens. */
export interface PodIdentity {
  /** The AzureIdentity's name. */
  readonly name: string;
  /** The AzureIdentityBinding's name. */
  readonly bindingName: string;
  readonly namespace: string;
  readonly selector: string;
  /** Azure resource id of the managed identity. */
  readonly resourceId: string;
  readonly clientId: string;
  /** The object id of its service principal. */
  readonly principalId: string;
  /** Whether pods of every namespace may have it. Default false. */
  readonly anyNamespace?: boolean;
}

/** What a workload carries at a step of the move out of AAD Pod Identity: plain data, for `MovedWorkload` and `bindWorkload`. */
export interface MovedPods {
  /** The account that its pods have after the move. */
  readonly serviceAccount: ServiceAccountReference;
  /** What the account carries; nothing at the steps that do not make it yet. */
  readonly accountBindings?: readonly BindingLike[];
  /** What the pods carry. */
  readonly bindings: readonly BindingLike[];
  /** The objects that AAD Pod Identity reads; none once they have left, and where the add-on makes them. */
  readonly podIdentities: readonly PodIdentity[];
}
