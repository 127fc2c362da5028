import { grouped } from '../core/groups';
import type { Access, Inventory } from '../proof/inventory';
import { becomingWords, identityBecomingWords } from '../proof/inventory-ways';
import type { InventoryOpenPolicy, InventoryPolicy, InventoryUnread } from '../proof/inventory-policies';
import type { InventoryResource } from '../proof/inventory-resources';
import type { Permission } from '../proof/model/identity/permission';
import type { Finding } from '../proof/rules/rule';
import type { Settings } from '../proof/settings/settings';
import { compareText } from '../proof/model/place';
import {
  accountTextWithExceptions,
  clusterNames,
  identityNames,
  mechanismText,
  permissionLines,
} from '../report/access-words';
import { shortAddress } from '../report/short-names';
import { beyond } from './access-change';
import { align } from './align';
import type { Alignment } from './align';
import { becomingBeyond, identityBecomingBeyond } from './becoming-change';
import type { BecomingChange, IdentityBecomingChange } from './becoming-change';
import { CHANGE_KINDS } from './change';
import type { Change } from './change';
import type { Gate } from './gate/outcome';
import { settingsChanges } from './gate/settings-change';
import { OpenPolicies, mayBeOf, namesOfSome } from './open-policies';
import { allowedBeyond } from './permission-change';
import type { PermissionChange } from './permission-change';
import type { ComparedPolicy } from './permission-terms';
import { identitiesOfPods } from './identities-of-pods';
import { grantsOfResources } from './resources/resource-grants';
import { writersOf } from './resources/resource-names';
import type { Writer } from './resources/resource-names';
import { ResourcesBetween } from './resources/resources-between';
import { settingsIn } from './saved-settings';

/** `widened` where somebody gets in, or may do something, that did not; `unknown` where that cannot be told. */
export type ReviewVerdict = 'widened' | 'unknown' | 'narrowed' | 'same';

/** What changes between two inventories in who can reach what. Fields may be added in later versions, not changed. */
export interface Review {
  readonly schema: 'podtrust.review/v1';
  readonly verdict: ReviewVerdict;
  /** Sorted: what widens, what is not known, what narrows, what moved. */
  readonly changes: readonly Change[];
  /** Entries of access, and identities that pods get, of the head in which nothing changed. */
  readonly unchanged: { readonly access: number; readonly identities: number };
  /** Findings of the head that the base does not have, and the other way round. They do not decide the verdict. */
  readonly findings: { readonly new: readonly Finding[]; readonly gone: readonly Finding[] };
  /** What the base's policy makes of it. Absent where nobody asked. */
  readonly gate?: Gate;
  /** How many resources a plan changes, and how many of them stand beside a change of access. Absent without a plan. */
  readonly plan?: { readonly changes: number; readonly beside: number };
}

/** The settings of two versions. */
export interface SettingsOfBoth {
  readonly base: Settings | undefined;
  /** All that may be the head's. */
  readonly head: readonly (Settings | undefined)[];
}

/**
 * The difference of two inventories by meaning: who gets which identity, and what it may do. Names of resources in the program,
 * the order of statements and how a policy is divided make none.
 *
 * @param settings what people decided in both; those in the inventories unless they are given
 * @param alignment what of the base is what of the head, where that is known already
 */
export function review(
  base: Inventory,
  head: Inventory,
  settings?: SettingsOfBoth,
  alignment = align(base, head),
): Review {
  return new Comparison(base, head, settings, alignment).result();
}

class Comparison {
  private readonly base: Inventory;
  private readonly baseAsWritten: Inventory;
  private readonly changes: Change[] = [];
  private readonly names: ReadonlyMap<string, string>;
  private readonly clusterNames: ReadonlyMap<string, string>;
  /** The identities whose policies were compared. */
  private readonly compared = new Set<string>();

  public constructor(
    base: Inventory,
    private readonly head: Inventory,
    private readonly settings: SettingsOfBoth | undefined,
    private readonly alignment: Alignment,
  ) {
    this.baseAsWritten = base;
    this.base = this.asHeadNamesIt(base);
    this.names = new Map([...identityNames(this.base), ...identityNames(head)]);
    this.clusterNames = clusterNames(this.base, head);
  }

