import { grouped } from '../../core/groups';
import { pageUrl } from '../../core/published';
import type { Access, Inventory } from '../../proof/inventory';
import type { InventoryPolicy } from '../../proof/inventory-policies';
import { InventoryWays } from '../../proof/inventory-ways';
import type { InventoryStep, InventoryWay } from '../../proof/inventory-ways';
import { NO_CLUSTER } from '../../proof/model/cluster/cluster';
import type { Permission } from '../../proof/model/identity/permission';
import { compareText, describePlace } from '../../proof/model/place';
import type { Finding } from '../../proof/rules/rule';
import { accountText, clusterNames, identityNames, mechanismText } from '../access-words';
import { shortActions, shortAddress, shortReference } from '../short-names';
import type {
  MapAccess,
  MapAccount,
  MapChange,
  MapData,
  MapFinding,
  MapMay,
  MapNamespace,
  MapThing,
  MapUndecided,
  MapWay,
} from './map-data';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a review says of what is in an inventory. */
export interface MapReviewed {
  /** Of an entry; `account` is what it says of its account. */
  access(entry: Access): Pick<MapAccess, 'change' | 'changes'> & { readonly account?: MapChange };
  /** Of what an identity may do. */
  identity(id: string): MapChange | undefined;
  permission(permission: Permission): MapChange | undefined;
}

/**
 * The page's data of an inventory. Things come in the order in which those of the column before lead to them.
 *
 * @param reviewed what a review says; by default nothing
 */
export function mapOfInventory(inventory: Inventory, reviewed?: MapReviewed): MapData {
  return new MapMaker(inventory, reviewed).result();
}

const KINDS: Readonly<Record<string, string>> = {
  'iam-role': 'IAM role',
  'managed-identity': 'managed identity',
  'entra-application': 'Entra application',
};

class MapMaker {
  private readonly clusters = new Places<MapThing>();
  private readonly namespaces = new Places<MapNamespace>();
  private readonly accounts = new Places<Mutable<MapAccount>>();
  private readonly identities = new Places<MapThing>();
  private readonly permissions = new Places<MapThing>();
  private readonly access: MapAccess[] = [];
  private readonly names: ReadonlyMap<string, string>;
  private readonly kinds: ReadonlyMap<string, string>;
  private readonly facts: ReadonlyMap<string, readonly (readonly [string, string])[]>;
  private readonly permissionsOf: ReadonlyMap<string, readonly Permission[]>;
  private readonly waysTo: InventoryWays;
  private readonly ways = new Places<MapWay>();
  private readonly waysOfAlike = new Map<string, readonly number[]>();
  /** Accounts that some way names, as `namespace/name` of a cluster: all others of a namespace are reached alike. */
  private readonly named: ReadonlySet<string>;
  /** Accounts by `namespace/name` and by the ids of their workloads: what findings are about. */
  private readonly accountsBySubject = new Map<string, Set<number>>();

  public constructor(
    private readonly inventory: Inventory,
    private readonly reviewed: MapReviewed | undefined,
  ) {
    this.names = identityNames(inventory);
    this.kinds = new Map(inventory.identities.map(({ id, kind }) => [id, KINDS[kind] ?? kind]));
    this.facts = factsOf(inventory);
    this.permissionsOf = grouped(inventory.permissions, ({ identity }) => identity);
    this.waysTo = new InventoryWays(inventory);
    this.named = new Set(
      (inventory.becoming ?? []).flatMap(({ cluster, who, names }) => [
        ...names.map((name) => `${cluster}\n${name}`),
        `${cluster}\n${who.slice(who.lastIndexOf('/') + 1)}`,
      ]),
    );
  }

