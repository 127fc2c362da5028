import { ExpressionError } from '../expression';
import { asText } from '../value';
import type { Value } from '../value';

/**
 * Arguments as texts, which numbers and truth values are too.
 *
 * @throws ExpressionError where one is none
 */
export function texts(args: readonly Value[]): string[] {
  return args.map((argument) => {
    const text = asText(argument);
    if (text === undefined) throw new ExpressionError('a function got something else than a text');
    return text;
  });
}

/** @throws ExpressionError where an argument is no list */
export function list(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  throw new ExpressionError('a function got something else than a list');
}
