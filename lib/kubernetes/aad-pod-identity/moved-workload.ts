import { Construct } from 'constructs';
import type { MovedPods } from '../../core';
import { BoundServiceAccount } from '../pods/bound-service-account';
import { AzureIdentity } from './azure-identity';
import { AzureIdentityBinding } from './azure-identity-binding';

/**
 * The objects of a workload that moves out of AAD Pod Identity, at the step that `AadPodIdentityMove` is at: its AzureIdentities
 * and their bindings until the last step, and its annotated service account from the second on. Bind its pods by
 * `bindWorkload(deployment, pods.bindings)`.
 *
 * A cdk8s construct; it lives in a chart.
 */
export class MovedWorkload extends Construct {
  /** Undefined at the steps that do not make it yet. */
  public readonly serviceAccount?: BoundServiceAccount;
  public readonly identities: readonly AzureIdentity[];
  public readonly identityBindings: readonly AzureIdentityBinding[];

  /** @param pods what `move.addWorkload` gave */
  public constructor(scope: Construct, id: string, pods: MovedPods) {
    super(scope, id);
    const { accountBindings, serviceAccount, podIdentities } = pods;
    if (accountBindings) {
      this.serviceAccount = new BoundServiceAccount(this, 'account', { serviceAccount, bindings: accountBindings });
    }
    const made = podIdentities.map(({ namespace, name, bindingName, selector, resourceId, clientId, anyNamespace }) => {
      const identity = new AzureIdentity(this, `identity-${name}`, {
        namespace,
        name,
        identity: { id: resourceId, clientId },
        anyNamespace,
      });
      return {
        identity,
        binding: new AzureIdentityBinding(this, `binding-${name}`, { identity, selector, name: bindingName }),
      };
    });
    this.identities = made.map(({ identity }) => identity);
    this.identityBindings = made.map(({ binding }) => binding);
  }
}
