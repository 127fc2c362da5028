import { PodtrustError } from '../../../../../core/errors';
import { any, isNo, isUnknown } from '../../../../model/known/known';
import type { Known } from '../../../../model/known/known';
import { hasSymbol } from '../../../../model/known/symbol';
import { contains, endsWith, equal, startsWith } from '../../../../model/known/text';
import { parseSymbolicYaml } from '../../../syntax/symbolic-yaml';
import { collectionFunctions, inOrder, ofOneType, unique } from './collection-functions';
import { ExpressionError, isExpressionError, limit } from '../expression';
import { certainMembers, objectOf } from '../overwritten';
import { list, texts } from './arguments';
import { encode } from './encode';
import { format } from './format';
import { lettersOf, numberOf, scalarFunctions } from './scalar-functions';
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
  isSet,
  openList,
  referenceOf,
  wholeOf,
} from '../value';
import type { Value, ValueObject } from '../value';
import { sameValue } from '../same-value';
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
  withoutLineEnd,
  withoutPrefix,
  withoutSuffix,
} from '../symbolic-text';

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
  const tables = [symbolAware, scalarFunctions, collectionFunctions].flatMap((table) => Object.keys(table));
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
  const known = lookUp(scalarFunctions, plain) ?? lookUp(collectionFunctions, plain);
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
  chomp: (...args) => withoutLineEnd(texts(args)[0]!),
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
      const documents = parseSymbolicYaml({ file: 'yamldecode()', text, named: true }, { timestamps: true });
      if (documents.length > 1 || !/^[^\S\n]*[^#\s]/m.test(text))
        throw new ExpressionError('yamldecode() takes one document');
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
    const lengths = new Set(args.flatMap((argument) => (isList(argument) ? [argument.length] : [])));
    if (lengths.size > 1) throw new ExpressionError('formatlist() got lists of different lengths');
    return Array.from({ length: [...lengths][0] ?? 1 }, (_, index) =>
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
    const position = numberOf(index!);
    if (items.length === 0 || !Number.isInteger(position)) throw new ExpressionError('element() has no such element');
    // Terraform counts from the end by later versions alone.
    if (position % items.length < 0) throw limit('element() got a negative place');
    return items[Math.abs(position % items.length)];
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
    // What is there counts, null too.
    const found = own !== undefined ? own : (descend(map, key) ?? fallback);
    if (found === undefined) throw new ExpressionError(`lookup() finds no ${JSON.stringify(key)}`);
    return found;
  },
  coalesce: (...args) => {
    const first = args.find((value) => value !== null && value !== '');
    if (first === undefined) throw new ExpressionError('coalesce() got no argument that is neither null nor empty');
    // The last of them, or it fails.
    const isLast = args.slice(args.indexOf(first) + 1).every((value) => value === null || value === '');
    if (!isLast && typeof first === 'string' && !isNo(equal(first, ''))) return undefined;
    // All are of one type: beside a text, a number is one too.
    return args.some((value) => typeof value === 'string' && !isUnknownValue(value)) ? (asText(first) ?? first) : first;
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
    if (items.some((item) => typeof item === 'object' && item !== null))
      throw new ExpressionError('compact() takes texts alone');
    const certainly = items.every((item) => typeof item !== 'string' || !isUnknown(equal(item, '')));
    const kept = items.flatMap((item) => (item === '' ? [] : (asText(item) ?? [])));
    return certainly && !isOpen(items) ? kept : openList(kept, called('compact', [items]));
  },
  distinct: (items) => (isList(items) ? unique(ofOneType(items)) : undefined),
  setunion: (...lists) => {
    if (!lists.every((value) => isList(value) || isUnknownValue(value)) || !lists.some(isList)) return undefined;
    const all = lists.flat();
    const isOfLists = lists.every(isList) && !lists.some(isOpen);
    const typed = ofOneType(all);
    return inOrder(unique(isOfLists ? typed : openList(typed, called('setunion', lists))));
  },
  toset: (items) => (isList(items) ? inOrder(unique(ofOneType(items))) : undefined),
  tolist: (items) => {
    if (!isList(items)) return undefined;
    const whole = wholeOf(items);
    return whole === undefined ? [...ofOneType(items)] : openList(ofOneType(items), whole);
  },
  tomap: (map) => {
    if (!isObject(map)) return undefined;
    const typed = ofOneType(Object.values(map));
    return typed.every((value, index) => value === Object.values(map)[index])
      ? map
      : certainMembers(
          objectOf(Object.keys(map).map((key, index): [string, Value] => [key, typed[index]!])),
          called('tomap', [map]),
        );
  },
  tostring: (value) => asText(value),
  length: (value) => {
    if (typeof value === 'string' && !holdsSymbol(value)) return lettersOf(value).length;
    if (isOpen(value)) return undefined;
    if (isList(value)) return value.length;
    if (isObject(value)) return Object.keys(value).length;
    if (typeof value !== 'string') throw new ExpressionError('length() takes a list, an object or a text');
    return undefined;
  },
  keys: (map) => (isObject(map) ? ofSortedKeys('keys', map, (key) => key) : undefined),
  values: (map) => (isObject(map) ? ofSortedKeys('values', map, (key) => map[key]!) : undefined),
  zipmap: (keys, values) => {
    if (!isList(keys) || !isList(values) || isOpen(keys) || isOpen(values)) return undefined;
    if (keys.length !== values.length) throw new ExpressionError('zipmap() got lists of different lengths');
    const members = texts(keys).map((key, index): [string, Value] => [key, values[index] ?? null]);
    return certainMembers(objectOf(members), called('zipmap', [keys, values]));
  },
  // What is not known of a set decides its order.
  reverse: (items) => (isList(items) && !isOpen(items) && !isSet(items) ? [...items].reverse() : undefined),
  slice: (items, start, end) => {
    if (!isList(items) || isOpen(items) || [start, end].some((one) => holdsSymbol(one!))) return undefined;
    const [from, to] = [numberOf(start!), numberOf(end!)];
    const isWithin = [from, to].every(Number.isInteger) && 0 <= from && from <= to && to <= items.length;
    if (!isWithin) throw new ExpressionError('slice() got something else than two places of the list');
    return items.slice(from, to);
  },
  contains: (items, wanted) => {
    if (!isList(items)) return undefined;
    if (wanted === null) throw new ExpressionError('contains() got null');
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

/** An answer that is certain; nothing for one that only apply will tell. */
function certain(answer: Known): boolean | undefined {
  return isUnknown(answer) ? undefined : answer;
}