  public result(): Review {
    const unchanged = this.compareAccess();
    const identities = this.comparePermissions();
    this.compareResources();
    this.compareEntries('outbound', outboundTexts(this.base), outboundTexts(this.head));
    this.compareEntries('capability', capabilityTexts(this.base), capabilityTexts(this.head));
    this.compareBecoming();
    this.compareUndecided();
    this.compareSettings();
    this.compareWholes();
    const places = new Map(this.head.identities.map(({ id, at }) => [id, at]));
    const changes = sortedChanges(this.changes).map((change) => {
      const at = change.at ?? places.get(change.id ?? '');
      return at ? { ...change, at } : change;
    });
    return {
      schema: 'podtrust.review/v1',
      verdict: verdictOf(changes),
      changes,
      unchanged: { access: unchanged, identities },
      findings: this.findings(),
    };
  }

  /** The base with the ids and references of the head. */
  private asHeadNamesIt(base: Inventory): Inventory {
    const { textOf, isSame } = this.alignment;
    if (isSame) return base;
    const identity = (id: string): string => this.alignment.identities.get(id) ?? id;
    const cluster = (id: string): string => this.alignment.clusters.get(id) ?? id;
    return {
      ...base,
      clusters: base.clusters.map((one) => ({ ...one, id: cluster(one.id) })),
      identities: base.identities.map((one) => ({ ...one, id: identity(one.id) })),
      access: base.access.map((one) => ({
        ...one,
        identity: identity(one.identity),
        cluster: cluster(one.cluster),
        namespace: textOf(one.namespace),
        serviceAccount: textOf(one.serviceAccount),
        ...(one.selector === undefined ? {} : { selector: textOf(one.selector) }),
        except: one.except.map(textOf),
      })),
      permissions: base.permissions.map((one) => ({
        ...one,
        identity: identity(one.identity),
        role: one.role === null ? null : textOf(one.role),
        resource: textOf(one.resource),
        ...(one.conditions ? { conditions: one.conditions.map(textOf) } : {}),
      })),
      policies: base.policies?.map((one) => this.policyAsHeadNamesIt(one, identity)),
      openPolicies: base.openPolicies?.map(({ source, identities, ...one }) => ({
        ...textsWith(one, textOf),
        source,
        ...(identities ? { identities: identities.map(identity).sort() } : {}),
      })),
      resources: base.resources?.map((one) => ({
        ...one,
        arn: textOf(one.arn),
        names: Object.fromEntries(Object.entries(one.names).map(([name, own]) => [textOf(name), textOf(own)])),
        ...(one.policies ? { policies: one.policies.map((policy) => textsWith(policy, textOf)) } : {}),
      })),
      outbound: base.outbound?.map((one) => ({ ...one, role: identity(one.role), identity: identity(one.identity) })),
      capabilities: base.capabilities?.map((one) => ({
        ...one,
        cluster: cluster(one.cluster),
        identity: identity(one.identity),
        ...(one.selectors
          ? { selectors: one.selectors.map((selector) => ({ ...selector, identity: identity(selector.identity) })) }
          : {}),
      })),
      becoming: base.becoming?.map((one) => ({
        ...one,
        cluster: cluster(one.cluster),
        who: one.kind === 'identity' ? identity(one.who) : textOf(one.who),
        namespace: textOf(one.namespace),
        names: one.names.map(textOf),
        ...(one.uncertain === undefined ? {} : { uncertain: textOf(one.uncertain) }),
      })),
      becomingIdentities: base.becomingIdentities?.map((one) => ({
        ...one,
        who: identity(one.who),
        identities: one.identities.map(identity),
        ...(one.cluster === undefined ? {} : { cluster: cluster(one.cluster) }),
      })),
    };
  }

  /** With all its texts: a reference may stand in any of them. */
  private policyAsHeadNamesIt<T extends InventoryPolicy>(policy: T, identity: (id: string) => string): T {
    const { identity: own, source, ...texts } = policy;
    return { ...textsWith(texts, this.alignment.textOf), identity: identity(own), source } as T;
  }