  public result(): MapData {
    const { inventory } = this;
    for (const { id } of inventory.clusters) this.cluster(id);
    for (const entry of [...inventory.access].sort(byAccount)) this.addAccess(entry);
    this.addOutbound();
    for (const { id } of inventory.identities) this.identity(id);
    const may = this.may();
    return {
      title: 'Who gets which identity',
      clusters: this.clusters.items,
      namespaces: this.namespaces.items,
      accounts: this.accounts.items,
      identities: this.identities.items,
      permissions: this.permissions.items,
      access: this.access,
      ways: this.ways.items,
      may,
      findings: inventory.findings.map((finding) => this.finding(finding)),
      undecided: inventory.undecided.map(({ about, because, at, identities }): MapUndecided => ({
        about: shortAddress(about),
        because,
        place: describePlace(at),
        ...known('identities', this.identities.places, identities ?? [about]),
      })),
    };
  }

  private cluster(id: string): number {
    return this.clusters.of(id, () => {
      const found = this.inventory.clusters.find((one) => one.id === id);
      const { name, cloud, service, issuer, resourceId, rbacRead } = found ?? {};
      const isUnread = !rbacRead && service === undefined && id !== NO_CLUSTER;
      const facts: [string, string][] = [['address', id]];
      if (issuer !== undefined && id !== NO_CLUSTER) facts.push(['issuer', issuer]);
      if (resourceId !== undefined) facts.push(['id', resourceId]);
      return {
        name: name ?? shortAddress(id),
        line: service ?? CLOUDS[cloud ?? ''] ?? 'cluster',
        facts: [...facts, ...(this.facts.get(id) ?? [])],
        ...(isUnread ? { rbacUnread: true } : {}),
      };
    });
  }

  private identity(id: string): number {
    const change = this.reviewed?.identity(id);
    return this.identities.of(id, () => ({
      name: this.nameOf(id),
      line: this.kinds.get(id) ?? 'identity',
      facts: [['address', id], ...(this.facts.get(id) ?? [])],
      ...this.waysOf(this.waysTo.to([], [{ identity: id }])),
      ...(change ? { change } : {}),
    }));
  }

  private nameOf(id: string): string {
    return this.names.get(id) ?? shortAddress(id);
  }

  /** Who can become the pods of an account. */
  private waysOfAccount({ cluster, namespace, serviceAccount: name }: Access): Pick<MapAccount, 'ways'> {
    const isNamed = this.named.has(`${cluster}\n${name}`) || name.includes('*') || name.includes('?');
    const key = [cluster, namespace, ...(isNamed ? [name] : [])].join('\n');
    const known = this.waysOfAlike.get(key);
    if (known) return known.length > 0 ? { ways: known } : {};
    const found = this.waysOf(this.waysTo.to([{ cluster, namespace, name }]));
    this.waysOfAlike.set(key, found.ways ?? []);
    return found;
  }

  private waysOf(ways: readonly InventoryWay[]): { readonly ways?: readonly number[] } {
    if (ways.length === 0) return {};
    const who = ({ who: text, kind }: InventoryStep): string => (kind === 'identity' ? this.nameOf(text) : text);
    const places = ways.map((way) => {
      const made: MapWay = {
        who: who({ ...way, may: '', by: [] }),
        steps: way.steps.map(
          (step) => `${who(step)} may ${this.withNames(step.may)}: ${step.by.map(sourceText).join(', ')}`,
        ),
        ...(way.becomes === 'account' ? { isAlone: true } : {}),
        ...(way.uncertain === undefined ? {} : { uncertain: way.uncertain }),
      };
      return this.ways.of(JSON.stringify(made), () => made);
    });
    return { ways: places };
  }

  /** A step is told by the ids of identities. */
  private withNames(may: string): string {
    return may
      .split(' ')
      .map((word) => this.names.get(word) ?? word)
      .join(' ');
  }

