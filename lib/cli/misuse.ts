import { PodtrustError } from '../core/errors';

/** An option that is missing, does not go with another one, or has a value that it does not accept. */
export function misuse(what: string): PodtrustError {
  return new PodtrustError({ code: 'option-invalid', what });
}

/** @throws PodtrustError `option-invalid` where an option's value is not one of its choices */
export function checkChoice(option: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) throw misuse(`${option} ${JSON.stringify(value)} is not one of ${choices.join(', ')}`);
}
