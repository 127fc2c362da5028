import { grouped } from '../core/groups';
import { ALL_OF_NAMESPACE, EVERYBODY, EVERY_ACCOUNT_GROUP, SUPERUSERS } from './access-control/subjects';
import type { Inventory } from './inventory';
import type { InventoryBecoming, InventoryIdentityBecoming } from './inventory-becoming';
import { globsMeet } from './model/known/glob';
import { identityMayText, isJoinable, mayText } from './become/way';

/** Pods that somebody may become: of a service account, or of a pattern of them. */
export interface Whom {
  /** The cluster's id. */
  readonly cluster: string;
  /** A glob. */
  readonly namespace: string;
  /** A glob. */
  readonly name: string;
  /** Why it is not certain that these are meant. Absent where it is. */
  readonly uncertain?: string;
}

/** An identity that somebody may become without being a pod that gets it. */
export interface WhichIdentity {
  /** Its id. */
  readonly identity: string;
}

/** The shortest way by which somebody becomes pods of an account, or the account. */
export interface InventoryWay {
  /** `Group developers`, `ServiceAccount ci/deployer`, the id of an identity. */
  readonly who: string;
  readonly kind: InventoryBecoming['kind'];
  /** The cluster in which they begin; of an identity the one that it gets into. Empty where it gets into none on the way. */
  readonly cluster: string;
  /** `account`: in Kubernetes alone, without a token for a cloud. `identity`: without being a pod. */
  readonly becomes: 'pod' | 'account' | 'identity';
  readonly steps: readonly InventoryStep[];
  /** Why it is not certain. Absent where it is. */
  readonly uncertain?: string;
}

/** One step of a way. */
export interface InventoryStep {
  readonly who: string;
  readonly kind: InventoryBecoming['kind'];
  /** What they may do, as what follows "may". */
  readonly may: string;
  /** What lets them. */
  readonly by: readonly string[];
}

/** Somebody whom others may become: an account of a cluster, a pattern of them, or one who acts. */
interface Reached {
  readonly way: Omit<InventoryWay, 'becomes' | 'uncertain'>;
  readonly uncertain: string | undefined;
  /** It becomes nobody but itself, which others go on by. */
  readonly isItself?: boolean;
}

/**
 * Who can become whom, in some steps, by what an inventory or a lock says of single ones: {@link BecomingGraph} answers the same
 * of what was read. Groups of people are as they are named: who is in them nobody but their issuer knows.
 */
export class InventoryWays {
  private readonly rows: ReadonlyMap<string, ClusterRows>;
  private readonly admitted: ReadonlyMap<string, Inventory['access']>;

  private readonly ofIdentities: readonly InventoryIdentityBecoming[];

  public constructor({
    becoming = [],
    becomingIdentities = [],
    access,
  }: Pick<Inventory, 'becoming' | 'becomingIdentities' | 'access'>) {
    this.ofIdentities = becomingIdentities;
    const byCluster = grouped(becoming, ({ cluster }) => cluster);
    this.rows = new Map(
      [...byCluster].map(([cluster, rows]) => [cluster, new ClusterRows([...rows, superusersOf(cluster)])]),
    );
    this.admitted = grouped(access, ({ identity }) => identity);
  }

  /**
   * Everybody who can become a pod of one of some accounts, or an identity otherwise, each by the shortest way; what is certain
   * goes before what is not.
   */
  public to(whom: readonly Whom[], identities: readonly WhichIdentity[] = []): readonly InventoryWay[] {
    const found = new Map<string, InventoryWay>();
    for (const certain of [true, false]) {
      for (const { identity } of identities) {
        const goal = { who: identity, kind: 'identity', cluster: '', steps: [] } as const;
        for (const [key, { way, uncertain }] of this.from(this.byIdentities(goal, undefined), certain)) {
          if (way.who === identity || way.who === SUPERUSERS_TEXT || found.has(key)) continue;
          found.set(key, { ...way, becomes: 'identity', ...(uncertain === undefined ? {} : { uncertain }) });
        }
      }
      for (const becomes of ['pod', 'account'] as const) {
        for (const goal of whom) {
          const itself = `${goal.cluster}\nServiceAccount ${goal.namespace}/${goal.name}`;
          for (const [key, { way, uncertain, isItself }] of this.waysTo(goal, becomes, certain)) {
            // Everybody knows of the superusers.
            if (isItself || key === itself || way.who === SUPERUSERS_TEXT || found.has(key)) continue;
            found.set(key, { ...way, becomes, ...(uncertain === undefined ? {} : { uncertain }) });
          }
        }
      }
    }
    return [...found.values()];
  }

  private waysTo(goal: Whom, becomes: InventoryWay['becomes'], isCertain: boolean): ReadonlyMap<string, Reached> {
    const { cluster, namespace, uncertain } = goal;
    const rows = this.ofAccounts(cluster, namespace).filter((row) => row.becomes === 'pod' || row.becomes === becomes);
    const first = rows.flatMap((row) => {
      const others = meetsAccounts(row, goal, true);
      if (others !== false) return reached(row, others, uncertain, []);
      return reached(row, meetsAccounts(row, goal), uncertain, []).map((one) => ({ ...one, isItself: true }));
    });
    return this.from(first, isCertain);
  }

