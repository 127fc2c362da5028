import { grouped } from '../../core/groups';
import type { ClusterRoleRule } from '../model/cluster/access-control';
import { isNo, isUnknown, isYes, or } from '../model/known/known';
import type { Known } from '../model/known/known';
import type { Model } from '../model/model';
import type { Place } from '../model/place';
import { describeSymbols, hasSymbol } from '../model/known/symbol';
import type { Workload } from '../model/kubernetes/workload';
import { actsOf, allowedNames, allowsMaking, isEverything } from './acts';
import type { Act, Becomes, GrantedAct } from './acts';
import { builtInKind } from './gathered-roles';
import { grantsByCluster } from './role-grants';
import type { ClusterGrants, RoleGrant } from './role-grants';
import { EVERYBODY, EVERY_ACCOUNT_GROUP, ALL_OF_NAMESPACE, SUBJECT_KINDS, accountsOf } from './subjects';

/** Whom RBAC gives something: a service account, or a user or a group of whatever signs people in. */
export interface Holder {
  readonly kind: 'service-account' | 'user' | 'group';
  /** Of a service account alone. */
  readonly namespace?: string;
  /** May hold symbols. */
  readonly name: string;
}

/** What somebody may do in a cluster to become somebody else. */
export interface Power {
  readonly cluster: string;
  readonly who: Holder;
  readonly act: Act;
  readonly becomes: Becomes;
  /** The namespace of the accounts; nothing where it holds in all. */
  readonly namespace?: string;
  /** Of the accounts, users or groups that it is limited to; nothing where it is for all. */
  readonly names?: readonly string[];
  /** Of `bind-roles`: the role, where it is limited to some. */
  readonly binds?: string;
  /** What gives it: `RoleBinding/shop/x`, an access entry. */
  readonly source: string;
  /** Such as `ClusterRole/edit`; nothing where nothing of RBAC gives it. */
  readonly role?: string;
  readonly at: Place;
  /** Why it is not certain. */
  readonly perhaps?: string;
}

/** Why somebody may have powers that are not told. */
export interface PowerDoubt {
  readonly cluster: string;
  /** Nothing where it is about all. */
  readonly namespace?: string;
  /** Who may have them; empty where that is not known. */
  readonly holders: readonly Holder[];
  readonly source: string;
  readonly because: string;
  readonly at: Place;
}

/** Who may become whom in the clusters, by their RBAC. */
export interface Powers {
  readonly powers: readonly Power[];
  readonly doubts: readonly PowerDoubt[];
  /** The clusters of which some binding was read. */
  readonly read: ReadonlySet<string>;
}

/**
 * What the RBAC of all clusters lets subjects do to become a service account, a pod, a user or a group. Linear in the bindings
 * and their subjects.
 */
export function powersOf(model: Pick<Model, 'accessControl' | 'workloads' | 'tokenSecrets'>): Powers {
  const { accessControl } = model;
  const all = [...accessControl.bindings, ...accessControl.namespacedBindings];
  const read = new Set(all.flatMap(({ clusters }) => clusters));
  const grantsOf = grantsByCluster(accessControl);
  const powers: Power[] = [];
  const doubts: PowerDoubt[] = [];
  for (const cluster of read) {
    const found = new ClusterPowers(cluster, grantsOf(cluster), model);
    powers.push(...found.powers);
    doubts.push(...found.doubts);
  }
  return { powers, doubts, read };
}

const RBAC = 'rbac.authorization.k8s.io';

/** A holder with all that it is given. */
interface HolderGrants {
  readonly holder: Holder;
  readonly grants: RoleGrant[];
}

type Scope = string | undefined;

class ClusterPowers {
  public readonly powers: Power[] = [];
  public readonly doubts: PowerDoubt[] = [];
  private readonly holders = new Map<string, HolderGrants>();
  private readonly workloads: ReadonlyMap<string, readonly Workload[]>;

  public constructor(
    private readonly cluster: string,
    private readonly grants: ClusterGrants,
    private readonly model: Pick<Model, 'workloads' | 'tokenSecrets'>,
  ) {
    this.workloads = grouped(
      model.workloads.filter(({ clusters }) => clusters.includes(cluster)),
      ({ namespace }) => namespace,
    );
    for (const grant of [...grants.clusterWide, ...grants.namespaced]) this.addGrant(grant);
    for (const held of this.holders.values()) this.addByRoles(held);
  }

