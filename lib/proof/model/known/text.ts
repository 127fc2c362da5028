import { unknown } from './known';
import type { Known } from './known';
import { matchesGlob, takesPieces } from './glob';
import { ONE, RUN, mayBeEqual, mayMeetPieces, pieceCovers, piecesOf } from './pattern';
import { SYMBOL_END, SYMBOL_START, hasSymbol, shapeOf } from './symbol';

/*
 * Texts whose parts may be symbols: the only place where two of them are compared. Texts without symbols, which most are,
 * are compared as any text.
 */

/** Whether two texts are the same. */
export function equal(one: string, other: string): Known {
  if (one === other) return true;
  if (!hasSymbol(one) && !hasSymbol(other)) return false;
  return mayBeEqual(one, other) ? unknown(`whether ${one} is ${other} is not known before apply`) : false;
}

/** Whether a text is in a glob of `*` (any text) and `?` (any one character), as IAM’s StringLike reads them. */
export function matches(glob: string, text: string): Known {
  if (!hasSymbol(glob) && !hasSymbol(text)) return matchesGlob(glob, text);
  const wildcards = piecesOf(glob).map((piece) => (piece === '*' ? RUN : piece === '?' ? ONE : piece));
  const answer = takes(wildcards, piecesOf(text));
  return answer ?? unknown(`whether ${text} matches ${glob} is not known before apply`);
}

/** A text's parts between a character, which is not looked for inside of its symbols. */
export function splitOutsideSymbols(text: string, separator: string): readonly string[] {
  if (!hasSymbol(text)) return text.split(separator);
  const parts = [''];
  for (const piece of piecesOf(text)) {
    if (piece === separator) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

/** Whether a text begins with another. */
export function startsWith(text: string, prefix: string): Known {
  if (text.startsWith(prefix)) return true;
  if (!hasSymbol(text) && !hasSymbol(prefix)) return false;
  const [known, wantedStart] = [knownStart(text), knownStart(prefix)];
  if (!known.startsWith(wantedStart) && !wantedStart.startsWith(known)) return false;
  const [pieces, wanted] = [piecesOf(text), piecesOf(prefix)];
  if (mayNotMeetAtEdge(pieces[0], wanted[0]!)) return false;
  const answer = takes([...wanted, RUN], pieces);
  return answer ?? unknown(`whether ${text} begins with ${prefix} is not known before apply`);
}

/** Whether a text ends in another. */
export function endsWith(text: string, suffix: string): Known {
  if (text.endsWith(suffix)) return true;
  if (!hasSymbol(text) && !hasSymbol(suffix)) return false;
  const [known, wantedEnd] = [knownEnd(text), knownEnd(suffix)];
  if (!known.endsWith(wantedEnd) && !wantedEnd.endsWith(known)) return false;
  const [pieces, wanted] = [piecesOf(text), piecesOf(suffix)];
  if (mayNotMeetAtEdge(pieces.at(-1), wanted.at(-1)!)) return false;
  const answer = takes([RUN, ...wanted], pieces);
  return answer ?? unknown(`whether ${text} ends in ${suffix} is not known before apply`);
}

/** Whether a text holds another. */
export function contains(text: string, part: string): Known {
  if (!hasSymbol(text) && !hasSymbol(part)) return text.includes(part);
  const answer = takes([RUN, ...piecesOf(part), RUN], piecesOf(text));
  return answer ?? unknown(`whether ${text} holds ${part} is not known before apply`);
}

/** What stands before the first symbol of a text. */
function knownStart(text: string): string {
  return text.split(SYMBOL_START, 1)[0]!;
}

/** What stands behind the last symbol of a text. */
function knownEnd(text: string): string {
  return text.slice(text.lastIndexOf(SYMBOL_END) + 1);
}

/** Whether a symbol is known to begin and end with other characters than a wanted one. */
function mayNotMeetAtEdge(piece: string | undefined, wanted: string): boolean {
  if (piece === undefined || !hasSymbol(piece) || hasSymbol(wanted)) return false;
  return shapeOf(piece)?.edge.test(wanted) === false;
}

/** Whether a pattern takes a text; nothing where that hangs on symbols. */
function takes(pattern: readonly string[], text: readonly string[]): boolean | undefined {
  // Whatever the symbols of both stand for.
  if (takesPieces(pattern, text, RUN, pieceCovers)) return true;
  return mayMeetPieces(pattern, text) ? undefined : false;
}
