import { hasSymbol, outsideSymbols } from '../../model/known/symbol';
import type { Budget } from '../budget';
import type { Glob } from '../region/glob';
import { FOLD, ONE, RUN, covers, mayMeet } from '../region/glob';
import type { OperatorFamily } from '../../model/identity/statement';
import type { TrustPolicy } from './policy';

/** A condition's value as a pattern. */
export interface ValuePattern {
  readonly glob: Glob;
  /** False where a policy variable in it makes it unknown what it stands for; {@link RUN} holds its place. */
  readonly certain: boolean;
  /** Set where a policy variable in it has no value: nothing is equal to it, and nothing is like it. */
  readonly never?: true;
}

/** Whether a request certainly has no value for a condition key, and so none for the policy variable of this name. */
export type IsAbsent = (key: string) => boolean;

/**
 * Reads a value of a string or ARN operator.
 *
 * `*` and `?` are wildcards under `StringLike` and the ARN operators only. In version 2012-10-17 `${*}`, `${?}` and `${$}`
 * are the characters themselves and any other `${…}` is a policy variable; before, all of it is plain text.
 *
 * A variable whose key the request does not have stands for the default that it names (`${aws:username, 'nobody'}`). Without
 * one it is null, which is equal to nothing. See the IAM User Guide, "Variables and tags", "Policy variables with no value".
 *
 * @param isAbsent which keys the requests never have; without it no variable is known to have no value
 */
export function patternOf(
  value: string,
  family: OperatorFamily,
  version: TrustPolicy['version'],
  isAbsent: IsAbsent = () => false,
): ValuePattern {
  const wildcards = family === 'StringLike' || family === 'Arn';
  const fold = family === 'StringEqualsIgnoreCase';
  const variables = version === '2012-10-17' && value.includes('${');
  if (!variables && !fold && !(wildcards && /[*?]/.test(value))) return { glob: value, certain: true };
  let glob = '';
  let certain = true;
  const pieces = /\uE000[^\uE001]*\uE001?|\$\{[^}]*\}|[^]/g;
  for (const [piece] of value.matchAll(pieces)) {
    if (piece.length > 1 && piece[0] === '$') {
      const name = piece.slice(2, -1);
      if (!variables) glob += fold ? foldText(piece) : wildcards ? wild(piece) : piece;
      else if (name === '*' || name === '?' || name === '$') glob += name;
      else {
        const { key, byDefault } = variableOf(name);
        if (key === undefined || !isAbsent(key)) {
          certain = false;
          glob += RUN;
        } else if (byDefault === undefined) return { glob: RUN, certain: true, never: true };
        else glob += fold ? foldText(byDefault) : byDefault;
      }
    } else if (piece.length > 1) glob += piece;
    else glob += fold ? foldText(piece) : wildcards ? wild(piece) : piece;
  }
  return { glob: glob.replace(/\uE002{2,}/g, RUN), certain };
}

/**
 * A value, or a resource, with those policy variables written out whose key the request has one known value for. What such a
 * value holds that a pattern would read in another way is left a variable.
 *
 * @param knownText the one value of a condition key, where it has one that is known
 */
export function withKnownVariables(
  value: string,
  version: TrustPolicy['version'],
  knownText: (key: string) => string | undefined,
): string {
  if (version !== '2012-10-17' || !value.includes('${')) return value;
  return outsideSymbols(value, (known) =>
    known.replaceAll(/\$\{([^}]*)\}/g, (piece, name: string) => {
      const { key } = variableOf(name);
      const text = key === undefined ? undefined : knownText(key);
      return text === undefined || /[*?$]/.test(text) ? piece : text;
    }),
  );
}

/** The key of a variable and its default. What is not a key and no default of one is left alone: AWS does not say what it is. */
function variableOf(text: string): { readonly key?: string; readonly byDefault?: string } {
  const parts = /^\s*([^\s,']+:[^\s,']+)\s*(?:,\s*'([^'*?]*)'\s*)?$/.exec(text);
  return parts ? { key: parts[1], byDefault: parts[2] } : {};
}

/** The condition keys of the policy variables in a value that have no default; none in the language of 2008. */
export function variablesIn(value: string, version: TrustPolicy['version']): readonly string[] {
  if (version !== '2012-10-17') return [];
  return [...value.matchAll(/\$\{([^}]*)\}/g)].flatMap(([, name]) => {
    const { key, byDefault } = variableOf(name!);
    return key !== undefined && byDefault === undefined ? [key] : [];
  });
}

const wild = (text: string): string => text.replaceAll('*', RUN).replaceAll('?', ONE);

