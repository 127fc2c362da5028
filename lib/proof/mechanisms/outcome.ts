/**
 * What a refusal takes for granted: that nothing which was not read adds a credential, an association or a grant. `elsewhere:`
 * of podtrust.yaml withdraws it.
 */
export type Assumption = 'nothing-elsewhere';

/** What decided a question about one identity, before it is put in its final form. */
export interface Outcome {
  /** Nothing where it cannot be decided. */
  readonly admitted: boolean | undefined;
  readonly because: readonly string[];
  /** Of a refusal that rests on absence. */
  readonly assumes?: readonly Assumption[];
}

/** What a refusal has that rests on the absence of what could be added elsewhere. */
export const BY_ABSENCE: Pick<Outcome, 'assumes'> = { assumes: ['nothing-elsewhere'] };

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
