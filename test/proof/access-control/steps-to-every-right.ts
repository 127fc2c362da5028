/** A rule for roles or bindings, with nothing unknown in it. */
export interface PlainRule {
  readonly verbs: readonly string[];
  readonly resource: string;
  /** Empty where it is for all. */
  readonly names: readonly string[];
}

/** What a role holds: every right, none, or some that its holder has anyway. */
export type Content = 'every' | 'none' | 'own';

/** Roles by `roles/x` or `clusterroles/x`, and those that somebody has by a binding. */
export interface Situation {
  readonly roles: Readonly<Record<string, Content>>;
  readonly bound: readonly string[];
}

/** What somebody may do in a namespace, and, by a ClusterRoleBinding, in the whole cluster. */
export interface Rights {
  readonly inNamespace: readonly PlainRule[];
  readonly inCluster: readonly PlainRule[];
}

/**
 * Whether somebody comes to a role with every right in a namespace, by requests that the API server allows one after another. It
 * refuses to write more into a role than its writer has, but by `escalate`, and to bind more than that, but by `bind`.
 */
export function comesToEveryRight(start: Situation, rights: Rights): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const key = JSON.stringify(one);
    if (seen.has(key)) continue;
    seen.add(key);
    const { roles } = one;
    if (one.bound.some((role) => roles[role] === 'every')) return true;
    waiting.push(...written(one, rights), ...given(one, rights));
  }
  return false;
}

/** Of each name that a role may have: one that is none of a test's. */
const NAMES = ['r', 'w', 'x', 'another'].flatMap((name) => [`roles/${name}`, `clusterroles/${name}`]);

function written({ roles, bound }: Situation, { inNamespace, inCluster }: Rights): readonly Situation[] {
  return NAMES.flatMap((role) => {
    const [resource, name] = role.split('/') as [string, string];
    const rules = resource === 'roles' ? inNamespace : inCluster;
    // A request that makes a role names none.
    const [verbs, asked] = role in roles ? [['update', 'patch'], name] : [['create'], ''];
    if (!verbs.some((verb) => allows(rules, verb, resource, asked))) return [];
    const contents: Content[] = allows(rules, 'escalate', resource, asked) ? ['none', 'every'] : ['none'];
    return contents.map((content) => ({ roles: { ...roles, [role]: content }, bound }));
  });
}

function given({ roles, bound }: Situation, { inNamespace, inCluster }: Rights): readonly Situation[] {
  return Object.entries(roles).flatMap(([role, content]) => {
    const [resource, name] = role.split('/') as [string, string];
    const mayBind = (rules: readonly PlainRule[]): boolean =>
      content !== 'every' || allows(rules, 'bind', resource, name);
    const isBound =
      (allows(inNamespace, 'create', 'rolebindings', '') && mayBind(inNamespace)) ||
      (resource === 'clusterroles' && allows(inCluster, 'create', 'clusterrolebindings', '') && mayBind(inCluster));
    return isBound && !bound.includes(role) ? [{ roles, bound: [...bound, role].sort() }] : [];
  });
}

function allows(rules: readonly PlainRule[], verb: string, resource: string, name: string): boolean {
  return rules.some(
    (rule) =>
      rule.verbs.includes(verb) && rule.resource === resource && (rule.names.length === 0 || rule.names.includes(name)),
  );
}