  /** @returns how many entries of the head are as they were */
  private compareAccess(): number {
    const [before, after] = [this.base, this.head].map(({ access }) => grouped(access, placeOf)) as [
      Map<string, Access[]>,
      Map<string, Access[]>,
    ];
    const permissions = {
      head: grouped(this.head.permissions, ({ identity }) => identity),
      base: grouped(this.base.permissions, ({ identity }) => identity),
    };
    let unchanged = 0;
    for (const [place, entries] of after) {
      const others = before.get(place) ?? [];
      // Most are as they were.
      if (entries.length === others.length && entries.every((entry, index) => isSameEntry(entry, others[index]!))) {
        unchanged += entries.length;
        before.delete(place);
        continue;
      }
      const known = new Set(others.map(wordsOf));
      const byWho = grouped(others, whoOf);
      for (const [who, ones] of grouped(entries, whoOf)) {
        const isSame = ones.every((one) => known.has(wordsOf(one)));
        const mechanisms = mechanismsOf(ones);
        const earlier = byWho.get(who);
        if (earlier && mechanismsOf(earlier).join() !== mechanisms.join()) {
          this.addAccess(
            'moved',
            ones,
            `by ${wordsOfMechanisms(mechanisms)}, before by ${wordsOfMechanisms(mechanismsOf(earlier))}`,
          );
        }
        if (isSame) unchanged += ones.length;
        else this.addBeyond('widened', ones, others, permissions.head);
      }
    }
    for (const [place, entries] of before) {
      const others = after.get(place) ?? [];
      const known = new Set(others.map(wordsOf));
      for (const ones of grouped(entries, whoOf).values()) {
        if (!ones.every((one) => known.has(wordsOf(one)))) this.addBeyond('narrowed', ones, others, permissions.base);
      }
    }
    return unchanged;
  }

  private addBeyond(
    change: 'widened' | 'narrowed',
    ones: readonly Access[],
    others: readonly Access[],
    permissions: ReadonlyMap<string, readonly Permission[]>,
  ): void {
    const results = ones.map((one) => beyond(one, others));
    const may = permissionLines(permissions.get(ones[0]!.identity) ?? []);
    const found = results.find(({ is }) => is === 'beyond');
    if (found?.is === 'beyond') {
      const what = change === 'widened' ? 'now gets' : 'no longer gets';
      this.addAccess(change, ones, what, { may, ...(found.example === undefined ? {} : { example: found.example }) });
      return;
    }
    const doubt = results.find(({ is }) => is === 'unknown');
    if (doubt?.is !== 'unknown') return;
    const what = change === 'widened' ? 'may now get' : 'may no longer get';
    // That somebody perhaps is kept out is no more than less access.
    if (change === 'narrowed' && ones.some(({ uncertain }) => uncertain !== undefined)) return;
    this.addAccess('unknown', ones, what, { may, because: doubt.because });
  }

  private addAccess(
    change: Change['change'],
    ones: readonly Access[],
    what: string,
    more: Pick<Change, 'may' | 'example' | 'because'> = {},
  ): void {
    const [first] = ones as [Access];
    const workloads = [...new Set(ones.flatMap((one) => one.workloads))].sort();
    this.changes.push({
      ...{ change, subject: 'access' },
      identity: this.nameOf(first.identity),
      id: first.identity,
      cluster: this.clusterNames.get(first.cluster) ?? first.cluster,
      account: accountTextWithExceptions(first),
      mechanisms: mechanismsOf(ones),
      ...(workloads.length > 0 ? { workloads } : {}),
      what,
      ...(more.may && more.may.length > 0 ? { may: more.may } : {}),
      ...(more.example === undefined ? {} : { example: more.example }),
      ...(more.because === undefined ? {} : { because: more.because }),
    });
  }

