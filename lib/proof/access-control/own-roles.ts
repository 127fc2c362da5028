import type { ClusterRoleRule } from '../model/cluster/access-control';
import { and, any, isNo, isYes, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols } from '../model/known/symbol';
import { equal } from '../model/known/text';
import { actsOf, allowedNames, allowsMaking } from './acts';
import type { Allowed } from './acts';
import { whyOf } from './acts-in-scope';
import type { ActsInScope, Scope, ScopedAct } from './acts-in-scope';
import { isHarmless } from './gathered-roles';
import type { GatheredRules } from './gathered-roles';
import type { ClusterGrants, RoleGrant } from './role-grants';

/** The API group of roles and their bindings. */
export const RBAC = 'rbac.authorization.k8s.io';

type RoleResource = 'clusterroles' | 'roles';

/**
 * What somebody may do by roles that it gives itself, or changes. The API server lets nobody give more than it has, but for who
 * may `bind` the role; and nobody write more into a role than it has, but for who may `escalate` it.
 *
 * @see Kubernetes, "Using RBAC Authorization: privilege escalation prevention and bootstrapping"
 */
export class OwnRoles {
  public constructor(
    private readonly grants: ClusterGrants,
    private readonly scoped: ActsInScope,
  ) {}

  /** What all the grants that hold somewhere come to together. */
  public acts(holding: readonly RoleGrant[], scope: Scope): readonly ScopedAct[] {
    const rules = rulesOf(holding);
    return [...this.byBinding(rules, scope), ...this.byEscalation(rules, holding, scope)];
  }

  private *byBinding(rules: readonly ClusterRoleRule[], scope: Scope): Generator<ScopedAct> {
    const clusterRoles = allowedNames(rules, 'bind', RBAC, 'clusterroles');
    const inNamespaces = writes(rules, 'rolebindings');
    for (const [writing, isOfCluster] of [
      [writesForCluster(rules, scope), true],
      [inNamespaces, false],
    ] as const) {
      if (isNo(writing)) continue;
      for (const { answer, names } of clusterRoles) {
        const own = actOf('bind-roles', and(writing, answer), scope);
        if (!names) yield own;
        for (const name of names ?? []) {
          yield* this.byRole(own, `ClusterRole/${name}`, this.grants.roles.of(name), isOfCluster);
        }
      }
    }
    // Whoever gives itself any ClusterRole needs no Role.
    const isAny = clusterRoles.some(({ answer, names }) => isYes(answer) && !names);
    if (isNo(inNamespaces) || isAny) return;
    for (const { answer, names } of allowedNames(rules, 'bind', RBAC, 'roles')) {
      for (const [namespace, name] of this.rolesFor(names, scope)) {
        const own = actOf('bind-roles', and(inNamespaces, answer), namespace);
        const rules = this.grants.rolesIn(namespace).get(name);
        const text = namespace === undefined ? `Role/${name}` : `Role/${namespace}/${name}`;
        yield* this.byRole(own, text, rules && { rules }, false);
      }
    }
  }

  /** The Roles of some names, or all that were read; one that was read nowhere may be anywhere. */
  private rolesFor(
    names: readonly string[] | undefined,
    scope: Scope,
  ): readonly (readonly [namespace: Scope, name: string])[] {
    const namespaces = scope === undefined ? this.grants.namespacesOfRoles : [scope];
    const read = namespaces.flatMap((namespace) =>
      [...this.grants.rolesIn(namespace).keys()].map((name) => [namespace, name] as const),
    );
    if (!names) return read;
    return names.flatMap((name): readonly (readonly [Scope, string])[] => {
      const found = read.filter(([, one]) => one === name);
      return found.length > 0 ? found : [[scope, name]];
    });
  }

  /** What a role gives that somebody may give itself. */
  private byRole(
    own: ScopedAct,
    role: string,
    gathered: GatheredRules | undefined,
    isOfCluster: boolean,
  ): readonly ScopedAct[] {
    if (!gathered) {
      return isHarmless(role)
        ? []
        : [{ ...own, binds: role, perhaps: `what ${describeSymbols(role)} grants was not read` }];
    }
    const { rules, unknown: why } = gathered;
    return actsOf(rules)
      .flatMap((act) => this.scoped.of(act, own.namespace, isOfCluster))
      .map(({ becomes, namespace, names, perhaps = own.perhaps }): ScopedAct => {
        return { ...own, becomes, namespace, names, perhaps, binds: role };
      })
      .concat(why === undefined ? [] : [{ ...own, binds: role, perhaps: why }]);
  }

