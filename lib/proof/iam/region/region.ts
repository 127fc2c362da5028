import { grouped } from '../../../core/groups';
import { hasSymbol } from '../../model/known/symbol';
import type { Budget } from '../budget';
import { spend } from '../budget';
import type { Cell, Dimension } from './dimension';
import { cellsOf, isValid, meetIn } from './dimension';
import type { Glob, Mode } from './glob';
import { FOLD, ONE, RUN, covers, isPattern, mayMeet, withSymbolsOpen } from './glob';

/** A product of patterns: one for each dimension. */
export type Box = readonly Glob[];

/** A box without some boxes, all of which lie inside it, and the statements that admit it. */
export interface Term {
  readonly box: Box;
  readonly except: readonly Box[];
  readonly because: readonly number[];
}

/**
 * Exact algebra over unions of {@link Term}: which requests get in, without listing them.
 *
 * In `certain` mode each result holds whatever the symbols stand for; in `possible` mode it holds whatever may turn out.
 */
export class Region {
  private known?: Map<string, readonly Cell[]>;

  /** @param everything the box that holds all requests; by default any value in each dimension */
  public constructor(
    private readonly dimensions: readonly Dimension[],
    private readonly budget: Budget,
    public readonly everything: Box = dimensions.map(() => RUN),
  ) {}

  /** The part of two boxes that they share. */
  public meetBoxes(a: Box, b: Box, mode: Mode): readonly Box[] {
    let boxes: Glob[][] = [[]];
    for (let index = 0; index < this.dimensions.length; index++) {
      const one = a[index]!;
      const other = b[index]!;
      if (one === RUN || other === RUN) {
        for (const box of boxes) box.push(one === RUN ? other : one);
        continue;
      }
      const globs = meetIn(this.dimensions[index]!, one, other, mode, this.budget);
      if (globs.length === 0) return [];
      spend(this.budget, globs.length * boxes.length);
      boxes = boxes.flatMap((box) => globs.map((glob) => [...box, glob]));
    }
    return boxes.filter((box) => this.exists(box));
  }

  /** Whether one box lies in another, seen pattern by pattern. */
  public boxCovers(general: Box, specific: Box): boolean {
    return general.every((glob, index) => covers(glob, specific[index]!, this.budget));
  }

  /** Whether the grammar leaves a box any value. */
  public exists(box: Box): boolean {
    return box.every((glob, index) => {
      if (glob === RUN) return true;
      const sample = glob.replaceAll(RUN, 'x').replaceAll(ONE, 'x');
      return isValid(this.dimensions[index]!.grammar, sample) || this.cells(index, glob, [], 1).length > 0;
    });
  }

  /** The same questions come again and again while terms are compared. */
  private cells(index: number, include: Glob, others: readonly Glob[], first?: number): readonly Cell[] {
    const key = [index, first, include, ...others].join('\uE00F');
    this.known ??= new Map();
    let cells = this.known.get(key);
    if (!cells) {
      cells = cellsOf(this.dimensions[index]!, include, others, this.budget, first);
      this.known.set(key, cells);
    }
    return cells;
  }

  /** The terms cut down to a union of boxes. */
  public within(terms: readonly Term[], boxes: readonly Box[], mode: Mode): readonly Term[] {
    const parts: Term[] = [];
    for (const term of terms) {
      for (const box of boxes) {
        for (const part of this.meetBoxes(term.box, box, mode)) {
          // The exceptions shrink with the box, and may leave nothing.
          const rest = this.without({ box: part, except: [], because: term.because }, term.except, mode);
          if (rest) parts.push(rest);
        }
      }
    }
    return parts;
  }

