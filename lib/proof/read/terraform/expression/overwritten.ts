import type { Value, ValueObject } from './value';

const OVERWRITTEN = new WeakMap<object, readonly (readonly [string, Value])[]>();

/** An object of its members, of which the last of a key counts, as in Terraform. */
export function objectOf(members: readonly (readonly [string, Value])[]): ValueObject {
  const object = Object.fromEntries(members);
  if (Object.keys(object).length < members.length) {
    const last = new Map(members.map(([key], index) => [key, index]));
    OVERWRITTEN.set(
      object,
      members.filter(([key], index) => last.get(key) !== index),
    );
  }
  return object;
}

/**
 * The members that a later one of the same key put out of an object, in their order. Terraform says nothing of them, and
 * a trust policy loses a condition that way.
 */
export function overwrittenMembers(object: ValueObject): readonly (readonly [string, Value])[] {
  return OVERWRITTEN.get(object) ?? [];
}
