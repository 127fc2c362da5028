import type { MapChangeEntry, MapData, MapFinding, MapUndecided } from '../map-data';
import { COLUMNS, NO_FILTER, SHOWN } from '../paths';
import type { Column, Path, Paths, Selection, Shown } from '../paths';
import { changeBox, changesOn } from './changes';
import { element } from './element';
import { HEADINGS, SINGULAR, chip, counted, number } from './words';

/** What the details ask of the page. */
export interface DetailsOwner {
  select(column: Column, place: number): void;
  clear(): void;
  show(shown: Shown): void;
  /** What shows the access that an entry of a review is about; nothing where the map has none of it. */
  showing(entry: MapChangeEntry): (() => void) | undefined;
  /** All changes and findings. */
  showList(): void;
  describe(column: Column, place: number): { readonly name: string; readonly line: string };
}

/** Longer lists are cut, with how much: the columns have all. */
const MOST = 50;

/** What is said of the selected thing. */
export function detailsOf(
  { column, place }: Selection,
  linked: readonly Path[],
  paths: Paths,
  owner: DetailsOwner,
): Node[] {
  const { data } = paths;
  const { name, line } = owner.describe(column, place);
  const close = element('button', { type: 'button', class: 'close' }, 'Show all again (Esc)');
  close.addEventListener('click', () => owner.clear());
  return [
    element('p', { class: 'kind' }, SINGULAR[column]),
    element('h2', {}, name),
    element('p', { class: 'line' }, line),
    close,
    ...changesIn('What changes of it', changesOn(linked, data), owner),
    ...facts(column, place, data),
    ...ways(linked, data),
    ...becomers({ column, place }, linked, paths),
    ...COLUMNS.filter((other) => other !== column).flatMap((other) => linksOf(other, linked, owner)),
    ...findingsOf(column, place, data),
  ];
}

function facts(column: Column, place: number, data: MapData): Node[] {
  const account = column === 'accounts' ? data.accounts[place] : undefined;
  const thing = column === 'namespaces' ? undefined : data[column][place];
  const known = thing && 'facts' in thing ? (thing.facts ?? []) : [];
  const entries = [...known, ...(account?.workloads ?? []).map((workload) => ['runs', workload] as const)];
  if (entries.length === 0) return [];
  const list = element('dl');
  for (const [heading, text] of entries) list.append(element('dt', {}, heading), element('dd', {}, text));
  return [list];
}

function changesIn(title: string, entries: readonly MapChangeEntry[], owner: DetailsOwner): Node[] {
  if (entries.length === 0) return [];
  const boxes = entries.slice(0, MOST).map((entry) => changeBox(entry, owner.showing(entry), true));
  const all = element('button', { type: 'button' }, `Show all ${number(entries.length)}`);
  all.addEventListener('click', () => owner.showList());
  return [element('h3', {}, title), ...boxes, ...(entries.length > MOST ? [all] : [])];
}

