import type { Place } from '../place';

/**
 * An AKS identity binding: a managed identity that a cluster's pods may use without a federated credential of their own.
 * Who of the cluster may, its RBAC says. AKS, "Identity bindings concepts".
 */
export interface IdentityBinding {
  readonly id: string;
  /** Its name in the cluster; may hold symbols, nothing where it is not written. */
  readonly name?: string;
  /** The cluster's id; nothing where it is not in the input. */
  readonly cluster?: string;
  /** The cluster as written, for messages. */
  readonly clusterText: string;
  /** The clusters that it may be of, where it is not known of which; none where it is of one that is not in the input. */
  readonly possibleClusters: readonly string[];
  /** The managed identity's id; nothing where it is not in the input. */
  readonly identity?: string;
  readonly identityText: string;
  /** What it binds is certainly no managed identity, and Azure refuses it. */
  readonly bindsNoIdentity?: boolean;
  /** The managed identities that it may be, where it is not known which. */
  readonly possibleIdentities: readonly string[];
  /** Namespaces all of whose service accounts it lets in by itself (`allowedSubjects`), beside RBAC. */
  readonly allowedNamespaces: readonly string[];
  /** Some `allowedSubjects` choose by labels, which manifests do not settle. */
  readonly allowsByLabels: boolean;
  readonly at: Place;
}
