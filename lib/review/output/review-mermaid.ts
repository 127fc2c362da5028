import { printable } from '../../core/printable';
import { mechanismText } from '../../report/access-words';
import { labelText } from '../../report/mermaid';
import { shortReference } from '../../report/short-names';
import { MAY } from './change-words';
import type { Change } from '../change';

/** More than these are no picture any more. */
const MOST_CHANGES = 25;
/** Accounts that somebody becomes. */
const MOST_ACCOUNTS = 5;

/** Solid and thick: it is there now; dotted: it is not there any more, or not certain. */
const ARROWS: Readonly<Record<Change['change'], string>> = {
  widened: '==>',
  unknown: '-.->',
  narrowed: '-.->',
  moved: '-->',
};

/**
 * What changes as a Mermaid flowchart, and nothing else: who gets which identity now and no longer, what an identity may do, who
 * becomes whom. The worst first, no more than a picture holds; how many changes it leaves out is in it.
 *
 * @returns nothing where no change is between two things
 */
export function reviewMermaid(changes: readonly Change[]): string | undefined {
  const chart = new Chart();
  const drawable = changes.filter(({ subject }) => DRAWN.has(subject));
  if (drawable.length === 0) return undefined;
  for (const change of drawable.slice(0, MOST_CHANGES)) chart.add(change);
  const rest = changes.length - Math.min(drawable.length, MOST_CHANGES);
  if (rest > 0) chart.note(`not drawn: ${rest} of ${changes.length} changes`);
  return chart.text();
}

/** Of settings and of the whole program there is nothing to draw a line between. */
const DRAWN: ReadonlySet<Change['subject']> = new Set(['access', 'permission', 'becoming']);

/** Nodes by what they stand for, so that each is drawn once. */
class Chart {
  private readonly lines: string[] = ['flowchart LR'];
  private readonly ids = new Map<string, string>();

  public add(change: Change): void {
    const {
      subject,
      identity = '',
      id = '',
      cluster = '',
      account = '',
      mechanisms = [],
      who = '',
      accounts = [],
    } = change;
    const target = (): string => this.node(`identity\n${id || identity}`, '[[', identity, ']]');
    const accountOf = (name: string): string =>
      this.node(`account\n${cluster}\n${name}`, '(', `${printable(name)}\nof ${printable(cluster)}`, ')');
    if (subject === 'access') {
      const by = mechanisms.map(mechanismText).join(' and ');
      // What moved says by what itself.
      const label = change.change === 'moved' ? change.what : `${change.what} by ${by}`;
      this.edge(accountOf(account), change, label, target());
    } else if (subject === 'permission') {
      const what = shortReference(change.what);
      this.edge(target(), change, MAY[change.change], this.node(`permission\n${id}\n${what}`, '[/', what, '/]'));
    } else {
      const where = cluster === '' ? '' : `\nof ${printable(cluster)}`;
      const from = this.node(`who\n${cluster}\n${who}`, '([', `${printable(who)}${where}`, '])');
      if (id !== '') this.edge(from, change, `${MAY[change.change]} become`, target());
      const more = accounts.length - MOST_ACCOUNTS;
      const shown = more > 1 ? accounts.slice(0, MOST_ACCOUNTS) : accounts;
      for (const one of shown) this.edge(from, change, `${MAY[change.change]} become`, accountOf(one));
      if (more > 1 || (accounts.length === 0 && id === '')) {
        const many = cluster === '' ? 'several identities' : 'pods with an identity';
        const others = accounts.length === 0 ? many : `${more} more`;
        this.edge(from, change, `${MAY[change.change]} become`, this.node(`${from}\n${others}`, '(', others, ')'));
      }
    }
  }

  public note(text: string): void {
    this.lines.push(`  n${this.ids.size}>"${labelText(text)}"]`);
  }

  public text(): string {
    return `${this.lines.join('\n')}\n`;
  }

  private node(key: string, open: string, label: string, close: string): string {
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = `n${this.ids.size}`;
    this.ids.set(key, id);
    this.lines.push(`  ${id}${open}"${labelText(label)}"${close}`);
    return id;
  }

  private edge(from: string, { change }: Change, label: string, to: string): void {
    const line = `  ${from} ${ARROWS[change]}|"${labelText(printable(label))}"| ${to}`;
    if (!this.lines.includes(line)) this.lines.push(line);
  }
}