  /** A term without some boxes; nothing where none of it is left. */
  public without(term: Term, boxes: readonly Box[], mode: Mode): Term | undefined {
    const except = [...term.except];
    for (const excluded of boxes) {
      // What certainly stays is what no value of a symbol takes away, and the reverse.
      const box = mode === 'certain' ? excluded.map(withSymbolsOpen) : excluded;
      const parts = this.meetBoxes(term.box, box, mode === 'certain' ? 'possible' : 'certain');
      if (parts.length === 0) continue;
      if (parts.some((part) => this.boxCovers(part, term.box))) return undefined;
      if (mode === 'certain' && term.box.some((glob, at) => hasSymbol(glob) && !covers(box[at]!, glob, this.budget))) {
        return undefined;
      }
      except.push(...parts);
    }
    return except.length === term.except.length ? term : { ...term, except: this.widest(except) };
  }

  /** Boxes without those that another one covers. */
  private widest(boxes: readonly Box[]): readonly Box[] {
    const distinct = [...new Map(boxes.map((box) => [textOf(box), box])).values()];
    const wide = distinct.filter((box) => box.some(isPattern));
    return distinct.filter(
      (box) =>
        !wide.some(
          (other) =>
            this.boxCovers(other, box) &&
            // Of two that cover each other one stays.
            (textOf(other) < textOf(box) || !this.boxCovers(box, other)),
        ),
    );
  }

  /** What is left of some terms without others. */
  public subtract(terms: readonly Term[], taken: readonly Term[], mode: Mode): readonly Term[] {
    const whole = taken.filter(({ except }) => except.length === 0).map(({ box }) => box);
    const isSingle = (box: Box): boolean => !box.some((glob) => isPattern(glob) || hasSymbol(glob));
    // Single requests are looked up; only patterns and symbols have to be compared.
    const singles = new Set(whole.map(textOf));
    const wide = whole.filter((box) => !isSingle(box));
    let left: readonly Term[] = terms.flatMap((term) => {
      if (!isSingle(term.box)) return this.without(term, whole, mode) ?? [];
      return singles.has(textOf(term.box)) ? [] : (this.without(term, wide, mode) ?? []);
    });
    for (const { box, except } of taken) {
      if (except.length === 0) continue;
      left = left.flatMap((term) => {
        const rest = this.without(term, [box], mode);
        if (rest === term) return [term];
        // A − (B − C) = (A − B) ∪ (A ∩ C)
        const back = this.within([term], except, mode);
        return rest ? [rest, ...back] : back;
      });
      left = this.distinct(left);
      spend(this.budget, left.length);
    }
    return left;
  }

  /** What two unions share. */
  public intersect(a: readonly Term[], b: readonly Term[], mode: Mode): readonly Term[] {
    const parts = a.flatMap((term) =>
      b.flatMap((other) =>
        this.within([term], [other.box], mode).flatMap((part) => {
          const rest = this.without(part, other.except, mode);
          return rest ? [{ ...rest, because: merge(term.because, other.because) }] : [];
        }),
      ),
    );
    return this.distinct(parts);
  }

  /** Equal terms become one, which names the statements of all. */
  public distinct(terms: readonly Term[]): readonly Term[] {
    const byText = grouped(terms, keyOf);
    if (byText.size === terms.length) return terms;
    return [...byText.values()].map((same) => ({ ...same[0]!, because: merge(...same.map(({ because }) => because)) }));
  }

  /** The same requests in as few terms as can be seen, sorted: empty terms and such that others hold are left out. */
  public simplify(terms: readonly Term[]): readonly Term[] {
    let kept = this.distinct(terms).filter((term) => term.except.length === 0 || this.example(term) !== undefined);
    if (kept.length > 1) kept = [...kept].sort((a, b) => compare(keyOf(a), keyOf(b)));
    const wide = kept.filter((term) => term.box.some(isPattern));
    // Without a pattern no two different terms overlap. Beyond this size a redundant term may stay: it says nothing wrong.
    if (wide.length * kept.length <= 40_000) {
      const left = new Set(kept);
      for (const term of kept) {
        const others = wide.filter((other) => other !== term && left.has(other));
        if (this.isInside(term, others)) left.delete(term);
      }
      kept = kept.filter((term) => left.has(term));
    }
    return kept.map((term) => ({ ...term, except: sortBoxes(term.except) }));
  }

