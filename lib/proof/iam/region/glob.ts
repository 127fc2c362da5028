import {
  FOLD,
  ONE,
  RUN,
  mayBeEqual as mayBeEqualTexts,
  mayMeet as mayMeetPatterns,
  meetPieces,
  pieceCovers,
  piecesOf,
} from '../../model/known/pattern';
import type { Pattern } from '../../model/known/pattern';
import { takesPieces } from '../../model/known/glob';
import { SYMBOL_START, hasSymbol } from '../../model/known/symbol';
import type { Budget } from '../budget';
import { spend } from '../budget';

export { FOLD, ONE, RUN, piecesOf };

/** See the model's `Pattern`. */
export type Glob = Pattern;

/** Which reading of a symbol is asked for: what holds whatever its value is, or what may hold for some value. */
export type Mode = 'certain' | 'possible';

/** Whether a pattern has a wildcard, so that it may stand for more than one text. */
export function isPattern(glob: Glob): boolean {
  return glob.includes(RUN) || glob.includes(ONE) || glob.includes(FOLD);
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
 */
export function covers(general: Glob, specific: Glob, budget: Budget): boolean {
  if (general === specific || general === RUN) return true;
  if (!isPattern(general)) return false;
  const split = needsPieces(general) || needsPieces(specific);
  if (split) spend(budget, (general.length + specific.length) >> 2);
  const pattern: ArrayLike<string> = split ? piecesOf(general) : general;
  const text: ArrayLike<string> = split ? piecesOf(specific) : specific;
  let steps = 0;
  const found = takesPieces(pattern, text, RUN, pieceCovers, () => {
    if (++steps % STEPS_AT_ONCE === 0) spend(budget, STEPS_AT_ONCE / STEPS_PER_UNIT);
  });
  spend(budget, 1 + (steps % STEPS_AT_ONCE) / STEPS_PER_UNIT);
  return found;
}

/** Whether two patterns may share a text, if their symbols turn out so. Time is bounded by the product of the lengths. */
export function mayMeet(a: Glob, b: Glob, budget: Budget): boolean {
  if (a === b || a === RUN || b === RUN) return true;
  if (!hasSymbol(a) && !hasSymbol(b)) {
    if (!isPattern(a)) return covers(b, a, budget);
    if (!isPattern(b)) return covers(a, b, budget);
  }
  return mayMeetPatterns(a, b, (steps) => spend(budget, steps));
}

/** Whether two texts without wildcards may be equal, if their symbols turn out so. See the model's `equal`. */
export function mayBeEqual(a: string, b: string, budget: Budget): boolean {
  return mayBeEqualTexts(a, b, (steps) => spend(budget, steps));
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
  return [...places];
}