  /**
   * Of identities that pods get on both sides; what others may do is no pod's access, and of one that is new its entries say it.
   *
   * @returns how many of them may do what they could
   */
  private comparePermissions(): number {
    const [before, after] = [this.base, this.head].map((one) => identitiesOfPods(one)) as [Set<string>, Set<string>];
    const known = new Set(this.base.identities.map(({ id }) => id));
    const policies = [this.base, this.head].map((inventory) =>
      grouped(inventory.policies ?? policiesOfPermissions(inventory), ({ identity }) => identity),
    );
    const identities = new Map(this.head.identities.map((one) => [one.id, one]));
    const write = writersOf(this.base, this.head);
    const back = { own: write.base, others: write.head };
    const resources = new ResourcesBetween(this.baseAsWritten, this.head, write);
    const namesBefore = new Map(this.base.identities.map(({ id, name }) => [id, name]));
    const all = { head: grantsOfResources(this.head), base: this.grantsOfBase(this.baseAsWritten) };
    const changed = {
      head: grantsOfResources(resources.changedOf(this.head)),
      base: this.grantsOfBase(resources.changedOf(this.baseAsWritten)),
    };
    const open = new OpenPolicies(this.base, this.head);
    const ofSome = new Map<string, { readonly change: PermissionChange; readonly ids: string[] }>();
    let unchanged = 0;
    for (const id of [...after].sort()) {
      if (!known.has(id)) continue;
      this.compared.add(id);
      const identity = identities.get(id)!;
      const perhaps = open.of(identity);
      const given = [...(policies[1]!.get(id) ?? []), ...perhaps.head];
      const givenBefore = [...(policies[0]!.get(id) ?? []), ...perhaps.base];
      const isNamedAsBefore = write.isSame && identity.name === namesBefore.get(id);
      const isAsBefore = isNamedAsBefore && isAlike(given, givenBefore);
      const isAsked = isNamedAsBefore && !isAsBefore ? resources.between(given, givenBefore) : undefined;
      const { head, base } = isAsBefore ? changed : all;
      const [byResources, byResourcesBefore] = [head.of(identity, isAsked), base(id, isAsked)];
      // Most are as they were written.
      if (isAsBefore && byResources.length + byResourcesBefore.length === 0) {
        unchanged++;
        continue;
      }
      const own = [...given, ...byResources];
      const others = [...givenBefore, ...byResourcesBefore];
      const there = { own: write.head, others: write.base };
      const widened = allowedBeyond(own, others, there);
      const narrowed = allowedBeyond(others, own, back);
      if (widened.length + narrowed.length === 0) unchanged++;
      const isOpen = perhaps.head.length + perhaps.base.length > 0;
      const certain = new Set(
        isOpen ? allowedBeyond(own.filter(isItsOwn), others.filter(isItsOwn), there).map(({ what }) => what) : [],
      );
      for (const change of widened) {
        const { is, what, example, because } = change;
        // What only policies change that may be of others as well is said once.
        if (isOpen && is === 'unknown' && !certain.has(what)) {
          const key = JSON.stringify([what, because]);
          const same = ofSome.get(key);
          if (same) same.ids.push(id);
          else ofSome.set(key, { change, ids: [id] });
          continue;
        }
        this.addPermission(is === 'beyond' ? 'widened' : 'unknown', id, what, { example, because });
      }
      for (const { is, what, example } of narrowed) {
        if (is === 'beyond' && before.has(id)) this.addPermission('narrowed', id, what, { example });
      }
    }
    for (const { change, ids } of ofSome.values()) this.addPermission('unknown', ids, change.what, change);
    this.compareSaidOfOpen(after);
    return unchanged;
  }

  /** Whether both sides say of which policies it is not known whose they are. */
  private compareSaidOfOpen(ofPods: ReadonlySet<string>): void {
    const isSaid = (inventory: Inventory): boolean => inventory.openPolicies !== undefined;
    if (isSaid(this.base) === isSaid(this.head)) return;
    const [silent, { openPolicies = [] }] = isSaid(this.base)
      ? (['head', this.base] as const)
      : (['base', this.head] as const);
    const identities = this.head.identities.filter(({ id }) => ofPods.has(id));
    if (!openPolicies.some((policy) => identities.some((one) => mayBeOf(policy, one)))) return;
    this.changes.push({
      ...{ change: 'unknown', subject: 'program' },
      what: 'policies of which it is not known whose they are, are not compared',
      because: `the ${silent} was written by a version of podtrust that does not say them`,
    });
  }

  /** What resources of the base give an identity, by its id in the head. */
  private grantsOfBase(
    base: Inventory,
  ): (id: string, isAsked?: (resource: InventoryResource) => boolean) => readonly ComparedPolicy[] {
    const grants = grantsOfResources(base);
    const aligned = this.alignment.identities;
    const byId = new Map(base.identities.map((one) => [aligned.get(one.id) ?? one.id, one]));
    return (id, isAsked) => {
      const own = byId.get(id);
      return own ? grants.of(own, isAsked).map((policy) => this.policyAsHeadNamesIt(policy, () => id)) : [];
    };
  }

  /** Policies of resources that are not known, or were not, and not in the same way. */
  private compareResources(): void {
    const { base, head } = writersOf(this.base, this.head);
    const before = unreadOfResources(this.base, base);
    const after = unreadOfResources(this.head, head);
    const resources = new Set((this.head.resources ?? []).map(({ arn }) => head(arn)));
    const add = (source: string, because: string): void => {
      const what = `the policy of ${shortAddress(source)}`;
      this.changes.push({ change: 'unknown', subject: 'program', what, because });
    };
    if (this.base.resources === undefined) return;
    const said = new Set<string>();
    for (const [key, { source, unread }] of after) {
      // What an earlier version wrote does not say what it is that is not known.
      const earlier = [...before.values()].some((one) => one.source === source && !one.unread);
      if (before.has(key) || (earlier && !unread) || said.has(source)) continue;
      said.add(source);
      add(source, 'what it says is not known before apply, or AWS refuses it');
    }
    for (const [key, { source, arn }] of before) {
      if (after.has(key) || said.has(source) || !resources.has(arn)) continue;
      said.add(source);
      add(source, 'what it said, and denied, is not known');
    }
  }

