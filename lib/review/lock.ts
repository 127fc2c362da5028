import { PodtrustError } from '../core/errors';
import { grouped } from '../core/groups';
import { printableLines } from '../core/printable';
import type { Access, Inventory } from '../proof/inventory';
import { accountText, clusterNames, identityNames, mechanismText, permissionLines } from '../report/access-words';
import { shortAddress } from '../report/short-names';
import type { InventoryResource } from '../proof/inventory-resources';
import type { InventoryBecoming, InventoryIdentityBecoming } from '../proof/inventory-becoming';
import { becomingWords, identityBecomingWords } from '../proof/inventory-ways';
import { identitiesOfPods } from './identities-of-pods';
import { mayBeOf } from './open-policies';
import { code, plain } from './output/markdown-text';
import { checkInventory } from './saved-inventory';

/** What a lock is called unless somebody says otherwise. */
export const LOCK_FILE = 'access.lock.md';

const FIRST_LINE =
  '<!-- podtrust.lock/v1: written by `podtrust lock`. Do not edit it; after a merge conflict, write it again. -->';
const BEFORE_DATA = '<details><summary>The same for podtrust review</summary>\n\n```podtrust\n';
const AFTER_DATA = '\n```\n\n</details>\n';

/** Whether a text is meant as a lock, one with the mark of a merge conflict before it too. */
export function looksLikeLock(text: string): boolean {
  return /^(?:<{7}[^\n]*\n)?<!-- podtrust\.lock\//.test(text);
}

/**
 * An inventory as a file that people review by its plain diff: a section for each identity that pods get, with who gets it and
 * what it may do, one line each; at the end the same for programs.
 */
export function lockText(inventory: Inventory): string {
  const locked = lockedPart(inventory);
  const lines = [FIRST_LINE, '# Who gets which identity', ''];
  const names = identityNames(locked);
  const access = grouped(locked.access, ({ identity }) => identity);
  const permissions = grouped(locked.permissions, ({ identity }) => identity);
  const clusters = clusterNames(locked);
  for (const { id, kind } of locked.identities) {
    const entries = access.get(id) ?? [];
    const who = entries.length > 0 ? 'Who gets it:' : 'Pods get it by another identity.';
    lines.push(`## ${code(names.get(id) ?? id)}`, '', `${KINDS[kind] ?? kind} ${code(id)}`, '', who, '');
    if (entries.length > 0) lines.push(...entries.map((entry) => accessLine(entry, clusters)), '');
    const may = permissionLines(permissions.get(id) ?? []).sort();
    lines.push(...(may.length > 0 ? ['What it may do:', '', ...may.map((text) => `- ${code(text)}`), ''] : []));
  }
  if (locked.identities.length === 0) lines.push('No pod gets an identity.', '');
  const becoming = [
    ...(locked.becoming ?? []).map((entry) => becomingLine(entry, clusters)),
    ...(locked.becomingIdentities ?? []).map(identityBecomingLine),
  ];
  if (becoming.length > 0) lines.push('## Who may become others', '', ...becoming, '');
  const open = locked.undecided.map(({ about, because }) => `- ${code(shortAddress(about))}: ${plain(because)}`);
  if (open.length > 0) lines.push('## Undecided', '', ...new Set(open), '');
  const accepted = locked.findings.map(
    ({ rule, subject, accepted: by }) =>
      `- ${code(rule)} of ${code(shortAddress(subject))}: ${plain(by?.reason ?? '')}`,
  );
  if (accepted.length > 0) lines.push('## Accepted', '', ...new Set(accepted), '');
  const decided = settingsLines(locked);
  if (decided.length > 0) lines.push('## Settings', '', ...decided, '');
  return `${lines.join('\n')}\n${BEFORE_DATA}${dataText(locked)}${AFTER_DATA}`;
}

/** What people decided, a line an entry, so that nobody approves it unseen. */
function settingsLines({ settings }: Inventory): string[] {
  const lines: string[] = [];
  const add = (name: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) for (const one of value) lines.push(`- ${name}: ${code(JSON.stringify(one))}`);
    else if (typeof value === 'object') for (const [key, one] of Object.entries(value)) add(`${name}.${key}`, one);
    else lines.push(`- ${name}: ${code(JSON.stringify(value))}`);
  };
  for (const [key, value] of Object.entries(settings?.content ?? {})) add(key, value);
  return lines.sort();
}

const KINDS: Readonly<Record<string, string>> = {
  'iam-role': 'IAM role',
  'managed-identity': 'Managed identity',
  'entra-application': 'Entra application',
};

function accessLine(entry: Access, clusters: ReadonlyMap<string, string>): string {
  const { cluster, mechanism, except, uncertain, workloads } = entry;
  const without = except.length > 0 ? ` except ${except.map(code).join(', ')}` : '';
  const doubt = uncertain === undefined ? '' : `, perhaps: ${plain(uncertain)}`;
  const runs = workloads.length > 0 ? ` (${workloads.map(code).join(', ')})` : '';
  return `- ${code(accountText(entry))}${without} of ${code(clusters.get(cluster) ?? cluster)} by ${mechanismText(mechanism)}${doubt}${runs}`;
}

