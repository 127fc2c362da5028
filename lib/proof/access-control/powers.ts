import { grouped } from '../../core/groups';
import type { ClusterRoleRule, RoleSubject } from '../model/cluster/access-control';
import { isNo } from '../model/known/known';
import type { Model } from '../model/model';
import type { Place } from '../model/place';
import { describeSymbols, hasSymbol } from '../model/known/symbol';
import { actsOf, actsOfSeveral, isEverything } from './acts';
import type { Act, Becomes, GrantedAct } from './acts';
import { ActsInScope } from './acts-in-scope';
import type { Scope, ScopedAct } from './acts-in-scope';
import { isHarmless } from './gathered-roles';
import { OwnRoles, RBAC, rulesOf } from './own-roles';
import { grantsByCluster } from './role-grants';
import type { ClusterGrants, RoleGrant } from './role-grants';
import { holds, ruleIsAbout } from './rule';
import { ALL_OF_NAMESPACE, EVERYBODY, EVERY_ACCOUNT_GROUP, STRANGERS, accountsOf } from './subjects';

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
  /** Who may have them. */
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
  const found = [...read].map((cluster) => new ClusterPowers(cluster, grantsOf(cluster), model));
  return { powers: found.flatMap(({ powers }) => powers), doubts: found.flatMap(({ doubts }) => doubts), read };
}

/** The clusters of which some binding was read. */
export function boundClusters({
  bindings,
  namespacedBindings,
}: Pick<Model['accessControl'], 'bindings' | 'namespacedBindings'>): ReadonlySet<string> {
  return new Set([...bindings, ...namespacedBindings].flatMap(({ clusters }) => clusters));
}

/** A holder with all that it is given. */
interface HolderGrants {
  readonly holder: Holder;
  readonly grants: RoleGrant[];
  /** Whether one of them may come to more, once that was asked: of a group each of its members asks it. */
  isPart?: boolean;
}

/** Of what takes several requests, the one without which the others come to nothing; any of the resources will do. */
interface KeyRequest {
  readonly verb: string;
  readonly apiGroup: string;
  readonly resources: readonly string[];
}

const KEYS: ReadonlyMap<Act, KeyRequest> = new Map<Act, KeyRequest>([
  ['bind-roles', { verb: 'bind', apiGroup: RBAC, resources: ['clusterroles', 'roles'] }],
  ['change-roles', { verb: 'escalate', apiGroup: RBAC, resources: ['clusterroles', 'roles'] }],
  ['impersonate', { verb: 'impersonate', apiGroup: '', resources: ['groups'] }],
  ['read-token-secrets', { verb: 'create', apiGroup: '', resources: ['secrets'] }],
]);

/** What a role lets its holders do. */
interface ActsOfRole {
  readonly acts: readonly GrantedAct[];
  /** Whether it may come to more: together with other roles, or by a role that it lets its holder give. */
  readonly isPart: boolean;
}

class ClusterPowers {
  public readonly powers: Power[] = [];
  public readonly doubts: PowerDoubt[] = [];
  private readonly holders = new Map<string, HolderGrants>();
  private readonly scoped: ActsInScope;
  private readonly ownRoles: OwnRoles;
  /** By rules, which many bindings may give. */
  private readonly known = new Map<readonly ClusterRoleRule[], ActsOfRole>();

  public constructor(
    private readonly cluster: string,
    grants: ClusterGrants,
    model: Pick<Model, 'workloads' | 'tokenSecrets'>,
  ) {
    this.scoped = new ActsInScope(cluster, model);
    this.ownRoles = new OwnRoles(grants, this.scoped);
    for (const grant of [...grants.clusterWide, ...grants.namespaced]) this.addGrant(grant);
    for (const held of this.holders.values()) this.addTogether(held);
  }

  private addGrant(grant: RoleGrant): void {
    const { source, namespace, rules, unknown, roleText, by } = grant;
    const { acts, isPart } = this.ofRole(grant);
    const isUnread = !rules && !isHarmless(roleText);
    const isNothing = !isUnread && unknown === undefined && acts.length === 0 && !isPart && !isAbout(grant, RBAC);
    const possible = isNothing ? [] : by.subjects.flatMap(possibleHolders);
    if (possible.length > 0) {
      this.addDoubt(grant, `whom ${describeSymbols(source)} names is not known before apply`, possible);
    }
    const holders = by.subjects.flatMap(holderOf);
    if (holders.length === 0) return;
    const because = isUnread
      ? `what ${describeSymbols(roleText)} grants, which ${describeSymbols(source)} gives ${textOfHolders(holders)}, was not read`
      : unknown;
    if (because !== undefined) this.addDoubt(grant, because, holders);
    const scoped = acts.flatMap((act) => this.scoped.of(act, namespace, namespace === undefined));
    for (const holder of holders) {
      this.held(holder).grants.push(grant);
      for (const act of scoped) this.powers.push(this.power(holder, grant, act));
    }
  }

  private held(holder: Holder): HolderGrants {
    const key = holderKey(holder);
    let held = this.holders.get(key);
    if (!held) this.holders.set(key, (held = { holder, grants: [] }));
    return held;
  }

  private power(who: Holder, { source, roleText: role, by: { at } }: RoleGrant, act: ScopedAct): Power {
    return { cluster: this.cluster, who, ...act, source, role, at };
  }