  private addPermission(
    change: Change['change'],
    ids: string | readonly string[],
    what: string,
    { example, because }: { readonly example?: string | undefined; readonly because?: string | undefined },
  ): void {
    const [id, ...others] = [ids].flat() as [string, ...string[]];
    this.changes.push({
      ...{ change, subject: 'permission' },
      ...(others.length === 0
        ? { identity: this.nameOf(id), id }
        : { identity: namesOfSome([id, ...others].map((one) => this.nameOf(one))) }),
      what,
      ...(example === undefined ? {} : { example }),
      ...(because === undefined ? {} : { because }),
    });
  }

  private compareEntries(subject: 'outbound' | 'capability', before: Entries, after: Entries): void {
    for (const [text, admitted] of after) {
      // What is not known is null, and was not kept out.
      const earlier = before.has(text) ? before.get(text) : false;
      if (admitted === earlier || admitted === false) continue;
      const change = admitted === null ? 'unknown' : 'widened';
      this.changes.push({
        ...{ change, subject },
        what: this.withNames(text),
        ...(admitted === null ? { because: 'whether it is let in is not known' } : {}),
      });
    }
    for (const [text, admitted] of before) {
      if (admitted === true && after.get(text) !== true) {
        if (after.get(text) !== null) this.changes.push({ change: 'narrowed', subject, what: this.withNames(text) });
      }
    }
  }

  /** A new way to become a pod lets somebody in whom no trust names. */
  private compareBecoming(): void {
    const widened = becomingBeyond(this.head, this.base);
    const narrowed = becomingBeyond(this.base, this.head).filter(({ is }) => is === 'beyond');
    const ofIdentities = identityBecomingBeyond(this.head, this.base);
    const noMore = identityBecomingBeyond(this.base, this.head).filter(({ is }) => is === 'beyond');
    const isSaid = (side: 'base' | 'head', name: 'becoming' | 'becomingIdentities'): boolean =>
      this[side][name] !== undefined;
    const lists = [
      { name: 'becoming', found: widened.length + narrowed.length },
      { name: 'becomingIdentities', found: ofIdentities.length + noMore.length },
    ] as const;
    // Of two that say nothing of it there is nothing to compare.
    const lost = lists.filter(({ name, found }) => found > 0 && isSaid('base', name) !== isSaid('head', name))[0];
    if (lost) {
      const silent = isSaid('base', lost.name) ? 'head' : 'base';
      this.changes.push({
        ...{ change: 'unknown', subject: 'program', what: 'who may become whom is not compared' },
        because: `the ${silent} was written by a version of podtrust that does not say it`,
      });
    }
    const isCompared = (name: (typeof lists)[number]['name']): boolean => isSaid('base', name) && isSaid('head', name);
    if (isCompared('becoming')) this.addBecomings(widened, narrowed);
    if (isCompared('becomingIdentities')) this.addIdentityBecomings(ofIdentities, noMore);
  }

  private addIdentityBecomings(
    widened: readonly IdentityBecomingChange[],
    narrowed: readonly IdentityBecomingChange[],
  ): void {
    const add = (change: Change['change'], { entry, identities, because }: IdentityBecomingChange): void => {
      const [id, ...others] = identities as [string, ...string[]];
      const about = others.length > 0 || id === '*' ? {} : { identity: this.nameOf(id), id };
      const names = identities.map((one) => (one === '*' ? one : this.nameOf(one)));
      const { cluster } = entry;
      const named = cluster === undefined ? entry : { ...entry, cluster: this.clusterNames.get(cluster) ?? cluster };
      this.changes.push({
        ...{ change, subject: 'becoming' },
        ...about,
        who: entry.kind === 'identity' ? this.nameOf(entry.who) : entry.who,
        sources: entry.sources,
        what: identityBecomingWords(named, names),
        ...(because === undefined ? {} : { because }),
      });
    };
    for (const found of widened) add(found.is === 'beyond' ? 'widened' : 'unknown', found);
    for (const found of narrowed) add('narrowed', found);
  }

