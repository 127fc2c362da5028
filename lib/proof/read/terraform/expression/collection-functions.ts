import { ExpressionError, limit } from './expression';
import { areDifferent, asText, holdsSymbol, isObject, opaque, openList, textOfValue, wholeOf } from './value';
import type { Value } from './value';

/** More elements than this are not made. */
const MAXIMUM_ELEMENTS = 100_000;

/** Terraform's functions of lists, sets and maps that need to know all of their arguments. */
export const collectionFunctions: Readonly<Record<string, (...args: Value[]) => Value>> = {
  alltrue: (items) => list(items).every((item) => String(item) === 'true'),
  anytrue: (items) => list(items).some((item) => String(item) === 'true'),
  sum: (items) => list(items).reduce<number>((sum, item) => sum + numberOf(item), 0),
  chunklist: (items, size) => {
    const all = list(items);
    const length = numberOf(size!);
    if (!(length > 0)) return [all];
    return Array.from({ length: Math.ceil(all.length / length) }, (_, index) =>
      all.slice(index * length, (index + 1) * length),
    );
  },
  matchkeys: (values, keys, wanted) => {
    const set = new Set(list(wanted).map(keyOf));
    const all = list(keys);
    return list(values).filter((_, index) => set.has(keyOf(all[index] ?? null)));
  },
  setintersection: (first, ...others) => {
    const sets = others.map((items) => new Set(list(items).map(keyOf)));
    return inOrder(unique(first)!.filter((item) => sets.every((set) => set.has(keyOf(item)))))!;
  },
  setsubtract: (first, second) => {
    const taken = new Set(list(second).map(keyOf));
    return inOrder(unique(first)!.filter((item) => !taken.has(keyOf(item))))!;
  },
  setunion: (...lists) => inOrder(unique(lists.flatMap((items) => list(items))))!,
  setproduct: (...lists) => {
    const size = lists.reduce<number>((product, items) => product * list(items).length, 1);
    if (size > MAXIMUM_ELEMENTS) throw limit(`setproduct() gives more than ${MAXIMUM_ELEMENTS} elements`);
    return lists.reduce<Value[][]>(
      (rows, items) => rows.flatMap((row) => list(items).map((item) => [...row, item])),
      [[]],
    );
  },
  transpose: (map) => {
    if (!isObject(map)) throw new ExpressionError('transpose() got something else than a map');
    const result = new Map<string, string[]>();
    for (const key of Object.keys(map).sort()) {
      for (const item of list(map[key])) result.set(String(item), [...(result.get(String(item)) ?? []), key]);
    }
    return Object.fromEntries([...result].sort(([a], [b]) => (a < b ? -1 : 1)));
  },
};

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

/** A set as Terraform walks through it: texts in their order, which is open where one is not known. */
export function inOrder(items: readonly Value[] | undefined): readonly Value[] | undefined {
  if (!items?.every((item) => typeof item === 'string')) return items;
  const whole = wholeOf(items);
  const sorted = [...items].sort();
  if (whole === undefined && (items.length < 2 || !items.some(holdsSymbol))) return sorted;
  return openList(
    sorted,
    opaque((text) => `toset(${text(whole ?? items)})`),
  );
}

/**
 * A number, also one that is written as a text.
 *
 * @throws ExpressionError where it is none
 */
export function numberOf(value: Value): number {
  const text = asText(value);
  const number = text === undefined || text.trim() === '' || typeof value === 'boolean' ? NaN : Number(text);
  if (Number.isNaN(number)) throw new ExpressionError('a number is expected');
  return number;
}

function list(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  throw new ExpressionError('a function got something else than a list');
}

function keyOf(value: Value): string {
  return textOfValue(value);
}
