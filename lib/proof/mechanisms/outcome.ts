import { BY_ABSENCE } from '../model/assumption';
import type { Assuming } from '../model/assumption';

/** What decided a question about one identity, before it is put in its final form. A refusal may rest on absence. */
export interface Outcome extends Assuming {
  /** Nothing where it cannot be decided. */
  readonly admitted: boolean | undefined;
  readonly because: readonly string[];
}

/** The outcome where one of several ways is enough. */
export function anyOf(outcomes: readonly Outcome[]): Outcome {
  const admitting = outcomes.filter(({ admitted }) => admitted);
  if (admitting.length > 0) return { admitted: true, because: admitting.flatMap(({ because }) => because) };
  const open = outcomes.filter(({ admitted }) => admitted === undefined);
  if (open.length > 0) return { admitted: undefined, because: open.flatMap(({ because }) => because) };
  return {
    admitted: false,
    because: outcomes.flatMap(({ because }) => because),
    ...(outcomes.some(({ assumes }) => assumes) ? BY_ABSENCE : {}),
  };
}
