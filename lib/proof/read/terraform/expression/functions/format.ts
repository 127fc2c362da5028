import { hasSymbol } from '../../../../model/known/symbol';
import { ExpressionError, limit } from '../expression';
import { encode } from './encode';
import { lettersOf, numberOf } from './scalar-functions';
import { asText, holdsSymbol } from '../value';
import type { Value } from '../value';

const VERBS = /%([-+# 0]*)(\d+)?(?:\.(\d+))?(?:\[(\d+)\])?([a-zA-Z%])/g;

/** More than this a text is not padded to. */
const LONGEST = 1000;

/**
 * `format()`: Go's verbs as far as they are used, such as `%[2]s`, `%05d`, `%-5s`, `%.2f`, `%x`, `%q` and `%v`.
 *
 * @throws ExpressionError where an argument does not fit, is missing or is not used
 */
export function format(pattern: string, args: readonly Value[]): string {
  let next = 0;
  let used = 0;
  const text = pattern.replace(
    VERBS,
    (whole, flags: string, width?: string, precision?: string, at?: string, verb?: string) => {
      if (verb === '%') return '%';
      if (at !== undefined) next = Number(at) - 1;
      used = Math.max(used, next + 1);
      const value = args[next++];
      // Of null without a type Terraform tells nothing before apply.
      if (value === null) throw limit(`format() has ${whole} for null`);
      const plain = value === undefined ? undefined : formatted(verb!, value, precision, flags);
      if (plain === undefined) throw new ExpressionError(`format() has ${whole}, which does not fit its argument`);
      const length = Math.min(Number(width ?? 0), LONGEST);
      if (length > 0 && hasSymbol(plain))
        throw new ExpressionError(`format() has ${whole}, and how long its argument is, is not known`);
      const missing = Math.max(length - lettersOf(plain).length, 0);
      if (flags.includes('-')) return plain + ' '.repeat(missing);
      if (!flags.includes('0') || verb === 's') return ' '.repeat(missing) + plain;
      // Zeros stand behind the sign.
      return plain.replace(/^[-+]?/, (sign) => sign + '0'.repeat(missing));
    },
  );
  if (used < args.length) throw new ExpressionError(`format() got ${args.length} arguments, of which ${used} are used`);
  return text;
}

function formatted(verb: string, value: Value, precision: string | undefined, flags: string): string | undefined {
  const text = asText(value);
  switch (verb) {
    case 's':
      return text;
    case 'v':
      return flags.includes('#') ? encode(value) : (text ?? encode(value));
    case 'q':
      return text === undefined ? undefined : encode(text);
    case 't':
      return text === 'true' || text === 'false' ? text : undefined;
  }
  if (text !== undefined && holdsSymbol(text)) return verb === 'd' && flags === '' ? text : undefined;
  const number = numberOf(value);
  const sign = flags.includes('+') && number >= 0 ? '+' : '';
  switch (verb) {
    case 'd':
      return sign + String(Math.trunc(number));
    case 'f':
      return sign + number.toFixed(Number(precision ?? 6));
    case 'b':
      return sign + Math.trunc(number).toString(2);
    case 'o':
      return sign + Math.trunc(number).toString(8);
    case 'x':
      return sign + Math.trunc(number).toString(16);
    case 'X':
      return sign + Math.trunc(number).toString(16).toUpperCase();
    case 'e':
    case 'E':
    case 'g':
    case 'G':
      throw limit(`format() has %${verb}, which is not understood here`);
    default:
      return undefined;
  }
}
