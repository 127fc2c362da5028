import { limit } from '../../expression/expression';
import { describeSymbols, symbolOf } from '../../../../model/known/symbol';
import type { Possibilities } from '../../expression/possible-values';
import { causeIn } from '../../../../model/known/perhaps';
import {
  isAnyKey,
  isObject,
  isOpen,
  isSet,
  isUnknown,
  mayBeSeveral,
  perhapsThere,
  referenceOf,
  textOfValue,
} from '../../expression/value';
import type { Value, ValueObject } from '../../expression/value';
import type { Raw, RawObject } from '../configuration';
import type { Context } from '../evaluation/context';
import { referenceText } from './reference-text';
import { isRawObject } from './terraform-json';

/** Nested blocks as a list: one may be written as an object. */
export function toBlocks(value: Value | undefined): readonly ValueObject[] {
  if (Array.isArray(value)) return (value as readonly Value[]).filter(isObject);
  return isObject(value) ? [value] : [];
}

/** Whether a body's `dynamic` holds `dynamic` blocks, by the name of the blocks they make, and is not an argument. */
export function isDynamic(value: Raw | undefined): value is RawObject {
  return (
    isRawObject(value) &&
    Object.values(value).every((bodies) => toBlocks(bodies as Value).some((body) => body.content !== undefined))
  );
}

/**
 * The blocks that `dynamic` blocks make.
 *
 * @param name of the blocks they make
 * @param bodies of one `dynamic` block or of several
 * @throws ExpressionError where it is not known what there is of it
 */
export function dynamicBlocks(
  name: string,
  bodies: Raw,
  { configuration, names, perhaps }: Context,
  valueOf: (raw: Raw, context: Context) => Value,
): ValueObject[] {
  return toBlocks(bodies as Value).flatMap((body) => {
    const dynamic = body as RawObject;
    const each = valueOf(dynamic.for_each ?? null, { configuration, names });
    const iterator = referenceText(dynamic.iterator) ?? name;
    const made = (entries: Entries): ValueObject[] =>
      entries.flatMap(([key, value]) =>
        toBlocks(
          valueOf(dynamic.content ?? {}, { configuration, perhaps, names: { ...names, [iterator]: { key, value } } }),
        ),
      );
    if (isCertain(each)) return made(entriesOf(each));
    if (!perhaps) throw limit(`how many blocks ${name} there are is not known before apply`);
    const whole = describeSymbols(isUnknown(each) ? String(each) : textOfValue(each));
    return possibleEntries(each, perhaps).flatMap(({ entries, cause }) =>
      made(entries).map((block) => (cause === undefined ? block : perhapsThere(block, causeIn(cause, whole)))),
    );
  });
}

type Entries = readonly (readonly [Value, Value])[];

/** Whether it is known what a `for_each` is over. */
function isCertain(each: Value): each is readonly Value[] | ValueObject {
  if (Array.isArray(each)) return !isOpen(each) || !(each as readonly Value[]).some(mayBeSeveral);
  return isObject(each) && !Object.keys(each).some(isAnyKey);
}

function entriesOf(each: Value): Entries {
  if (Array.isArray(each))
    return (each as readonly Value[]).map((value, index): [Value, Value] => [isSet(each) ? value : index, value]);
  if (!isObject(each)) return [];
  return Object.keys(each)
    .sort()
    .map((key): [Value, Value] => [key, each[key]!]);
}

/** What a `for_each` may be over, in parts, and what those depend on that need not be there. */
function possibleEntries(
  each: Value,
  possible: Possibilities,
): readonly { readonly entries: Entries; readonly cause?: string }[] {
  if (isUnknown(each)) {
    const found = possible.of(each);
    if (!found) return [{ entries: [ofAny(each)], cause: describeSymbols(String(each)) }];
    return found.values.flatMap((value) =>
      isUnknown(value) ? possibleEntries(value, possible) : [{ entries: entriesOf(value), cause: found.cause }],
    );
  }
  const known = entriesOf(each);
  const isOpenEntry = ([key, value]: readonly [Value, Value]): boolean =>
    isObject(each) ? isAnyKey(String(key)) : mayBeSeveral(value);
  return [
    { entries: known.filter((entry) => !isOpenEntry(entry)) },
    ...known.filter(isOpenEntry).flatMap(([, value]) => possibleEntries(value, possible)),
  ];
}

/** Stands for each of the elements of a list or a map that is not known. */
function ofAny(each: Value): readonly [Value, Value] {
  const over = referenceOf(each);
  return [symbolOf(`${over}.each.key`), symbolOf(`${over}.each.value`)];
}
