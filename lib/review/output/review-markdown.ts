import { mechanismText } from '../../report/access-words';
import { shortReference } from '../../report/short-names';
import { counted } from '../../core/counted';
import { CHANGE_KINDS } from '../change';
import type { Change } from '../change';
import { MAY, changeLists, plannedTexts } from './change-words';
import type { Violation } from '../gate/violations';
import { code, plain } from './markdown-text';
import type { Review, ReviewVerdict } from '../review';
import { reviewMermaid } from './review-mermaid';

/** What GitHub accepts in one comment, with room for what a workflow puts around it. GitHub REST API, "Issue comments". */
const MOST_CHARACTERS = 60_000;

const VERDICTS: Readonly<Record<ReviewVerdict, string>> = {
  widened: 'Access widens',
  unknown: 'Whether access widens cannot be decided',
  narrowed: 'Access narrows',
  same: 'Access does not change',
};

const HEADINGS: Readonly<Record<Change['change'], string>> = {
  widened: 'Widened',
  unknown: 'Not decidable',
  narrowed: 'Narrowed',
  moved: 'The same access by another way',
};

/** Lists that are folded, since nobody has to act on them. */
const FOLDED: ReadonlySet<Change['change']> = new Set(['narrowed', 'moved']);

/**
 * A review as the comment of a pull request: the verdict, how many changes of each kind, and each of them with what gets in.
 * Never longer than GitHub accepts; what is left out is counted.
 */
export function reviewMarkdown(review: Review): string {
  const { changes, findings, gate, plan } = review;
  const of = (kind: Change['change']): readonly Change[] => changes.filter(({ change }) => change === kind);
  const text = new Budget(MOST_CHARACTERS);
  text.add(`<!-- podtrust review -->\n\n## ${headingOf(review)}\n\n`);
  text.add(`${countsOf(review).join(' · ')}\n`);
  if (plan) {
    const rest = plan.changes - plan.beside;
    text.add(
      `\nThe plan changes ${counted(plan.changes, 'resource')}${rest > 0 ? `, ${rest} of them beside no access` : ''}.\n`,
    );
  }
  if (gate) {
    section(text, 'What the policy does not allow', gate.violations.map(violationText), false);
    const [open, known] = [true, false].map((isNew) => gate.undecided.filter((one) => one.isNew === isNew));
    section(text, 'What the policy may not allow', open!.map(violationText), false);
    section(text, 'What it may not have allowed before either', known!.map(violationText), true);
  }
  for (const kind of CHANGE_KINDS) {
    section(text, HEADINGS[kind], of(kind).map(changeText), FOLDED.has(kind));
  }
  chart(text, changes);
  // A note asks nobody for anything.
  const [more, fewer] = [findings.new, findings.gone].map((some) => some.filter(({ level }) => level !== 'note'));
  section(text, 'New findings', more!.map(findingText), false);
  section(text, 'Findings that are gone', fewer!.map(findingText), true);
  return text.text;
}

