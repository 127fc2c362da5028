import { addToGroup } from '../../core/groups';
import type {
  ClusterAccessControl,
  ClusterRoleBinding,
  ClusterRoleRule,
  NamespacedRoleBinding,
} from '../model/cluster/access-control';
import { GatheredRoles } from './gathered-roles';

/** A binding of RBAC with what its role grants. */
export interface RoleGrant {
  readonly by: ClusterRoleBinding;
  /** `ClusterRoleBinding/x`, `RoleBinding/shop/x`. */
  readonly source: string;
  /** `ClusterRole/x`, `Role/shop/x`. */
  readonly roleText: string;
  /** The namespace that it holds in; nothing where it holds in the whole cluster. */
  readonly namespace?: string;
  /** Nothing where the role is not in the input, nor one that every cluster has. */
  readonly rules?: readonly ClusterRoleRule[];
  /** Why the rules may not be all; nothing where they are. */
  readonly unknown?: string;
}

/** The RBAC of one cluster. */
export interface ClusterGrants {
  readonly roles: GatheredRoles;
  /** Of ClusterRoleBindings: they hold in every namespace, and for what is in none. */
  readonly clusterWide: readonly RoleGrant[];
  readonly namespaced: readonly RoleGrant[];
  /** The namespaces of the Roles that were read. */
  readonly namespacesOfRoles: readonly string[];
  /** The rules of the Roles of a namespace, by name; without one there are none. */
  readonly rolesIn: (namespace: string | undefined) => ReadonlyMap<string, readonly ClusterRoleRule[]>;
}

/** RBAC by cluster; each is worked out when it is first asked for. */
export function grantsByCluster(accessControl: ClusterAccessControl): (cluster: string) => ClusterGrants {
  const roles = byCluster(accessControl.roles);
  const bindings = byCluster(accessControl.bindings);
  const namespacedRoles = byCluster(accessControl.namespacedRoles);
  const namespacedBindings = byCluster(accessControl.namespacedBindings);
  const known = new Map<string, ClusterGrants>();
  return (cluster) => {
    let grants = known.get(cluster);
    if (!grants) {
      const gathered = new GatheredRoles(new Map((roles.get(cluster) ?? []).map((role) => [role.name, role])));
      const ofNamespaces = new Map<string | undefined, Map<string, readonly ClusterRoleRule[]>>();
      const ownRoles = namespacedRoles.get(cluster) ?? [];
      for (const { namespace, name, rules } of ownRoles) {
        const named = ofNamespaces.get(namespace);
        if (named) named.set(name, rules);
        else ofNamespaces.set(namespace, new Map([[name, rules]]));
      }
      const rolesIn: ClusterGrants['rolesIn'] = (namespace) => ofNamespaces.get(namespace) ?? NO_ROLES;
      grants = {
        roles: gathered,
        clusterWide: (bindings.get(cluster) ?? []).map((by) => ({
          by,
          source: `ClusterRoleBinding/${by.name}`,
          roleText: `ClusterRole/${by.role}`,
          ...gathered.of(by.role),
        })),
        namespaced: (namespacedBindings.get(cluster) ?? []).map((by) => namespacedGrant(by, gathered, rolesIn)),
        namespacesOfRoles: [...new Set(ownRoles.map(({ namespace }) => namespace))],
        rolesIn,
      };
      known.set(cluster, grants);
    }
    return grants;
  };
}

const NO_ROLES: ReadonlyMap<string, readonly ClusterRoleRule[]> = new Map();

function namespacedGrant(
  by: NamespacedRoleBinding,
  gathered: GatheredRoles,
  rolesIn: ClusterGrants['rolesIn'],
): RoleGrant {
  const { namespace, name, role, ofClusterRole } = by;
  const found = ofClusterRole ? gathered.of(role) : { rules: rolesIn(namespace).get(role) };
  const roleText = ofClusterRole ? `ClusterRole/${role}` : `Role/${namespace}/${role}`;
  return { by, source: `RoleBinding/${namespace}/${name}`, roleText, namespace, ...found };
}

function byCluster<T extends { readonly clusters: readonly string[] }>(entries: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    for (const cluster of entry.clusters) addToGroup(groups, cluster, entry);
  }
  return groups;
}
