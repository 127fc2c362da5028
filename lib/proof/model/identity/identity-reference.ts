import type { Controller } from '../../../core/kubernetes/controllers';
import type { ServiceAccountReference } from '../../../core/trust/subject';
import type { Place } from '../place';

/** The account whose token an object has exchanged. */
export type TokenOwner =
  /** The one that the object names. */
  | { readonly kind: 'account'; readonly account: ServiceAccountReference }
  /** The one that the controller itself runs as. */
  | { readonly kind: 'controller'; readonly controller: Controller }
  /** One that a release of a chart makes, by the name that its values give, or else that charts make by custom. */
  | { readonly kind: 'release'; readonly namespace: string; readonly names: readonly string[] }
  /** Each account of the cluster that names no identity by itself for the same use. */
  | { readonly kind: 'others' }
  /** That of each pod that mounts the object as a volume: the kubelet hands the driver its token. */
  | { readonly kind: 'pods'; readonly namespace: string; readonly secretProviderClass: string };

/**
 * An object, such as a SecretProviderClass, a TriggerAuthentication or an Issuer, by which somebody other than the pod's own
 * SDK exchanges a service account's token for an identity. No webhook takes part in it.
 */
export interface IdentityReference {
  readonly clusters: readonly string[];
  /** `TriggerAuthentication/jobs/queue`. */
  readonly id: string;
  readonly mechanism: 'irsa' | 'entra-workload-identity';
  /**
   * The identity: a client id, a role's ARN, a managed identity's resource id. Nothing where the account's own annotation
   * tells it.
   */
  readonly text?: string;
  /** The tenant that is asked; nothing where the object names none. */
  readonly tenantId?: string;
  readonly audience: string;
  readonly owner: TokenOwner;
  /** Set where it is not the pod that gets the identity, but the kubelet, for the pull of its images. */
  readonly via?: 'image-pull';
  readonly at: Place;
}
