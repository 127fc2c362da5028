import { grouped } from '../../core/groups';
import type { ClusterRoleRule } from '../model/cluster/access-control';
import { and, any, isNo, isUnknown, isYes } from '../model/known/known';
import type { Known } from '../model/known/known';
import type { Model } from '../model/model';
import type { Place } from '../model/place';
import { describeSymbols, hasSymbol } from '../model/known/symbol';
import { equal } from '../model/known/text';
import type { Workload } from '../model/kubernetes/workload';
import { actsOf, allowedNames, allowsMaking, isEverything } from './acts';
import type { Act, Allowed, Becomes, GrantedAct } from './acts';
import { builtInKind } from './gathered-roles';
import type { GatheredRules } from './gathered-roles';
import { grantsByCluster } from './role-grants';
import type { ClusterGrants, RoleGrant } from './role-grants';
import { ALL_OF_NAMESPACE, EVERYBODY, EVERY_ACCOUNT_GROUP, STRANGERS, SUBJECT_KINDS, accountsOf } from './subjects';

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
  const read = boundClusters(accessControl);
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

/** The clusters of which some binding was read. */
export function boundClusters({
  bindings,
  namespacedBindings,
}: Pick<Model['accessControl'], 'bindings' | 'namespacedBindings'>): ReadonlySet<string> {
  return new Set([...bindings, ...namespacedBindings].flatMap(({ clusters }) => clusters));
}

const RBAC = 'rbac.authorization.k8s.io';

/** A holder with all that it is given. */
interface HolderGrants {
  readonly holder: Holder;
  readonly grants: RoleGrant[];
  /** Whether one of them lets it give roles, once that was asked: of a group each of its members asks it. */
  givesRoles?: boolean;
}

