import { SYMBOL_END, SYMBOL_START, hasSymbol } from '../model/symbol';
import type { Budget } from './budget';
import { spend } from './budget';

/**
 * A pattern, as one string: ordinary characters stand for themselves (a `*` too), {@link RUN} for any text, {@link ONE}
 * for any character, {@link FOLD} and a lower-case letter for that letter in either case, and a symbol for the unknown
 * text it names. A pattern without any of these is a plain text, so equal patterns are equal strings.
 */
export type Glob = string;

/** Any text, also none. */
export const RUN = '\uE002';
/** Any one character. */
export const ONE = '\uE003';
/** The lower-case letter after it, in either case. */
export const FOLD = '\uE004';

/** Which reading of a symbol is asked for: what holds whatever its value is, or what may hold for some value. */
export type Mode = 'certain' | 'possible';

/** Whether a pattern has a wildcard, so that it may stand for more than one text. */
export function isPattern(glob: Glob): boolean {
  return glob.includes(RUN) || glob.includes(ONE) || glob.includes(FOLD);
}

/** The pattern's pieces: a character, {@link RUN}, {@link ONE}, {@link FOLD} and its letter, or a whole symbol. */
export function piecesOf(glob: Glob): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < glob.length;) {
    let end = at + 1;
    if (glob[at] === FOLD) end = at + 2;
    else if (glob[at] === SYMBOL_START) {
      const stop = glob.indexOf(SYMBOL_END, at);
      end = stop < 0 ? glob.length : stop + 1;
    }
    pieces.push(glob.slice(at, end));
    at = end;
  }
  return pieces;
}

/** The same pattern in its only spelling: within a series of wildcards each {@link ONE} first, then one {@link RUN}. */
export function tidy(glob: Glob): Glob {
  if (!glob.includes(RUN)) return glob;
  return glob.replace(/[\uE002\uE003]{2,}/g, (series) =>
    series.includes(RUN) ? series.replace(/\uE002/g, '') + RUN : series,
  );
}

/** The length of the shortest text of a pattern; a symbol counts as none. */
export function shortestLength(glob: Glob): number {
  if (!isPattern(glob) && !hasSymbol(glob)) return glob.length;
  let length = 0;
  for (const piece of piecesOf(glob)) if (piece !== RUN && !piece.startsWith(SYMBOL_START)) length++;
  return length;
}

/** Each symbol replaced by {@link RUN}: every text that the pattern may turn out to be. */
export function withSymbolsOpen(glob: Glob): Glob {
  return hasSymbol(glob) ? tidy(glob.replace(/\uE000[^\uE001]*\uE001?/g, RUN)) : glob;
}

/** One comparison of characters is much cheaper than a unit of the budget. */
const STEPS_PER_UNIT = 8;
const STEPS_AT_ONCE = 1024;

const needsPieces = (glob: Glob): boolean => glob.includes(SYMBOL_START) || glob.includes(FOLD);

/**
 * Whether every text of one pattern is a text of another, whatever its symbols stand for. For a plain text this is the
 * match itself; for two patterns a `false` may mean that it is not seen at a glance.
 *
 * It goes back to the last {@link RUN} only, so its time is bounded by the product of the lengths.
 */
export function covers(general: Glob, specific: Glob, budget: Budget): boolean {
  if (general === specific || general === RUN) return true;
  if (!isPattern(general)) return false;
  const split = needsPieces(general) || needsPieces(specific);
  if (split) spend(budget, (general.length + specific.length) >> 2);
  const pattern: ArrayLike<string> & { readonly length: number } = split ? piecesOf(general) : general;
  const text: ArrayLike<string> = split ? piecesOf(specific) : specific;
  let p = 0;
  let t = 0;
  let afterRun = -1;
  let resumeAt = 0;
  let steps = 0;
  while (t < text.length) {
    if (++steps === STEPS_AT_ONCE) {
      spend(budget, STEPS_AT_ONCE / STEPS_PER_UNIT);
      steps = 0;
    }
    const piece = pattern[p];
    if (piece === RUN) {
      afterRun = ++p;
      resumeAt = t;
    } else if (piece !== undefined && pieceCovers(piece, text[t]!)) {
      p++;
      t++;
    } else if (afterRun >= 0) {
      p = afterRun;
      t = ++resumeAt;
    } else {
      spend(budget, 1 + steps / STEPS_PER_UNIT);
      return false;
    }
  }
  while (pattern[p] === RUN) p++;
  spend(budget, 1 + steps / STEPS_PER_UNIT);
  return p === pattern.length;
}

function pieceCovers(general: string, specific: string): boolean {
  if (general === specific) return true;
  if (general === ONE) return specific !== RUN && !specific.startsWith(SYMBOL_START);
  return general.length === 2 && general[0] === FOLD && specific.length === 1 && specific.toLowerCase() === general[1];
}

/** The texts that two pieces share, neither being {@link RUN}; a symbol is equal to itself only. */
function meetPieces(a: string, b: string): string | undefined {
  if (pieceCovers(a, b)) return b;
  return pieceCovers(b, a) ? a : undefined;
}

