/** What decided a question about one identity, before it is put in its final form. */
export interface Outcome {
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
  return { admitted: false, because: outcomes.flatMap(({ because }) => because) };
}
