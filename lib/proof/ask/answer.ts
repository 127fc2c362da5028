import { describeSymbols } from '../model/symbol';

/** What comes of one query. */
export interface Answer {
  /** `null` where it cannot be decided before apply, or from what was read. */
  readonly admitted: boolean | null;
  /** Sentences for people: what decided it, what the cloud would say, and what would have to change. */
  readonly because: readonly string[];
}

/** What decided, before it is put in its final form. */
export interface Outcome {
  /** Nothing where it cannot be decided. */
  readonly admitted: boolean | undefined;
  readonly because: readonly string[];
}

/** The answer of an outcome: symbols described, each sentence once. */
export function answerOf({ admitted, because }: Outcome): Answer {
  return { admitted: admitted ?? null, because: [...new Set(because.map(describeSymbols))] };
}

/** The outcome where one of several ways is enough. */
export function anyOf(outcomes: readonly Outcome[]): Outcome {
  const admitting = outcomes.filter(({ admitted }) => admitted);
  if (admitting.length > 0) return { admitted: true, because: admitting.flatMap(({ because }) => because) };
  const open = outcomes.filter(({ admitted }) => admitted === undefined);
  if (open.length > 0) return { admitted: undefined, because: open.flatMap(({ because }) => because) };
  return { admitted: false, because: outcomes.flatMap(({ because }) => because) };
}