/** Whether two patterns may share a text, if their symbols turn out so. Time is bounded by the product of the lengths. */
export function mayMeet(a: Glob, b: Glob, budget: Budget): boolean {
  if (a === b || a === RUN || b === RUN) return true;
  if (!hasSymbol(a) && !hasSymbol(b)) {
    if (!isPattern(a)) return covers(b, a, budget);
    if (!isPattern(b)) return covers(a, b, budget);
  }
  const x = piecesOf(withSymbolsOpen(a));
  const y = piecesOf(withSymbolsOpen(b));
  spend(budget, (x.length * y.length) / STEPS_PER_UNIT);
  // reached[j]: some text takes both patterns as far as their pieces i and j.
  let reached: boolean[] = [true];
  for (let i = 0; i <= x.length; i++) {
    const next: boolean[] = [];
    for (let j = 0; j <= y.length; j++) {
      if (!reached[j]) continue;
      const left = x[i];
      const right = y[j];
      if (left === RUN) next[j] = true;
      if (right === RUN || (left === RUN && right !== undefined)) reached[j + 1] = true;
      if (left === undefined || left === RUN) continue;
      if (right === RUN) next[j] = true;
      else if (right !== undefined && meetPieces(left, right) !== undefined) next[j + 1] = true;
    }
    if (i === x.length) break;
    reached = next;
  }
  return reached[y.length] === true;
}

/**
 * Whether two texts without wildcards may be equal, if their symbols turn out so. A symbol is the same unknown text wherever
 * it stands, so what both begin with and end in is left out, and only the rest can tell them apart.
 */
export function mayBeEqual(a: string, b: string, budget: Budget): boolean {
  const x = piecesOf(a);
  const y = piecesOf(b);
  const shortest = Math.min(x.length, y.length);
  let start = 0;
  while (start < shortest && x[start] === y[start]) start++;
  let end = 0;
  while (end < shortest - start && x.at(-1 - end) === y.at(-1 - end)) end++;
  spend(budget, (x.length + y.length) >> 2);
  return mayMeet(x.slice(start, x.length - end).join(''), y.slice(start, y.length - end).join(''), budget);
}

const MOST_PATTERNS = 400;

/**
 * The texts that two patterns share, as a union of patterns. It is exact: both are a chain with loops at each
 * {@link RUN}, so their product is such a graph too, and each way through it is a pattern.
 *
 * @param mode `certain`: a symbol equals itself only. `possible`: a symbol may be any text, unless one pattern has the other
 */
export function meet(a: Glob, b: Glob, mode: Mode, budget: Budget): readonly Glob[] {
  if (a === b || b === RUN) return [a];
  if (a === RUN) return [b];
  spend(budget, 1);
  const symbols = hasSymbol(a) || hasSymbol(b);
  if (!symbols) {
    if (!isPattern(a)) return covers(b, a, budget) ? [a] : [];
    if (!isPattern(b)) return covers(a, b, budget) ? [b] : [];
  }
  if (covers(b, a, budget)) return [a];
  if (covers(a, b, budget)) return [b];
  if (symbols && mode === 'possible') return meet(withSymbolsOpen(a), withSymbolsOpen(b), mode, budget);
  return meetPatterns(piecesOf(a), piecesOf(b), budget);
}

function meetPatterns(a: readonly string[], b: readonly string[], budget: Budget): readonly Glob[] {
  const columns = b.length + 1;
  // Recursion goes as deep as both patterns are long; no name that a cloud takes is anywhere near.
  if (a.length + b.length > 3_000) spend(budget, Infinity);
  const known = new Map<number, readonly Glob[]>();
  const from = (i: number, j: number): readonly Glob[] => {
    const place = i * columns + j;
    const found = known.get(place);
    if (found) return found;
    spend(budget, 4);
    const result = union(waysFrom(i, j), budget);
    known.set(place, result);
    return result;
  };
  const waysFrom = (i: number, j: number): Glob[] => {
    const x = a[i];
    const y = b[j];
    if (x === undefined && y === undefined) return [''];
    if (x === RUN && y === RUN) return [...from(i + 1, j), ...from(i, j + 1)].map((rest) => tidy(RUN + rest));
    const ways: Glob[] = [];
    if (x === RUN) {
      ways.push(...from(i + 1, j));
      if (y !== undefined) ways.push(...from(i, j + 1).map((rest) => tidy(y + rest)));
    } else if (y === RUN) {
      ways.push(...from(i, j + 1));
      if (x !== undefined) ways.push(...from(i + 1, j).map((rest) => tidy(x + rest)));
    } else if (x !== undefined && y !== undefined) {
      const both = meetPieces(x, y);
      if (both !== undefined) ways.push(...from(i + 1, j + 1).map((rest) => both + rest));
    }
    return ways;
  };
  return from(0, 0);
}

/** A union of patterns without those that another one covers. */
export function union(globs: readonly Glob[], budget: Budget): readonly Glob[] {
  const distinct = [...new Set(globs)];
  if (distinct.length < 2) return distinct;
  if (distinct.length > MOST_PATTERNS) spend(budget, Infinity);
  const kept: Glob[] = [];
  for (const glob of distinct) {
    if (distinct.some((other) => other !== glob && covers(other, glob, budget) && !keepsFirst(glob, other, budget)))
      continue;
    kept.push(glob);
  }
  return kept;
}

/** Of two patterns that cover each other only the first in order stays. */
function keepsFirst(glob: Glob, other: Glob, budget: Budget): boolean {
  return glob < other && covers(glob, other, budget);
}

/** Where in a pattern one may be after a text, having begun at a piece of it. */
export function placesAfter(pieces: readonly string[], text: string, start = 0): readonly number[] {
  const skipRuns = (places: Set<number>): Set<number> => {
    for (const place of places) if (pieces[place] === RUN) places.add(place + 1);
    return places;
  };
  let places = skipRuns(new Set([start]));
  for (const character of text) {
    const next = new Set<number>();
    for (const place of places) {
      const piece = pieces[place];
      if (piece === RUN) next.add(place);
      else if (piece !== undefined && pieceCovers(piece, character)) next.add(place + 1);
    }
    places = skipRuns(next);
  }
  return [...places].sort((a, b) => a - b);
}