/** Whether what somebody is given lets it give itself roles, or change them. */
function givesRoles(held: HolderGrants): boolean {
  return (held.givesRoles ??= held.grants.some(({ rules = [] }) => !isEverything(rules) && rules.some(isAboutRoles)));
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
    const { source, namespace, rules, unknown, roleText } = grant;
    const holders = this.holdersOf(grant);
    if (holders.length === 0) return;
    const because = rules
      ? unknown
      : isHarmless(roleText)
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
  ): readonly Pick<ScopedAct, 'namespace' | 'names' | 'perhaps'>[] {
    return this.model.tokenSecrets.flatMap(({ clusters, namespace: own, name, account }) => {
      if (account === undefined || !clusters.includes(this.cluster)) return [];
      const isRead = and(
        namespace === undefined || equal(own, namespace),
        !names || any(names, (one) => equal(one, name)),
      );
      if (isNo(isRead)) return [];
      return [{ namespace: own, names: [account], ...(isUnknown(isRead) ? { perhaps: isRead.why } : {}) }];
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
  private addByRoles(held: HolderGrants): void {
    const groups = this.groupsOf(held.holder).flatMap((group) => this.holders.get(group) ?? []);
    if (![held, ...groups].some(givesRoles)) return;
    const ofGroups = groups.flatMap(({ grants }) => grants);
    const all = [...held.grants, ...ofGroups];
    const giving = (verb: string): RoleGrant =>
      held.grants.find(({ rules = [] }) => rules.some(({ verbs }) => verbs.includes(verb) || verbs.includes('*'))) ??
      held.grants[0]!;
    for (const scope of new Set(all.map(({ namespace }) => namespace))) {
      // What its groups have without it is told of them.
      const told = new Set(this.byRoles(ofGroups, scope).map(({ act }) => JSON.stringify(act)));
      for (const { act, verb } of this.byRoles(all, scope)) {
        if (!told.has(JSON.stringify(act))) this.powers.push(this.power(held.holder, giving(verb), act));
      }
    }
  }

  private byRoles(
    grants: readonly RoleGrant[],
    scope: Scope,
  ): readonly { readonly act: ScopedAct; readonly verb: string }[] {
    const holding = grants.filter(({ namespace }) => namespace === undefined || namespace === scope);
    const rules = holding.flatMap((grant) => grant.rules ?? []);
    return [
      ...this.byBinding(rules, scope).map((act) => ({ act, verb: 'bind' })),
      ...this.byEscalation(rules, holding, scope).map((act) => ({ act, verb: 'escalate' })),
    ];
  }

  /** The groups that a holder is in besides, as keys of holders. */
  private groupsOf(holder: Holder): readonly string[] {
    const { kind, namespace, name } = holder;
    // Who has not signed in is in no other group.
    if (kind === 'group' && name === STRANGERS) return [];
    const ofAccounts = kind === 'service-account' || (kind === 'group' && name.startsWith(ALL_OF_NAMESPACE));
    return [
      ...(kind === 'service-account' ? [`${ALL_OF_NAMESPACE}${namespace}`] : []),
      ...(ofAccounts ? [EVERY_ACCOUNT_GROUP] : []),
      EVERYBODY,
    ]
      .map((group) => holderKey({ kind: 'group', name: group }))
      .filter((key) => key !== holderKey(holder));
  }

  private byBinding(rules: readonly ClusterRoleRule[], scope: Scope): readonly ScopedAct[] {
    const found: ScopedAct[] = [];
    const clusterRoles = allowedNames(rules, 'bind', RBAC, 'clusterroles');
    const roles = allowedNames(rules, 'bind', RBAC, 'roles');
    const where = scope === undefined ? {} : { namespace: scope };
    const base = (answer: Known): ScopedAct => ({
      ...{ act: 'bind-roles', becomes: 'pod', ...where },
      ...(isUnknown(answer) ? { perhaps: answer.why } : {}),
    });
    for (const [writing, isOfCluster] of [
      [scope === undefined ? writes(rules, 'clusterrolebindings') : NEVER, true],
      [writes(rules, 'rolebindings'), false],
    ] as const) {
      if (isNo(writing)) continue;
      for (const { answer, names } of clusterRoles) {
        const own = base(and(writing, answer));
        if (!names) found.push(own);
        for (const name of names ?? []) {
          found.push(...this.byRole(own, `ClusterRole/${name}`, this.grants.roles.of(name), scope, isOfCluster));
        }
      }
      // Whoever gives itself any ClusterRole needs no Role.
      if (isOfCluster || clusterRoles.some(({ answer, names }) => isYes(answer) && !names)) continue;
      for (const namespace of scope === undefined ? this.grants.namespacesOfRoles : [scope]) {
        const known = this.grants.rolesIn(namespace);
        for (const { answer, names } of roles) {
          for (const name of names ?? known.keys()) {
            const read = known.get(name);
            const gathered = read && { rules: read };
            found.push(
              ...this.byRole(base(and(writing, answer)), `Role/${namespace}/${name}`, gathered, namespace, false),
            );
          }
        }
      }
    }
    return found;
  }

  /** What a role gives that somebody may give itself. */
  private byRole(
    base: ScopedAct,
    role: string,
    gathered: GatheredRules | undefined,
    scope: Scope,
    isOfCluster: boolean,
  ): readonly ScopedAct[] {
    const where = scope === undefined ? {} : { namespace: scope };
    if (!gathered && isHarmless(role)) return [];
    const unread = gathered ? gathered.unknown : `what ${describeSymbols(role)} grants was not read`;
    const rest = unread === undefined ? [] : [{ ...base, ...where, binds: role, perhaps: unread }];
    return actsOf(gathered?.rules ?? [])
      .filter(({ ofCluster }) => isOfCluster || !ofCluster)
      .flatMap((act) => this.inScope(act, scope))
      .map(({ becomes, namespace, names, perhaps }) => ({
        ...base,
        ...{ becomes, binds: role },
        ...(namespace === undefined ? {} : { namespace }),
        ...(names ? { names } : {}),
        ...(perhaps === undefined ? {} : { perhaps }),
      }))
      .concat(rest);
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
      if (escalate.length === 0) continue;
      const changes = ['update', 'patch'].flatMap((verb) => allowedNames(own, verb, RBAC, resource));
      const add = (answer: Known, namespace: Scope): void => {
        if (isNo(answer)) return;
        found.push({
          ...{ act: 'change-roles', becomes: 'pod' },
          ...(namespace === undefined ? {} : { namespace }),
          ...(isUnknown(answer) ? { perhaps: answer.why } : {}),
        });
      };
      for (const { roleText, namespace = scope } of holding) {
        const [kind, ...parts] = roleText.split('/');
        const name = parts.at(-1)!;
        if (kind !== (resource === 'clusterroles' ? 'ClusterRole' : 'Role')) continue;
        add(and(covers(escalate, name), covers(changes, name)), namespace);
      }
      // A role without rights can be given to oneself, and then have rights added.
      const makes = and(allowsMaking(own, RBAC, resource), allowsMaking(rules, RBAC, 'rolebindings'));
      add(and(makes, coversAll(escalate), coversAll(changes)), scope);
    }
    return [found.find(({ perhaps }) => perhaps === undefined) ?? found[0]].filter((one) => one !== undefined);
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
  const changing = ['update', 'patch'].flatMap((verb) => allowedNames(rules, verb, RBAC, resource));
  if (changing.length === 0) return false;
  const kind = resource === 'rolebindings' ? 'RoleBinding' : 'ClusterRoleBinding';
  return { why: `a ${kind} of that role has to be there: it may change some and make none` };
}

/** Whether a request is allowed for an object of a name. */
function covers(allowed: readonly Allowed[], name: string): Known {
  return any(allowed, ({ answer, names }) => and(answer, !names || any(names, (one) => equal(one, name))));
}

/** Whether it is for any object. */
function coversAll(allowed: readonly Allowed[]): Known {
  return any(allowed, ({ answer, names }) => !names && answer);
}

function isAboutRoles({ verbs }: ClusterRoleRule): boolean {
  return verbs.some((verb) => verb === 'bind' || verb === 'escalate' || verb === '*' || hasSymbol(verb));
}

/** Whether a role, as `ClusterRole/x`, is one of Kubernetes' own by which nobody becomes a pod. */
function isHarmless(roleText: string): boolean {
  return builtInKind(roleText.replace(/^ClusterRole\//, '')) === 'harmless';
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
