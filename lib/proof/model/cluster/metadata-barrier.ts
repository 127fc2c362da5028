import type { NamespaceSet } from '../known/namespace-set';
import type { Place } from '../place';

/** What refuses, for certain, each new pod with `hostNetwork` in some namespaces of a cluster. */
export interface HostNetworkRefusal {
  readonly cluster: string;
  /** `ValidatingAdmissionPolicy/<name>`, or `Namespace/<name>` of one that enforces a Pod Security Standard. */
  readonly id: string;
  readonly namespaces: NamespaceSet;
  readonly at: Place;
}

/**
 * A network policy that keeps pods from the address of the instance metadata service, if the cluster's network plugin enforces
 * network policies. Whether it does is not known here, so that it takes nothing from anybody.
 */
export interface MetadataNetworkPolicy {
  readonly clusters: readonly string[];
  /** `NetworkPolicy/<namespace>/<name>` */
  readonly id: string;
  readonly at: Place;
}

/** What stands between pods and the instance metadata service, beside the service's own settings. */
export interface MetadataBarriers {
  readonly refusals: readonly HostNetworkRefusal[];
  readonly networkPolicies: readonly MetadataNetworkPolicy[];
}
