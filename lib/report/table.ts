import { counted } from '../core/counted';
import { grouped } from '../core/groups';
import { printable } from '../core/printable';
import type { Access, Inventory, InventoryOutbound, InventorySettings } from '../proof/inventory';
import type { Permission } from '../proof/model/identity/permission';
import { describePlace } from '../proof/model/place';
import type { Finding } from '../proof/rules/rule';
import { accountText, identityNames, mechanismText, permissionLines } from './access-words';
import { drawTable, placesOf } from './draw-table';
import { legend } from './words';

/** How a table is drawn. */
export interface TableOptions {
  /** Characters a line may have; beyond it cells are wrapped. */
  readonly width: number;
  /** Whether the terminal shows colours. */
  readonly color: boolean;
}

const COLORS = { error: 31, warning: 33, note: 36, dim: 2 } as const;

/** Narrower than this a table is unreadable: each entry becomes a few lines instead. */
const NARROW = 100;

/** The inventory for people: for each cluster who gets what, then findings, then what is undecided, then counts. */
export function reportTable(inventory: Inventory, options: TableOptions): string {
  const paint = (style: keyof typeof COLORS, text: string): string =>
    options.color ? `\u001b[${COLORS[style]}m${text}\u001b[0m` : text;
  const draw = options.width < NARROW ? list : table;
  const parts = [...rowsByCluster(inventory)].map(
    ([cluster, rows]) => `${heading(cluster, inventory)}\n${draw(rows, options.width)}`,
  );
  const capabilities = capabilityLines(inventory);
  if (capabilities.length > 0) parts.push(capabilities.join('\n'));
  const addons = addonLines(inventory);
  if (addons.length > 0) parts.push(addons.join('\n'));
  const out = (inventory.outbound ?? []).map((one) => outboundText(one, inventory));
  if (out.length > 0) parts.push(out.join('\n'));
  for (const finding of inventory.findings) parts.push(findingText(finding, paint));
  for (const { about, because, at } of inventory.undecided) {
    parts.push(
      `${paint('note', 'undecided')} ${printable(about)}: ${printable(because)}\n  at ${printable(describePlace(at))}`,
    );
  }
  const words = legend(inventory);
  if (words !== '') parts.push(paint('dim', words));
  parts.push(counts(inventory));
  return `${parts.join('\n\n')}\n`;
}

/** What AWS runs for clusters outside of them, and by which roles: a line each, and one for each role that ACK goes on to. */
function capabilityLines(inventory: Inventory): string[] {
  const names = identityNames(inventory);
  const mark = (admitted: boolean | null): string =>
    admitted === true ? '' : admitted === false ? ', which does not admit it' : ', which may not admit it';
  const named = (id: string): string => names.get(id) ?? id;
  return (inventory.capabilities ?? []).flatMap(({ cluster, type, identity, admitted, selectors = [] }) =>
    [
      `The capability ${type} of ${cluster} runs as ${named(identity)}${mark(admitted)}`,
      ...selectors.map((one) => {
        const labelled = one.byLabels ? [...one.namespaces, 'those with its labels'] : one.namespaces;
        const where = labelled.includes('*') ? 'all namespaces' : labelled.join(', ');
        const kinds = one.resourceTypes ? ` (${one.resourceTypes.join(', ')})` : '';
        return `  ${one.id}: in ${where}${kinds} as ${named(one.identity)}${mark(one.admitted)}`;
      }),
    ].map((line) => printable(line)),
  );
}