  /** Those, and whoever becomes one of them in further steps. */
  private from(first: readonly Reached[], isCertain: boolean): ReadonlyMap<string, Reached> {
    const found = new Map<string, Reached>();
    const isNew = (one: Reached): boolean => {
      const key = [one.way.cluster, one.way.who, ...(one.isItself ? ['itself'] : [])].join('\n');
      if (found.has(key) || (isCertain && one.uncertain !== undefined)) return false;
      found.set(key, one);
      return true;
    };
    let level = first.filter(isNew);
    while (level.length > 0) level = level.flatMap((one) => this.before(one)).filter(isNew);
    return found;
  }

  private ofAccounts(cluster: string, namespace: string): readonly InventoryBecoming[] {
    return this.rows.get(cluster)?.ofAccounts(namespace) ?? [];
  }

  /** Who becomes, in one step, somebody who goes on. */
  private before({ way, uncertain }: Reached): readonly Reached[] {
    const { who, kind, cluster, steps } = way;
    if (kind === 'principal') return [];
    if (kind === 'identity') return [...this.podsOf(way, uncertain), ...this.byIdentities(way, uncertain)];
    const name = who.slice(who.indexOf(' ') + 1);
    const namespace =
      kind === 'service-account' ? name.slice(0, name.indexOf('/')) : kind === 'group' ? namespaceOf(name) : undefined;
    const rows = [
      ...(namespace === undefined ? [] : this.ofAccounts(cluster, namespace)),
      ...(kind === 'service-account' ? [] : (this.rows.get(cluster)?.ofPeople ?? [])),
    ];
    return rows.flatMap((row) => reached(row, leadsTo(row, kind, name), uncertain, steps));
  }

  /** Who becomes an identity by what a cloud lets them do. */
  private byIdentities({ who: id, cluster, steps }: Reached['way'], uncertain: string | undefined): readonly Reached[] {
    return this.ofIdentities.flatMap((row): readonly Reached[] => {
      const { who, kind, identities, by, sources } = row;
      const isNamed = identities.includes(id);
      if (!isNamed && !identities.includes('*')) return [];
      const open = isNamed ? undefined : `they are the roles of its account, of which ${id} may be none`;
      const asPod = row.cluster === undefined ? undefined : `it has to be one of the pods of ${row.cluster} too`;
      const step = { who, kind, may: identityMayText({ act: by, identity: id }), by: sources };
      return [
        {
          way: { who, kind, cluster, steps: [step, ...steps] },
          uncertain: uncertain ?? row.uncertain ?? open ?? asPod,
        },
      ];
    });
  }

  /** The pods that get an identity act as it. */
  private podsOf({ who, steps }: Reached['way'], uncertain: string | undefined): readonly Reached[] {
    return (this.admitted.get(who) ?? []).map((entry) => {
      const { cluster, namespace, serviceAccount, mechanism } = entry;
      const pods = `ServiceAccount ${namespace}/${serviceAccount}`;
      const step = { who: pods, kind: 'service-account', may: `get ${who}`, by: [mechanism] } as const;
      return {
        way: { who: pods, kind: 'service-account', cluster, steps: [step, ...steps] },
        uncertain: uncertain ?? entry.uncertain,
      };
    });
  }
}

const SUPERUSERS_TEXT = `Group ${SUPERUSERS}`;

/** What no inventory says: Kubernetes' own superusers are in every cluster. */
function superusersOf(cluster: string): InventoryBecoming {
  return {
    ...{ cluster, who: SUPERUSERS_TEXT, kind: 'group', becomes: 'pod', namespace: '*', names: ['*'] },
    ...{ by: ['everything'], sources: ['Kubernetes itself'] },
  };
}

/** The rows of one cluster, by whom they are about. */
class ClusterRows {
  /** Those that make their holder a user or a group. */
  public readonly ofPeople: readonly InventoryBecoming[];
  private readonly byNamespace: ReadonlyMap<string, readonly InventoryBecoming[]>;
  private readonly ofAnyNamespace: readonly InventoryBecoming[];
  private readonly all: readonly InventoryBecoming[];

  public constructor(rows: readonly InventoryBecoming[]) {
    const isOfAccounts = ({ becomes }: InventoryBecoming): boolean => becomes === 'pod' || becomes === 'account';
    this.ofPeople = rows.filter((row) => !isOfAccounts(row));
    this.all = rows.filter(isOfAccounts);
    this.byNamespace = grouped(this.all, ({ namespace }) => namespace);
    this.ofAnyNamespace = this.all.filter(({ namespace }) => !isPlain(namespace));
  }

  /** At least those that are about accounts of a namespace, which may be a glob. */
  public ofAccounts(namespace: string): readonly InventoryBecoming[] {
    if (!isPlain(namespace)) return this.all;
    return [...(this.byNamespace.get(namespace) ?? []), ...this.ofAnyNamespace];
  }
}

