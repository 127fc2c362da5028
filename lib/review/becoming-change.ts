import { grouped } from '../core/groups';
import { ALL_OF_NAMESPACE, EVERYBODY, EVERY_ACCOUNT_GROUP, SUPERUSERS } from '../proof/access-control/subjects';
import { isJoinable } from '../proof/become/way';
import { matchesGlob } from '../proof/model/known/glob';
import type { Access, Inventory } from '../proof/inventory';
import type { InventoryBecoming, InventoryIdentityBecoming } from '../proof/inventory-becoming';

/** A way to become somebody that is on one side and not on the other. */
export interface BecomingChange {
  readonly entry: InventoryBecoming;
  readonly is: 'beyond' | 'unknown';
  /** What of the entry's acts the other side does not have. */
  readonly by: InventoryBecoming['by'];
  readonly because?: string;
  /** The service accounts that an identity admits by name and whom it lets them become, as `namespace/name`, sorted. */
  readonly reaches: readonly string[];
}

/**
 * The ways by which somebody becomes a pod that has an identity, or gets on to one, and that others do not have. Whom nobody
 * with an identity is reached by is no change.
 */
export function becomingBeyond(own: Inventory, others: Inventory): readonly BecomingChange[] {
  const before = grouped(others.becoming ?? [], whoOf);
  const relevant = relevantEntries(own);
  return [...relevant].flatMap(([entry, reaches]): readonly BecomingChange[] => {
    const known = keysOf(entry)
      .flatMap((key) => before.get(key) ?? [])
      .filter((other) => reachesAll(other, entry));
    const certain = known.filter(({ uncertain }) => uncertain === undefined);
    if (entry.uncertain !== undefined) {
      const isSaid = known.some((other) => coversActs([other], entry));
      return isSaid ? [] : [{ entry, is: 'unknown', by: entry.by, because: entry.uncertain, reaches }];
    }
    const by = entry.by.filter((act) => !certain.some((other) => has(other, act)));
    if (by.length === 0) return [];
    const doubtful = known.find(({ uncertain }) => uncertain !== undefined);
    const because = doubtful?.uncertain;
    // A role that was not read may have let them all along.
    return [
      because === undefined
        ? { entry, is: 'beyond', by, reaches }
        : { entry, is: 'unknown', by, because: `it was not certain before: ${because}`, reaches },
    ];
  });
}

/** A way to become identities that is on one side and not on the other. */
export interface IdentityBecomingChange {
  readonly entry: InventoryIdentityBecoming;
  readonly is: 'beyond' | 'unknown';
  /** Those that the other side does not let them become. */
  readonly identities: readonly string[];
  readonly because?: string;
}

/** The ways by which somebody becomes an identity that pods get, or that gets into a cluster, and that others do not have. */
export function identityBecomingBeyond(own: Inventory, others: Inventory): readonly IdentityBecomingChange[] {
  const before = grouped(others.becomingIdentities ?? [], ({ who }) => who);
  const goals = new Set<string>([
    ...own.access.filter(({ mechanism }) => mechanism !== 'node').map(({ identity }) => identity),
    ...(own.becoming ?? []).map(({ who }) => who),
  ]);
  let waiting = own.becomingIdentities ?? [];
  const relevant: InventoryIdentityBecoming[] = [];
  const isRelevant = ({ identities }: InventoryIdentityBecoming): boolean =>
    identities.some((one) => one === '*' || goals.has(one));
  for (let grown = true; grown;) {
    const next = waiting.filter(isRelevant);
    grown = next.length > 0;
    relevant.push(...next);
    for (const { who } of next) goals.add(who);
    waiting = waiting.filter((entry) => !next.includes(entry));
  }
  return relevant.flatMap((entry): readonly IdentityBecomingChange[] => {
    const known = (before.get(entry.who) ?? []).filter((other) => letsAsMuch(other, entry));
    const beyondOf = (some: readonly InventoryIdentityBecoming[]): readonly string[] =>
      entry.identities.filter(
        (one) =>
          (one === '*' || goals.has(one)) &&
          !some.some(({ identities }) => identities.includes('*') || identities.includes(one)),
      );
    const identities = beyondOf(
      known.filter(({ uncertain }) => entry.uncertain !== undefined || uncertain === undefined),
    );
    if (identities.length === 0) return [];
    if (entry.uncertain !== undefined) return [{ entry, is: 'unknown', identities, because: entry.uncertain }];
    const doubtful = known.find(({ uncertain }) => uncertain !== undefined)?.uncertain;
    return doubtful !== undefined && beyondOf(known).length === 0
      ? [{ entry, is: 'unknown', identities, because: `it was not certain before: ${doubtful}` }]
      : [{ entry, is: 'beyond', identities }];
  });
}

