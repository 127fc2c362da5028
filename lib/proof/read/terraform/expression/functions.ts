import { PodtrustError } from '../../../../core/errors';
import { any, isNo, isUnknown } from '../../../model/known/known';
import type { Known } from '../../../model/known/known';
import { hasSymbol } from '../../../model/known/symbol';
import { contains, endsWith, equal, startsWith } from '../../../model/known/text';
import { parseSymbolicYaml } from '../../syntax/symbolic-yaml';
import { collectionFunctions, inOrder, numberOf, unique } from './collection-functions';
import { ExpressionError, isExpressionError, limit } from './expression';
import { certainMembers, objectOf, overwrittenMembers } from './overwritten';
import { capturesOf, expandReplacement, regularExpression } from './regular-expression';
import {
  anyKeyOf,
  asText,
  descend,
  holdsSymbol,
  isObject,
  isOpen,
  isUnknown as isUnknownValue,
  mayBeSeveral,
  opaque,
  openList,
  referenceOf,
} from './value';
import type { Value, ValueObject } from './value';
import { sameValue } from './same-value';
import {
  afterProvider,
  foundByPattern,
  inCase,
  joinedText,
  replacedByPattern,
  replacedText,
  splitText,
  substring,
  trimmed,
  withoutPrefix,
  withoutSuffix,
} from './symbolic-text';

/** A function of values that are all of a known type; texts in them may hold symbols. */
export type TerraformFunction = (...args: Value[]) => Value;

/**
 * Calls one of Terraform's built-in functions (the Terraform language, "Functions").
 *
 * Of an unknown value the result is a symbol too, and the same call on the same values gives the same symbol: all
 * functions here depend on their arguments alone, and so do those that are not understood, of providers among them.
 *
 * @throws ExpressionError for arguments that it does not accept
 */
export function callFunction(name: string, args: readonly Value[]): Value {
  try {
    return call(name.replace(/^core::/, ''), args);
  } catch (error) {
    if (isExpressionError(error) || !(error instanceof Error)) throw error;
    // Too few arguments, or such as no function of JavaScript takes.
    throw new ExpressionError(`${name}() got arguments that it does not take`);
  }
}

/** The names of the functions that are understood. */
export function understoodFunctions(): readonly string[] {
  const tables = [symbolAware, knownOnly, collectionFunctions].flatMap((table) => Object.keys(table));
  return [...new Set([...tables, ...TRANSPARENT, 'can', 'try'])];
}

/** Functions whose results differ from call to call, until they are applied. */
const EACH_TIME_ANOTHER: ReadonlySet<string> = new Set(['bcrypt', 'timestamp', 'uuid']);

/** Functions that give their argument as it is. */
const TRANSPARENT = ['ephemeralasnull', 'nonsensitive', 'sensitive'];

function call(plain: string, args: readonly Value[]): Value {
  if (TRANSPARENT.includes(plain)) return args[0] ?? null;
  const exact = lookUp(symbolAware, plain);
  const result = exact?.(...args);
  if (result !== undefined) return result;
  const known = lookUp(knownOnly, plain) ?? lookUp(collectionFunctions, plain);
  // Another result each time: it is known by where it is called, and not by its arguments.
  if (EACH_TIME_ANOTHER.has(plain)) throw limit(`${plain}() gives another value each time`);
  if (!known || args.some(holdsSymbol))
    return opaque((text) => `${plain}(${args.map((value) => argument(value, text)).join(', ')})`);
  return known(...args);
}

/** An argument in a symbol's name: texts in quotes, so that different arguments give different names. */
function argument(value: Value, text: (value: Value) => string): string {
  if (typeof value !== 'string' || isUnknownValue(value)) return text(value);
  return hasSymbol(value) ? `"${text(value)}"` : JSON.stringify(value);
}

/** A member of a table, and never one that every object has. */
function lookUp<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function texts(args: readonly Value[]): string[] {
  return args.map((argument) => {
    const text = asText(argument);
    if (text === undefined) throw new ExpressionError('a function got something else than a text');
    return text;
  });
}