const foldText = (text: string): string =>
  [...text]
    .map((character) => {
      const lower = character.toLowerCase();
      return lower !== character.toUpperCase() && lower.length === 1 ? FOLD + lower : character;
    })
    .join('');

/** Whether two texts, of which one may be a pattern, are the same; nothing where a symbol decides it. */
export function isText(pattern: Glob, text: string, budget: Budget): boolean | undefined {
  if (covers(pattern, text, budget)) return true;
  if (!hasSymbol(pattern) && !hasSymbol(text)) return false;
  return mayMeet(pattern, text, budget) ? undefined : false;
}

const ARN_PARTS = 6;

/** How many colons a text has outside its symbols. */
export function colonsOf(text: string): number {
  return text.replace(/\uE000[^\uE001]*\uE001?/g, '').split(':').length - 1;
}

/** Whether a text is an ARN: six parts, the first of them `arn`. */
export function isArn(text: string): boolean {
  return text.startsWith('arn:') && colonsOf(text) >= ARN_PARTS - 1;
}

/**
 * Whether an ARN matches a pattern, part by part; the last part may hold colons. Nothing where the answer is not known:
 * with symbols, and with a pattern of fewer than six parts, of which AWS does not say whether it matches anything.
 */
export function isArnMatch(pattern: Glob, arn: string, budget: Budget): boolean | undefined {
  if (hasSymbol(pattern) || hasSymbol(arn)) {
    if (pattern === arn) return true;
    return mayMeet(pattern, arn, budget) ? undefined : false;
  }
  if (colonsOf(pattern) < ARN_PARTS - 1) return covers(pattern, arn, budget) ? undefined : false;
  const wanted = partsOf(pattern);
  return partsOf(arn).every((part, index) => covers(wanted[index]!, part, budget));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}

/**
 * Whether a known value of a request matches one value of a condition, before any negation. Nothing where AWS' documents
 * do not tell: a value of another kind than the operator's, or one that only apply will tell.
 */
export function isMatch(
  family: OperatorFamily,
  value: string,
  actual: string,
  version: TrustPolicy['version'],
  budget: Budget,
  isAbsent: IsAbsent,
): boolean | undefined {
  switch (family) {
    case 'StringEquals':
    case 'StringEqualsIgnoreCase':
    case 'StringLike': {
      const { glob, certain, never } = patternOf(value, family, version, isAbsent);
      if (never) return false;
      const same = isText(glob, actual, budget);
      return certain || same === false ? same : undefined;
    }
    case 'Arn': {
      const { glob, certain, never } = patternOf(value, family, version, isAbsent);
      if (never) return false;
      if (!isArn(actual) && !hasSymbol(actual)) return isArn(value) ? false : undefined;
      const same = isArnMatch(glob, actual, budget);
      return certain || same === false ? same : undefined;
    }
    case 'Bool':
      if (!hasSymbol(actual) && !BOOLEAN.test(actual)) return false;
      return hasSymbol(actual) || !BOOLEAN.test(value) ? undefined : actual === value;
    case 'BinaryEquals':
    case 'Null':
      return undefined;
    default:
      return isNumberMatch(family, value, actual);
  }
}

const BOOLEAN = /^(true|false)$/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

function isNumberMatch(family: OperatorFamily, value: string, actual: string): boolean | undefined {
  // A date and an address start with a digit (an IPv6 address with a hexadecimal one or a colon); no request value that is known here is either.
  if (!family.startsWith('Numeric')) return /^[0-9a-f:]/i.test(actual) || hasSymbol(actual) ? undefined : false;
  if (!hasSymbol(actual) && !NUMBER.test(actual)) return false;
  if (hasSymbol(actual) || !NUMBER.test(value)) return undefined;
  const [wanted, given] = [Number(value), Number(actual)];
  // Beyond this the two could differ and look equal.
  if (Math.abs(wanted) > Number.MAX_SAFE_INTEGER || Math.abs(given) > Number.MAX_SAFE_INTEGER) return undefined;
  switch (family) {
    case 'NumericEquals':
      return given === wanted;
    case 'NumericLessThan':
      return given < wanted;
    case 'NumericLessThanEquals':
      return given <= wanted;
    case 'NumericGreaterThan':
      return given > wanted;
    default:
      return given >= wanted;
  }
}

/** Whether a known value is of the kind that an operator compares, so that a mismatch is one and its negation holds. */
export function isOfKind(family: OperatorFamily, actual: string): boolean {
  if (family.startsWith('String')) return true;
  if (family.startsWith('Numeric')) return NUMBER.test(actual);
  if (family === 'Arn') return isArn(actual);
  return false;
}