  private *byEscalation(
    rules: readonly ClusterRoleRule[],
    holding: readonly RoleGrant[],
    scope: Scope,
  ): Generator<ScopedAct> {
    const inNamespaces = writes(rules, 'rolebindings');
    // A ClusterRole is in no namespace, so only what holds in the whole cluster lets anybody change it.
    const wide = rulesOf(holding.filter(({ namespace }) => namespace === undefined));
    const answer = or(
      this.fills('clusterroles', wide, holding, scope, or(inNamespaces, writesForCluster(rules, scope))),
      this.fills('roles', rules, holding, scope, inNamespaces),
    );
    if (!isNo(answer)) yield actOf('change-roles', answer, scope);
  }

  /** Whether somebody may have a role with whatever rights it writes into it. */
  private fills(
    resource: RoleResource,
    rules: readonly ClusterRoleRule[],
    holding: readonly RoleGrant[],
    scope: Scope,
    giving: Known,
  ): Known {
    const kind = resource === 'clusterroles' ? 'ClusterRole' : 'Role';
    const making = allowsMaking(rules, RBAC, resource);
    const escalate = allowedNames(rules, 'escalate', RBAC, resource);
    const changes = ['update', 'patch'].flatMap((verb) => allowedNames(rules, verb, RBAC, resource));
    const isFilled = (name: string): Known => and(covers(escalate, name), covers(changes, name));
    const isHeld = any(holding, ({ roleText, by }) => roleText.startsWith(`${kind}/`) && isFilled(by.role));
    // It may empty a role first, and whoever gives nothing needs no right to bind.
    const names = [...escalate, ...changes].flatMap((one) => one.names ?? [ANY]);
    const isGiven = any(names, (name) =>
      and(
        isFilled(name),
        or(making, this.isThere(resource, name, scope), unknown(`a ${kind} that it may change has to be there`)),
      ),
    );
    const isBound = any(allowedNames(rules, 'bind', RBAC, resource), ({ answer, names }) =>
      names ? unknown(`a ${kind} that it may bind must not be there yet`) : answer,
    );
    const isMadeFull = and(making, covers(escalate, ANY), isBound);
    return or(isHeld, and(giving, or(isGiven, isMadeFull)));
  }

  private isThere(resource: RoleResource, name: string, scope: Scope): boolean {
    if (resource === 'clusterroles') return this.grants.roles.of(name) !== undefined;
    return this.grants.rolesIn(scope).has(name);
  }
}

const NEVER: Known = false;
/** The name of no object: of those of any name. */
const ANY = '';

/** All that some grants allow. */
export function rulesOf(grants: readonly RoleGrant[]): readonly ClusterRoleRule[] {
  return grants.flatMap(({ rules }) => rules ?? []);
}

function actOf(act: ScopedAct['act'], answer: Known, namespace: Scope): ScopedAct {
  return { act, becomes: 'pod', namespace, perhaps: whyOf(answer) };
}

/** Whether rules let somebody give itself a role by a ClusterRoleBinding: nothing of a namespace does. */
function writesForCluster(rules: readonly ClusterRoleRule[], scope: Scope): Known {
  return scope === undefined ? writes(rules, 'clusterrolebindings') : NEVER;
}

function writes(rules: readonly ClusterRoleRule[], resource: 'rolebindings' | 'clusterrolebindings'): Known {
  const making = allowsMaking(rules, RBAC, resource);
  if (!isNo(making)) return making;
  const changing = ['update', 'patch'].flatMap((verb) => allowedNames(rules, verb, RBAC, resource));
  if (changing.length === 0) return false;
  const kind = resource === 'rolebindings' ? 'RoleBinding' : 'ClusterRoleBinding';
  return unknown(`a ${kind} of that role has to be there: it may change some and make none`);
}

/** Whether a request is allowed for an object of a name, or of any. */
function covers(allowed: readonly Allowed[], name: string): Known {
  return any(allowed, ({ answer, names }) => and(answer, !names || any(names, (one) => equal(one, name))));
}
