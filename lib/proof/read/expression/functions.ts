import { ExpressionError } from './expression';
import { asText, descend, holdsSymbol, isObject, isUnknown, opaque } from './value';
import type { Value } from './value';

/** A function of values that are all of a known type; texts in them may hold symbols. */
type TerraformFunction = (...args: Value[]) => Value;

/**
 * Calls one of Terraform's built-in functions (the Terraform language, "Functions").
 *
 * Of an unknown value the result is a symbol too, and the same call on the same values gives the same symbol: all
 * functions here depend on their arguments alone.
 *
 * @throws ExpressionError for a function that is not understood, or arguments that it does not take
 */
export function callFunction(name: string, args: readonly Value[]): Value {
  const plain = name.replace(/^core::/, '');
  if (plain === 'sensitive' || plain === 'nonsensitive' || plain === 'ephemeralasnull') return args[0] ?? null;
  const exact = symbolAware[plain];
  const result = exact?.(...args);
  if (result !== undefined) return result;
  const known = knownOnly[plain];
  if (!exact && !known) throw new ExpressionError(`the function ${name}() is not understood here`);
  if (!known || args.some(holdsSymbol)) return opaque((text) => `${plain}(${args.map(text).join(', ')})`);
  return known(...args);
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
    const pattern = /^\/(\^?)((?:[^\\^$.*+?()[\]{}|]|\\[./:-])*)(\$?)\/$/.exec(search);
    if (search.length > 1 && search.startsWith('/') && search.endsWith('/') && !pattern) return undefined;
    const literal = pattern ? pattern[2]!.replace(/\\(.)/g, '$1') : search;
    if (replacement === '' && literal === 'https://') return withoutPrefix(text, literal);
    // In a text that is one unknown the wanted part may or may not be.
    if (isUnknown(text) || literal === '') return undefined;
    if (pattern?.[1]) return text.startsWith(literal) ? replacement + text.slice(literal.length) : text;
    if (pattern?.[3]) return text.endsWith(literal) ? text.slice(0, -literal.length) + replacement : text;
    return text.split(literal).join(replacement);
  },
  trimprefix: (...args) => withoutPrefix(...(texts(args) as [string, string])),
  trimsuffix: (...args) => {
    const [text, suffix] = texts(args) as [string, string];
    if (text.endsWith('\uE001')) return undefined;
    return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
  },
  startswith: (...args) => {
    const [text, prefix] = texts(args) as [string, string];
    return text.startsWith(prefix) ? true : holdsSymbol(text) ? undefined : false;
  },
  endswith: (...args) => {
    const [text, suffix] = texts(args) as [string, string];
    return text.endsWith(suffix) ? true : holdsSymbol(text) ? undefined : false;
  },
  split: (separator, text) => {
    if (separator === '://' && typeof text === 'string' && text.startsWith('https://')) {
      return ['https', text.slice('https://'.length)];
    }
    return undefined;
  },
  jsonencode: (value) => JSON.stringify(value ?? null),
  jsondecode: (text) => {
    if (typeof text !== 'string' || isUnknown(text)) return undefined;
    try {
      return JSON.parse(text) as Value;
    } catch {
      throw new ExpressionError('jsondecode() got a text that is not JSON');
    }
  },
  format: (pattern, ...args) => {
    if (typeof pattern !== 'string' || holdsSymbol(pattern)) return undefined;
    return format(pattern, args);
  },
  formatlist: (pattern, ...args) => {
    if (typeof pattern !== 'string' || args.some(isUnknown)) return undefined;
    const length = Math.max(...args.map((argument) => (isList(argument) ? argument.length : 1)));
    return Array.from({ length }, (_, index) =>
      format(
        pattern,
        args.map((argument) => (isList(argument) ? argument[index]! : argument)),
      ),
    );
  },
  join: (separator, ...lists) => {
    if (lists.some((value) => !isList(value) || value.some((item) => typeof item === 'object'))) return undefined;
    return texts(lists.flatMap((value) => list(value))).join(asText(separator));
  },
  element: (items, index) => {
    if (!isList(items) || typeof index !== 'number' || items.length === 0) return undefined;
    return items[index % items.length];
  },
  index: (items, wanted) => (isList(items) && !holdsSymbol(items) ? items.indexOf(wanted!) : undefined),
  concat: (...lists) => (lists.every(isList) ? lists.flat() : undefined),
  flatten: (items) => (isList(items) ? (items as Value[]).flat(Infinity as 1) : undefined),
  merge: (...objects) => {
    const known = objects.filter((value) => value !== null);
    return known.every(isObject) ? Object.assign({}, ...known) : undefined;
  },
  lookup: (map, key, fallback) => {
    if (!isObject(map) || typeof key !== 'string') return undefined;
    return descend(map, key) ?? fallback;
  },
  coalesce: (...args) => {
    const first = args.find((value) => value !== null && value !== '');
    return first !== undefined && !isUnknown(first) ? first : undefined;
  },
  one: (items) => (isList(items) ? (items.length === 1 ? items[0] : null) : undefined),
  compact: (items) => {
    if (!isList(items) || items.some(isUnknown)) return undefined;
    return items.filter((item) => item !== null && item !== '');
  },
  distinct: (items) => unique(items),
  toset: (items) => unique(items),
  tolist: (items) => (isList(items) ? items : undefined),
  tomap: (map) => (isObject(map) ? map : undefined),
  tostring: (value) => asText(value),
  length: (value) => {
    if (isList(value)) return value.length;
    if (isObject(value)) return Object.keys(value).length;
    return undefined;
  },
  keys: (map) => (isObject(map) ? Object.keys(map).sort() : undefined),
  values: (map) => {
    if (!isObject(map)) return undefined;
    return Object.keys(map)
      .sort()
      .map((key) => map[key]!);
  },
  zipmap: (keys, values) => {
    if (!isList(keys) || !isList(values)) return undefined;
    return Object.fromEntries(texts(keys).map((key, index) => [key, values[index] ?? null]));
  },
  slice: (items, start, end) => {
    return isList(items) && typeof start === 'number' && typeof end === 'number' ? items.slice(start, end) : undefined;
  },
  contains: (items, wanted) => {
    if (!isList(items)) return undefined;
    return items.includes(wanted!) ? true : holdsSymbol(items) || holdsSymbol(wanted!) ? undefined : false;
  },
};

