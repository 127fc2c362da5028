import { limit } from './expression';
import type { Value, ValueObject } from './value';

/** Parts that one value may have: far above any program, and small enough to walk through. */
const MAXIMUM_WEIGHT = 2_000_000;

/** Characters that weigh as much as one part. */
const CHARACTERS = 32;

/**
 * How deep values may wait for one another: a level of an expression counts one, a value that another one needs four. It
 * is more than any program has, and takes less than half of the stack.
 */
const MAXIMUM_DEPTH = 800;

/** Work that one evaluation may do, so that a few lines which multiply themselves cannot fill time, memory and stack. */
export class WeightBudget {
  /** How deep the work is. Who catches an {@link ExpressionError} puts back what it was. */
  public depth = 0;

  public constructor(private left: number) {}

  /** @throws ExpressionError where nothing is left */
  public spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw limit('it takes more work than any program needs');
  }

  /** @throws ExpressionError where it is too deep; the depth is as it was */
  public enter(levels: number): void {
    if (this.depth + levels > MAXIMUM_DEPTH) throw limit('it is nested, or refers on, too deeply');
    this.depth += levels;
  }

  /** The way back from {@link enter}. */
  public leave(levels: number): void {
    this.depth -= levels;
  }
}

/** What weighs no more is not remembered. */
const LIGHT = 32;

/**
 * What lists and objects weigh, all that is in them included. The same list in two places is counted twice.
 *
 * A cache and no state: values never change, so a weight is a pure function of the value, and one that is in many others is
 * walked through once.
 */
const weights = new WeakMap<object, number>();

/**
 * The value itself, once it is weighed.
 *
 * @throws ExpressionError where it is larger than any program makes it, or the budget has not that much left
 */
export function weigh<T extends Value>(value: T, budget: WeightBudget | undefined): T {
  if (!budget) return value;
  spend(weightOf(value), budget);
  return value;
}

/**
 * Spends what some texts weigh that are about to become one.
 *
 * @throws ExpressionError as {@link weigh}
 */
export function weighTexts(texts: readonly string[], budget: WeightBudget | undefined): void {
  if (!budget) return;
  let weight = 1;
  for (const text of texts) weight += weightOfText(text);
  spend(weight, budget);
}

function spend(weight: number, budget: WeightBudget): void {
  if (weight > MAXIMUM_WEIGHT) throw limit('it grows larger than any program needs');
  budget.spend(weight);
}

function weightOfText(text: string): number {
  return 1 + text.length / CHARACTERS;
}

function weightOf(value: Value): number {
  if (typeof value === 'string') return weightOfText(value);
  if (typeof value !== 'object' || value === null) return 1;
  let weight = weights.get(value);
  if (weight === undefined) {
    weight = 1;
    if (Array.isArray(value)) for (const item of value as readonly Value[]) weight += weightOf(item);
    else for (const key in value) weight += weightOf((value as ValueObject)[key]!);
    // Most are small, and sooner walked through again than kept.
    if (weight > LIGHT) weights.set(value, weight);
  }
  return weight;
}
