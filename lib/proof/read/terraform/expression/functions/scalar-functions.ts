import { posix } from 'node:path';
import { list, texts } from './arguments';
import { ExpressionError, limit } from '../expression';
import { capturesOf, expandReplacement, regularExpression } from './regular-expression';
import { withCase } from '../symbolic-text';
import { asText } from '../value';
import type { Value } from '../value';

/** Terraform's functions of texts, numbers and truth values that need to know all of their arguments. */
export const scalarFunctions: Readonly<Record<string, (...args: Value[]) => Value>> = {
  replace: (...args) => {
    const [text, search, replacement] = texts(args) as [string, string, string];
    if (search === '') return [...text].reduce((all, letter) => `${all}${letter}${replacement}`, replacement);
    if (!/^\/[^]*\/$/.test(search) || search.length < 2) return text.split(search).join(replacement);
    const pattern = regularExpression(search.slice(1, -1), text, 'g');
    let end = 0;
    const parts = matchesOf(text, pattern).flatMap((match) => {
      const before = text.slice(end, match.index);
      end = match.index + match[0].length;
      return [before, expandReplacement(replacement, match)];
    });
    return parts.join('') + text.slice(end);
  },
  regex: (...args) => {
    const [pattern, text] = texts(args) as [string, string];
    const match = regularExpression(pattern, text).exec(text);
    if (!match) throw new ExpressionError('regex() does not match');
    return capturesOf(match);
  },
  regexall: (...args) => {
    const [pattern, text] = texts(args) as [string, string];
    return matchesOf(text, regularExpression(pattern, text, 'g')).map(capturesOf);
  },
  strrev: (...args) => lettersOf(texts(args)[0]!).reverse().join(''),
  indent: (spaces, text) =>
    texts([text!])[0]!.replace(/\n/g, `\n${' '.repeat(Math.min(wholeNumberOf('indent', spaces!), 1000))}`),
  basename: (...args) => basename(texts(args)[0]!),
  dirname: (...args) => {
    const [text] = texts(args) as [string];
    const clean = posix.normalize(text.slice(0, text.lastIndexOf('/') + 1));
    return clean.length > 1 ? clean.replace(/\/$/, '') : clean;
  },
  md5: (...args) => hash('md5', texts(args)[0]!),
  sha1: (...args) => hash('sha1', texts(args)[0]!),
  sha256: (...args) => hash('sha256', texts(args)[0]!),
  sha512: (...args) => hash('sha512', texts(args)[0]!),
  base64sha256: (...args) => hash('sha256', texts(args)[0]!, 'base64'),
  base64sha512: (...args) => hash('sha512', texts(args)[0]!, 'base64'),
  title: (...args) => {
    const letters = [...texts(args)[0]!];
    return letters.map((letter, at) => (isInWord(letters[at - 1]) ? letter : withCase(letter, 'upper'))).join('');
  },
  substr: (text, offset, length) => {
    const letters = lettersOf(texts([text!])[0]!);
    const [from, count] = [wholeNumberOf('substr', offset!), wholeNumberOf('substr', length!)];
    if (from >= 0 && count === 0) return '';
    const start = from < 0 ? Math.max(letters.length + from, 0) : from;
    // Counted from the end, Terraform takes a length of nothing for no length.
    return letters.slice(start, count <= 0 ? undefined : start + count).join('');
  },
  split: (...args) => {
    const [separator, text] = texts(args) as [string, string];
    return text.split(separator);
  },
  base64encode: (...args) => Buffer.from(texts(args)[0]!, 'utf8').toString('base64'),
  base64decode: (...args) => {
    const text = texts(args)[0]!.replace(/[\r\n]/g, '');
    const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
    const decoded = Buffer.from(text, 'base64');
    const utf8 = decoded.toString('utf8');
    if (!isBase64 || !Buffer.from(utf8, 'utf8').equals(decoded))
      throw new ExpressionError('base64decode() got something else than a text in base64');
    return utf8;
  },
  urlencode: (...args) =>
    encodeURIComponent(texts(args)[0]!)
      .replace(/%20/g, '+')
      .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`),
  tonumber: (value) => (value === null ? null : numberOf(value!)),
  tobool: (value) => (value === null ? null : truthOf(value!)),
  parseint: (text, base) => {
    const [digits] = texts([text!]) as [string];
    return integerOf(digits, wholeNumberOf('parseint', base!));
  },
  abs: (value) => Math.abs(numberOf(value!)),
  ceil: (value) => Math.ceil(numberOf(value!)),
  floor: (value) => Math.floor(numberOf(value!)),
  signum: (value) => Math.sign(wholeNumberOf('signum', value!)),
  pow: (base, exponent) => {
    const power = numberOf(base!) ** numberOf(exponent!);
    if (!Number.isSafeInteger(power)) throw limit('pow() gives a number that cannot be told here');
    return power;
  },
  sort: (items) => [...texts(list(items))].sort(),
  reverse: (items) => [...list(items)].reverse(),
  range: (...args) => {
    const [first, second, third] = args.map(numberOf);
    const [start, end] = args.length === 1 ? [0, first!] : [first!, second!];
    const step = third ?? (start <= end ? 1 : -1);
    const length = start === end ? 0 : Math.ceil((end - start) / step);
    if (!(length >= 0 && length <= 1024)) throw new ExpressionError('range() gives more than 1,024 numbers');
    // Without what halves and tenths leave behind the fifteenth digit.
    return Array.from({ length }, (_, index) => Number((start + index * step).toPrecision(15)));
  },
  min: (...args) => Math.min(...args.map(numberOf)),
  max: (...args) => Math.max(...args.map(numberOf)),
};

/** What of a path is behind its last slash, as Go has it. */
function basename(text: string): string {
  if (text === '') return '.';
  return text.replace(/\/+$/, '').split('/').at(-1)! || '/';
}

/** A whole number written in a base; letters stand for ten and up, those of both cases for different ones above base 36. */
function integerOf(text: string, base: number): number {
  const [, sign, digits] = /^([+-]?)([0-9a-zA-Z]+)$/.exec(text) ?? [];
  const valueOf = (digit: string): number => {
    if (digit <= '9') return Number(digit);
    if (base <= 36 || digit >= 'a') return digit.toLowerCase().charCodeAt(0) - 87;
    return digit.charCodeAt(0) - 29;
  };
  const values = [...(digits ?? '')].map(valueOf);
  if (digits === undefined || base < 2 || base > 62 || values.some((value) => value >= base))
    throw new ExpressionError('parseint() got something else than a number of its base');
  const number = values.reduce((all, value) => all * base + value, 0);
  if (!Number.isSafeInteger(number)) throw limit('parseint() gives a number that is too large to be told here');
  return sign === '-' ? -number : number;
}

/** The letters of a text as people see them: what combines is one, and so is the end of a line. */
export function lettersOf(text: string): string[] {
  if (/^[\x00-\x0c\x0e-\x7f]*$/.test(text)) return [...text];
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
}

/**
 * A number, also one that is written as a text.
 *
 * @throws ExpressionError where it is none
 */
export function numberOf(value: Value): number {
  const text = typeof value === 'boolean' ? undefined : asText(value);
  const isNumber = text !== undefined && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
  if (!isNumber) throw new ExpressionError('a number is expected');
  return Number(text);
}

/** A sum or a product of decimals, which Terraform has exactly: without what is left behind the fifteenth digit. */
export function decimal(number: number): number {
  return Number.isInteger(number) ? number : Number(number.toPrecision(15));
}

/**
 * True or false, also one that is written as a text.
 *
 * @throws ExpressionError where it is neither
 */
export function truthOf(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new ExpressionError('true or false is expected');
}

function wholeNumberOf(name: string, value: Value): number {
  const number = numberOf(value);
  if (!Number.isInteger(number)) throw new ExpressionError(`${name}() takes whole numbers alone`);
  return number;
}

/** All matches; an empty one right behind another one is none, as Go has it. */
function matchesOf(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  let end = -1;
  return [...text.matchAll(pattern)].filter((match) => {
    const isBehind = match[0] === '' && match.index === end;
    end = match.index + match[0].length;
    return !isBehind;
  });
}

/** Whether a word goes on behind a letter: of ASCII behind letters, digits and underscores, of others behind all but spaces. */
function isInWord(letter: string | undefined): boolean {
  if (letter === undefined) return false;
  return letter <= '\x7f' ? /\w/.test(letter) : !/\s/.test(letter);
}

function hash(algorithm: string, text: string, encoding: 'hex' | 'base64' = 'hex'): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  return createHash(algorithm).update(text).digest(encoding);
}