  private addBecomings(widened: readonly BecomingChange[], narrowed: readonly BecomingChange[]): void {
    for (const found of widened) this.addBecoming(found.is === 'beyond' ? 'widened' : 'unknown', found);
    const unread = this.clustersWithoutRbac();
    for (const found of narrowed) {
      if (found.entry.kind === 'identity' || !unread.has(found.entry.cluster)) this.addBecoming('narrowed', found);
    }
    for (const cluster of unread) {
      const name = this.clusterNames.get(cluster) ?? cluster;
      this.changes.push({
        ...{ change: 'unknown', subject: 'program', cluster: name },
        what: `no RBAC of ${name} is in the head, and the base has some`,
        because: 'who may act in it may be who they were, and its manifests only not be among what was read',
      });
    }
  }

  /** Clusters of both sides whose RBAC the head does not have, and no workload of theirs with an identity either. */
  private clustersWithoutRbac(): ReadonlySet<string> {
    const isRead = new Set(this.head.clusters.flatMap(({ id, rbacRead }) => (rbacRead ? id : [])));
    for (const { cluster, workloads } of this.head.access) if (workloads.length > 0) isRead.add(cluster);
    const kept = new Set(this.head.clusters.map(({ id }) => id));
    const lost = this.base.clusters.filter(({ id, rbacRead }) => rbacRead && kept.has(id) && !isRead.has(id));
    return new Set(lost.map(({ id }) => id));
  }

  private addBecoming(change: Change['change'], { entry, by, because, reaches }: BecomingChange): void {
    const { cluster, who, kind, sources, at } = entry;
    const [first] = reaches;
    this.changes.push({
      ...{ change, subject: 'becoming' },
      cluster: this.clusterNames.get(cluster) ?? cluster,
      who: kind === 'identity' ? this.nameOf(who) : who,
      ...(reaches.length > 0 ? { accounts: reaches } : {}),
      sources,
      what: becomingWords(entry, by),
      ...(first === undefined ? {} : { example: `system:serviceaccount:${first.replace('/', ':')}` }),
      ...(because === undefined ? {} : { because }),
      // What narrows is written in the base alone.
      ...(at && change !== 'narrowed' ? { at } : {}),
    });
  }

  private compareUndecided(): void {
    const { textOf, identities, clusters } = this.alignment;
    const keyOf = (about: string, because: string): string => `${about}\n${because}`;
    const before = new Set(
      this.base.undecided.map(({ about, because }) =>
        keyOf(identities.get(about) ?? clusters.get(about) ?? textOf(about), textOf(because)),
      ),
    );
    // Of these it is said what that makes of their access.
    const compared = this.head.identities.filter(({ id }) => this.compared.has(id));
    const isOpenCompared = (policy: InventoryOpenPolicy): boolean =>
      this.base.openPolicies !== undefined && compared.some((one) => mayBeOf(policy, one));
    const said = new Set([
      ...(this.head.policies ?? []).flatMap(({ identity, source, unread }) =>
        unread && this.compared.has(identity) ? keyOf(identity, `the policy of ${source} ${unread.because}`) : [],
      ),
      ...(this.head.openPolicies ?? []).flatMap((policy) =>
        isOpenCompared(policy) ? keyOf(policy.source, policy.because) : [],
      ),
    ]);
    const seen = new Set<string>();
    for (const { about, because, at } of this.head.undecided) {
      const key = keyOf(about, because);
      if (said.has(key)) continue;
      if (before.has(key) || seen.has(key)) continue;
      seen.add(key);
      this.changes.push({ change: 'unknown', subject: 'program', what: shortAddress(about), because, at });
    }
  }

  /** What is accepted or switched off now, and was not: a change cannot give itself leave. */
  private compareSettings(): void {
    const base = this.settings ? this.settings.base : settingsIn(this.base);
    const heads = this.settings?.head ?? [settingsIn(this.head)];
    const headIdOf = (id: string): string => this.alignment.identities.get(id) ?? id;
    const found = heads.flatMap((head) => settingsChanges(base, head, headIdOf));
    for (const [, change] of new Map(found.map((one) => [one.what, one]))) {
      this.changes.push({ subject: 'settings', ...change });
    }
    if (!this.settings) this.compareWithoutContent();
  }

