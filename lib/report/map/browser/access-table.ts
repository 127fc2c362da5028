import type { MapData } from '../map-data';
import { changeOf, tableRows } from '../paths';
import type { Path } from '../paths';
import { element } from './element';
import { chip, markChips, number } from './words';

/** Rows that a table gets at once. */
const PIECE = 250;

/** The same as a table, for who reads by a screen reader or prints it. */
export function drawTable(
  table: HTMLTableElement,
  paths: readonly Path[],
  data: MapData,
  more: HTMLButtonElement,
): void {
  const rows = tableRows(paths);
  const body = table.tBodies[0]!;
  body.replaceChildren();
  let shown = 0;
  const add = (): void => {
    const next = rows.slice(shown, shown + PIECE);
    body.append(...next.map(({ path, permissions }) => rowOf(path, permissions, data)));
    shown += next.length;
    more.hidden = shown >= rows.length;
    more.textContent = `Show ${number(Math.min(PIECE, rows.length - shown))} more of ${number(rows.length)} rows`;
  };
  more.onclick = add;
  add();
}

function rowOf(path: Path, permissions: readonly number[], data: MapData): HTMLTableRowElement {
  const [cluster, namespace, account, identity] = path.at.map((place) => (place < 0 ? undefined : place));
  const access = data.access[path.access];
  const who = account === undefined ? undefined : data.accounts[account]!;
  const list = permissions.map((place) => {
    const { name, line, tags = [] } = data.permissions[place]!;
    return element('li', {}, `${name} on ${line}`, ...tags.map((tag) => chip(tag, tag)));
  });
  const change = changeOf(path, data);
  return element(
    'tr',
    {},
    element('td', {}, cluster === undefined ? '-' : data.clusters[cluster]!.name),
    element('td', {}, namespace === undefined ? '-' : data.namespaces[namespace]!.name),
    element('th', { scope: 'row' }, who?.name ?? 'nobody', ...(who?.tags ?? []).map((tag) => chip(tag, tag))),
    element('td', {}, who && who.workloads.length > 0 ? who.workloads.join(', ') : '-'),
    element('td', {}, identity === undefined ? '-' : data.identities[identity]!.name),
    element(
      'td',
      {},
      access?.mechanism ?? '-',
      ...(access?.unclaimed ? [chip('unclaimed', 'unclaimed')] : []),
      ...(access?.uncertain === undefined ? [] : [chip('uncertain', 'uncertain')]),
      ...markChips({}, change),
    ),
    element('td', {}, list.length > 0 ? element('ul', {}, ...list) : '-'),
  );
}
