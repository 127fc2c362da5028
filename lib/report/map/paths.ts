import { MAP_CHANGES } from './map-data';
import type { MapChange, MapData, MapLevel } from './map-data';

/** The columns, from left to right. */
export const COLUMNS = ['clusters', 'namespaces', 'accounts', 'identities', 'permissions'] as const;
export type Column = (typeof COLUMNS)[number];

/** One way through the columns: the place in each list, or -1 where it does not go through the column. */
export interface Path {
  readonly at: readonly number[];
  /** Of `access`; -1 where the identity admits nobody. */
  readonly access: number;
  readonly may: number;
  /** All of its texts, in lower case. */
  readonly text: string;
}

/** What `Show` offers, and how each is counted in the overview. */
export const SHOWN = {
  all: 'everything',
  violated: 'what the policy does not allow',
  changed: 'what changes',
  widened: 'what widens',
  error: 'errors',
  warning: 'warnings and errors',
  undecided: 'what is undecided',
  uncertain: 'uncertain access',
  unclaimed: 'access nobody asks for',
  becomers: 'pods and identities that others can become',
  pattern: 'patterns of accounts',
  privileged: 'privileged permissions',
  'other account': 'permissions in another account',
} as const;
export type Shown = keyof typeof SHOWN;

export interface Filter {
  readonly words: string;
  /** A place in `clusters`, or -1 for all. */
  readonly cluster: number;
  /** Empty for all. */
  readonly mechanism: string;
  readonly show: Shown;
}

export interface Selection {
  readonly column: Column;
  readonly place: number;
}

export const NO_FILTER: Filter = { words: '', cluster: -1, mechanism: '', show: 'all' };

/** How a thing is marked: the worst level of what is found of it, and whether something of it is undecided. */
export interface Marks {
  readonly level?: MapLevel;
  readonly undecided?: true;
}

const LEVELS: readonly MapLevel[] = ['error', 'warning', 'note'];

/** What the columns show of a map. It knows no page, so that it is tested without one. */
export class Paths {
  public readonly all: readonly Path[];
  private readonly marks: Readonly<Record<Column, ReadonlyMap<number, Marks>>>;
  private readonly mays: ReadonlyMap<number, readonly number[]>;
  private readonly changes: Partial<Record<Column, ReadonlyMap<number, MapChange>>>;

  public constructor(public readonly data: MapData) {
    this.marks = marksOf(data);
    const mays = new Map<number, number[]>();
    data.may.forEach(({ identity }, index) => mays.set(identity, [...(mays.get(identity) ?? []), index]));
    this.mays = mays;
    this.changes = {
      accounts: changesBy(
        [...data.access, ...data.accounts.map(({ change }, account) => ({ account, change }))],
        ({ account }) => account,
      ),
      identities: changesBy(
        data.identities.map(({ change }, identity) => ({ identity, change })),
        ({ identity }) => identity,
      ),
      permissions: changesBy(data.may, ({ permission }) => permission),
    };
    this.all = [...this.pathsOfAccess(), ...this.pathsOfOthers()];
  }

  public marksOf(column: Column, place: number): Marks {
    return this.marks[column].get(place) ?? {};
  }

  /** What of an account's access, or of who has a permission, changes. */
  public changeOf(column: Column, place: number): MapChange | undefined {
    return this.changes[column]?.get(place);
  }

  /** Those that hold every word, and are what is to be shown. */
  public filtered({ words, cluster, mechanism, show }: Filter): Path[] {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    return this.all.filter(
      (path) =>
        (cluster < 0 || path.at[0] === cluster) &&
        (mechanism === '' || this.data.access[path.access]?.mechanism === mechanism) &&
        this.isShown(path, show) &&
        wanted.every((word) => path.text.includes(word)),
    );
  }

  public isShown(path: Path, show: Shown): boolean {
    const access = this.data.access[path.access];
    const changes = [
      access?.change,
      this.data.may[path.may]?.change,
      this.data.accounts[path.at[2]!]?.change,
      this.data.identities[path.at[3]!]?.change,
    ];
    switch (show) {
      case 'all':
        return true;
      case 'changed':
        return changes.some((change) => change !== undefined);
      case 'widened':
      case 'violated':
        return changes.includes(show);
      case 'uncertain':
        return access?.uncertain !== undefined;
      case 'unclaimed':
        return access?.unclaimed === true;
      case 'becomers':
        return this.waysOf(path).length > 0;
      case 'pattern':
        return this.data.accounts[path.at[2]!]?.tags?.includes('pattern') ?? false;
      case 'privileged':
      case 'other account':
        return this.data.permissions[path.at[4]!]?.tags?.includes(show) ?? false;
      case 'undecided':
        return path.at.some((place, index) => this.marksOf(COLUMNS[index]!, place).undecided);
      case 'error':
      case 'warning':
        return path.at.some((place, index) => {
          const { level } = this.marksOf(COLUMNS[index]!, place);
          return level === 'error' || level === show;
        });
    }
  }

  /** Who can become the pods of a path's account, or its identity otherwise, by the places of their ways. */
  public waysOf({ at }: Pick<Path, 'at'>): readonly number[] {
    const { accounts, identities } = this.data;
    return [...(accounts[at[2]!]?.ways ?? []), ...(identities[at[3]!]?.ways ?? [])];
  }

