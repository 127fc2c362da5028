import { grouped } from '../core/groups';
import { printableLines } from '../core/printable';
import type { Access, Inventory } from '../proof/inventory';
import { accountText, identityNames, mechanismText, permissionLines } from './access-words';

/** What Mermaid draws by default, and GitHub does not let one change. Mermaid, "Directives": maxTextSize and maxEdges. */
const LIMITS = { characters: 50_000, edges: 500 } as const;

/** Kept free for the note of what was left out. */
const RESERVE = 200;
const LONGEST_LABEL = 160;
/** Pods of one service account, and permissions of one identity. */
const MOST_NODES = 12;

/**
 * The inventory as a Mermaid flowchart: pods → service account → identity → permissions. A dotted line is an admission
 * that nobody asks for. What is beyond Mermaid's limits is left out, and the chart says how much.
 */
export function reportMermaid(inventory: Inventory): string {
  const chart = new Chart(inventory);
  const { access } = inventory;
  // After one that is too much a smaller one could fit, but then nobody knew which are missing.
  const excess = access.findIndex((entry) => !chart.add(entry));
  if (access.length === 0) chart.note('no pod gets an identity');
  else if (excess >= 0) chart.note(`left out: ${access.length - excess} of ${access.length} access entries`);
  return chart.text();
}

/** Nodes by what they stand for, so that each is drawn once. */
class Chart {
  private readonly lines: string[] = ['flowchart LR'];
  private readonly ids = new Map<string, string>();
  private readonly edges = new Set<string>();
  private length = 'flowchart LR\n'.length;
  private readonly names: ReadonlyMap<string, string>;
  private readonly permissions: ReadonlyMap<string, readonly string[]>;

  public constructor(inventory: Inventory) {
    this.names = identityNames(inventory);
    this.permissions = new Map(
      [...grouped(inventory.permissions, ({ identity }) => identity)].map(([identity, permissions]) => [
        identity,
        permissionLines(permissions),
      ]),
    );
  }

  /** Draws all of an entry, or nothing of it where that would be too much. */
  public add(access: Access): boolean {
    const ids = new Map<string, string>();
    const edges = new Set<string>();
    const lines: string[] = [];
    const node = (kind: string, key: string, open: string, label: string, close: string): string => {
      const whole = `${kind}\n${key}`;
      const known = this.ids.get(whole) ?? ids.get(whole);
      if (known) return known;
      const id = `n${this.ids.size + ids.size}`;
      ids.set(whole, id);
      lines.push(`  ${id}${open}"${labelText(label)}"${close}`);
      return id;
    };
    const edge = (from: string, arrow: string, to: string): void => {
      const line = `  ${from} ${arrow} ${to}`;
      if (this.edges.has(line) || edges.has(line)) return;
      edges.add(line);
      lines.push(line);
    };

    const { cluster, except, identity, mechanism, claimed, workloads } = access;
    const accountLabel = `${accountText(access)}${except.length > 0 ? ` except ${except.join(', ')}` : ''}\nof ${cluster}`;
    const account = node('account', accountLabel, '(', accountLabel, ')');
    // Every pod reaches a node's identity: a list of some would only hide it.
    const drawn = mechanism === 'node' && access.pattern ? ['every pod'] : firstOf(workloads);
    for (const pods of drawn) {
      edge(node('pods', `${accountLabel}\n${pods}`, '[', pods, ']'), '-->', account);
    }
    const to = node('identity', identity, '[[', this.names.get(identity) ?? identity, ']]');
    edge(account, `${claimed ? '-->' : '-.->'}|"${labelText(mechanismText(mechanism))}"|`, to);
    for (const line of firstOf(this.permissions.get(identity) ?? [])) {
      // Names are short here, so two resources may look the same: each identity has its own.
      edge(to, '-->', node('permission', `${identity}\n${line}`, '[/', line, '/]'));
    }

    const length = lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (this.length + length > LIMITS.characters - RESERVE || this.edges.size + edges.size > LIMITS.edges) return false;
    for (const [key, id] of ids) this.ids.set(key, id);
    for (const line of edges) this.edges.add(line);
    this.lines.push(...lines);
    this.length += length;
    return true;
  }

  public note(text: string): void {
    this.lines.push(`  n${this.ids.size}>"${labelText(text)}"]`);
  }

  public text(): string {
    return `${this.lines.join('\n')}\n`;
  }
}

function firstOf(texts: readonly string[]): readonly string[] {
  const more = texts.length - MOST_NODES;
  return more > 1 ? [...texts.slice(0, MOST_NODES), `and ${more} more`] : texts;
}

/** A label between quotes, of Mermaid: what Mermaid or HTML would read as their own is written as a character's number. */
export function labelText(text: string): string {
  // A label that has nothing in it is an error.
  return printableLines(cutText(text === '' ? '""' : text))
    .replace(/\t/g, ' ')
    .replace(/[#"%`<>&;|\\]/g, (character) => `#${character.charCodeAt(0)};`)
    .replace(/\n/g, '<br/>');
}

/** A text that is too long, cut where no bracket is open: half a policy variable would be another policy. */
function cutText(text: string): string {
  if (text.length <= LONGEST_LABEL) return text;
  let depth = 0;
  let end = 0;
  for (let at = 0; at < LONGEST_LABEL - 1; at++) {
    if ('([{'.includes(text[at]!)) depth++;
    else if (')]}'.includes(text[at]!)) depth--;
    if (depth === 0 && !(text[at] === '$' && text[at + 1] === '{')) end = at + 1;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}