  private addGrant(grant: RoleGrant): void {
    const { by, source, namespace, rules, unknown, roleText } = grant;
    const holders = this.holdersOf(grant);
    if (holders.length === 0) return;
    const because = rules
      ? unknown
      : builtInKind(by.role) === 'harmless'
        ? undefined
        : `what ${describeSymbols(roleText)} grants, which ${describeSymbols(source)} gives ${textOfHolders(holders)}, was not read`;
    if (because !== undefined) this.addDoubt(grant, because, holders);
    const acts = rules ? actsOf(rules).flatMap((act) => this.inScope(act, namespace)) : [];
    for (const holder of holders) {
      const held = this.held(holder);
      held.grants.push(grant);
      for (const act of acts) this.powers.push(this.power(holder, grant, act));
    }
  }

  private held(holder: Holder): HolderGrants {
    const key = holderKey(holder);
    let held = this.holders.get(key);
    if (!held) this.holders.set(key, (held = { holder, grants: [] }));
    return held;
  }

  private power(who: Holder, { source, roleText, by }: RoleGrant, act: ScopedAct): Power {
    const { namespace, names, perhaps, becomes, binds } = act;
    return {
      ...{ cluster: this.cluster, who, act: act.act, becomes },
      ...(namespace === undefined ? {} : { namespace }),
      ...(names ? { names } : {}),
      ...(binds === undefined ? {} : { binds }),
      ...{ source, role: roleText, at: by.at },
      ...(perhaps === undefined ? {} : { perhaps }),
    };
  }

  private addDoubt({ namespace, source, by }: RoleGrant, because: string, holders: readonly Holder[] = []): void {
    const where = namespace === undefined ? {} : { namespace };
    this.doubts.push({ cluster: this.cluster, ...where, holders, source, because, at: by.at });
  }

  private holdersOf(grant: RoleGrant): readonly Holder[] {
    return grant.by.subjects.flatMap((subject): readonly Holder[] => {
      const kind = SUBJECT_KINDS.find((one) => subject.kind === one);
      if (!kind) {
        if (hasSymbol(subject.kind)) {
          this.addDoubt(grant, `whom ${describeSymbols(grant.source)} names is not known before apply`);
        }
        return [];
      }
      const accounts = kind === 'Group' ? undefined : accountsOf(kind, subject);
      if (accounts?.isCertain) {
        return [{ kind: 'service-account', namespace: accounts.namespace, name: accounts.serviceAccount }];
      }
      // The API server refuses an account without a namespace.
      if (kind === 'ServiceAccount') return [];
      return [{ kind: kind === 'User' ? 'user' : 'group', name: subject.name }];
    });
  }

  /** What an act comes to where its grant holds: for which accounts. */
  private inScope(granted: GrantedAct, namespace: Scope): readonly ScopedAct[] {
    const { objects, secrets, ofCluster, ...act } = granted;
    // A RoleBinding gives nothing of what is in no namespace.
    if (ofCluster) return namespace === undefined ? [act] : [];
    if (secrets) return this.tokensIn(secrets.names, namespace).map((found) => ({ ...act, ...found }));
    const scoped = { ...act, ...(namespace === undefined ? {} : { namespace }) };
    return objects ? this.byObjects(scoped, objects, namespace) : [scoped];
  }

  /** The accounts of Secrets with tokens that somebody may read. */
  private tokensIn(
    names: readonly string[] | undefined,
    namespace: Scope,
  ): readonly { readonly namespace: string; readonly names: readonly string[] }[] {
    return this.model.tokenSecrets.flatMap((secret) => {
      const isRead =
        secret.clusters.includes(this.cluster) &&
        (namespace === undefined || secret.namespace === namespace) &&
        (!names || names.includes(secret.name));
      return isRead && secret.account !== undefined ? [{ namespace: secret.namespace, names: [secret.account] }] : [];
    });
  }

