import { hasSymbol } from '../../model/known/symbol';
import type { Budget } from '../budget';
import { spend } from '../budget';
import type { Glob, Mode } from './glob';
import { FOLD, ONE, RUN, covers, isPattern, meet, piecesOf, shortestLength } from './glob';

/** Which texts a value can be at all, as a small automaton. */
export interface Grammar {
  readonly start: number;
  /** The state after one more character; negative where no value begins like this. */
  step(state: number, character: string): number;
  accepts(state: number): boolean;
  /** The kinds of characters that the grammar tells apart; one that no pattern names stands for all such of its kind. */
  readonly kinds: readonly string[];
  /** In characters. */
  readonly maximumLength: number;
}

/** One free value of a request. */
export interface Dimension {
  readonly grammar: Grammar;
  /** Values to try first where an example is sought; nothing depends on them but time and looks. */
  readonly likely?: readonly string[];
  /** Where a value is made of parts that are free of each other. */
  readonly parts?: Parts;
}

/** A value's parts, each with its own grammar. Patterns that keep within the parts are compared part by part. */
export interface Parts {
  readonly dimensions: readonly Dimension[];
  /** A pattern's parts; nothing where it does not keep within them. */
  of(glob: Glob): readonly Glob[] | undefined;
  join(parts: readonly string[]): string;
}

/** The values that two patterns share, as a union of patterns. See {@link meet}. */
export function meetIn(dimension: Dimension, a: Glob, b: Glob, mode: Mode, budget: Budget): readonly Glob[] {
  const { parts } = dimension;
  if (!parts || a === b) return meet(a, b, mode, budget);
  const left = parts.of(a);
  const right = parts.of(b);
  if (!left || !right) return meet(a, b, mode, budget);
  let ways: readonly (readonly Glob[])[] = [[]];
  left.forEach((part, index) => {
    const shared = meet(part, right[index]!, mode, budget);
    spend(budget, ways.length * shared.length);
    ways = ways.flatMap((way) => shared.map((one) => [...way, one]));
  });
  return ways.map((way) => parts.join(way));
}

/** Whether a plain text is a value of the grammar. A text with a symbol may be one. */
export function isValid(grammar: Grammar, text: string): boolean {
  if (hasSymbol(text)) return true;
  if (text.length > grammar.maximumLength) return false;
  let state = grammar.start;
  for (let at = 0; at < text.length && state >= 0; at++) state = grammar.step(state, text[at]!);
  return state >= 0 && grammar.accepts(state);
}

/** A value that shows one way in which patterns can overlap: it is in `inside`, and in no other of the asked ones. */
export interface Cell {
  readonly value: string;
  /** For each pattern that was asked about, in order. */
  readonly inside: readonly boolean[];
}

/**
 * Every way in which values of one pattern can lie inside or outside others, each with its shortest example. Exact, by a
 * walk through the product of the patterns and the grammar.
 *
 * @param first stops after this many cells
 */
export function cellsOf(
  dimension: Dimension,
  include: Glob,
  others: readonly Glob[],
  budget: Budget,
  first = Infinity,
): readonly Cell[] {
  const { grammar } = dimension;
  if (!isPattern(include) || hasSymbol(include)) {
    // An unknown text is its own only example: it is inside what covers it whatever its value is.
    const value = include.split(RUN).join('');
    if (!isValid(grammar, value)) return [];
    return [{ value, inside: others.map((other) => covers(other, include, budget)) }];
  }
  if (dimension.parts) {
    const cells = cellsByParts(dimension.parts, include, others, budget, first);
    if (cells) return cells;
  }
  const shortest = shortestLength(include);
  if (shortest > grammar.maximumLength) return [];
  // Only patterns that cut the asked one in two tell its values apart; what a symbol takes is not known.
  const always = others.map((other) => covers(other, include, budget));
  const cutting = others.filter(
    (other, index) => !always[index] && !hasSymbol(other) && shortestLength(other) <= grammar.maximumLength,
  );
  const alphabet = alphabetOf(grammar, [include, ...cutting]);
  const pieces = [include, ...cutting].reduce((sum, glob) => sum + glob.length, 0);
  // A walk holds a bit for each piece; beyond this one step is no longer short.
  spend(budget, pieces > 50_000 || shortest > 1_000 ? Infinity : pieces * alphabet.length);
  const walkers = [include, ...cutting].map((glob) => new Walker(glob, alphabet));
  const cells = new Map<string, Cell>();
  const seen = new Set<string>();
  let level = [{ value: '', state: grammar.start, at: walkers.map(() => Walker.START) }];
  for (let length = 0; level.length > 0 && length <= grammar.maximumLength; length++) {
    const next: typeof level = [];
    for (const { value, state, at } of level) {
      if (grammar.accepts(state) && walkers[0]!.accepts(at[0]!)) {
        const inCut = at.slice(1).map((place, index) => walkers[index + 1]!.accepts(place));
        const key = inCut.join();
        if (!cells.has(key)) {
          const inside = others.map((other, index) => always[index]! || inCut[cutting.indexOf(other)] === true);
          cells.set(key, { value, inside });
        }
        if (cells.size >= first) return [...cells.values()];
      }
      spend(budget, alphabet.length);
      for (let character = 0; character < alphabet.length; character++) {
        const nextState = grammar.step(state, alphabet[character]!);
        if (nextState < 0) continue;
        const own = walkers[0]!.step(at[0]!, character);
        if (own === Walker.NOWHERE) continue;
        spend(budget, 4 * walkers.length);
        const nextAt = at.map((place, index) => walkers[index]!.step(place, character));
        const key = `${nextState},${nextAt.join()}`;
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ value: value + alphabet[character]!, state: nextState, at: nextAt });
      }
    }
    level = next;
  }
  return [...cells.values()];
}