function list(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  throw new ExpressionError('a function got something else than a list');
}

/** Whether a list’s length is known: an unknown list, or one with an unknown list in it, has none. */
function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Functions that know what to do with symbols; nothing where the result is unknown after all. */
const symbolAware: Record<string, (...args: Value[]) => Value | undefined> = {
  replace: (...args) => {
    const [text, search, replacement] = texts(args) as [string, string, string];
    if (!args.some(holdsSymbol) || hasSymbol(search)) return undefined;
    const isPattern = search.length > 1 && search.startsWith('/') && search.endsWith('/');
    if (isPattern) return replacedByPattern(text, search.slice(1, -1), replacement);
    const isProvider = replacement === '' && search.endsWith(':oidc-provider/');
    return (isProvider ? afterProvider(text) : undefined) ?? replacedText(text, search, replacement);
  },
  trimprefix: (...args) => {
    const [text, prefix] = texts(args) as [string, string];
    return (prefix.endsWith(':oidc-provider/') ? afterProvider(text) : undefined) ?? withoutPrefix(text, prefix);
  },
  trimsuffix: (...args) => {
    const [text, suffix] = texts(args) as [string, string];
    return withoutSuffix(text, suffix);
  },
  trim: (...args) => {
    const [text, characters] = texts(args) as [string, string];
    return hasSymbol(characters) ? undefined : trimmed(text, (character) => characters.includes(character));
  },
  trimspace: (...args) => trimmed(texts(args)[0]!, (character) => /\s/.test(character)),
  startswith: (...args) => {
    const [text, prefix] = texts(args) as [string, string];
    return certain(startsWith(text, prefix));
  },
  endswith: (...args) => {
    const [text, suffix] = texts(args) as [string, string];
    return certain(endsWith(text, suffix));
  },
  strcontains: (...args) => {
    const [text, part] = texts(args) as [string, string];
    return certain(contains(text, part));
  },
  split: (...args) => {
    const [separator, text] = texts(args) as [string, string];
    if (!hasSymbol(text) || hasSymbol(separator)) return undefined;
    // An ARN's account and partition hold no such thing, whoever tells them.
    const ofArn = separator.endsWith('provider/') ? text.split(separator) : [];
    return ofArn.length === 2 ? ofArn : splitText(separator, text);
  },
  regex: (...args) => {
    const [pattern, text] = texts(args) as [string, string];
    return hasSymbol(text) && !hasSymbol(pattern) ? foundByPattern(pattern, text) : undefined;
  },
  regexall: (...args) => {
    const [pattern, text] = texts(args) as [string, string];
    // What takes the rest of a text finds nothing behind it.
    if (!hasSymbol(text) || hasSymbol(pattern) || !/\.[*+]\)?\$?$/.test(pattern)) return undefined;
    const found = foundByPattern(pattern, text);
    return found === undefined ? undefined : [found];
  },
  substr: (text, offset, length) => {
    const whole = asText(text);
    if (whole === undefined || typeof offset !== 'number' || typeof length !== 'number') return undefined;
    return hasSymbol(whole) ? substring(whole, offset, length) : undefined;
  },
  basename: (...args) => {
    const [text] = texts(args) as [string];
    const trimmedText = hasSymbol(text) ? withoutSuffix(text, '/') : undefined;
    return trimmedText === undefined ? undefined : splitText('/', trimmedText)?.at(-1);
  },
  lower: (...args) => inCase(texts(args)[0]!, 'lower'),
  upper: (...args) => inCase(texts(args)[0]!, 'upper'),
  // JSON is YAML, and only YAML reads it.
  yamlencode: (value) => encode(value ?? null),
  jsonencode: (value) => encode(value ?? null),
  jsondecode: (text) => {
    if (typeof text !== 'string' || isUnknownValue(text)) return undefined;
    try {
      return JSON.parse(text) as Value;
    } catch {
      // What is not known may be a number, or a whole object.
      if (hasSymbol(text)) return undefined;
      throw new ExpressionError('jsondecode() got a text that is not JSON');
    }
  },
  yamldecode: (text) => {
    if (typeof text !== 'string' || isUnknownValue(text)) return undefined;
    try {
      const documents = parseSymbolicYaml({ file: 'yamldecode()', text, named: true });
      return documents.length === 0 ? null : (documents[0]!.value as Value);
    } catch (error) {
      if (!PodtrustError.is(error)) throw error;
      // What is not known may be several lines, with which it is YAML.
      if (hasSymbol(text)) return undefined;
      throw new ExpressionError(`yamldecode() got a text that is not YAML: ${error.what}`);
    }
  },
  format: (pattern, ...args) => {
    if (typeof pattern !== 'string' || holdsSymbol(pattern)) return undefined;
    return joinedText(format(pattern, args));
  },
  formatlist: (pattern, ...args) => {
    if (typeof pattern !== 'string' || args.some(isUnknownValue) || args.some(isOpen)) return undefined;
    const length = Math.max(...args.map((argument) => (isList(argument) ? argument.length : 1)));
    return Array.from({ length }, (_, index) =>
      format(
        pattern,
        args.map((argument) => (isList(argument) ? argument[index]! : argument)),
      ),
    );
  },
  join: (separator, ...lists) => {
    if (lists.some((value) => !isList(value) || value.some((item) => typeof item === 'object' && item !== null)))
      return undefined;
    // Nothing of it is known, so it may as well be empty.
    if (lists.some(isOpen)) {
      const all = lists.flatMap((value) => list(value));
      return all.length === 1 && isUnknownValue(all[0]!) ? all[0] : undefined;
    }
    return joinedText(texts(lists.flatMap((value) => list(value))).join(asText(separator)));
  },
  element: (items, index) => {
    if (!isList(items) || isOpen(items) || holdsSymbol(index ?? null)) return undefined;
    const position = Number(index);
    if (items.length === 0 || !(position >= 0)) throw new ExpressionError('element() has no such element');
    return items[position % items.length];
  },
  index: (items, wanted) => {
    if (!isList(items) || holdsSymbol(items) || holdsSymbol(wanted!)) return undefined;
    const position = items.findIndex((item) => JSON.stringify(item) === JSON.stringify(wanted));
    if (position < 0) throw new ExpressionError('index() finds no such element');
    return position;
  },
  concat: (...lists) => {
    if (!lists.every((value) => isList(value) || isUnknownValue(value))) return undefined;
    const all = lists.flat();
    if (lists.every(isList) && !lists.some(isOpen)) return all;
    // A list that is not known stands in it as what may be none, or several.
    return all.every((item) => isUnknownValue(item)) && !lists.every(isList)
      ? undefined
      : openList(all, called('concat', lists));
  },
  flatten: (items) => {
    if (!isList(items)) return undefined;
    const flat = (items as Value[]).flat(Infinity as 1);
    return isOpenWithin(items) ? openList(flat, called('flatten', [items])) : flat;
  },
  merge: (...objects) => {
    const known = objects.filter((value) => value !== null);
    if (!known.every((value) => isObject(value) || isUnknownValue(value))) return undefined;
    const hasMembers = known.some((value) => isObject(value) && Object.keys(value).length > 0);
    if (!hasMembers && !known.every(isObject)) return undefined;
    // What is not known may have any keys; what comes after it lasts.
    const members = known.flatMap((value): (readonly [string, Value])[] =>
      isObject(value) ? Object.entries(value) : [[anyKeyOf(referenceOf(value)), value]],
    );
    return certainMembers(objectOf(members), called('merge', objects));
  },
  lookup: (map, key, fallback) => {
    if (!isObject(map) || typeof key !== 'string') return undefined;
    const own = Object.hasOwn(map, key) ? map[key] : undefined;
    // A key that is not known may be any, and one of the map's that is not may be this one.
    if (own === undefined && [key, ...Object.keys(map)].some(hasSymbol)) return undefined;
    const found = own ?? descend(map, key) ?? fallback;
    if (found === undefined) throw new ExpressionError(`lookup() finds no ${JSON.stringify(key)}`);
    return found;
  },
  coalesce: (...args) => {
    const first = args.find((value) => value !== null && value !== '');
    if (first === undefined) throw new ExpressionError('coalesce() got no argument that is neither null nor empty');
    // The last of them, or it fails.
    const isLast = args.slice(args.indexOf(first) + 1).every((value) => value === null || value === '');
    return isLast || typeof first !== 'string' || isNo(equal(first, '')) ? first : undefined;
  },
  coalescelist: (...lists) => {
    const isEmpty = (items: Value): boolean => isList(items) && items.length === 0;
    const first = lists.find((items) => !isEmpty(items));
    if (first === undefined) throw new ExpressionError('coalescelist() got empty lists only');
    const isLast = lists.slice(lists.indexOf(first) + 1).every(isEmpty);
    // Of a list whose length is not known, what is known is in it.
    const hasSome = isList(first) && (!isOpen(first) || first.some((item) => !holdsSymbol(item)));
    return isLast || hasSome ? first : undefined;
  },
  one: (items) => {
    if (!isList(items)) return undefined;
    // Nothing of it is known, so it may as well be null.
    if (isOpen(items)) return items.length === 1 && isUnknownValue(items[0]!) ? items[0] : undefined;
    if (items.length > 1) throw new ExpressionError('one() got more than one element');
    return items[0] ?? null;
  },
  compact: (items) => {
    if (!isList(items)) return undefined;
    const certainly = items.every((item) => typeof item !== 'string' || !isUnknown(equal(item, '')));
    const kept = items.filter((item) => item !== null && item !== '');
    return certainly && !isOpen(items) ? kept : openList(kept, called('compact', [items]));
  },
  distinct: (items) => unique(items),
  setunion: (...lists) => {
    if (!lists.every((value) => isList(value) || isUnknownValue(value)) || !lists.some(isList)) return undefined;
    const all = lists.flat();
    const isOfLists = lists.every(isList) && !lists.some(isOpen);
    return inOrder(unique(isOfLists ? all : openList(all, called('setunion', lists))));
  },
  toset: (items) => inOrder(unique(items)),
  tolist: (items) => (isList(items) ? items : undefined),
  tomap: (map) => (isObject(map) ? map : undefined),
  tostring: (value) => asText(value),
  length: (value) => {
    if (typeof value === 'string' && !holdsSymbol(value)) return [...value].length;
    if (isOpen(value)) return undefined;
    if (isList(value)) return value.length;
    if (isObject(value)) return Object.keys(value).length;
    return undefined;
  },
  keys: (map) => (isObject(map) ? ofSortedKeys('keys', map, (key) => key) : undefined),
  values: (map) => (isObject(map) ? ofSortedKeys('values', map, (key) => map[key]!) : undefined),
  zipmap: (keys, values) => {
    if (!isList(keys) || !isList(values) || isOpen(keys) || isOpen(values)) return undefined;
    const members = texts(keys).map((key, index): [string, Value] => [key, values[index] ?? null]);
    return certainMembers(objectOf(members), called('zipmap', [keys, values]));
  },
  slice: (items, start, end) => {
    if (!isList(items) || isOpen(items) || typeof start !== 'number' || typeof end !== 'number') return undefined;
    return items.slice(start, end);
  },
  contains: (items, wanted) => {
    if (!isList(items)) return undefined;
    const answer = any(items, (item) => sameValue(item, wanted ?? null));
    // Of an open list objects may not be there, however well they are known.
    return isOpen(items) && typeof wanted === 'object' ? undefined : certain(answer);
  },
};