  private byObjects(act: ScopedAct, objects: NonNullable<GrantedAct['objects']>, scope: Scope): readonly ScopedAct[] {
    const { kinds, names } = objects;
    const of = (workload: Workload): boolean => {
      const [kind, , name] = workload.id.split('/');
      return kinds.includes(kind!) && (!names || names.includes(name!));
    };
    const isOfPods = kinds[0] === 'Pod';
    const namespaces = scope === undefined ? [...this.workloads.keys()] : [scope];
    const certain = namespaces.flatMap((namespace): ScopedAct[] => {
      const found = (this.workloads.get(namespace) ?? []).filter(of);
      if (found.length === 0) return [];
      // A pod stays the account's; what makes pods can make them run as any other.
      const accounts = [...new Set(found.map(({ serviceAccount }) => serviceAccount))].sort();
      return [{ ...act, namespace, ...(isOfPods ? { names: accounts } : {}) }];
    });
    const which = `${names ? `${names.map(describeSymbols).join(' or ')}, ` : ''}a ${kinds[0]} that its role lets it change`;
    const perhaps = isOfPods
      ? `${names!.map(describeSymbols).join(' or ')}, whose pods its role names, has to run as it`
      : `${which}, has to be there`;
    return [...certain, { ...act, perhaps: act.perhaps ?? perhaps }];
  }

  /** What takes several requests: giving itself a role, and adding rights to one that it has. */
  private addByRoles({ holder, grants }: HolderGrants): void {
    if (!grants.some(({ rules = [] }) => !isEverything(rules) && rules.some(isAboutRoles))) return;
    const all = [...grants, ...this.groupsOf(holder).flatMap((group) => this.holders.get(group)?.grants ?? [])];
    const scopes = new Set(grants.map(({ namespace }) => namespace));
    for (const scope of scopes) {
      const holding = all.filter(({ namespace }) => namespace === undefined || namespace === scope);
      const rules = holding.flatMap((grant) => grant.rules ?? []);
      const giving = (verb: string): RoleGrant =>
        grants.find(({ rules: own = [] }) => own.some(({ verbs }) => verbs.includes(verb) || verbs.includes('*'))) ??
        grants[0]!;
      for (const act of this.byBinding(rules, scope)) this.powers.push(this.power(holder, giving('bind'), act));
      for (const act of this.byEscalation(rules, holding, scope)) {
        this.powers.push(this.power(holder, giving('escalate'), act));
      }
    }
  }

  /** The groups that a service account is in, as keys of holders. */
  private groupsOf({ kind, namespace }: Holder): readonly string[] {
    const names = kind === 'service-account' ? [EVERY_ACCOUNT_GROUP, `${ALL_OF_NAMESPACE}${namespace}`] : [];
    return [...names, EVERYBODY].map((name) => holderKey({ kind: 'group', name }));
  }

  private byBinding(rules: readonly ClusterRoleRule[], scope: Scope): readonly ScopedAct[] {
    const ofCluster = scope === undefined ? writes(rules, 'clusterrolebindings') : NEVER;
    const inNamespace = writes(rules, 'rolebindings');
    const found: ScopedAct[] = [];
    for (const [writing, isOfCluster] of [
      [ofCluster, true],
      [inNamespace, false],
    ] as const) {
      if (isNo(writing)) continue;
      const base = {
        act: 'bind-roles',
        becomes: 'pod',
        ...(scope === undefined ? {} : { namespace: scope }),
        ...(isUnknown(writing) ? { perhaps: writing.why } : {}),
      } as const;
      const clusterRoles = allowedNames(rules, 'bind', RBAC, 'clusterroles');
      if (!isNo(clusterRoles.answer) && !clusterRoles.names) {
        found.push(isUnknown(clusterRoles.answer) ? { ...base, perhaps: clusterRoles.answer.why } : base);
        continue;
      }
      for (const name of isNo(clusterRoles.answer) ? [] : clusterRoles.names!) {
        const gathered = this.grants.roles.of(name);
        found.push(...this.byRole(base, `ClusterRole/${name}`, gathered?.rules, scope, isOfCluster));
      }
      const roles = isOfCluster ? { answer: false } : allowedNames(rules, 'bind', RBAC, 'roles');
      if (isNo(roles.answer) || scope === undefined) continue;
      const known = this.grants.rolesIn(scope);
      for (const name of roles.names ?? known.keys()) {
        found.push(...this.byRole(base, `Role/${scope}/${name}`, known.get(name), scope, false));
      }
    }
    return found;
  }

