import type { Place } from '../place';

/** A capability of an EKS cluster, such as Argo CD, which AWS runs outside of it by a role. */
export interface EksCapability {
  readonly id: string;
  /** The cluster's id; nothing where it is not in the input. */
  readonly cluster?: string;
  /** The cluster as written, for messages. */
  readonly clusterText: string;
  /** `ACK`, `ARGOCD` or `KRO`; may hold symbols. */
  readonly type: string;
  /** The role's id; nothing where it is not in the input. */
  readonly role?: string;
  /** The role as written, for messages. */
  readonly roleText: string;
  readonly at: Place;
}

/** An IAMRoleSelector: the role that ACK assumes for objects of some namespaces, in place of its own. */
export interface AckRoleSelector {
  readonly clusters: readonly string[];
  /** `IAMRoleSelector/shop`. */
  readonly id: string;
  /** The role's ARN as written; may hold symbols. */
  readonly arn: string;
  /** The namespaces by name; nothing where it is for all. */
  readonly namespaces?: readonly string[];
  /** Whether it chooses namespaces by their labels as well, or alone. */
  readonly byLabels: boolean;
  /** The kinds of objects that it is for, as `group/kind`, sorted; nothing where it is for all. */
  readonly resourceTypes?: readonly string[];
  readonly at: Place;
}