  /** Whether a union holds all of a term. */
  public isInside(term: Term, terms: readonly Term[]): boolean {
    const near = terms.filter(({ box }) => box.every((glob, index) => mayMeet(glob, term.box[index]!, this.budget)));
    if (near.length === 0) return false;
    if (near.some((other) => other.except.length === 0 && this.boxCovers(other.box, term.box))) return true;
    return this.find(term, near) === undefined;
  }

  /** One request in a term; nothing where the term is empty. */
  public example(term: Term): readonly string[] | undefined {
    return this.find(term, []);
  }

  /** One request in a term and outside a union. */
  private find(term: Term, outside: readonly Term[]): readonly string[] | undefined {
    const quick = this.guess(term, outside);
    if (quick) return quick;
    const boxes = [...term.except, ...outside.flatMap((other) => [other.box, ...other.except])];
    const fits = (inside: readonly boolean[]): boolean => {
      let at = term.except.length;
      if (inside.slice(0, at).includes(true)) return false;
      return outside.every((other) => {
        const isIn = inside[at] && !inside.slice(at + 1, at + 1 + other.except.length).includes(true);
        at += 1 + other.except.length;
        return !isIn;
      });
    };
    return this.search(
      term.box,
      boxes,
      boxes.map(() => true),
      0,
      fits,
    );
  }

  private search(
    box: Box,
    boxes: readonly Box[],
    inside: readonly boolean[],
    at: number,
    fits: (inside: readonly boolean[]) => boolean,
  ): readonly string[] | undefined {
    if (at === this.dimensions.length) return fits(inside) ? [] : undefined;
    const globs = [...new Set(boxes.filter((_, index) => inside[index]).map((other) => other[at]!))];
    for (const cell of this.cells(at, box[at]!, globs)) {
      const place = new Map(globs.map((glob, index) => [glob, cell.inside[index]!]));
      const still = inside.map((isIn, index) => isIn && place.get(boxes[index]![at]!)!);
      spend(this.budget, boxes.length);
      const rest = this.search(box, boxes, still, at + 1, fits);
      if (rest) return [cell.value, ...rest];
    }
    return undefined;
  }

  /** Tries a few likely requests before the exact search. */
  private guess(term: Term, outside: readonly Term[]): readonly string[] | undefined {
    for (const [attempt, filling] of ['x', '', 'app', 'x0'].entries()) {
      const values = term.box.map((glob, index) => {
        const likely = glob === RUN ? this.dimensions[index]!.likely?.[attempt] : undefined;
        return likely ?? glob.replaceAll(RUN, filling).replaceAll(ONE, 'x').replaceAll(FOLD, '');
      });
      if (values.some((value, index) => hasSymbol(value) || !isValid(this.dimensions[index]!.grammar, value))) continue;
      if (this.holds(term, values) && !outside.some((other) => this.holds(other, values))) return values;
    }
    return undefined;
  }

  /** Whether a request of known values is in a term. */
  private holds(term: Term, values: readonly string[]): boolean {
    return this.boxCovers(term.box, values) && !term.except.some((box) => this.boxCovers(box, values));
  }
}

/** All numbers of some lists, sorted and without repetition. */
export function merge(...lists: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(lists.flat())].sort((x, y) => x - y);
}

/** By code unit, which no locale changes. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function textOf(box: Box): string {
  return box.join('\uE00F');
}

function sortBoxes(boxes: readonly Box[]): readonly Box[] {
  return [...boxes].sort((a, b) => compare(textOf(a), textOf(b)));
}

/** The term's text, equal for terms of the same box and exceptions. */
export function keyOf(term: Term): string {
  if (term.except.length === 0) return textOf(term.box);
  return [textOf(term.box), ...sortBoxes(term.except).map(textOf)].join('\uE00E');
}