  private account(entry: Access): number {
    const { cluster, namespace, except, serviceAccount, pattern, workloads } = entry;
    const home = this.cluster(cluster);
    const inside = this.namespaces.of(`${home}\n${namespace}`, () => ({ name: namespace, cluster: home }));
    const text = accountText(entry)
      .slice(namespace.length + 1)
      .replace(/ \(pattern\)$/, '');
    const name = `${text}${except.length > 0 ? ` except ${except.join(', ')}` : ''}`;
    const place = this.accounts.of(`${inside}\n${name}`, () => ({
      name,
      namespace: inside,
      workloads: [],
      ...this.waysOfAccount(entry),
      ...(pattern && entry.selector === undefined ? { tags: ['pattern'] } : {}),
    }));
    const account = this.accounts.items[place]!;
    const missing = workloads.filter((workload) => !account.workloads.includes(workload));
    if (missing.length > 0) account.workloads = [...account.workloads, ...missing];
    for (const subject of [`ServiceAccount/${namespace}/${serviceAccount}`, ...workloads]) {
      const places = this.accountsBySubject.get(subject) ?? new Set();
      this.accountsBySubject.set(subject, places.add(place));
    }
    return place;
  }

  private addAccess(entry: Access): void {
    const { identity, mechanism, claimed, uncertain } = entry;
    const account = this.account(entry);
    const { account: ofAccount, ...changed } = this.reviewed?.access(entry) ?? {};
    if (ofAccount) this.accounts.items[account]!.change = ofAccount;
    this.access.push({
      account,
      identity: this.identity(identity),
      mechanism: mechanismText(mechanism),
      ...(claimed || mechanism === 'node' ? {} : { unclaimed: true }),
      ...(uncertain === undefined ? {} : { uncertain }),
      ...changed,
    });
  }

  /** Whoever has the role gets on into the identity of Entra. */
  private addOutbound(): void {
    for (const { role, identity, admitted, because } of this.inventory.outbound ?? []) {
      if (admitted === false) continue;
      const from = this.identity(role);
      const to = this.identity(identity);
      const mechanism = `a token of ${this.identities.items[from]!.name}`;
      const doubt = because ?? (admitted === null ? 'whether it is let in is not known' : undefined);
      for (const { account, uncertain = doubt } of this.access.filter((one) => one.identity === from)) {
        this.access.push({ account, identity: to, mechanism, ...(uncertain === undefined ? {} : { uncertain }) });
      }
    }
  }

  private may(): MapMay[] {
    const ids = [...this.identities.places];
    return ids.flatMap(([id, identity]) => {
      const places = new Map<number, MapChange | undefined>();
      for (const one of this.permissionsOf.get(id) ?? []) {
        const place = this.permission(one);
        places.set(place, places.get(place) ?? this.reviewed?.permission(one));
      }
      return [...places].map(([permission, change]): MapMay => ({
        identity,
        permission,
        ...(change ? { change } : {}),
      }));
    });
  }

  /** Those of several identities are one, so that it shows who else has it. */
  private permission(permission: Permission): number {
    const { role, actions, resource, conditions = [], privileged, otherAccount } = permission;
    const key = JSON.stringify([role ?? actions, resource, conditions, privileged, otherAccount]);
    const isAll = resource === '*' && actions.includes('*');
    return this.permissions.of(key, () => {
      const tags = [
        ...(privileged || isAll ? ['privileged'] : []),
        ...(otherAccount === undefined ? [] : ['other account']),
        ...(conditions.length > 0 ? ['conditions'] : []),
      ];
      return {
        name: role ?? shortActions(actions),
        line: shortReference(resource),
        ...(tags.length > 0 ? { tags } : {}),
        facts: [
          ...(actions.length > 0 ? ([['actions', actions.join(', ')]] as const) : []),
          ['on', resource],
          ...conditions.map((condition) => ['if', condition] as const),
          ...(otherAccount === undefined ? [] : ([['AWS account', otherAccount]] as const)),
        ],
      };
    });
  }