/** The symbol of a call, for an open list that it gives. */
function called(name: string, args: readonly Value[]): Value {
  return opaque((text) => `${name}(${args.map((value) => argument(value, text)).join(', ')})`);
}

/** What a map has by its keys in their order, which is open where one is not known. */
function ofSortedKeys(name: string, map: ValueObject, valueOf: (key: string) => Value): readonly Value[] {
  const keys = Object.keys(map).sort();
  const all = keys.map(valueOf);
  return isOpen(map) || (keys.length > 1 && keys.some(hasSymbol)) ? openList(all, called(name, [map])) : all;
}

/** Whether how many elements a list has once all lists in it are one is not known: an unknown element may be a list. */
function isOpenWithin(items: readonly Value[]): boolean {
  return isOpen(items) || items.some((item) => (isList(item) ? isOpenWithin(item) : mayBeSeveral(item)));
}

/** Functions whose result is a symbol where any part of an argument is one. */
const knownOnly: Record<string, TerraformFunction> = {
  replace: (...args) => {
    const [text, search, replacement] = texts(args) as [string, string, string];
    if (search === '') return [...text].reduce((all, letter) => `${all}${letter}${replacement}`, replacement);
    if (!/^\/[^]*\/$/.test(search) || search.length < 2) return text.split(search).join(replacement);
    const pattern = regularExpression(search.slice(1, -1), text, 'g');
    return text.replace(pattern, (...match: unknown[]) => {
      const groups = typeof match.at(-1) === 'object' ? (match.at(-1) as Record<string, string>) : undefined;
      return expandReplacement(replacement, Object.assign(match, { groups }) as unknown as RegExpExecArray);
    });
  },
  regex: (...args) => {
    const [pattern, text] = texts(args) as [string, string];
    const match = regularExpression(pattern, text).exec(text);
    if (!match) throw new ExpressionError('regex() does not match');
    return capturesOf(match);
  },
  regexall: (...args) => {
    const [pattern, text] = texts(args) as [string, string];
    return [...text.matchAll(regularExpression(pattern, text, 'g'))].map(capturesOf);
  },
  strrev: (...args) => [...texts(args)[0]!].reverse().join(''),
  indent: (spaces, text) => String(text).replace(/\n/g, `\n${' '.repeat(Math.min(Number(spaces), 1000))}`),
  basename: (...args) => texts(args)[0]!.replace(/\/+$/, '').split('/').at(-1)!,
  dirname: (...args) => /^(.*)\/[^/]*$/.exec(texts(args)[0]!)?.[1] ?? '.',
  md5: (...args) => hash('md5', texts(args)[0]!),
  sha1: (...args) => hash('sha1', texts(args)[0]!),
  sha256: (...args) => hash('sha256', texts(args)[0]!),
  sha512: (...args) => hash('sha512', texts(args)[0]!),
  title: (...args) => texts(args)[0]!.replace(/(^|\s)\S/g, (letter) => letter.toUpperCase()),
  chomp: (...args) => texts(args)[0]!.replace(/[\r\n]+$/, ''),
  substr: (text, offset, length) => {
    const start = Number(offset) < 0 ? String(text).length + Number(offset) : Number(offset);
    return String(text).slice(start, Number(length) < 0 ? undefined : start + Number(length));
  },
  split: (...args) => {
    const [separator, text] = texts(args) as [string, string];
    return text.split(separator);
  },
  base64encode: (...args) => Buffer.from(texts(args)[0]!, 'utf8').toString('base64'),
  base64decode: (...args) => Buffer.from(texts(args)[0]!, 'base64').toString('utf8'),
  urlencode: (...args) => encodeURIComponent(texts(args)[0]!).replace(/%20/g, '+'),
  tonumber: (value) => numberOf(value ?? null),
  tobool: (value) => {
    const text = asText(value);
    if (text !== 'true' && text !== 'false')
      throw new ExpressionError('tobool() got something else than true or false');
    return text === 'true';
  },
  parseint: (...args) => {
    const [text, base] = texts(args) as [string, string];
    const number = Number.parseInt(text, Number(base));
    if (Number.isNaN(number)) throw new ExpressionError('parseint() got something else than a number');
    return number;
  },
  abs: (value) => Math.abs(numberOf(value!)),
  ceil: (value) => Math.ceil(numberOf(value!)),
  floor: (value) => Math.floor(numberOf(value!)),
  signum: (value) => Math.sign(numberOf(value!)),
  sort: (items) => [...texts(list(items))].sort(),
  reverse: (items) => [...list(items)].reverse(),
  range: (...args) => {
    const [start, end, step] = args.length === 1 ? [0, Number(args[0]), 1] : args.map(Number);
    const length = Math.ceil((end! - start!) / (step ?? 1));
    if (!(length >= 0 && length <= 1024)) throw new ExpressionError('range() gives more than 1,024 numbers');
    return Array.from({ length }, (_, index) => start! + index * (step ?? 1));
  },
  min: (...args) => Math.min(...args.map(numberOf)),
  max: (...args) => Math.max(...args.map(numberOf)),
  yamlencode: (value) => JSON.stringify(value),
};

