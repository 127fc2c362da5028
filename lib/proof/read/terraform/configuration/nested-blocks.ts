import { limit } from '../expression/expression';
import { isObject } from '../expression/value';
import type { Value, ValueObject } from '../expression/value';
import type { Raw, RawObject } from './configuration';
import type { Context } from './context';
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
  { configuration, names }: Context,
  valueOf: (raw: Raw, context: Context) => Value,
): ValueObject[] {
  return toBlocks(bodies as Value).flatMap((body) => {
    const dynamic = body as RawObject;
    const each = valueOf(dynamic.for_each ?? null, { configuration, names });
    if (!Array.isArray(each) && !isObject(each)) {
      throw limit(`how many blocks ${name} there are is not known before apply`);
    }
    const iterator = referenceText(dynamic.iterator) ?? name;
    const entries: [Value, Value][] = Array.isArray(each)
      ? (each as readonly Value[]).map((value, index) => [index, value])
      : Object.keys(each)
          .sort()
          .map((key) => [key, (each as ValueObject)[key]!]);
    return entries.flatMap(([key, value]) =>
      toBlocks(valueOf(dynamic.content ?? {}, { configuration, names: { ...names, [iterator]: { key, value } } })),
    );
  });
}