  private finding(finding: Finding): MapFinding {
    const { subject, admits = [] } = finding;
    const accounts = new Set(this.accountsBySubject.get(subject));
    for (const { cluster, namespace, serviceAccount } of admits) {
      for (const place of this.accountsBySubject.get(`ServiceAccount/${namespace}/${serviceAccount}`) ?? []) {
        const { namespace: inside } = this.accounts.items[place]!;
        if (this.namespaces.items[inside]!.cluster === this.clusters.places.get(cluster)) accounts.add(place);
      }
    }
    return {
      ...findingInWords(finding),
      ...known('clusters', this.clusters.places, [subject]),
      ...known('identities', this.identities.places, [subject]),
      ...(accounts.size > 0 ? { accounts: [...accounts] } : {}),
    };
  }
}

/** A finding that marks nothing. */
export function findingInWords({ level, rule, message, help, at, accepted }: Finding): MapFinding {
  return {
    ...{ level, rule, page: pageUrl(`rules/${rule}.md`), message, help },
    place: describePlace(at),
    ...(accepted ? { accepted: accepted.reason } : {}),
  };
}

/** The places of those ids that are things of the page. */
function known(key: 'clusters' | 'identities', places: ReadonlyMap<string, number>, ids: readonly string[]): object {
  const found = ids.map((id) => places.get(id)).filter((place) => place !== undefined);
  return found.length > 0 ? { [key]: found } : {};
}

const CLOUDS: Readonly<Record<string, string>> = { aws: 'EKS', azure: 'AKS', other: 'issuer' };

/** Things by what they are, each once, in the order in which they come first. */
class Places<T> {
  public readonly items: T[] = [];
  public readonly places = new Map<string, number>();

  public of(key: string, make: () => T): number {
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const place = this.items.push(make()) - 1;
    this.places.set(key, place);
    return place;
  }
}

function byAccount(a: Access, b: Access): number {
  return (
    compareText(a.cluster, b.cluster) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.serviceAccount, b.serviceAccount)
  );
}

/** What the details of clusters and identities say besides, by id. */
function factsOf({ policies, nodes, capabilities, addons, clusters }: Inventory): Map<string, [string, string][]> {
  const facts = new Map<string, [string, string][]>();
  const add = (id: string, heading: string, text: string): void => {
    facts.set(id, [...(facts.get(id) ?? []), [heading, text]]);
  };
  for (const policy of policies ?? []) {
    const limit = limitText(policy);
    if (limit !== undefined) add(policy.identity, 'limited by', limit);
  }
  const names = clusterNames({ clusters });
  for (const { id, cluster, reachedBy, identities } of nodes ?? []) {
    add(cluster, 'nodes', `${shortAddress(id)}: metadata service reached by ${REACHED_BY[reachedBy] ?? reachedBy}`);
    for (const identity of identities) add(identity, 'of nodes', shortAddress(id));
  }
  for (const { cluster, type, identity } of capabilities ?? []) {
    add(identity, 'used by', `the capability ${type} of ${names.get(cluster) ?? shortAddress(cluster)}`);
  }
  for (const { name, cluster, identity } of addons ?? []) {
    if (identity === undefined) continue;
    const where = cluster === undefined ? '' : ` of ${names.get(cluster) ?? shortAddress(cluster)}`;
    add(identity, 'made for', `the add-on ${name}${where}`);
  }
  return facts;
}

/** What lets somebody become another: a mechanism, an object of Kubernetes, or what has an address. */
function sourceText(source: string): string {
  return /^[A-Z]/.test(source) ? source : source.includes('.') ? shortAddress(source) : mechanismText(source);
}

const REACHED_BY: Readonly<Record<string, string>> = {
  every: 'every pod',
  'host-network': 'pods with hostNetwork',
  nobody: 'no pod',
  unknown: 'which pods is not known',
};

/** What takes away from the permissions that are listed, which are as they are written. */
function limitText({ kind, source, name, statements }: InventoryPolicy): string | undefined {
  const where = name === undefined ? shortAddress(source) : shortReference(name);
  if (kind === 'boundary') return `the permissions boundary ${where}`;
  if (kind === 'session') return `the session policy of ${shortAddress(source)}`;
  const denies = kind === 'permissions' && statements?.some(({ effect }) => effect === 'Deny');
  return denies ? `a Deny of ${where}` : undefined;
}