  /** Of inventories that an earlier version wrote, which say what is accepted and switched off alone. */
  private compareWithoutContent(): void {
    if ([this.base, this.head].every(({ settings }) => settings === undefined || settings.content !== undefined))
      return;
    const accepted = (inventory: Inventory): Map<string, Finding> =>
      new Map(
        inventory.findings.filter((finding) => finding.accepted).map((finding) => [findingKey(finding), finding]),
      );
    const before = accepted(this.base);
    for (const [key, { rule, subject, accepted: why }] of accepted(this.head)) {
      if (before.has(key)) continue;
      this.changes.push({
        ...{ change: 'widened', subject: 'settings' },
        what: `accepts ${rule} of ${shortAddress(subject)}: ${why!.reason}`,
      });
    }
    const off = new Set(this.base.settings?.off);
    for (const rule of this.head.settings?.off ?? []) {
      if (!off.has(rule)) this.changes.push({ change: 'widened', subject: 'settings', what: `switches off ${rule}` });
    }
  }

  /** Programs of which one is not a version of the other, and roots that are not there any more. */
  private compareWholes(): void {
    const { identities, clusters } = this.alignment;
    const isEmpty = (inventory: Inventory): boolean => inventory.identities.length + inventory.clusters.length === 0;
    if (!isEmpty(this.base) && identities.size + clusters.size === 0) {
      this.changes.push({
        ...{ change: 'unknown', subject: 'program' },
        what: isEmpty(this.head)
          ? 'the head has no cluster and no identity'
          : 'base and head have no cluster and no identity in common',
        because: 'they may not be two versions of one program',
      });
      return;
    }
    const roots = rootsOf(this.head);
    const kept = new Set([...identities.values(), ...clusters.values()]);
    for (const [root, ids] of rootsOf(this.base)) {
      if (roots.has(root) || ids.some((id) => kept.has(id))) continue;
      this.changes.push({
        ...{ change: 'unknown', subject: 'program' },
        what: `the stack ${root} is not in the head`,
        because: 'it may have been removed, or only not be among what was read',
      });
    }
  }

  private findings(): Review['findings'] {
    const of = (inventory: Inventory): Map<string, Finding> =>
      new Map(inventory.findings.map((finding) => [findingKey(finding), finding]));
    const [before, after] = [of(this.base), of(this.head)];
    return {
      new: [...after].filter(([key]) => !before.has(key)).map(([, finding]) => finding),
      gone: [...before].filter(([key]) => !after.has(key)).map(([, finding]) => finding),
    };
  }

  private nameOf(id: string): string {
    return this.names.get(id) ?? shortAddress(id);
  }

  private withNames(text: string): string {
    return text.replace(/\u0000([^\u0000]*)\u0000/g, (_, id: string) => this.clusterNames.get(id) ?? this.nameOf(id));
  }
}

/** Whether it is known of a policy that it is the identity's. */
function isItsOwn({ perhaps }: ComparedPolicy): boolean {
  return !perhaps;
}

/** A value of JSON with its texts as another version has them. */
function textsWith<T>(value: T, textOf: (text: string) => string): T {
  const within = (one: unknown): unknown => {
    if (typeof one === 'string') return textOf(one);
    if (Array.isArray(one)) return one.map(within);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, within(inner)]));
  };
  return within(value) as T;
}

/** A policy of a resource that is not wholly known. */
interface UnreadOfResource {
  readonly source: string;
  readonly arn: string;
  /** Absent in what an earlier version wrote. */
  readonly unread?: InventoryUnread;
}

/** By the resource and what is not known of its policy. */
function unreadOfResources({ resources = [] }: Inventory, write: Writer): ReadonlyMap<string, UnreadOfResource> {
  return new Map(
    resources.flatMap(({ arn, policies = [] }) =>
      policies.flatMap(({ source, statements, unread }): (readonly [string, UnreadOfResource])[] => {
        if (statements && (!unread || unread.rest.length === 0)) return [];
        const made = unread ? [unread.rest.map(write), unread.depends.map(write)] : source;
        return [[JSON.stringify([write(arn), made]), { source, arn: write(arn), ...(unread ? { unread } : {}) }]];
      }),
    ),
  );
}

/** Whether something is let in, by what it is; ids between zero characters. */
type Entries = ReadonlyMap<string, boolean | null>;

function outboundTexts({ outbound = [] }: Inventory): Entries {
  return new Map(
    outbound.map(({ role, identity, admitted }) => [
      `pods of \u0000${role}\u0000 get on into \u0000${identity}\u0000`,
      admitted,
    ]),
  );
}