/** Functions whose result is a symbol where any part of an argument is one. */
const knownOnly: Record<string, TerraformFunction> = {
  replace: () => {
    throw new ExpressionError('replace() has a regular expression that is not understood here');
  },
  trimsuffix: (...args) => symbolAware.trimsuffix!(...args)!,
  lower: (...args) => texts(args)[0]!.toLowerCase(),
  upper: (...args) => texts(args)[0]!.toUpperCase(),
  title: (...args) => texts(args)[0]!.replace(/(^|\s)\S/g, (letter) => letter.toUpperCase()),
  trimspace: (...args) => texts(args)[0]!.trim(),
  trim: (...args) => {
    const [text, characters] = texts(args) as [string, string];
    let start = 0;
    let end = text.length;
    while (start < end && characters.includes(text[start]!)) start++;
    while (end > start && characters.includes(text[end - 1]!)) end--;
    return text.slice(start, end);
  },
  chomp: (...args) => texts(args)[0]!.replace(/[\r\n]+$/, ''),
  substr: (text, offset, length) => {
    const start = Number(offset) < 0 ? String(text).length + Number(offset) : Number(offset);
    return String(text).slice(start, Number(length) < 0 ? undefined : start + Number(length));
  },
  split: (...args) => {
    const [separator, text] = texts(args) as [string, string];
    return text === '' ? [] : text.split(separator);
  },
  base64encode: (...args) => Buffer.from(texts(args)[0]!, 'utf8').toString('base64'),
  base64decode: (...args) => Buffer.from(texts(args)[0]!, 'base64').toString('utf8'),
  urlencode: (...args) => encodeURIComponent(texts(args)[0]!),
  tonumber: (value) => Number(value),
  tobool: (value) => String(value) === 'true',
  sort: (items) => [...texts(list(items))].sort(),
  reverse: (items) => [...list(items)].reverse(),
  range: (...args) => {
    const [start, end, step] = args.length === 1 ? [0, Number(args[0]), 1] : args.map(Number);
    const length = Math.ceil((end! - start!) / (step ?? 1));
    if (!(length >= 0 && length <= 1024)) throw new ExpressionError('range() gives more than 1,024 numbers');
    return Array.from({ length }, (_, index) => start! + index * (step ?? 1));
  },
  setproduct: (...lists) =>
    lists.reduce<Value[][]>((rows, items) => rows.flatMap((row) => list(items).map((item) => [...row, item])), [[]]),
  setunion: (...lists) => unique(lists.flatMap((items) => list(items)))!,
  min: (...args) => Math.min(...args.map(Number)),
  max: (...args) => Math.max(...args.map(Number)),
  yamlencode: (value) => JSON.stringify(value),
};

/** Set semantics for texts and numbers: in order, each once. */
function unique(items: Value | undefined): Value | undefined {
  if (!isList(items)) return undefined;
  const seen = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...seen.values()];
}

/**
 * A text without its prefix. Of an unknown text, one symbol whichever way the program says it: issuers lose their scheme
 * by `replace`, `trimprefix` or `split`, and all mean the same.
 */
function withoutPrefix(text: string, prefix: string): string {
  if (text.startsWith(prefix)) return text.slice(prefix.length);
  return isUnknown(text) ? opaque((describe) => `trimprefix(${describe(text)}, ${JSON.stringify(prefix)})`) : text;
}

function format(pattern: string, args: readonly Value[]): string {
  let next = 0;
  return pattern.replace(/%(?:\[(\d+)\])?([a-z%])/g, (whole, position: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    const value = args[position === undefined ? next++ : Number(position) - 1];
    const text = asText(value);
    if (verb === 's' || verb === 'v' || verb === 'd') {
      if (text !== undefined) return text;
      if (verb === 'v' && value !== undefined) return JSON.stringify(value);
    }
    if (verb === 'q' && text !== undefined) return JSON.stringify(text);
    throw new ExpressionError(`format() has ${whole}, which is not understood here`);
  });
}
