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