  /**
   * What each column lists: that of the selection all that is filtered, so that one can go on to the next; the others what the
   * selected thing leads to.
   */
  public columns(paths: readonly Path[], selection: Selection | undefined): Record<Column, number[]> {
    const linked = selection ? paths.filter((path) => isOn(path, selection)) : paths;
    const lists = COLUMNS.map((column, index) => {
      const those = selection?.column === column ? paths : linked;
      return [
        column,
        [...new Set(those.map(({ at }) => at[index]!))].filter((place) => place >= 0).sort((a, b) => a - b),
      ];
    });
    return Object.fromEntries(lists) as Record<Column, number[]>;
  }

  private pathsOfAccess(): Path[] {
    const { access, accounts, namespaces } = this.data;
    return access.flatMap(({ account, identity }, index) => {
      const { namespace } = accounts[account]!;
      const { cluster } = namespaces[namespace]!;
      return this.pathsOfIdentity(identity, index, [cluster, namespace, account]);
    });
  }

  /** Identities that admit nobody, and clusters of which no pod gets one. */
  private pathsOfOthers(): Path[] {
    const { access, clusters, identities } = this.data;
    const admitting = new Set(access.map(({ identity }) => identity));
    const reached = new Set(this.data.namespaces.map(({ cluster }) => cluster));
    return [
      ...identities.flatMap((_, identity) =>
        admitting.has(identity) ? [] : this.pathsOfIdentity(identity, -1, [-1, -1, -1]),
      ),
      ...clusters.flatMap((_, cluster) => (reached.has(cluster) ? [] : [this.path([cluster, -1, -1, -1, -1], -1, -1)])),
    ];
  }

  private pathsOfIdentity(identity: number, access: number, before: readonly number[]): Path[] {
    const mays = this.mays.get(identity) ?? [-1];
    return mays.map((may) => this.path([...before, identity, this.data.may[may]?.permission ?? -1], access, may));
  }

  private path(at: readonly number[], access: number, may: number): Path {
    const { clusters, namespaces, accounts, identities, permissions } = this.data;
    const account = accounts[at[2]!];
    const permission = permissions[at[4]!];
    const texts = [
      clusters[at[0]!]?.name,
      account ? `${namespaces[at[1]!]!.name}/${account.name}` : undefined,
      ...(account?.workloads ?? []),
      identities[at[3]!]?.name,
      ...(identities[at[3]!]?.facts?.[0] ?? []).slice(1),
      permission?.name,
      ...(permission?.facts ?? []).map(([, text]) => text),
      this.data.access[access]?.mechanism,
      ...this.waysOf({ at }).map((place) => this.data.ways[place]!.who),
    ];
    return {
      at,
      access,
      may,
      text: texts
        .filter((text) => text !== undefined)
        .join('\n')
        .toLowerCase(),
    };
  }
}

/** Whether a path goes through a selected thing. */
export function isOn({ at }: Path, { column, place }: Selection): boolean {
  return at[COLUMNS.indexOf(column)] === place;
}

/** The rows of the table: each access once, with the permissions that are shown; and identities that admit nobody. */
export function tableRows(paths: readonly Path[]): { readonly path: Path; readonly permissions: number[] }[] {
  const rows = new Map<string, { readonly path: Path; readonly permissions: number[] }>();
  for (const path of paths) {
    const key = `${path.access} ${path.at[3]} ${path.access < 0 ? path.at[0] : ''}`;
    const row = rows.get(key) ?? { path, permissions: [] };
    rows.set(key, row);
    if (path.at[4]! >= 0) row.permissions.push(path.at[4]!);
  }
  return [...rows.values()];
}

/** What changes of a path, the worst of it: who gets in, who becomes the pod, what the identity may do. */
export function changeOf({ at, access, may }: Path, data: MapData): MapChange | undefined {
  const all = [
    data.access[access]?.change,
    data.accounts[at[2]!]?.change,
    data.identities[at[3]!]?.change,
    data.may[may]?.change,
  ];
  return MAP_CHANGES.find((change) => all.includes(change));
}

/** The worst change of each. */
function changesBy<T extends { readonly change?: MapChange }>(
  items: readonly T[],
  placeOf: (item: T) => number,
): Map<number, MapChange> {
  const changes = new Map<number, MapChange>();
  for (const item of items) {
    if (!item.change) continue;
    const known = changes.get(placeOf(item));
    if (!known || MAP_CHANGES.indexOf(item.change) < MAP_CHANGES.indexOf(known))
      changes.set(placeOf(item), item.change);
  }
  return changes;
}

function marksOf({ findings, undecided }: MapData): Record<Column, Map<number, Marks>> {
  const marks = Object.fromEntries(COLUMNS.map((column) => [column, new Map<number, Marks>()])) as Record<
    Column,
    Map<number, Marks>
  >;
  for (const finding of findings) {
    if (finding.accepted !== undefined) continue;
    for (const column of ['clusters', 'accounts', 'identities'] as const) {
      for (const place of finding[column] ?? []) {
        const known = marks[column].get(place)?.level;
        const isWorse = known === undefined || LEVELS.indexOf(finding.level) < LEVELS.indexOf(known);
        if (isWorse) marks[column].set(place, { level: finding.level });
      }
    }
  }
  for (const { identities = [] } of undecided) {
    for (const place of identities) marks.identities.set(place, { ...marks.identities.get(place), undecided: true });
  }
  return marks;
}