/** By which mechanisms, and what is not plain about it. */
function ways(linked: readonly Path[], data: MapData): Node[] {
  const lines = new Map<string, number>();
  for (const index of new Set(linked.map(({ access }) => access))) {
    const access = data.access[index];
    if (!access) continue;
    const doubt = access.uncertain === undefined ? '' : `, uncertain: ${access.uncertain}`;
    const line = `${access.mechanism}${access.unclaimed ? ', nobody asks for it' : ''}${doubt}`;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  if (lines.size === 0) return [];
  const items = [...lines]
    .slice(0, MOST)
    .map(([line, count]) => element('li', {}, count === 1 ? line : `${line} (${number(count)})`));
  return [element('h3', {}, 'By'), element('ul', {}, ...items, ...more(lines.size))];
}

/** Who can become the pods of an account, those that get an identity, or the identity otherwise: each with their steps. */
function becomers({ column, place }: Selection, linked: readonly Path[], paths: Paths): Node[] {
  if (column !== 'accounts' && column !== 'identities') return [];
  const { data } = paths;
  const own = data[column][place]?.ways ?? [];
  const ofPods = column === 'identities' ? linked.flatMap(({ at }) => data.accounts[at[2]!]?.ways ?? []) : [];
  const all = [...new Set([...own, ...ofPods])];
  const unread = [...new Set(linked.map(({ at }) => at[0]!))].filter((cluster) => data.clusters[cluster]?.rbacUnread);
  const open = unread.map((cluster) =>
    element('p', {}, `No RBAC of ${data.clusters[cluster]!.name} was read, which says who may act in it.`),
  );
  if (all.length + open.length === 0) return [];
  const items = all.slice(0, MOST).map((index) => {
    const { who, steps, isAlone, uncertain } = data.ways[index]!;
    const name = element('strong', {}, who);
    const alone = isAlone ? [' ', chip('alone', 'in Kubernetes alone')] : [];
    const perhaps = uncertain === undefined ? [] : [' ', chip('undecided', 'perhaps')];
    const how = element('ol', {}, ...steps.map((step) => element('li', {}, step)));
    const because = uncertain === undefined ? [] : [element('p', { class: 'line' }, `Perhaps: ${uncertain}`)];
    return element('li', {}, name, ...alone, ...perhaps, how, ...because);
  });
  const what = column === 'accounts' ? 'Who can become its pods' : 'Who can become it, or a pod that gets it';
  const heading = element('h3', {}, `${what} `, element('span', { class: 'count' }, number(all.length)));
  const rest = all.length > MOST ? [element('li', {}, `and ${number(all.length - MOST)} more`)] : [];
  return [heading, ...open, ...(all.length > 0 ? [element('ul', { class: 'becomers' }, ...items, ...rest)] : [])];
}

function linksOf(column: Column, linked: readonly Path[], owner: DetailsOwner): Node[] {
  const index = COLUMNS.indexOf(column);
  const places = [...new Set(linked.map(({ at }) => at[index]!))].filter((place) => place >= 0);
  if (places.length === 0) return [];
  const items = places.slice(0, MOST).map((place) => {
    const { name, line } = owner.describe(column, place);
    const link = element('button', { type: 'button', class: 'link' }, name);
    link.addEventListener('click', () => owner.select(column, place));
    return element('li', {}, link, ' ', element('span', { class: 'line' }, line));
  });
  const heading = element('h3', {}, `${HEADINGS[column]} `, element('span', { class: 'count' }, number(places.length)));
  return [heading, element('ul', {}, ...items, ...more(places.length))];
}

function more(count: number): Node[] {
  return count > MOST ? [element('li', {}, `and ${number(count - MOST)} more, in the column`)] : [];
}

function findingsOf(column: Column, place: number, data: MapData): Node[] {
  const isAbout = (one: MapFinding | MapUndecided): boolean =>
    column in one && ((one as Partial<Record<Column, readonly number[]>>)[column]?.includes(place) ?? false);
  const findings = data.findings.filter(isAbout);
  const undecided = data.undecided.filter(isAbout);
  return [
    ...(findings.length > 0 ? [element('h3', {}, 'Findings'), ...findings.map(findingBox)] : []),
    ...(undecided.length > 0 ? [element('h3', {}, 'Undecided'), ...undecided.map(undecidedBox)] : []),
  ];
}

/** A finding with what happens, how to fix it and where it is written. */
export function findingBox({ level, rule, page, message, help, place, accepted }: MapFinding): HTMLElement {
  const link = element('a', { href: page, rel: 'noreferrer' }, rule);
  return element(
    'article',
    { class: `finding ${accepted === undefined ? level : 'accepted'}` },
    element(
      'p',
      {},
      chip(accepted === undefined ? level : 'accepted', accepted === undefined ? level : 'accepted'),
      ' ',
      link,
    ),
    element('p', {}, message),
    ...(accepted === undefined ? [element('p', { class: 'help' }, help)] : [element('p', {}, `Accepted: ${accepted}`)]),
    element('p', { class: 'place' }, place),
  );
}

export function undecidedBox({ about, because, place }: MapUndecided): HTMLElement {
  return element(
    'article',
    { class: 'finding undecided' },
    element('p', {}, chip('undecided', 'undecided'), ' ', about),
    element('p', {}, because),
    element('p', { class: 'place' }, place),
  );
}

/** Where nothing is selected: how much there is of what one looks at first. */
export function overviewOf(paths: Paths, owner: DetailsOwner): Node[] {
  const { data } = paths;
  const items = (Object.keys(SHOWN) as Shown[])
    .filter((shown) => shown !== 'all')
    .flatMap((shown) => {
      const found = paths.filtered({ ...NO_FILTER, show: shown });
      if (found.length === 0) return [];
      const ones = new Set(found.map(({ at, access }) => (access < 0 ? `i${at[3]}` : access))).size;
      const button = element('button', { type: 'button', class: 'link' }, SHOWN[shown]);
      button.addEventListener('click', () => owner.show(shown));
      return [element('li', {}, button, ' ', element('span', { class: 'line' }, counted(ones, 'row')))];
    });
  const nobody = data.identities.length - new Set(data.access.map(({ identity }) => identity)).size;
  return [
    element('p', { class: 'kind' }, data.change ? 'Review' : 'Overview'),
    element('h2', {}, data.change ? data.change.verdict : data.title),
    element(
      'p',
      {},
      [
        counted(data.clusters.length, 'cluster'),
        counted(data.namespaces.length, 'namespace'),
        counted(data.accounts.length, 'service account'),
        `${counted(data.identities.length, 'identity')}${nobody > 0 ? `, of which no pod gets ${number(nobody)}` : ''}`,
      ].join(', '),
    ),
    ...changesIn('What changes', data.change?.entries ?? [], owner),
    ...(items.length > 0 ? [element('h3', {}, 'Look at first'), element('ul', { class: 'first' }, ...items)] : []),
    element('h3', {}, 'How to read it'),
    element(
      'p',
      {},
      'From left to right: a pod of the cluster’s namespace that runs as the service account gets the identity, which has the permissions. Select anything to see only what it is linked with. A dashed line: nobody asks for it. A dotted line: it is uncertain. Permissions are as they are written; what limits an identity is in its details.',
    ),
    element('h3', {}, 'Keys'),
    element(
      'dl',
      { class: 'keys' },
      ...[
        ['/', 'search'],
        ['↑ ↓', 'within a column'],
        ['← →', 'to the next column'],
        ['Enter', 'select'],
        ['Esc', 'show all again'],
      ].flatMap(([key, what]) => [element('dt', {}, element('kbd', {}, key!)), element('dd', {}, what!)]),
    ),
  ];
}
