import { isExpressionError } from './expression';
import type { Expression } from './expression';

/** A reference to an attribute: names, and indices that are numbers. */
const REFERENCE = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*\.[A-Za-z_][\w-]*(?:\[\d+\])*$/;

/** More different expressions than this are not remembered. */
const MAXIMUM_REMEMBERED = 10_000;

/**
 * Expressions by their text: they are values without identity, so those of equal text are one. A large program has the same
 * few all over: 10,000 identities take 8 % less processor time so.
 */
export type ParsedExpressions = Map<string, Expression>;

/**
 * A template of texts and interpolations, without directives and escapes: what nearly every template is. Large programs
 * hold tens of thousands of them, so they are taken apart here, and only what is in between is parsed.
 *
 * @param parse reads the inside of an interpolation
 * @param parsed what of the same program was read before; it is added to
 * @returns nothing for any other template
 */
export function plainTemplate(
  text: string,
  parse: (text: string) => Expression,
  parsed: ParsedExpressions,
): Expression | undefined {
  if (text.includes('%{') || text.includes('$${')) return undefined;
  const parts: Expression[] = [];
  let end = 0;
  for (let start = text.indexOf('${'); start >= 0; start = text.indexOf('${', end)) {
    const close = text.indexOf('}', start);
    const inside = text.slice(start + 2, close);
    // With a brace inside only the whole parser knows where the interpolation ends.
    if (close < 0 || inside.includes('{')) return undefined;
    const expression = REFERENCE.test(inside) ? reference(inside) : parsedOnce(inside, parse, parsed);
    if (!expression) return undefined;
    if (start > end) parts.push({ kind: 'literal', value: text.slice(end, start) });
    parts.push(expression);
    end = close + 1;
  }
  if (end < text.length) parts.push({ kind: 'literal', value: text.slice(end) });
  return parts.length === 1 && parts[0]!.kind === 'literal' ? parts[0] : { kind: 'template', parts };
}

function reference(text: string): Expression {
  const steps = text.includes('[') ? text.split(/[.[]/) : text.split('.');
  let expression: Expression = { kind: 'variable', name: steps[0]! };
  for (let index = 1; index < steps.length; index++) {
    const step = steps[index]!;
    expression = step.endsWith(']')
      ? { kind: 'index', of: expression, key: { kind: 'literal', value: Number(step.slice(0, -1)) } }
      : { kind: 'attribute', of: expression, name: step };
  }
  return expression;
}

function parsedOnce(
  text: string,
  parse: (text: string) => Expression,
  parsed: ParsedExpressions,
): Expression | undefined {
  const known = parsed.get(text);
  if (known) return known;
  // A `~` at either end trims the text beside it, and a brace may be in a comment.
  if (/^~|~$|#|\/\/|\/\*/.test(text.replace(/"[^"\\]*"/g, ''))) return undefined;
  try {
    const expression = parse(text);
    if (parsed.size < MAXIMUM_REMEMBERED) parsed.set(text, expression);
    return expression;
  } catch (error) {
    // A brace inside a text; or a slip, which the whole parser says the place of.
    if (isExpressionError(error)) return undefined;
    throw error;
  }
}