function becomingLine(entry: InventoryBecoming, clusters: ReadonlyMap<string, string>): string {
  const { cluster, who, by, uncertain, sources } = entry;
  const doubt = uncertain === undefined ? '' : `, perhaps: ${plain(uncertain)}`;
  const what = plain(becomingWords(entry, by));
  return `- ${code(who)} of ${code(clusters.get(cluster) ?? cluster)} may ${what} by ${sources.map(code).join(', ')}${doubt}`;
}

function identityBecomingLine(entry: InventoryIdentityBecoming): string {
  const { who, sources, uncertain } = entry;
  const doubt = uncertain === undefined ? '' : `, perhaps: ${plain(uncertain)}`;
  return `- ${code(who)} may ${plain(identityBecomingWords(entry, entry.identities))} by ${sources.map(code).join(', ')}${doubt}`;
}

/** What a review reads of an inventory: no places, which change with every line of a program. */
export function lockedPart(inventory: Inventory): Inventory {
  const admitting = identitiesOfPods(inventory);
  const at = { file: LOCK_FILE, pointer: '' };
  const {
    clusters,
    access,
    policies,
    openPolicies,
    resources,
    origins,
    becoming,
    becomingIdentities,
    outbound,
    capabilities,
    settings,
  } = inventory;
  const { off = [], content } = settings ?? {};
  const undecided = new Map(
    inventory.undecided.map(({ about, because }) => [`${about}\n${because}`, { about, because, at }]),
  );
  const identities = inventory.identities
    .filter(({ id }) => admitting.has(id))
    .map(({ id, cloud, kind, name }) => ({ id, cloud, kind, name }));
  const open = (openPolicies ?? []).filter((policy) => identities.some((one) => mayBeOf(policy, one)));
  return {
    schema: inventory.schema,
    clusters,
    identities,
    access,
    permissions: inventory.permissions.filter(({ identity }) => admitting.has(identity)),
    ...(policies
      ? { policies: policies.filter(({ identity, kind }) => kind !== 'trust' && admitting.has(identity)) }
      : {}),
    ...(openPolicies ? { openPolicies: open } : {}),
    ...(resources ? { resources: resources.filter(isNamedIn([policies ?? [], open])) } : {}),
    ...(origins ? { origins } : {}),
    ...(outbound ? { outbound } : {}),
    ...(capabilities ? { capabilities } : {}),
    ...(becoming ? { becoming: becoming.map(withoutPlace) } : {}),
    ...(becomingIdentities ? { becomingIdentities } : {}),
    findings: inventory.findings
      .filter(({ accepted }) => accepted)
      .map((finding) => ({ ...finding, at, accepted: { reason: finding.accepted!.reason, at } })),
    undecided: [...undecided.values()],
    ...(settings ? { settings: { file: settings.file, off, ...(content === undefined ? {} : { content }) } } : {}),
  };
}

/** Of what no policy names, and what has none, nobody asks. */
function isNamedIn(policies: unknown): (resource: InventoryResource) => boolean {
  const named = new Set(JSON.stringify(policies).match(/\$\{[^}]*\}/g));
  return ({ names, policies: own }) => own !== undefined || Object.keys(names).some((name) => named.has(name));
}

function withoutPlace(entry: InventoryBecoming): InventoryBecoming {
  const { at, ...rest } = entry;
  return at ? rest : entry;
}

/** JSON with an entry a line, so that a diff shows which. Backticks are escaped: none ends the block. */
function dataText(inventory: Inventory): string {
  const fields = Object.entries(inventory).map(([name, value]) => {
    const text = Array.isArray(value)
      ? value.length === 0
        ? '[]'
        : `[\n${value.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`
      : JSON.stringify(value);
    return `${JSON.stringify(name)}: ${text}`;
  });
  return printableLines(`{\n${fields.join(',\n')}\n}`).replace(/`/g, '\\u0060');
}

/**
 * The inventory of a lock.
 *
 * @throws PodtrustError `lock-invalid` for one that was edited by hand, has the marks of a merge conflict, or is of another version
 */
export function parseLock(text: string, file: string): Inventory {
  const unix = text.replace(/\r\n/g, '\n');
  if (/^(?:<{7}|={7}|>{7})(?: |$)/m.test(unix)) {
    throw invalid(file, 'has the marks of a merge conflict', 'Take the program of both sides, then write');
  }
  if (!unix.startsWith(FIRST_LINE)) throw invalid(file, 'is not a lock of this version of podtrust', 'Write');
  const start = unix.lastIndexOf(BEFORE_DATA);
  const end = unix.endsWith(AFTER_DATA) ? unix.length - AFTER_DATA.length : -1;
  const edited = invalid(file, 'is not as podtrust wrote it: it was cut off or edited by hand', 'Write');
  if (start < 0 || end < start) throw edited;
  let value: unknown;
  try {
    value = JSON.parse(unix.slice(start + BEFORE_DATA.length, end));
  } catch {
    throw edited;
  }
  const inventory = checkInventory(value, file);
  // Both parts say the same, or somebody changed one of them.
  if (lockText(inventory) !== unix) throw edited;
  return inventory;
}

function invalid(where: string, what: string, first: string): PodtrustError {
  return new PodtrustError({ code: 'lock-invalid', where, what, remedy: `${first} it again: podtrust lock PATH...` });
}
