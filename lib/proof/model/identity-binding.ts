import type { Place } from './place';

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

/** A rule of a ClusterRole, as far as identity bindings ask for it. */
export interface ClusterRoleRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

/** A requirement of a label selector: `In`, `NotIn`, `Exists`, `DoesNotExist`. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** A label selector; one without any requirement chooses everything. */
export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly LabelRequirement[];
}

/** A ClusterRole. */
export interface ClusterRole {
  readonly clusters: readonly string[];
  readonly name: string;
  readonly rules: readonly ClusterRoleRule[];
  /** May hold symbols. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its rules are gathered from the roles that one of these chooses, and its own do not count. */
  readonly aggregation?: readonly LabelSelector[];
  readonly at: Place;
}

/** A subject of a role binding. */
export interface RoleSubject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** A ClusterRoleBinding; a RoleBinding grants nothing for a resource of the whole cluster. */
export interface ClusterRoleBinding {
  readonly clusters: readonly string[];
  readonly name: string;
  readonly role: string;
  readonly subjects: readonly RoleSubject[];
  readonly at: Place;
}

/** A Role. */
export interface NamespacedRole extends ClusterRole {
  readonly namespace: string;
}

/** A RoleBinding: what it grants holds in its namespace. */
export interface NamespacedRoleBinding extends ClusterRoleBinding {
  readonly namespace: string;
  /** Whether the role is a ClusterRole; else it is a Role of the same namespace. */
  readonly ofClusterRole: boolean;
}

/** RBAC of the clusters, as far as rules ask for it. */
export interface ClusterAccessControl {
  readonly roles: readonly ClusterRole[];
  readonly bindings: readonly ClusterRoleBinding[];
  /** Roles of one namespace. */
  readonly namespacedRoles: readonly NamespacedRole[];
  /** Grants within one namespace. */
  readonly namespacedBindings: readonly NamespacedRoleBinding[];
}