/** The add-ons for which AKS makes an identity, and what it may do: a line each. Those without one are in the JSON alone. */
function addonLines(inventory: Inventory): string[] {
  const permissions = grouped(inventory.permissions, ({ identity }) => identity);
  const names = identityNames(inventory);
  return (inventory.addons ?? []).flatMap(({ name, cluster, identity, namespace, serviceAccounts }) => {
    if (identity === undefined) return [];
    const accounts =
      namespace === undefined
        ? ''
        : `, in ${(serviceAccounts ?? ['*']).map((one) => `${namespace}/${one}`).join(' and ')},`;
    const may = permissionLines(permissions.get(identity) ?? []);
    const rights = may.length > 0 ? may.join(', ') : 'nothing';
    const of = cluster === undefined ? '' : ` of ${cluster}`;
    return [printable(`The add-on ${name}${of}${accounts} is ${names.get(identity) ?? identity}: ${rights}`)];
  });
}

/** One line for each role that gets on into Entra, or does not. */
function outboundText(outbound: InventoryOutbound, inventory: Inventory): string {
  const { role, identity, source, audience, admitted, because } = outbound;
  const names = identityNames(inventory);
  const [from, to] = [role, identity].map((id) => names.get(id) ?? id);
  const how = admitted === true ? 'gets on into' : admitted === false ? 'does not get on into' : 'may get on into';
  const why = because === undefined ? '' : `: ${because}`;
  return printable(`Out of AWS: ${from} ${how} ${to} by a token for ${audience}, which ${source} accepts${why}`);
}

const CLOUDS = { aws: 'AWS', azure: 'Azure', other: 'Another issuer' } as const;

function heading(id: string, { clusters }: Inventory): string {
  const cluster = clusters.find((one) => one.id === id);
  return printable(cluster ? `${CLOUDS[cluster.cloud]}: pods of ${id}` : `Pods of ${id}`);
}

/** The cells of a line, each in lines of its own and fit for a terminal. */
interface Row {
  readonly pods: readonly string[];
  readonly account: readonly string[];
  readonly identity: readonly string[];
  readonly mechanism: readonly string[];
  readonly permissions: readonly string[];
}

function rowsByCluster(inventory: Inventory): Map<string, Row[]> {
  const permissions = grouped(inventory.permissions, ({ identity }) => identity);
  const names = identityNames(inventory);
  return new Map(
    [...grouped(inventory.access, ({ cluster }) => cluster)].map(([cluster, accesses]) => [
      cluster,
      accesses.map((access) => ({
        pods: podsCell(access),
        account: accountCell(access),
        identity: [printable(names.get(access.identity) ?? access.identity)],
        mechanism: [`${mechanismText(access.mechanism)}${marks(access)}`],
        permissions: permissionsCell(permissions.get(access.identity) ?? []),
      })),
    ]),
  );
}

/** What is to be known of a line beside who gets what. */
function marks({ claimed, mechanism, uncertain, conditional, decidedBy }: Access): string {
  const words = [
    ...(decidedBy === undefined ? [] : ['by association']),
    ...(claimed || mechanism === 'node' ? [] : ['unclaimed']),
    ...(uncertain === undefined ? [] : [conditional ? 'conditional' : 'uncertain']),
  ];
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}

/** A node's identity is every pod's: a list of all of them would say no more. */
function podsCell({ workloads, pattern, mechanism }: Access): readonly string[] {
  if (pattern && mechanism === 'node') return ['every pod'];
  if (workloads.length === 0) return [pattern ? 'any that match' : '-'];
  return workloads.map(printable);
}

function accountCell(access: Access): readonly string[] {
  const { except } = access;
  const account = printable(accountText(access));
  return except.length > 0 ? [account, `except ${printable(except.join(', '))}`] : [account];
}

function permissionsCell(permissions: readonly Permission[]): readonly string[] {
  if (permissions.length === 0) return ['-'];
  const lines = permissionLines(permissions).map(printable);
  return lines.length > 4 ? [...lines.slice(0, 4), `and ${lines.length - 4} more`] : lines;
}

const HEADINGS: Readonly<Record<keyof Row, string>> = {
  pods: 'pods',
  account: 'service account',
  identity: 'identity',
  mechanism: 'mechanism',
  permissions: 'permissions',
};