  /** What a role gives that somebody may give itself. */
  private byRole(
    base: ScopedAct,
    role: string,
    rules: readonly ClusterRoleRule[] | undefined,
    scope: Scope,
    isOfCluster: boolean,
  ): readonly ScopedAct[] {
    if (!rules) {
      const isHarmless = builtInKind(role.slice(role.indexOf('/') + 1)) === 'harmless';
      return isHarmless ? [] : [{ ...base, binds: role, perhaps: `what ${describeSymbols(role)} grants was not read` }];
    }
    return actsOf(rules)
      .filter(({ ofCluster }) => isOfCluster || !ofCluster)
      .flatMap((act) => this.inScope(act, scope))
      .map(({ becomes, namespace, names, perhaps }) => ({
        ...base,
        ...{ becomes, binds: role },
        ...(namespace === undefined ? {} : { namespace }),
        ...(names ? { names } : {}),
        ...(perhaps === undefined ? {} : { perhaps }),
      }));
  }

  private byEscalation(
    rules: readonly ClusterRoleRule[],
    holding: readonly RoleGrant[],
    scope: Scope,
  ): readonly ScopedAct[] {
    const found: ScopedAct[] = [];
    for (const resource of ['clusterroles', 'roles'] as const) {
      // A ClusterRole is in no namespace, so only what holds in the whole cluster lets anybody change it.
      const own =
        resource === 'clusterroles'
          ? holding.filter(({ namespace }) => namespace === undefined).flatMap((grant) => grant.rules ?? [])
          : rules;
      const escalate = allowedNames(own, 'escalate', RBAC, resource);
      if (isNo(escalate.answer)) continue;
      const changes = [allowedNames(own, 'update', RBAC, resource), allowedNames(own, 'patch', RBAC, resource)];
      const changesName = (name: string): Known =>
        changes.reduce<Known>((all, one) => or(all, covers(one, name)), false);
      for (const grant of holding) {
        const [kind, ...parts] = grant.roleText.split('/');
        const name = parts.at(-1)!;
        if (kind !== (resource === 'clusterroles' ? 'ClusterRole' : 'Role')) continue;
        if (!isYes(covers(escalate, name)) || !isYes(changesName(name))) continue;
        const { namespace = scope } = grant;
        found.push({ act: 'change-roles', becomes: 'pod', ...(namespace === undefined ? {} : { namespace }) });
      }
      // A role without rights can be given to oneself, and then have rights added.
      const makes = isYes(allowsMaking(own, RBAC, resource)) && isYes(allowsMaking(rules, RBAC, 'rolebindings'));
      const isFree =
        !escalate.names && isYes(escalate.answer) && changes.some(({ answer, names }) => isYes(answer) && !names);
      if (makes && isFree) {
        found.push({ act: 'change-roles', becomes: 'pod', ...(scope === undefined ? {} : { namespace: scope }) });
      }
    }
    return found.slice(0, 1);
  }
}

/** A granted act with the accounts that it is about. */
type ScopedAct = Pick<GrantedAct, 'act' | 'becomes' | 'names' | 'perhaps'> & {
  readonly namespace?: string;
  readonly binds?: string;
};

const NEVER: Known = false;

function writes(rules: readonly ClusterRoleRule[], resource: string): Known {
  const making = allowsMaking(rules, RBAC, resource);
  if (!isNo(making)) return making;
  const changing = or(
    allowedNames(rules, 'update', RBAC, resource).answer,
    allowedNames(rules, 'patch', RBAC, resource).answer,
  );
  if (isNo(changing)) return false;
  const kind = resource === 'rolebindings' ? 'RoleBinding' : 'ClusterRoleBinding';
  return { why: `a ${kind} of that role has to be there: it may change some and make none` };
}

function covers({ answer, names }: ReturnType<typeof allowedNames>, name: string): Known {
  return names && isYes(answer) ? names.includes(name) : answer;
}

function isAboutRoles({ verbs }: ClusterRoleRule): boolean {
  return verbs.some((verb) => verb === 'bind' || verb === 'escalate' || verb === '*');
}

/** The same for one holder, and for no two. */
export function holderKey({ kind, namespace = '', name }: Holder): string {
  return `${kind}\n${namespace}\n${name}`;
}

/** A holder as people write it: `ServiceAccount ci/deployer`, `Group developers`. */
export function holderText({ kind, namespace, name }: Holder): string {
  const text = kind === 'service-account' ? `ServiceAccount ${namespace}/${name}` : `${HOLDERS[kind]} ${name}`;
  return describeSymbols(text);
}

const HOLDERS = { user: 'User', group: 'Group' } as const;

function textOfHolders(holders: readonly Holder[]): string {
  const shown = holders.slice(0, 3).map(holderText);
  return `${shown.join(', ')}${holders.length > 3 ? ` and ${holders.length - 3} more` : ''}`;
}
