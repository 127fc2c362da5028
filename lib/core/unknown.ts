import { PodtrustError } from './errors';

/**
 * Whether a string is known when the program runs.
 *
 * A cdktf token (`${TfToken[TOKEN.7]}`, in a list `#{TfToken[TOKEN.7]}`) or a Terraform expression (`${aws_iam_role.a.arn}`)
 * gets its value only when Terraform applies it, so no check of its length or its characters can be made here. The proof
 * writes such a value as a symbol, which starts with a private-use character.
 *
 * @throws PodtrustError `input-invalid` for what is not text, from a program that no compiler has checked, or that gives a variable of
 *   the environment which is not set
 */
export function isKnown(value: string): boolean {
  if (typeof value !== 'string') throw notText(value);
  return !value.includes('${') && !value.includes('#{TfToken') && !value.includes('\uE000');
}

/**
 * Whether a number is known when the program runs: cdktf writes one that is not as a number below any that a person would give.
 */
export function isKnownNumber(value: number): boolean {
  return !(value < -1e250);
}

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

function notText(value: unknown): PodtrustError {
  const given = value === undefined || value === null ? String(value) : `a value of the type ${typeof value}`;
  return new PodtrustError({
    code: 'input-invalid',
    what: `${given} was given where text is expected`,
    why: 'Terraform would get no value, or a wrong one.',
    remedy:
      'Look at the line of yours that the stack trace names. An environment variable that is not set is undefined: give it a default, or stop with an error of your own.',
  });
}