/** Whether what lets somebody become identities lets them do it as another one does. */
function letsAsMuch(other: InventoryIdentityBecoming, entry: InventoryIdentityBecoming): boolean {
  const isSame = other.by === entry.by && (other.cluster === undefined || other.cluster === entry.cluster);
  return isSame || other.by === 'give-itself-rights';
}

function whoOf({ cluster, who }: Pick<InventoryBecoming, 'cluster' | 'who'>): string {
  return `${cluster}\n${who}`;
}

/** Who somebody is, and the groups of Kubernetes that they are in whoever signs them in. */
function keysOf({ cluster, who, kind }: InventoryBecoming): string[] {
  const groups = (): string[] => {
    if (kind === 'identity' || kind === 'principal') return [];
    const [, namespace] = /^ServiceAccount ([^/]*)\//.exec(who) ?? [];
    if (namespace !== undefined) return [`${ALL_OF_NAMESPACE}${namespace}`, EVERY_ACCOUNT_GROUP, EVERYBODY];
    return who.startsWith(`Group ${EVERY_ACCOUNT_GROUP}:`) ? [EVERY_ACCOUNT_GROUP, EVERYBODY] : [EVERYBODY];
  };
  return [...new Set([who, ...groups().map((name) => `Group ${name}`)])].map((one) => whoOf({ cluster, who: one }));
}

function has({ by }: InventoryBecoming, act: InventoryBecoming['by'][number]): boolean {
  return by.includes(act) || by.includes('everything');
}

function coversActs(others: readonly InventoryBecoming[], { by, uncertain }: InventoryBecoming): boolean {
  return by.length === 0
    ? others.some((other) => other.uncertain === uncertain || other.by.includes('everything'))
    : by.every((act) => others.some((other) => has(other, act)));
}

/** Whether whom one entry makes them is all that the other one does. */
function reachesAll(other: InventoryBecoming, entry: InventoryBecoming): boolean {
  const isSame = other.becomes === entry.becomes || (other.becomes === 'pod' && entry.becomes === 'account');
  // Whoever may do everything may impersonate as well.
  const isMore = isSame || other.by.includes('everything');
  return (
    isMore &&
    (other.namespace === '*' || other.namespace === entry.namespace) &&
    (other.names.includes('*') || entry.names.every((name) => other.names.includes(name)))
  );
}

/** The entries from which some way goes on to a pod with an identity, each with such pods that it reaches itself. */
function relevantEntries({ access, becoming = [] }: Inventory): ReadonlyMap<InventoryBecoming, readonly string[]> {
  const goals = new Map<string, Goals>();
  const goalsOf = (cluster: string): Goals => {
    let own = goals.get(cluster);
    if (!own) goals.set(cluster, (own = new Goals()));
    return own;
  };
  for (const one of access) if (one.mechanism !== 'node') goalsOf(one.cluster).addAccess(one);
  const reached = new Map(becoming.map((entry) => [entry, goalsOf(entry.cluster).reachedBy(entry)] as const));
  const found = new Set<InventoryBecoming>();
  let waiting = becoming;
  for (let grown = true; grown;) {
    const next = waiting.filter((entry) => reached.get(entry)!.isAny || goalsOf(entry.cluster).leadsOn(entry));
    grown = next.length > 0;
    for (const entry of next) {
      found.add(entry);
      goalsOf(entry.cluster).addBetween(entry);
    }
    waiting = waiting.filter((entry) => !found.has(entry));
  }
  return new Map(becoming.flatMap((entry) => (found.has(entry) ? [[entry, reached.get(entry)!.named] as const] : [])));
}

