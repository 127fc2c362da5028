import type { Place } from '../place';

/** A rule of a role: what it lets somebody do to resources of the API. */
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

/** RBAC of the clusters. */
export interface ClusterAccessControl {
  readonly roles: readonly ClusterRole[];
  readonly bindings: readonly ClusterRoleBinding[];
  /** Roles of one namespace. */
  readonly namespacedRoles: readonly NamespacedRole[];
  /** Grants within one namespace. */
  readonly namespacedBindings: readonly NamespacedRoleBinding[];
}