function capabilityTexts({ capabilities = [] }: Inventory): Entries {
  return new Map(
    capabilities.flatMap(({ cluster, type, identity, admitted, selectors = [] }) => [
      [`${type} of \u0000${cluster}\u0000 has \u0000${identity}\u0000`, admitted] as const,
      ...selectors.map(
        (one) =>
          [
            `${type} of \u0000${cluster}\u0000 has \u0000${one.identity}\u0000 for objects of ${one.namespaces.join(', ') || 'namespaces by label'}`,
            one.admitted,
          ] as const,
      ),
    ]),
  );
}

/** Of an inventory without statements, which an earlier version wrote. */
function policiesOfPermissions({ permissions }: Inventory): InventoryPolicy[] {
  return permissions.map(({ identity, actions, role, resource, conditions, source }) => ({
    ...{ identity, kind: 'permissions', source },
    name: [role ?? actions.join(', '), 'on', resource, ...(conditions ?? [])].join(' '),
  }));
}

function placeOf({ identity, cluster }: Access): string {
  return `${identity}\n${cluster}`;
}

/** Who it is, by whatever mechanism. */
function whoOf({ namespace, serviceAccount, selector, hostNetwork, via, except }: Access): string {
  return [namespace, serviceAccount, selector ?? '', hostNetwork === true, via ?? '', ...except].join('\n');
}

/** All of an entry that says who gets in, and how certain that is. */
function wordsOf(access: Access): string {
  return `${whoOf(access)}\n${access.uncertain === undefined ? '' : 'uncertain'}`;
}

/** The same who, as certain, by the same mechanism. */
function isSameEntry(one: Access, other: Access): boolean {
  return (
    one.namespace === other.namespace &&
    one.serviceAccount === other.serviceAccount &&
    one.selector === other.selector &&
    (one.hostNetwork === true) === (other.hostNetwork === true) &&
    one.via === other.via &&
    one.mechanism === other.mechanism &&
    (one.uncertain === undefined) === (other.uncertain === undefined) &&
    one.except.length === other.except.length &&
    one.except.every((text, index) => text === other.except[index])
  );
}

/** Whether two values of JSON are the same. */
function isAlike(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    for (let index = 0; index < one.length; index++) if (!isAlike(one[index], other[index])) return false;
    return true;
  }
  const [a, b] = [one, other] as readonly [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  for (const key in a) if (!isAlike(a[key], b[key])) return false;
  for (const key in b) if (!(key in a) && b[key] !== undefined) return false;
  return true;
}

function mechanismsOf(ones: readonly Access[]): string[] {
  return [...new Set(ones.map(({ mechanism }) => mechanism))].sort();
}

function wordsOfMechanisms(mechanisms: readonly string[]): string {
  return mechanisms.map(mechanismText).join(' and ');
}

/** Without the places in its message: they change with every line above. */
function findingKey({ rule, subject, message, accepted }: Finding): string {
  return [rule, subject, message.replace(/ \([^()]*#\/[^()]*\)/g, ''), accepted ? 'accepted' : ''].join('\n');
}

/** By stack, the ids of what it has that pods or clusters are known by. */
function rootsOf({ identities, clusters }: Inventory): Map<string, string[]> {
  const roots = grouped([...identities, ...clusters], ({ id }) => /^([^./[]+)\//.exec(id)?.[1] ?? '');
  roots.delete('');
  return new Map([...roots].map(([root, ones]) => [root, ones.map(({ id }) => id)]));
}

const SUBJECTS: readonly Change['subject'][] = [
  'program',
  'settings',
  'access',
  'permission',
  'outbound',
  'capability',
  'becoming',
];

function sortedChanges(changes: readonly Change[]): Change[] {
  const keyed = changes.map((change) => ({
    change,
    key: [
      CHANGE_KINDS.indexOf(change.change),
      SUBJECTS.indexOf(change.subject),
      change.identity ?? '',
      change.cluster ?? '',
      change.account ?? '',
      change.what,
    ].join('\n'),
  }));
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ change }) => change);
}

function verdictOf(changes: readonly Change[]): ReviewVerdict {
  const is = (kind: Change['change']): boolean => changes.some(({ change }) => change === kind);
  if (is('widened')) return 'widened';
  if (is('unknown')) return 'unknown';
  return is('narrowed') ? 'narrowed' : 'same';
}