function table(rows: readonly Row[], width: number): string {
  const keys = Object.keys(HEADINGS) as (keyof Row)[];
  const widths = columnWidths(rows, keys, width);
  const cells = rows.map((row) => keys.map((key, index) => wrap(row[key], widths[index]! - 2)));
  return drawTable(
    keys.map((key) => HEADINGS[key]),
    cells,
  );
}

/** Each column as wide as it needs, the widest made narrower until the table fits. */
function columnWidths(rows: readonly Row[], keys: readonly (keyof Row)[], width: number): number[] {
  const widths = keys.map((key) => {
    let longest = HEADINGS[key].length;
    for (const row of rows) for (const line of row[key]) longest = Math.max(longest, placesOf(line));
    return longest + 2;
  });
  let excess = widths.reduce((sum, one) => sum + one, 0) + keys.length + 1 - width;
  while (excess > 0 && Math.max(...widths) > 12) {
    widths[widths.indexOf(Math.max(...widths))]! -= 1;
    excess -= 1;
  }
  return widths;
}

/** Breaks lines that are too long: after a space, else after one of `./,_-`, else where they end. */
function wrap(lines: readonly string[], width: number): readonly string[] {
  if (lines.every((line) => line.length <= width)) return lines;
  return lines.flatMap((line) => {
    const broken: string[] = [];
    let rest = line;
    while (rest.length > width) {
      // A space may stand just behind the last character that fits.
      const space = rest.lastIndexOf(' ', width);
      const mark = rest.slice(0, width).search(/[./,_-][^./,_-]*$/) + 1;
      const end = space > width / 2 ? space : mark > width / 2 ? mark : width;
      broken.push(rest.slice(0, end).trimEnd());
      rest = rest.slice(end).trimStart();
    }
    return [...broken, rest];
  });
}

function list(rows: readonly Row[]): string {
  return rows
    .map((row) =>
      (Object.keys(HEADINGS) as (keyof Row)[]).map((key) => `${HEADINGS[key]}: ${row[key].join('\n  ')}`).join('\n'),
    )
    .join('\n\n');
}

function findingText(finding: Finding, paint: (style: keyof typeof COLORS, text: string) => string): string {
  const { level, rule, message, at, help, accepted } = finding;
  const head = accepted ? paint('dim', `accepted ${level} ${rule}`) : paint(level, `${level} ${rule}`);
  if (accepted) {
    const until = accepted.expires === undefined ? '' : ` until ${accepted.expires}`;
    return `${head} ${printable(message)}\n  at ${printable(describePlace(at))}\n  accepted${until} (${printable(describePlace(accepted.at))}): ${printable(accepted.reason)}`;
  }
  return `${head} ${printable(message)}\n  at ${printable(describePlace(at))}\n  ${paint('dim', printable(help))}`;
}

function counts({ access, identities, clusters, findings, undecided, settings }: Inventory): string {
  const of = (level: string): number =>
    findings.filter((finding) => finding.level === level && !finding.accepted).length;
  const accepted = findings.filter((finding) => finding.accepted).length;
  return [
    counted(access.length, 'access entry', 'access entries'),
    counted(identities.length, 'identity', 'identities'),
    // Trusts of pipelines name issuers too, and no pod has their tokens.
    counted(clusters.filter(({ service }) => service === undefined).length, 'cluster'),
    counted(of('error'), 'error'),
    counted(of('warning'), 'warning'),
    counted(of('note'), 'note'),
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    `${undecided.length} undecided`,
    ...(settings ? [settingsText(settings)] : []),
  ].join(', ');
}

/** Whose decisions stand behind the counts. */
function settingsText({ file, today, off }: InventorySettings): string {
  const rules = off.length === 0 ? '' : `, rules off: ${off.join(', ')}`;
  return printable(`by ${file}${today === undefined ? '' : ` on ${today}`}${rules}`);
}
