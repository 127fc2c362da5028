import type { Assuming } from '../model/assumption';

/** What decided a question about one identity, before it is put in its final form. It may rest on absence. */
export interface Outcome extends Assuming {
  /** Nothing where it cannot be decided. */
  readonly admitted: boolean | undefined;
  readonly because: readonly string[];
}

/** The outcome where one of several ways is enough. */
export function anyOf(outcomes: readonly Outcome[]): Outcome {
  const admitting = outcomes.filter(({ admitted }) => admitted);
  if (admitting.length > 0) {
    // One way that rests on nothing is enough.
    const isFree = admitting.some(({ assumes }) => !assumes);
    return {
      admitted: true,
      ...(isFree ? {} : assumedBy(admitting)),
      because: admitting.flatMap(({ because }) => because),
    };
  }
  const open = outcomes.filter(({ admitted }) => admitted === undefined);
  if (open.length > 0) return { admitted: undefined, because: open.flatMap(({ because }) => because) };
  return {
    admitted: false,
    because: outcomes.flatMap(({ because }) => because),
    ...assumedBy(outcomes),
  };
}

/** What outcomes take for granted together. */
export function assumedBy(outcomes: readonly Assuming[]): Assuming {
  const assumes = [...new Set(outcomes.flatMap((outcome) => outcome.assumes ?? []))];
  return assumes.length === 0 ? {} : { assumes };
}