  private addDoubt({ namespace, source, by: { at } }: RoleGrant, because: string, holders: readonly Holder[]): void {
    this.doubts.push({ cluster: this.cluster, namespace, holders, source, because, at });
  }

  /** What takes several requests, each of which another of its grants may allow, or one of a group that it is in. */
  private addTogether(held: HolderGrants): void {
    const groups = groupsOf(held.holder).flatMap((name) => this.holders.get(holderKey({ kind: 'group', name })) ?? []);
    if (![held, ...groups].some((one) => (one.isPart ??= one.grants.some((grant) => this.ofRole(grant).isPart))))
      return;
    const ofGroups = new Set(groups.flatMap(({ grants }) => grants));
    const all = [...held.grants, ...ofGroups];
    const wide = all.filter(({ namespace }) => namespace === undefined);
    const narrow = all.filter(({ namespace }) => namespace !== undefined);
    const told = new Set<string>();
    for (const [scope, own] of [[undefined, []] as const, ...grouped(narrow, ({ namespace }) => namespace)]) {
      const holding = [...wide, ...own];
      // Whoever may do everything needs nothing else.
      if (isEverything(rulesOf(holding)) || !holding.some((grant) => this.ofRole(grant).isPart)) continue;
      // What one grant allows, and what its groups have without it, is told of these.
      for (const act of this.together(
        holding.filter((grant) => ofGroups.has(grant)),
        scope,
      )) {
        told.add(textOf(act));
      }
      for (const grant of holding) for (const act of this.bySeveral([grant], scope)) told.add(textOf(act));
      for (const act of this.together(holding, scope)) {
        // What holds in the whole cluster is told once.
        if (told.has(textOf(act)) || told.has(textOf({ ...act, namespace: undefined }))) continue;
        told.add(textOf(act));
        const giving = givingOf(
          act.act,
          holding.filter((grant) => !ofGroups.has(grant)),
        );
        this.powers.push(this.power(held.holder, giving, act));
      }
    }
  }

  private together(holding: readonly RoleGrant[], scope: Scope): readonly ScopedAct[] {
    return [...this.ownRoles.acts(holding, scope), ...this.bySeveral(holding, scope)];
  }

  private bySeveral(holding: readonly RoleGrant[], scope: Scope): readonly ScopedAct[] {
    return actsOfSeveral(rulesOf(holding)).flatMap((act) => this.scoped.of(act, scope, scope === undefined));
  }

  private ofRole({ rules = [] }: RoleGrant): ActsOfRole {
    let found = this.known.get(rules);
    if (!found) {
      const whole = actsOfSeveral(rules).flatMap(({ act, perhaps }) => (perhaps === undefined ? [act] : []));
      const isPart = [...KEYS].some(([act, key]) => !whole.includes(act) && mayAllow(rules, key));
      this.known.set(rules, (found = { acts: actsOf(rules), isPart }));
    }
    return found;
  }
}

/** Whom a subject of a binding is; nobody where the API server refuses it. */
function holderOf(subject: RoleSubject): readonly Holder[] {
  const { kind, name } = subject;
  if (kind === 'Group') return [{ kind: 'group', name }];
  if (kind !== 'ServiceAccount' && kind !== 'User') return [];
  const account = accountsOf(kind, subject);
  if (account?.isCertain) {
    return [{ kind: 'service-account', namespace: account.namespace, name: account.serviceAccount }];
  }
  return kind === 'User' ? [{ kind: 'user', name }] : [];
}

/** Whom a subject may be of which it is not known whether it is a user, a group or a service account. */
function possibleHolders({ kind, name, namespace }: RoleSubject): readonly Holder[] {
  if (!hasSymbol(kind)) return [];
  const account: Holder[] = namespace === undefined ? [] : [{ kind: 'service-account', namespace, name }];
  return [{ kind: 'user', name }, { kind: 'group', name }, ...account];
}

/** The groups that a holder is in besides. */
function groupsOf({ kind, namespace, name }: Holder): readonly string[] {
  if (kind === 'service-account') return [`${ALL_OF_NAMESPACE}${namespace}`, EVERY_ACCOUNT_GROUP, EVERYBODY];
  if (kind === 'group' && name.startsWith(ALL_OF_NAMESPACE)) return [EVERY_ACCOUNT_GROUP, EVERYBODY];
  // Who has not signed in is in no group of those who have.
  return [EVERYBODY].filter((group) => kind !== 'group' || ![group, STRANGERS].includes(name));
}

function mayAllow(rules: readonly ClusterRoleRule[], { verb, apiGroup, resources }: KeyRequest): boolean {
  return rules.some((rule) => resources.some((resource) => !isNo(ruleIsAbout(rule, { verb, apiGroup, resource }))));
}

function isAbout({ rules = [] }: RoleGrant, apiGroup: string): boolean {
  return rules.some(({ apiGroups }) => !isNo(holds(apiGroups, apiGroup)));
}

/** Of the grants of a holder the one that says most of why it may do something. */
function givingOf(act: Act, own: readonly RoleGrant[]): RoleGrant {
  const key = KEYS.get(act)!;
  return (
    own.find(({ rules }) => rules && mayAllow(rules, key)) ??
    own.find((grant) => isAbout(grant, key.apiGroup)) ??
    own[0]!
  );
}

function textOf(act: ScopedAct): string {
  return JSON.stringify(act);
}

/** The same for one holder, and for no two. */
export function holderKey({ kind, namespace, name }: Holder): string {
  return [kind, namespace, name].join('\n');
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