/**
 * JSON as Terraform writes it: keys in order, and no character that HTML knows. Only, members that a later one of the same
 * key put out stand before it: whoever reads the text takes the last one as well, and can see what was lost.
 */
function encode(value: Value): string {
  const text = JSON.stringify(value, (_, item: Value) => {
    if (!isObject(item)) return item;
    const keys = Object.keys(item);
    const lost = overwrittenMembers(item);
    if (lost.length === 0 && keys.every((key, index) => index === 0 || keys[index - 1]! < key)) return item;
    return Object.fromEntries([
      ...lost.map(([key, value], index) => [`\uE002${index}\uE002${key}`, value]),
      ...keys.sort().map((key) => [key, item[key]]),
    ]);
  });
  return text
    .replace(/\uE002\d+\uE002/g, '')
    .replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function hash(algorithm: string, text: string): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  return createHash(algorithm).update(text).digest('hex');
}

/** An answer that is certain; nothing for one that only apply will tell. */
function certain(answer: Known): boolean | undefined {
  return isUnknown(answer) ? undefined : answer;
}

/** Go's verbs as far as they are used: `%[2]s`, `%05d`, `%-5s`, `%.2f`, `%x`, `%q`, `%v`. */
function format(pattern: string, args: readonly Value[]): string {
  let next = 0;
  const verbs = /%([-0 ]*)(\d+)?(?:\.(\d+))?(?:\[(\d+)\])?([a-zA-Z%])/g;
  return pattern.replace(
    verbs,
    (whole, flags: string, width?: string, precision?: string, at?: string, verb?: string) => {
      if (verb === '%') return '%';
      const value = args[at === undefined ? next++ : Number(at) - 1];
      const text = value === undefined ? undefined : formatted(verb!, value, precision);
      if (text === undefined) throw new ExpressionError(`format() has ${whole}, which does not fit its argument`);
      const length = Math.min(Number(width ?? 0), 1000);
      if (length > 0 && hasSymbol(text))
        throw new ExpressionError(`format() has ${whole}, and how long its argument is, is not known`);
      if (flags.includes('-')) return text.padEnd(length);
      return text.padStart(length, flags.includes('0') && verb !== 's' ? '0' : ' ');
    },
  );
}

function formatted(verb: string, value: Value, precision: string | undefined): string | undefined {
  const text = asText(value);
  switch (verb) {
    case 's':
      return text;
    case 'v':
      return text ?? JSON.stringify(value);
    case 'q':
      return text === undefined ? undefined : JSON.stringify(text);
    case 't':
      return text === 'true' || text === 'false' ? text : undefined;
  }
  if (text !== undefined && holdsSymbol(text)) return verb === 'd' ? text : undefined;
  const number = numberOf(value);
  switch (verb) {
    case 'd':
      return String(Math.trunc(number));
    case 'f':
      return number.toFixed(Number(precision ?? 6));
    case 'x':
      return number.toString(16);
    case 'X':
      return number.toString(16).toUpperCase();
    default:
      return undefined;
  }
}