function isPlain(namespace: string): boolean {
  return !/[*?$]/.test(namespace);
}

/** Whether a row is one: `false` where it is not, else why that is not certain. */
type Meeting = false | { readonly uncertain?: string };

/** The holder of a row, where it is one. */
function reached(
  row: InventoryBecoming,
  meeting: Meeting,
  uncertain: string | undefined,
  steps: readonly InventoryStep[],
): readonly Reached[] {
  if (meeting === false) return [];
  const { who, kind, cluster, by, sources } = row;
  const step = { who, kind, may: becomingWords(row, by), by: sources };
  return [
    {
      way: { who, kind, cluster, steps: [step, ...steps] },
      uncertain: uncertain ?? row.uncertain ?? meeting.uncertain,
    },
  ];
}

/**
 * Whether a row makes its holder one of some accounts.
 *
 * @param isOther whether it has to be another one than the holder itself
 */
function meetsAccounts(
  { who, namespace, names }: InventoryBecoming,
  goal: Pick<Whom, 'namespace' | 'name'>,
  isOther = false,
): Meeting {
  const inNamespace = meets(namespace, goal.namespace);
  if (inNamespace === false) return false;
  let open: Meeting = false;
  for (const name of names) {
    const only = `${namespace === '*' ? goal.namespace : namespace}/${name === '*' ? goal.name : name}`;
    if (isOther && who === `ServiceAccount ${only}`) continue;
    const found = meets(name, goal.name);
    if (found === false) continue;
    if (found.uncertain === undefined) return inNamespace;
    open = inNamespace.uncertain === undefined ? found : inNamespace;
  }
  return open;
}

function leadsTo(row: InventoryBecoming, kind: InventoryBecoming['kind'], name: string): Meeting {
  const { becomes, namespace, names } = row;
  const isOfAccounts = becomes === 'pod' || becomes === 'account';
  if (kind === 'service-account') {
    const slash = name.indexOf('/');
    return isOfAccounts && meetsAccounts(row, { namespace: name.slice(0, slash), name: name.slice(slash + 1) });
  }
  // Whoever becomes an account is in the groups of all, and of all of its namespace.
  if (kind === 'group' && isOfAccounts) {
    const own = namespaceOf(name);
    return own !== undefined && (own === '*' ? {} : meets(namespace, own));
  }
  // Whoever comes in from a cloud is everybody.
  if (kind === 'group' && name === EVERYBODY && (row.by.includes('enter') || row.by.includes('join-groups'))) return {};
  if (becomes !== kind || (row.by.includes('join-groups') && !isJoinable(name))) return false;
  // Of RBAC a name is no glob.
  const isPerhaps = (one: string): boolean => REFERENCE.test(one) || REFERENCE.test(name);
  const found = names
    .map((one) => (one === '*' || one === name ? {} : isPerhaps(one) && meets(one, name)))
    .filter((one) => one !== false);
  return found.find(({ uncertain }) => uncertain === undefined) ?? found[0] ?? false;
}

/** The namespace whose service accounts a group is, `*` for that of all; nothing of another group. */
function namespaceOf(group: string): string | undefined {
  if (group === EVERY_ACCOUNT_GROUP) return '*';
  return group.startsWith(ALL_OF_NAMESPACE) ? group.slice(ALL_OF_NAMESPACE.length) : undefined;
}

const REFERENCE = /\$\{[^}]*\}/;

/** Whether two globs have a text in common. A value that is not known may be any. */
function meets(one: string, other: string): Meeting {
  if (one === other || one === '*') return {};
  const [reference] = REFERENCE.exec(one) ?? REFERENCE.exec(other) ?? [];
  if (reference === undefined) return globsMeet(one, other) ? {} : false;
  return globsMeet(opened(one), opened(other))
    ? { uncertain: `it names ${reference}, whose value is not known` }
    : false;
}

function opened(glob: string): string {
  return glob.replace(/\$\{[^}]*\}/g, '*');
}

/** What somebody may do, in words, as what follows "may". */
export function becomingWords({ becomes, namespace, names }: InventoryBecoming, by: InventoryBecoming['by']): string {
  const accounts = names.includes('*') ? {} : { names };
  const where = namespace === '*' ? {} : { namespace };
  if (by.length === 0)
    return `do what a role lets them that was not read, in ${namespace === '*' ? 'every namespace' : namespace}`;
  return by.map((act) => mayText({ act, becomes, ...where, ...accounts })).join(', ');
}

/** What somebody may do to become identities, in words, as what follows "may". */
export function identityBecomingWords(
  { by, cluster }: InventoryIdentityBecoming,
  identities: readonly string[],
): string {
  const all = identities.includes('*') ? 'every role of its account' : identities.join(' and ');
  return `${identityMayText({ act: by, identity: all })}${cluster === undefined ? '' : ` of ${cluster}`}`;
}