/** The same, part by part; nothing where a pattern does not keep within the parts. */
function cellsByParts(
  parts: Parts,
  include: Glob,
  others: readonly Glob[],
  budget: Budget,
  first: number,
): readonly Cell[] | undefined {
  const own = parts.of(include);
  // What a symbol takes is not known: it certainly takes nothing of a pattern, whatever its parts.
  const split = others.map(
    (other) => parts.of(other) ?? (hasSymbol(other) ? parts.dimensions.map(() => '') : undefined),
  );
  if (!own || split.includes(undefined)) return undefined;
  let ways: readonly { readonly values: readonly string[]; readonly inside: readonly boolean[] }[] = [
    { values: [], inside: others.map(() => true) },
  ];
  parts.dimensions.forEach((dimension, index) => {
    const globs = split.map((other) => other![index]!);
    const cells = cellsOf(dimension, own[index]!, globs, budget, first === 1 ? 1 : Infinity);
    const distinct = new Map<string, (typeof ways)[number]>();
    for (const way of ways) {
      for (const cell of cells) {
        spend(budget, 1 + others.length / 4);
        const inside = way.inside.map((isIn, at) => isIn && cell.inside[at]!);
        const key = inside.join();
        if (!distinct.has(key)) distinct.set(key, { values: [...way.values, cell.value], inside });
      }
    }
    ways = [...distinct.values()];
  });
  return ways.map(({ values, inside }) => ({ value: parts.join(values), inside }));
}

/** Characters that the patterns name, and samples of all others. */
function alphabetOf(grammar: Grammar, globs: readonly Glob[]): readonly string[] {
  const named = new Set<string>();
  for (const glob of globs) {
    for (const piece of piecesOf(glob)) {
      if (piece === RUN || piece === ONE) continue;
      if (piece[0] === FOLD) named.add(piece[1]!).add(piece[1]!.toUpperCase());
      else named.add(piece);
    }
  }
  const samples = grammar.kinds.flatMap((kind) => [...kind].find((character) => !named.has(character)) ?? []);
  return [...samples, ...[...named].sort()];
}

/** Walks a pattern; what has been matched so far is a small number, so that the walks of several patterns combine. */
class Walker {
  /** Nothing that begins like this matches. */
  public static readonly NOWHERE = 0;
  /** Before the first character. */
  public static readonly START = 1;

  /** For each number, at which pieces of the pattern one may be, as bits. */
  private readonly places: bigint[] = [0n];
  private readonly numbers = new Map<bigint, number>([[0n, Walker.NOWHERE]]);
  /** For each number, the number after each character of the alphabet, as far as it was asked for. */
  private readonly steps: (number | undefined)[][] = [[]];
  private readonly runs: bigint;
  private readonly moves: readonly bigint[];
  private readonly end: bigint;

  public constructor(glob: Glob, alphabet: readonly string[]) {
    const pieces = piecesOf(glob);
    const bitsOf = (fits: (piece: string) => boolean): bigint =>
      pieces.reduce((bits, piece, index) => (fits(piece) ? bits | (1n << BigInt(index)) : bits), 0n);
    this.runs = bitsOf((piece) => piece === RUN);
    this.moves = alphabet.map((character) =>
      bitsOf(
        // Of the pieces that a walk meets only a letter of either case has a second character.
        (piece) => piece === character || piece === ONE || piece[1] === character.toLowerCase(),
      ),
    );
    this.end = 1n << BigInt(pieces.length);
    this.numberOf(1n);
  }

  /** @param character its place in the alphabet */
  public step(from: number, character: number): number {
    const known = this.steps[from]![character];
    if (known !== undefined) return known;
    const at = this.places[from]!;
    const to = this.numberOf(((at & this.moves[character]!) << 1n) | (at & this.runs));
    this.steps[from]![character] = to;
    return to;
  }

  public accepts(at: number): boolean {
    return (this.places[at]! & this.end) !== 0n;
  }

  private numberOf(places: bigint): number {
    let all = places;
    // A series of runs may be passed as a whole.
    for (let more = all | ((all & this.runs) << 1n); more !== all; more = all | ((all & this.runs) << 1n)) all = more;
    let number = this.numbers.get(all);
    if (number === undefined) {
      number = this.places.push(all) - 1;
      this.numbers.set(all, number);
      this.steps.push([]);
    }
    return number;
  }
}
