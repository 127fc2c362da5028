import { PodtrustError, isKnown } from '../../core';

/** Two settings of a cluster that AKS does not accept together. */
export function choicesConflict(where: string, what: string, why: string, remedy: string): PodtrustError {
  return new PodtrustError({ code: 'cluster-choices-conflict', where, what, why, remedy });
}

/**
 * Refuses a value that is none of those that there are, as a program in JavaScript may give it. Tokens pass.
 *
 * @throws PodtrustError `input-invalid`
 */
export function checkOneOf(field: string, value: string | undefined, values: readonly string[], where: string): void {
  if (value === undefined || values.includes(value) || (typeof value === 'string' && !isKnown(value))) return;
  throw new PodtrustError({
    code: 'input-invalid',
    where,
    what: `${field} is ${JSON.stringify(value)}`,
    why: 'AKS has no such setting.',
    remedy: `Give one of ${values.join(', ')}.`,
  });
}
