import type { Program } from './terraform/configuration/provider';
import { asText, isUnknown } from './terraform/expression/value';

/** What a text turns out to be one of. */
export interface PossibleTexts {
  readonly texts: readonly string[];
  /** What decides which, for people. */
  readonly cause: string;
  /** The condition that decides, where it is that of a conditional: the first text is for true, the second for false. */
  readonly test?: string;
}

/** The texts that one may turn out to be, each of which may be unknown itself; nothing where it is known, or that is not. */
export function possibleTexts(program: Pick<Program, 'possible'>, text: string): PossibleTexts | undefined {
  const possible = isUnknown(text) ? program.possible(text) : undefined;
  const texts = possible?.values.map((value) => asText(value));
  if (!possible || !texts?.every((one) => one !== undefined)) return undefined;
  const inner = texts.map((one) => possibleTexts(program, one));
  if (inner.every((one) => one === undefined)) {
    return {
      texts,
      cause: possible.cause,
      ...(possible.test === undefined || texts.length !== 2 ? {} : { test: possible.test }),
    };
  }
  return { texts: texts.flatMap((one, at) => inner[at]?.texts ?? [one]), cause: possible.cause };
}
