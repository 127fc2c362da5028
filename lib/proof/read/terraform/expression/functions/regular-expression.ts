import { ExpressionError, limit } from '../expression';

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
  if (
    pattern.length > MAXIMUM_LENGTH ||
    repeatsChoices(plain) ||
    Math.max(text.length, 2) ** (unbounded + 1) > MAXIMUM_STEPS
  ) {
    throw limit('a regular expression is too intricate to be tried here');
  }
  if (/\(\?<?[=!]/.test(plain) || /\\[1-9]/.test(pattern.replace(/\\\\/g, ''))) {
    throw new ExpressionError('a regular expression looks around or back, which Terraform’s do not');
  }
  const caseless = pattern.startsWith('(?i)');
  const source = (caseless ? pattern.slice(4) : pattern).replace(/\(\?P</g, '(?<');
  try {
    return new RegExp(source, `u${caseless ? 'i' : ''}${flags}`);
  } catch {
    throw limit('a regular expression is not understood here');
  }
}

/**
 * Whether a group is repeated that may itself match the same text in several ways, at whatever depth: that takes
 * exponential time.
 *
 * @param pattern without escapes and classes
 */
function repeatsChoices(pattern: string): boolean {
  /** For each open group, whether something in it is repeated, left out or chosen. */
  const open: boolean[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at]!;
    if (sign === '(') {
      open.push(false);
      // What follows tells the kind of group.
      if (pattern[at + 1] === '?') at++;
    } else if (sign === ')') {
      const chooses = open.pop() === true;
      const isRepeated = /[*+{]/.test(pattern[at + 1] ?? '');
      if (chooses && isRepeated) return true;
      if (open.length > 0 && chooses) open[open.length - 1] = true;
    } else if (open.length > 0 && /[*+?|{]/.test(sign)) open[open.length - 1] = true;
  }
  return false;
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
