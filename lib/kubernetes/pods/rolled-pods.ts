import { DataKubernetesResources } from '@cdktf/provider-kubernetes/lib/data-kubernetes-resources';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import {
  AAD_POD_IDENTITY_KEYS,
  AZURE_KEYS,
  type Mechanism,
  type ServiceAccountReference,
  checkServiceAccount,
} from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';

/** The variable that a webhook injects into the pods of a mechanism. AAD Pod Identity injects none: its pods have a label. */
const INJECTED = {
  irsa: 'AWS_WEB_IDENTITY_TOKEN_FILE',
  'eks-pod-identity': 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'entra-workload-identity': 'AZURE_FEDERATED_TOKEN_FILE',
} as const satisfies Partial<Record<Mechanism, string>>;

/** Props of {@link RolledPods}. */
export interface RolledPodsProps {
  /** The accounts whose pods must have rolled; with AAD Pod Identity all labelled pods of their namespaces. */
  readonly serviceAccounts: readonly ServiceAccountReference[];
  /**
   * The mechanism that no running pod may still have, such as `MechanismMove.left` or `AadPodIdentityMove.takenAway`. Without
   * one nothing is looked up, as at the steps of a move that wait for no pod.
   */
  readonly left?: keyof typeof INJECTED | 'aad-pod-identity';
  /** The cluster, if the stack has several. Default: the stack's Kubernetes provider. */
  readonly provider?: TerraformProvider;
}

/**
 * Stops a deployment while a pod of a service account still has the credentials of a mechanism that is about to go: pods
 * keep what they were admitted with until they are made again. Terraform reads the running pods and names those that are
 * left, before anything that comes after is changed.
 *
 * Put it into a stack of its own between the cluster and the identities: `identities.addDependency(rolled)`.
 */
export class RolledPods extends Construct {
  /** The pods of each service account, or of each namespace, in the order of the accounts; none where no mechanism is left. */
  public readonly pods: readonly DataKubernetesResources[];

  /** @throws PodtrustError those of a service account's name */
  public constructor(scope: Construct, id: string, { serviceAccounts, left, provider }: RolledPodsProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    for (const account of serviceAccounts) checkServiceAccount(account, this.node.path);
    if (left === undefined) {
      this.pods = [];
      return;
    }
    if (left === 'aad-pod-identity') {
      const namespaces = [...new Set(serviceAccounts.map(({ namespace }) => namespace))];
      this.pods = namespaces.map((namespace) => this.labelled(namespace, provider));
      return;
    }
    const variable = INJECTED[left];
    // The provider gives null for a field that a pod does not have and another one has.
    const containers = 'concat(pod.spec.containers, try([for one in pod.spec.initContainers : one], []))';
    const names = `flatten([for container in ${containers} : try([for one in container.env : one.name], [])])`;
    const remaining = `[for pod in self.objects : pod.metadata.name if contains(${names}, "${variable}")]`;
    this.pods = serviceAccounts.map(
      ({ namespace, name }) =>
        new DataKubernetesResources(this, `pods-${namespace}-${name}`, {
          provider,
          apiVersion: 'v1',
          kind: 'Pod',
          namespace,
          // A pod that has ended needs no credentials, and a Job's stays.
          fieldSelector: `spec.serviceAccountName=${name},status.phase!=Succeeded,status.phase!=Failed`,
          lifecycle: {
            postcondition: [
              {
                condition: `\${length(${remaining}) == 0}`,
                errorMessage: `Pods of ${namespace}/${name} still have the credentials of ${left}: \${join(", ", ${remaining})}. Roll them (kubectl rollout restart), and deploy again.`,
              },
            ],
          },
        }),
    );
  }

  /** Pods of a namespace that NMI gives an identity by their label. Those with both labels have left. */
  private labelled(namespace: string, provider?: TerraformProvider): DataKubernetesResources {
    const { bindingLabel } = AAD_POD_IDENTITY_KEYS;
    return new DataKubernetesResources(this, `pods-${namespace}`, {
      provider,
      apiVersion: 'v1',
      kind: 'Pod',
      namespace,
      labelSelector: `${bindingLabel},${AZURE_KEYS.useLabel}!=true`,
      fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed',
      lifecycle: {
        postcondition: [
          {
            condition: '${length(self.objects) == 0}',
            errorMessage: `Pods of ${namespace} still have their identity by the label ${bindingLabel}: \${join(", ", [for pod in self.objects : pod.metadata.name])}. Switch and roll them, and deploy again.`,
          },
        ],
      },
    });
  }
}
