import { SYMBOL_END, SYMBOL_START, hasSymbol, shapeOf } from './symbol';
import { areOfTwoClusters } from './two-clusters';

/**
 * A pattern, as one string: ordinary characters stand for themselves (a `*` too), {@link RUN} for any text, {@link ONE}
 * for any character, {@link FOLD} and a lower-case letter for that letter in either case, and a symbol for the unknown
 * text it names. A pattern without any of these is a plain text, so equal patterns are equal strings.
 */
export type Pattern = string;

/** Any text, also none. */
export const RUN = '\uE002';
/** Any one character. */
export const ONE = '\uE003';
/** The lower-case letter after it, in either case. */
export const FOLD = '\uE004';

/** Takes what some work costs; may throw to end it. */
export type Spend = (steps: number) => void;

const FREE: Spend = () => undefined;

/** One comparison of characters is much cheaper than a step of a budget. */
const COMPARISONS_PER_STEP = 8;

/** The pattern's pieces: a character, {@link RUN}, {@link ONE}, {@link FOLD} and its letter, or a whole symbol. */
export function piecesOf(pattern: Pattern): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < pattern.length;) {
    let end = at + 1;
    if (pattern[at] === FOLD) end = at + 2;
    // One that was never ended is a symbol to the end.
    else if (pattern[at] === SYMBOL_START) end = pattern.indexOf(SYMBOL_END, at) + 1 || pattern.length;
    pieces.push(pattern.slice(at, end));
    at = end;
  }
  return pieces;
}

/** Whether all that one piece stands for is what another one stands for too; {@link RUN} aside. */
export function pieceCovers(general: string, specific: string): boolean {
  if (general === specific) return true;
  if (general === ONE) return specific !== RUN && !specific.startsWith(SYMBOL_START);
  return general[0] === FOLD && specific.toLowerCase() === general[1];
}

/** The texts that two pieces share, neither being {@link RUN}; a symbol is equal to itself only. */
export function meetPieces(a: string, b: string): string | undefined {
  if (pieceCovers(a, b)) return b;
  return pieceCovers(b, a) ? a : undefined;
}

/**
 * Whether two patterns may share a text, if their symbols turn out so: a symbol may be any text of its shape. Time is
 * bounded by the product of the lengths.
 */
export function mayMeet(a: Pattern, b: Pattern, spend: Spend = FREE): boolean {
  if (a === b || a === RUN || b === RUN) return true;
  return mayMeetPieces(piecesOf(a), piecesOf(b), spend);
}

/** As {@link mayMeet}. */
export function mayMeetPieces(x: readonly string[], y: readonly string[], spend: Spend = FREE): boolean {
  spend((x.length * y.length) / COMPARISONS_PER_STEP);
  if (x.length === 1 && isOpen(x[0]!)) return mayBeAll(x[0]!, y);
  if (y.length === 1 && isOpen(y[0]!)) return mayBeAll(y[0]!, x);
  // reached[j]: some text takes both patterns as far as their pieces i and j.
  let reached: boolean[] = [true];
  for (let i = 0; i <= x.length; i++) {
    const next: boolean[] = [];
    const left = x[i];
    for (let j = 0; j <= y.length; j++) {
      if (!reached[j]) continue;
      const right = y[j];
      const isLeftOpen = left !== undefined && isOpen(left);
      const isRightOpen = right !== undefined && isOpen(right);
      if (isLeftOpen) next[j] = true;
      if (isRightOpen || (isLeftOpen && right !== undefined && mayHold(left, right))) reached[j + 1] = true;
      if (left === undefined || isLeftOpen) continue;
      if (isRightOpen) {
        if (mayHold(right, left)) next[j] = true;
      } else if (right !== undefined && meetPieces(left, right) !== undefined) next[j + 1] = true;
    }
    if (i === x.length) break;
    reached = next;
  }
  return reached[y.length] === true;
}

/** Whether a piece stands for a text of any length. */
function isOpen(piece: string): boolean {
  return piece === RUN || piece.startsWith(SYMBOL_START);
}

/** Whether a piece may stand inside of the text that an open one stands for. */
function mayHold(open: string, piece: string): boolean {
  const shape = shapeOf(open);
  if (!shape || isOpen(piece) || piece === ONE) return true;
  // Where a shape has a letter in upper case, it has the same in lower case, as after FOLD.
  return shape.characters.test(piece.at(-1)!);
}

/** Whether a piece is a character that stands for itself. */
function isPlain(piece: string): boolean {
  return piece.length === 1 && piece !== RUN && piece !== ONE;
}

/** Whether an open piece may be all of a pattern. */
function mayBeAll(open: string, pieces: readonly string[]): boolean {
  const shape = shapeOf(open);
  if (!shape) return true;
  if (pieces.length === 0) return false;
  if (!pieces.every((piece) => mayHold(open, piece))) return false;
  const isEdge = (piece: string): boolean => !isPlain(piece) || shape.edge.test(piece);
  if (!isEdge(pieces[0]!) || !isEdge(pieces.at(-1)!)) return false;
  return !pieces.every(isPlain) || shape.whole.test(pieces.join(''));
}

/**
 * Whether two texts without wildcards may be equal, if their symbols turn out so. A symbol is the same unknown text wherever
 * it stands, so what both begin with and end in is left out, and only the rest can tell them apart.
 */
export function mayBeEqual(a: string, b: string, spend: Spend = FREE): boolean {
  const [x, y] = [piecesOf(a), piecesOf(b)];
  spend((x.length + y.length) >> 2);
  const [left, right] = withoutEnd(...withoutStart(x, y));
  if (left.length === 1 && right.length === 1 && areOfTwoClusters(left[0]!, right[0]!)) return false;
  return !differInLength(left, right) && mayMeetPieces(left, right, spend);
}

type Two = readonly [readonly string[], readonly string[]];

/** Two lists without what both begin with. */
function withoutStart(x: readonly string[], y: readonly string[]): Two {
  const start = x.findIndex((piece, index) => piece !== y[index]);
  return start < 0 ? [[], y.slice(x.length)] : [x.slice(start), y.slice(start)];
}

/** Two lists without what both end in. */
function withoutEnd(x: readonly string[], y: readonly string[]): Two {
  const more = y.length - x.length;
  const end = x.findLastIndex((piece, index) => piece !== y[index + more]) + 1;
  return [x.slice(0, end), y.slice(0, end + more)];
}

/** Whether two texts of the same symbols have more characters beside them on one side: then no value makes them equal. */
function differInLength(x: readonly string[], y: readonly string[]): boolean {
  const symbolsOf = (pieces: readonly string[]): readonly string[] => pieces.filter(hasSymbol).sort();
  const [own, other] = [symbolsOf(x), symbolsOf(y)];
  if (own.length !== other.length || own.some((symbol, index) => symbol !== other[index])) return false;
  return x.length !== y.length;
}
