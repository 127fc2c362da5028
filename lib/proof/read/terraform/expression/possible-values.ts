import { describeSymbols } from '../../../model/known/symbol';
import { isExpressionError } from './expression';
import { isUnknown, textOfValue } from './value';
import type { Value } from './value';
import type { WeightBudget } from './weight';

/** What a value that is not known turns out to be one of. Each of them may be unknown itself. */
export interface PossibleValues {
  /** What decides which, for people: `${var.production}`. */
  readonly cause: string;
  /** At least two of them differ. */
  readonly values: readonly Value[];
  /**
   * The condition that decides, where it is that of a conditional: two values with the same, and as many, are chosen
   * together. Nothing where it is anything else.
   */
  readonly test?: string;
}

/** The same as it is worked out. */
export interface Deciding {
  /** The value that decides which: one that is not known, or of which it is told what it may be. */
  readonly by: Value;
  /** Fewer than two different ones tell nothing. What is made of each value of another one has their order. */
  readonly values: readonly Value[];
  /** Set where it is the condition of a conditional. */
  readonly isTest?: true;
}

/** More than this are not told apart. */
const MOST = 16;

/**
 * What values that are not known may turn out to be: those of a conditional whose condition is not known, of a `coalesce`
 * or a `lookup`. By their symbols: the same symbol is the same value. Worked out when asked for, which few are.
 */
export class Possibilities {
  private readonly found = new Map<string, (() => Deciding | undefined) | PossibleValues | undefined>();

  public constructor(private readonly budget: WeightBudget) {}

  /** @param work what is known of it, which may be nothing */
  public add(unknown: Value, work: () => Deciding | undefined): void {
    if (!isUnknown(unknown)) return;
    const key = keyOf(String(unknown));
    if (!this.found.has(key)) this.found.set(key, work);
  }

  /** Whether anything is told of a value, which is little work. */
  public has(unknown: Value): boolean {
    return isUnknown(unknown) && this.found.has(keyOf(String(unknown)));
  }

  /** What an unknown value turns out to be one of; nothing where that is not known. */
  public of(unknown: Value): PossibleValues | undefined {
    const key = keyOf(String(unknown));
    const found = this.found.get(key);
    if (typeof found !== 'function') return found;
    // What refers to itself ends here.
    this.found.set(key, undefined);
    const { depth } = this.budget;
    let values: PossibleValues | undefined;
    try {
      values = this.settled(found());
    } catch (error) {
      if (!isExpressionError(error)) throw error;
      this.budget.depth = depth;
    }
    this.found.set(key, values);
    return values;
  }

  private settled(deciding: Deciding | undefined): PossibleValues | undefined {
    if (!deciding) return undefined;
    const { by, values, isTest } = deciding;
    if (values.length > MOST || new Set(values.map(textOfValue)).size < 2) return undefined;
    const decided = isUnknown(by) ? this.of(by) : undefined;
    const cause = decided?.cause ?? describeSymbols(typeof by === 'string' ? by : JSON.stringify(by));
    const test =
      isTest && typeof by === 'string' ? by : decided?.values.length === values.length ? decided.test : undefined;
    return { cause, values, ...(test === undefined ? {} : { test }) };
  }
}

/** In JSON that a template holds, the quotes of a symbol have lost or gained a backslash. */
function keyOf(symbol: string): string {
  return symbol.includes('\\') ? symbol.replaceAll('\\', '') : symbol;
}
