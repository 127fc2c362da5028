import { list, texts } from './arguments';
import { ExpressionError, limit } from '../expression';
import { decimal, numberOf, truthOf } from './scalar-functions';
import {
  asSet,
  areDifferent,
  asText,
  holdsSymbol,
  isObject,
  isUnknown,
  opaque,
  openList,
  textOfValue,
  wholeOf,
} from '../value';
import type { Value } from '../value';

/** More elements than this are not made. */
const MAXIMUM_ELEMENTS = 100_000;

/** Terraform's functions of lists, sets and maps that need to know all of their arguments. */
export const collectionFunctions: Readonly<Record<string, (...args: Value[]) => Value>> = {
  alltrue: (items) => truths(items).every((item) => item),
  anytrue: (items) => truths(items).some((item) => item),
  sum: (items) => {
    if (list(items).length === 0) throw new ExpressionError('sum() got an empty list');
    return list(items).reduce<number>((sum, item) => decimal(sum + numberOf(item)), 0);
  },
  chunklist: (items, size) => {
    const all = ofOneType(list(items));
    const length = numberOf(size!);
    if (length < 0 || !Number.isInteger(length))
      throw new ExpressionError('chunklist() takes a whole number from 0 up');
    if (all.length === 0) return [];
    if (length === 0) return [all];
    return Array.from({ length: Math.ceil(all.length / length) }, (_, index) =>
      all.slice(index * length, (index + 1) * length),
    );
  },
  matchkeys: (values, keys, wanted) => {
    const set = new Set(list(wanted).map(keyOf));
    const all = list(keys);
    if (all.length !== list(values).length) throw new ExpressionError('matchkeys() got lists of different lengths');
    return list(values).filter((_, index) => set.has(keyOf(all[index] ?? null)));
  },
  setintersection: (...lists) => {
    const [first, ...others] = setsOfOneType(lists);
    const taken = others.map((items) => new Set(items.map(keyOf)));
    return inOrder(unique(first)!.filter((item) => taken.every((set) => set.has(keyOf(item)))))!;
  },
  setsubtract: (...lists) => {
    const [first, second] = setsOfOneType(lists);
    const taken = new Set(second!.map(keyOf));
    return inOrder(unique(first)!.filter((item) => !taken.has(keyOf(item))))!;
  },
  setproduct: (...lists) => {
    const size = lists.reduce<number>((product, items) => product * list(items).length, 1);
    if (size > MAXIMUM_ELEMENTS) throw limit(`setproduct() gives more than ${MAXIMUM_ELEMENTS} elements`);
    return lists.reduce<Value[][]>(
      (rows, items) => rows.flatMap((row) => ofOneType(list(items)).map((item) => [...row, item])),
      [[]],
    );
  },
  transpose: (map) => {
    if (!isObject(map)) throw new ExpressionError('transpose() got something else than a map');
    const result = new Map<string, string[]>();
    for (const key of Object.keys(map).sort()) {
      for (const item of texts(list(map[key]))) result.set(item, [...(result.get(item) ?? []), key]);
    }
    return Object.fromEntries([...result].sort(([a], [b]) => (a < b ? -1 : 1)));
  },
};

/**
 * Values of one type, as the elements of lists and sets are: beside a text, numbers and truth values are texts too.
 *
 * @throws ExpressionError where they cannot be of one type
 */
export function ofOneType(items: readonly Value[]): readonly Value[] {
  const types = new Set(items.filter((item) => item !== null && !isUnknown(item)).map((item) => typeof item));
  if (types.size < 2) return items;
  // What is not known may be a text.
  if (!types.has('string') && !types.has('object') && items.some((item) => isUnknown(item))) return items;
  if (types.has('object') || !types.has('string'))
    throw new ExpressionError('the elements of a list are of different types');
  const whole = wholeOf(items);
  const typed = items.map((item) => asText(item) ?? item);
  return whole === undefined ? typed : openList(typed, whole);
}

function setsOfOneType(lists: readonly Value[]): readonly (readonly Value[])[] {
  const all = ofOneType(lists.flatMap((items) => list(items)));
  let from = 0;
  return lists.map((items) => all.slice(from, (from += list(items).length)));
}

/** Null is neither, and so it is not true. */
function truths(items: Value | undefined): readonly boolean[] {
  return list(items).map((item) => {
    if (typeof item === 'number') throw new ExpressionError('true or false is expected');
    return item !== null && truthOf(item);
  });
}

/** Each element once; open where two may turn out to be the same. Nothing of what is not a list. */
export function unique(items: Value | undefined): readonly Value[] | undefined {
  if (!Array.isArray(items)) return undefined;
  const seen = new Map((items as readonly Value[]).map((item) => [keyOf(item), item]));
  const all = [...seen.values()];
  const whole = wholeOf(items);
  if (whole === undefined && areCertain(all)) return all;
  return openList(
    all,
    opaque((text) => `distinct(${text(whole ?? items)})`),
  );
}

/** Whether values are certainly different from one another. */
function areCertain(all: readonly Value[]): boolean {
  if (all.length < 2 || !all.some(holdsSymbol)) return true;
  return all.every((item) => typeof item === 'string') && areDifferent(all);
}

/** A set as Terraform walks through it: texts and numbers in their order, null last; open where an element is not known. */
export function inOrder(items: readonly Value[] | undefined): readonly Value[] | undefined {
  if (!items) return undefined;
  if (!items.every((item) => item === null || typeof item !== 'object')) return asSet(items);
  const whole = wholeOf(items);
  const sorted = [...items].sort(comparePrimitives);
  if (whole === undefined && (items.length < 2 || !items.some(holdsSymbol))) return asSet(sorted);
  return asSet(
    openList(
      sorted,
      opaque((text) => `toset(${text(whole ?? items)})`),
    ),
  );
}

function comparePrimitives(one: Value, other: Value): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [left, right] = [String(one), String(other)];
  return left < right ? -1 : Number(left > right);
}

function keyOf(value: Value): string {
  return textOfValue(value);
}
