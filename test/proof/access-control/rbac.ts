import type { Power } from '../../../lib/proof/access-control/powers';
import type { Json } from '../todo-program';
import { powersIn } from './read-objects';

export const API = 'rbac.authorization.k8s.io';

/** A rule of verbs for resources, which may be written with their API group: `apps:deployments,statefulsets`. */
export function rule(resources: string, verbs: string, ...resourceNames: readonly string[]): Json {
  const [apiGroup, names] = resources.includes(':') ? resources.split(':') : ['', resources];
  return { apiGroups: [apiGroup], resources: names!.split(','), verbs: verbs.split(','), resourceNames };
}

/** A rule for roles or their bindings. */
export const rbac = (resources: string, verbs: string, ...names: readonly string[]): Json =>
  rule(`${API}:${resources}`, verbs, ...names);

export const group = (name: string): Json => ({ kind: 'Group', name, apiGroup: API });
export const TEAM = group('team');

/** A ClusterRole, or, with a namespace, a Role. */
export function role(name: string, rules: readonly Json[], namespace?: string): Json {
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  return { apiVersion: `${API}/v1`, kind, metadata: { name, namespace }, rules };
}

/** A ClusterRoleBinding, or, with a namespace, a RoleBinding, of the name of its role. */
export function bound(kind: 'Role' | 'ClusterRole', name: string, subjects: unknown, namespace?: string): Json {
  return {
    ...{ apiVersion: `${API}/v1`, kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding' },
    metadata: { name, namespace },
    ...{ roleRef: { apiGroup: API, kind, name }, subjects },
  };
}

/** What powers let their holders do, in words: `make-pods: pod shop/*`, `bind-roles ClusterRole/x: pod shop/* perhaps`. */
export function told(powers: readonly Power[]): string[] {
  return powers.map(({ act, becomes, namespace, names, perhaps, binds }) =>
    [
      binds === undefined ? act : `${act} ${binds}`,
      `: ${becomes} ${namespace ?? '*'}/${names?.join('|') ?? '*'}`,
      perhaps === undefined ? '' : ' perhaps',
    ].join(''),
  );
}

/** The powers of the team by a role of these rules, in the namespace shop or, by a ClusterRoleBinding, everywhere. */
export function powersBy(
  rules: readonly Json[],
  kind: 'Role' | 'ClusterRole' = 'Role',
  more: readonly Json[] = [],
): readonly Power[] {
  const namespace = kind === 'Role' ? 'shop' : undefined;
  return powersIn([role('r', rules, namespace), bound(kind, 'r', [TEAM], namespace), ...more]).powers;
}

/** The same in words. */
export function may(...parts: Parameters<typeof powersBy>): string[] {
  return told(powersBy(...parts));
}