/** Whom it is worth becoming in one cluster. */
class Goals {
  /** Names of the accounts that some identity admits, by namespace. */
  private readonly admitted = new Map<string, Set<string>>();
  private readonly patterns: Access[] = [];
  /** Those from whom somebody goes on: names of accounts by namespace, of groups and users. */
  private readonly accounts = new Map<string, Set<string>>();
  private readonly groups = new Set<string>();
  private readonly users = new Set<string>();
  private all?: readonly string[];

  public addAccess(one: Access): void {
    if (one.pattern) this.patterns.push(one);
    else put(this.admitted, one.namespace, one.serviceAccount);
  }

  /** The accounts with an identity that an entry makes them, by name; and whether there are any, patterns included. */
  public reachedBy({ becomes, namespace, names, who }: InventoryBecoming): {
    readonly isAny: boolean;
    readonly named: readonly string[];
  } {
    if (becomes !== 'pod') return { isAny: false, named: [] };
    const isFor = (name: string): boolean => names.includes('*') || names.includes(name);
    const of = (own: string): string[] =>
      [...(this.admitted.get(own) ?? [])].filter(isFor).map((name) => `${own}/${name}`);
    const everywhere = (): readonly string[] =>
      names.includes('*')
        ? (this.all ??= [...this.admitted.keys()].flatMap(of).sort())
        : [...this.admitted.keys()].flatMap(of).sort();
    // To act as oneself is not a power.
    const named = (namespace === '*' ? everywhere() : of(namespace).sort()).filter(
      (account) => who !== `ServiceAccount ${account}`,
    );
    const isAny = this.patterns.some(
      (one) =>
        (namespace === '*' || matchesGlob(one.namespace, namespace)) &&
        (names.includes('*') || names.some((name) => matchesGlob(one.serviceAccount, name))),
    );
    return { isAny: isAny || named.length > 0, named };
  }

  public addBetween({ kind, who }: InventoryBecoming): void {
    const name = who.slice(who.indexOf(' ') + 1);
    if (kind === 'group') this.groups.add(name);
    else if (kind === 'user') this.users.add(name);
    else if (kind === 'service-account') {
      const slash = name.indexOf('/');
      put(this.accounts, name.slice(0, slash), name.slice(slash + 1));
    }
  }

  /** Whether an entry makes them somebody from whom others go on. */
  public leadsOn({ becomes, namespace, names, by }: InventoryBecoming): boolean {
    const isNamed = (some: ReadonlySet<string>): boolean =>
      names.includes('*') ? some.size > 0 : names.some((name) => some.has(name));
    if (by.includes('join-groups')) return [...this.groups].some(isJoinable);
    if (becomes === 'group') return isNamed(this.groups) || names.includes(SUPERUSERS) || names.includes('*');
    if (becomes === 'user') return isNamed(this.users);
    if (namespace === '*') return [...this.accounts.values()].some(isNamed);
    return isNamed(this.accounts.get(namespace) ?? NOBODY) || this.groups.has(`${ALL_OF_NAMESPACE}${namespace}`);
  }
}

const NOBODY: ReadonlySet<string> = new Set();

function put(groups: Map<string, Set<string>>, key: string, value: string): void {
  const group = groups.get(key);
  if (group) group.add(value);
  else groups.set(key, new Set([value]));
}
