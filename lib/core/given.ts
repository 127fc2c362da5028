import { PodtrustError } from './errors';
import { isKnown } from './unknown';

/**
 * Refuses nothing in the place of an object, as a list gives at an index that it does not have.
 *
 * @param what with its article, such as `a cluster`
 * @throws PodtrustError `input-invalid`
 */
export function checkGiven(value: unknown, what: string, where: string): void {
  if (typeof value === 'object' && value !== null) return;
  throw new PodtrustError({
    code: 'input-invalid',
    where,
    what: `${value === undefined || value === null ? String(value) : `a value of the type ${typeof value}`} was given where ${what} is expected`,
    why: 'There is nothing that it could be made of.',
    remedy: `Give ${what}. A list or a map has undefined where it has nothing.`,
  });
}

/**
 * Refuses what is no list of objects.
 *
 * @param what one of them, with its article, such as `a grant`
 * @throws PodtrustError `input-invalid`
 */
export function checkList(values: readonly unknown[], what: string, where: string): void {
  if (!Array.isArray(values)) {
    throw new PodtrustError({
      code: 'input-invalid',
      where,
      what: `${String(typeof values)} was given where a list is expected, each ${what}`,
      why: 'There is nothing that it could be made of.',
      remedy: 'Put it into [ ].',
    });
  }
  for (const value of values) checkGiven(value, what, where);
}

/**
 * Refuses a choice that there is not, as a program in JavaScript may make it. Nothing, and tokens, pass.
 *
 * @throws PodtrustError `input-invalid`
 */
export function checkOneOf(field: string, value: string | undefined, choices: readonly string[], where: string): void {
  if (value === undefined || choices.includes(value) || (typeof value === 'string' && !isKnown(value))) return;
  throw new PodtrustError({
    code: 'input-invalid',
    where,
    what: `${field} is ${JSON.stringify(value)}`,
    why: 'There is no such choice.',
    remedy: `Give one of ${choices.join(', ')}, or leave it out.`,
  });
}
