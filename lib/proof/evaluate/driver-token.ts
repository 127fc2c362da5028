import { addToGroup } from '../../core/groups';
import type { ClaimedMechanism } from '../mechanisms/claims';
import type { IdentityReference } from '../model/identity/identity-reference';
import type { Model } from '../model/model';
import type { Workload } from '../model/kubernetes/workload';

/** What the Secrets Store driver does for a workload: with the pod's token from the kubelet, no webhook taking part. */
export type DriverToken =
  /** It exchanges the token by what these objects say. */
  | { readonly kind: 'exchanged'; readonly by: readonly IdentityReference[] }
  /** It may: the SecretProviderClass is not in the input. */
  | { readonly kind: 'unknown'; readonly secretProviderClass: string };

/** Finds what the driver does for workloads, by the SecretProviderClasses that they mount. */
export class DriverTokens {
  private readonly references = new Map<string, IdentityReference[]>();

  public constructor(private readonly model: Model) {
    for (const reference of model.identityReferences) {
      const { owner } = reference;
      if (owner.kind !== 'pods') continue;
      addToGroup(this.references, `${owner.namespace}/${owner.secretProviderClass}`, reference);
    }
  }

  /** What the driver does for a workload by one mechanism; nothing where it does nothing. */
  public of({ namespace, secretProviderClasses }: Workload, mechanism: ClaimedMechanism): DriverToken | undefined {
    const keys = secretProviderClasses.map((name) => `${namespace}/${name}`);
    const by = keys.flatMap((key) => this.references.get(key) ?? []).filter((one) => one.mechanism === mechanism);
    if (by.length > 0) return { kind: 'exchanged', by };
    const missing = keys.find((key) => !this.model.secretProviderClasses.has(key));
    return missing === undefined ? undefined : { kind: 'unknown', secretProviderClass: missing };
  }
}
