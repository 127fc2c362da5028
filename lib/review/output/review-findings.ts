import type { Place } from '../../proof/model/place';
import { shortReference } from '../../report/short-names';
import type { Change } from '../change';
import { changeLists, changeSentence } from './change-words';
import type { Violation } from '../gate/violations';
import type { Review } from '../review';

/** What of a review somebody has to act on. */
export interface ReviewFinding {
  readonly rule: 'access-not-allowed' | 'access-widened' | 'access-undecided';
  /** The address of the identity. Absent where it is about none. */
  readonly subject?: string;
  /** A sentence. */
  readonly message: string;
  /** Further sentences: an example, a reason. */
  readonly details: readonly string[];
  /** Where it is written in the head. Absent where that is not known. */
  readonly at?: Place;
  /** What it is told apart by: of the access, and never of a line. */
  readonly key: readonly string[];
  /** Whether the lock of the change approves it. */
  readonly approved: boolean;
}

/** Violations first, then what widens, then what is not known; the rest asks nobody for anything. */
export function findingsOf({ changes, gate }: Review): ReviewFinding[] {
  const ofPolicy = [...(gate?.violations ?? []), ...(gate?.undecided.filter(({ isNew }) => isNew) ?? [])];
  const approved = gate?.approved === true;
  const ofChanges = changes
    .filter(({ change }) => change === 'widened' || change === 'unknown')
    .map((change) => changeFinding(change, approved));
  return [...ofPolicy.map(violationFinding), ...ofChanges];
}

function violationFinding({
  policy,
  at,
  identity = '',
  id,
  cluster = '',
  account = '',
  who = account,
  what,
  steps = [],
  example,
  because,
  reason,
  place,
}: Violation): ReviewFinding {
  return {
    rule: because === undefined ? 'access-not-allowed' : 'access-undecided',
    ...(id === undefined ? {} : { subject: id }),
    message: `${what} (${at.file}#${at.pointer}).`,
    details: [
      ...steps.map(sentence),
      ...(reason === undefined ? [] : [`The policy’s reason: ${sentence(reason)}`]),
      ...(example === undefined ? [] : [`For example ${shortReference(example)}.`]),
      ...(because === undefined ? [] : [`Because ${sentence(because)}`]),
    ],
    ...(place ? { at: place } : {}),
    key: [policy, identity, cluster, who, what],
    approved: false,
  };
}

function changeFinding(change: Change, isApproved: boolean): ReviewFinding {
  const { subject, id, identity = '', cluster = '', account = '', what, example, because, at } = change;
  const isWidened = change.change === 'widened';
  return {
    rule: isWidened ? 'access-widened' : 'access-undecided',
    ...(id === undefined ? {} : { subject: id }),
    message: `${changeSentence(change)}.`,
    details: [
      ...changeLists(change).flatMap(([heading, texts]) =>
        subject === 'becoming' ? [`${capital(heading)} ${someOf(texts)}.`] : [],
      ),
      ...(example === undefined || subject === 'becoming'
        ? []
        : [`For example ${subject === 'access' ? 'a token of ' : ''}${shortReference(example)}.`]),
      ...(because === undefined ? [] : [`Because ${sentence(because)}`]),
    ],
    ...(at ? { at } : {}),
    key: [subject, identity, cluster, change.who ?? account, what],
    approved: isWidened && isApproved,
  };
}

/** No list takes the room of all else. */
const LONGEST_LIST = 20;

function someOf(texts: readonly string[]): string {
  const more = texts.length - LONGEST_LIST;
  return more > 1 ? `${texts.slice(0, LONGEST_LIST).join(', ')} and ${more} more` : texts.join(', ');
}

function capital(text: string): string {
  return text.replace(/^./, (letter) => letter.toUpperCase());
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
