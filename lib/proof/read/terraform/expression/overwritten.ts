import { isUnknown } from '../../../model/known/known';
import { hasSymbol } from '../../../model/known/symbol';
import { equal } from '../../../model/known/text';
import { descend } from './value';
import type { Value, ValueObject } from './value';

/** What of an object was put out, which it carries with it where there is any. */
const OVERWRITTEN = Symbol('podtrust.overwritten');

type Members = readonly (readonly [string, Value])[];

/** An object of its members, of which the last of a key counts, as in Terraform. */
export function objectOf(members: Members): ValueObject {
  // In the order of the last of each key: what comes after a key may put it out.
  const lasting = new Map<string, Value>();
  for (const [key, value] of members) {
    lasting.delete(key);
    lasting.set(key, value);
  }
  const object = Object.fromEntries(lasting);
  if (lasting.size === members.length) return object;
  const last = new Map(members.map(([key], index) => [key, index]));
  return Object.defineProperty(object, OVERWRITTEN, {
    value: members.filter(([key], index) => last.get(key) !== index),
  });
}

/**
 * An object with the values of those keys left open that a later key, which is not known, may turn out to be: in
 * `{ a = 1, (var.key) = 2 }` what `a` is, is not known.
 *
 * @param whole the symbol of the object
 */
export function certainMembers(object: ValueObject, whole: Value): ValueObject {
  const keys = Object.keys(object);
  const firstUnknown = keys.findIndex(hasSymbol);
  if (firstUnknown < 0) return object;
  const open = keys.filter((key, index) =>
    keys.some((other, at) => at > index && hasSymbol(other) && !hasSymbol(key) && isUnknown(equal(key, other))),
  );
  if (open.length === 0) return object;
  return Object.fromEntries(keys.map((key) => [key, open.includes(key) ? descend(whole, key)! : object[key]!]));
}

/**
 * The members that a later one of the same key put out of an object, in their order. Terraform says nothing of them, and
 * a trust policy loses a condition that way.
 */
export function overwrittenMembers(object: ValueObject): Members {
  return (object as { [OVERWRITTEN]?: Members })[OVERWRITTEN] ?? [];
}
