import { accountInPair, accountInSubject } from '../../model/kubernetes/subject';
import { hasSymbol } from '../../model/known/symbol';
import type { Dimension, Grammar } from './dimension';
import type { Glob, Mode } from './glob';
import { FOLD, ONE, RUN, isPattern, piecesOf, placesAfter, tidy, withSymbolsOpen } from './glob';
import type { Box } from './region';

const PREFIX = 'system:serviceaccount:';

/** Letters that no name is likely to begin with go first: they make the examples. */
const ALPHANUMERIC = 'xyzabcdefghijklmnopqrstuvw0123456789';

/** RFC 1123: parts of lower-case letters, digits and `-`, each starting and ending with a letter or digit. */
function rfc1123(maximumLength: number, dots: boolean): Grammar {
  // 0: at the start of a part, 1: after a letter or digit, 2: after a "-".
  return {
    start: 0,
    step: (state, character) => {
      if (isAlphanumeric(character)) return 1;
      if (state === 0) return -1;
      if (character === '-') return 2;
      return dots && character === '.' && state === 1 ? 0 : -1;
    },
    accepts: (state) => state === 1,
    kinds: [ALPHANUMERIC, '-', '.'],
    maximumLength,
  };
}

function isAlphanumeric(character: string): boolean {
  return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
}

/** A namespace: an RFC 1123 label. */
export const NAMESPACE: Dimension = { grammar: rfc1123(63, false), likely: ['x', 'app', 'x0'] };
/** A service account's name: an RFC 1123 subdomain. */
export const SERVICE_ACCOUNT: Dimension = {
  grammar: rfc1123(253, true),
  likely: ['x', 'app', 'x0'],
};

/** A subject that does not begin as those of Kubernetes do. */
export const OTHER_SUBJECT: Dimension = {
  grammar: {
    start: 0,
    // How many characters of the prefix have come; one more than it has, once the text differs.
    step: (state, character) => {
      if (PREFIX[state] !== character) return PREFIX.length + 1;
      return state + 1 === PREFIX.length ? -1 : state + 1;
    },
    accepts: (state) => state > 0,
    kinds: ['xyzabcdefghijklmnopqrstuvwXYZ0123456789:/'],
    // A web identity token holds at most 20,000 characters.
    maximumLength: 20_000,
  },
  likely: ['x', 'app', 'x0'],
};

/**
 * The namespaces and names of the Kubernetes subjects that a pattern on `sub` matches: exactly, as a union of pairs.
 *
 * Neither part of a subject has a colon, so each way to place the colon in the pattern gives one pair.
 */
export function kubernetesBoxes(glob: Glob, mode: Mode): readonly Box[] {
  const plain = glob.replaceAll(FOLD, '');
  if (!isPattern(plain)) {
    const account = accountInSubject(plain);
    return account && (account.isCertain || mode === 'possible') ? [[account.namespace, account.name]] : [];
  }
  if (isSettledSubject(glob)) return boxesOf(plain);
  if (mode === 'certain') return [];
  if (!plain.startsWith(PREFIX)) return boxesOf(withSymbolsOpen(plain));
  return [...boxesOf(plain), ...symbolBoxes(plain)];
}

/** The pairs in which a symbol behind the prefix holds the colon. */
function symbolBoxes(glob: Glob): readonly Box[] {
  const pieces = piecesOf(glob.slice(PREFIX.length));
  return pieces.flatMap((piece, at): Box[] => {
    if (!hasSymbol(piece)) return [];
    const { namespace, name } = accountInPair(piece);
    const [before, after] = [pieces.slice(0, at).join(''), pieces.slice(at + 1).join('')];
    return [[lowerCaseNameGlob(before + namespace), lowerCaseNameGlob(name + after)]];
  });
}

/** Each way to place the colon in what is known of a pattern. */
function boxesOf(plain: Glob): readonly Box[] {
  const pieces = piecesOf(plain);
  const isFixed = (piece: string): boolean => piece !== RUN && !hasSymbol(piece);
  // How many characters the rest of the pattern has at least.
  const rest = new Array<number>(pieces.length + 1).fill(0);
  for (let at = pieces.length - 1; at >= 0; at--) rest[at] = rest[at + 1]! + (isFixed(pieces[at]!) ? 1 : 0);
  const lastColon = pieces.lastIndexOf(':');
  const boxes = new Map<string, Box>();
  for (const start of placesAfter(pieces, PREFIX)) {
    for (let at = start; at < pieces.length; at++) {
      if (rest[start]! - rest[at]! > NAMESPACE.grammar.maximumLength) break;
      const piece = pieces[at]!;
      if (piece === ':' || piece === ONE || piece === RUN) {
        // A run before the colon may go on after it.
        const keep = piece === RUN ? 1 : 0;
        const after = at + 1 - keep;
        if (lastColon < after && rest[after]! <= SERVICE_ACCOUNT.grammar.maximumLength) {
          const namespace = lowerCaseNameGlob(pieces.slice(start, at + keep).join(''));
          const name = lowerCaseNameGlob(pieces.slice(after).join(''));
          boxes.set(`${namespace}:${name}`, [namespace, name]);
        }
      }
      if (piece === ':') break;
    }
  }
  return [...boxes.values()];
}

/** The subjects outside Kubernetes that a pattern on `sub` may match. What an unknown text is, only apply will tell. */
export function otherSubjectBoxes(glob: Glob, mode: Mode): readonly Box[] {
  if (glob.startsWith(PREFIX) || (hasSymbol(glob) && mode === 'certain')) return [];
  return [[tidy(withSymbolsOpen(glob))]];
}

/** Whether a pattern on `sub` gives the same pairs whatever its symbols stand for: all of them lie inside one of the two. */
export function isSettledSubject(glob: Glob): boolean {
  if (!hasSymbol(glob)) return true;
  const plain = glob.replaceAll(FOLD, '');
  if (!isPattern(plain)) return accountInSubject(plain)?.isCertain !== false;
  const pieces = piecesOf(plain);
  const isPrefixed = pieces.slice(0, PREFIX.length).join('') === PREFIX;
  return isPrefixed && pieces.includes(':', PREFIX.length);
}

/** A pattern of names, which are never empty and have no capitals: "at least one character" is no condition on them. */
export function lowerCaseNameGlob(glob: Glob): Glob {
  const tidied = tidy(glob.replaceAll(FOLD, ''));
  return tidied === ONE + RUN ? RUN : tidied;
}
