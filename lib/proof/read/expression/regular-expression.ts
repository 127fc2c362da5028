import { ExpressionError } from './expression';

/** Steps that one match may take at worst; a tenth of a second. */
const MAXIMUM_STEPS = 1e8;

/** Longer patterns are none of a program's, and V8 ends the process over one that takes too much of its stack to compile. */
const MAXIMUM_LENGTH = 2_000;

/**
 * A regular expression of Terraform (RE2) as one of JavaScript.
 *
 * RE2 takes linear time and JavaScript does not, so patterns that could run away on this text are refused, as are those
 * that JavaScript writes in another way.
 *
 * @param text what it will be matched against
 * @throws ExpressionError where it is refused
 */
export function regularExpression(pattern: string, text: string, flags = ''): RegExp {
  const plain = pattern.replace(/\\[^]|\[(?:\\[^]|[^\]\\])*\]/g, 'x');
  const unbounded = (plain.match(/[*+]|\{\d+,\}/g) ?? []).length;
  // A repeated group that may match the same text in several ways takes exponential time.
  const nested = /\((?:[^()]|\([^()]*\))*(?:[*+?|{])(?:[^()]|\([^()]*\))*\)(?:[*+]|\{)/.test(plain);
  if (pattern.length > MAXIMUM_LENGTH || nested || Math.max(text.length, 2) ** (unbounded + 1) > MAXIMUM_STEPS) {
    throw new ExpressionError('a regular expression is too intricate to be tried here');
  }
  const caseless = pattern.startsWith('(?i)');
  const source = (caseless ? pattern.slice(4) : pattern).replace(/\(\?P</g, '(?<');
  try {
    return new RegExp(source, `u${caseless ? 'i' : ''}${flags}`);
  } catch {
    throw new ExpressionError('a regular expression is not understood here');
  }
}

/** What Terraform's regex() gives of a match: the named groups, else the groups, else the whole. */
export function capturesOf(match: RegExpExecArray): string | (string | null)[] | Record<string, string | null> {
  if (match.groups) return Object.fromEntries(Object.entries(match.groups).map(([key, text]) => [key, text ?? null]));
  const [whole, ...groups] = match;
  return groups.length > 0 ? groups.map((group) => (group as string | undefined) ?? null) : whole;
}

/** A replacement text of RE2: `$1`, `${name}`; a group that is not there is empty. */
export function expandReplacement(replacement: string, match: RegExpExecArray): string {
  return replacement.replace(/\$(?:\{(\w+)\}|(\w+)|\$)/g, (_, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return '$';
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
  });
}
