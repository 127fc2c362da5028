import { nearest } from '../../core/nearest';
import { PodtrustError } from '../../core/errors';

/** The folders of templates that are for one cloud alone. */
export type Cloud = 'aws' | 'azure';

/** What a project can be for. */
export const CHOICES = ['aws', 'azure', 'both'] as const;
export type Choice = (typeof CHOICES)[number];

/** What people also call the clouds. */
const ALSO: Readonly<Record<string, Choice>> = {
  eks: 'aws',
  amazon: 'aws',
  aks: 'azure',
  azurerm: 'azure',
  all: 'both',
};

/** @throws PodtrustError `option-invalid` with the nearest choice */
export function choiceOf(text: string): Choice {
  return oneOf(CHOICES, text, ALSO);
}

/**
 * One of a few words.
 *
 * @param also what people also say
 * @throws PodtrustError `option-invalid` with the nearest one
 */
export function oneOf<T extends string>(
  choices: readonly T[],
  text: string,
  also: Readonly<Record<string, T>> = {},
): T {
  const choice = choices.find((one) => one === text);
  if (choice) return choice;
  const near = Object.hasOwn(also, text.toLowerCase()) ? also[text.toLowerCase()] : nearest(text, choices);
  throw new PodtrustError({
    code: 'option-invalid',
    what: `${JSON.stringify(text)} is not one of ${choices.join(', ')}`,
    remedy: near === undefined ? undefined : `Did you mean ${near}?`,
  });
}

/** The clouds of a choice. */
export function cloudsOf(choice: Choice): readonly Cloud[] {
  return choice === 'both' ? ['aws', 'azure'] : [choice];
}

/** A choice in a sentence. */
export const NAMES: Readonly<Record<Choice, string>> = { aws: 'AWS', azure: 'Azure', both: 'AWS and Azure' };
