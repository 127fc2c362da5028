/**
 * How much work one evaluation may still do, in steps of some nanoseconds each.
 *
 * Policies come from files that anybody may have written. An ordinary trust needs some hundred steps; a hostile one stops
 * here and is reported as undecided, so no answer is slow and none is wrong.
 */
export interface Budget {
  left: number;
}

/** A fresh budget: a fraction of a second. */
export function newBudget(steps = 2_000_000): Budget {
  return { left: steps };
}

/** What is said of a trust whose evaluation stops. */
export const TOO_LARGE = 'the trust policy is too large or too intricate to be worked out exactly';

const EXHAUSTED = new Error('the evaluation budget is used up');

/** Takes steps off the budget; stops the evaluation where none are left. */
export function spend(budget: Budget, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0) throw EXHAUSTED;
}

/** Runs a piece of work; gives nothing where its budget runs out. */
export function within<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error === EXHAUSTED) return undefined;
    throw error;
  }
}