/** How many there are of what, such as `2 widened`; what there is none of is left out. */
export function countsOf({ changes, unchanged, gate }: Review): string[] {
  const violated = gate && gate.violations.length > 0 ? [counted(gate.violations.length, 'violation')] : [];
  const counts = CHANGE_KINDS.map((kind) => [changes.filter(({ change }) => change === kind).length, kind] as const)
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${count} ${kind === 'unknown' ? 'not decidable' : kind}`);
  return [...violated, ...counts, `${unchanged.access} unchanged`];
}

/** The worst first: what the policy does not allow, whether access widens, and who approves of it. */
export function headingOf({ verdict, gate }: Review): string {
  if (gate && gate.violations.length > 0) {
    const besides = verdict === 'same' || verdict === 'narrowed' ? '' : ` (${VERDICTS[verdict].toLowerCase()})`;
    return `The policy does not allow this${besides}`;
  }
  return gate?.approved ? `${VERDICTS[verdict]}, as the lock of this change says` : VERDICTS[verdict];
}

function violationText({ what, at, steps = [], example, because, reason, isNew }: Violation): string {
  const lines = [`- ${plain(cut(what))} (${code(`${at.file}#${at.pointer}`)}${isNew ? '' : ', as before'})`];
  for (const step of steps) lines.push(`  - ${plain(cut(step))}`);
  if (reason !== undefined) lines.push(`  - the policy’s reason: ${plain(cut(reason))}`);
  if (example !== undefined) lines.push(`  - for example ${code(cut(shortReference(example)))}`);
  if (because !== undefined) lines.push(`  - because ${plain(cut(because))}`);
  return `${lines.join('\n')}\n`;
}

/** Adds pieces as long as they fit. */
class Budget {
  public text = '';

  public constructor(private readonly most: number) {}

  public add(piece: string): void {
    this.text += piece;
  }

  public fits(piece: string, kept: number): boolean {
    return this.text.length + piece.length + kept <= this.most;
  }
}

/** A picture of what the lists say, where there is room for it. */
function chart(text: Budget, changes: readonly Change[]): void {
  const drawn = reviewMermaid(changes);
  if (drawn === undefined) return;
  const piece = `\n<details><summary>As a chart</summary>\n\n\`\`\`mermaid\n${drawn}\`\`\`\n\n</details>\n`;
  if (text.fits(piece, RESERVE)) text.add(piece);
}

/** Kept for the sections that follow: their headings and how much of them is left out. */
const RESERVE = 1_000;

function section(text: Budget, title: string, entries: readonly string[], folded: boolean): void {
  if (entries.length === 0) return;
  text.add(folded ? `\n<details><summary>${title} (${entries.length})</summary>\n\n` : `\n### ${title}\n\n`);
  let shown = 0;
  // After one that does not fit a smaller one could, but then nobody knew which are missing.
  while (shown < entries.length && text.fits(entries[shown]!, RESERVE)) text.add(entries[shown++]!);
  if (shown < entries.length) text.add(`- and ${entries.length - shown} more, which the JSON has\n`);
  if (folded) text.add('\n</details>\n');
}

/** No entry takes the room of all others. */
const LONGEST_LIST = 20;

function changeText(change: Change): string {
  const { subject, example, because } = change;
  const lines = [`- ${headline(change)}`];
  for (const [heading, texts] of changeLists(change)) lines.push(`  - ${heading}: ${listOf(texts)}`);
  if (example !== undefined && subject !== 'becoming')
    lines.push(`  - for example ${subject === 'access' ? 'a token of ' : ''}${code(cut(shortReference(example)))}`);
  if (because !== undefined) lines.push(`  - because ${plain(cut(because))}`);
  const planned = plannedTexts(change);
  if (planned.length > 0) lines.push(`  - in the plan: ${listOf(planned)}`);
  return `${lines.join('\n')}\n`;
}

function headline(changed: Change): string {
  const { change, subject, identity = '', account, cluster = '', mechanisms = [], who = '', what } = changed;
  const by = mechanisms.map(mechanismText).join(' and ');
  switch (subject) {
    case 'access':
      return change === 'moved'
        ? `${code(account!)} of ${code(cluster)} gets ${code(identity)} ${plain(what)}`
        : `${code(account!)} of ${code(cluster)} ${what} ${code(identity)} by ${plain(by)}`;
    case 'permission':
      return `${code(identity)} ${MAY[change]}: ${code(cut(shortReference(what)))}`;
    case 'becoming':
      return `${code(who)}${cluster === '' ? '' : ` of ${code(cluster)}`} ${MAY[change]} ${plain(cut(what))}`;
    default:
      return plain(cut(what));
  }
}

function listOf(texts: readonly string[]): string {
  const more = texts.length - LONGEST_LIST;
  const shown = (more > 1 ? texts.slice(0, LONGEST_LIST) : texts).map((text) => code(cut(text))).join(', ');
  return more > 1 ? `${shown} and ${more} more` : shown;
}

const LONGEST_TEXT = 600;

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

function findingText({ level, rule, message, accepted }: Review['findings']['new'][number]): string {
  const how = accepted ? `accepted: ${plain(accepted.reason)}` : level;
  return `- ${code(rule)} (${how}): ${plain(cut(message))}\n`;
}
