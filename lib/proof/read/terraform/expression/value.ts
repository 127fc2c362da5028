import { isNo } from '../../../model/known/known';
import {
  describeSymbols,
  hasSymbol,
  isSymbol,
  referenceOfSymbol,
  shapeOf,
  symbolOf,
} from '../../../model/known/symbol';
import { equal } from '../../../model/known/text';

/**
 * A Terraform value. What is unknown before apply is a symbol inside a string; a whole unknown value, whatever its type,
 * is a string that is one symbol.
 */
export type Value = string | number | boolean | null | readonly Value[] | ValueObject;

/** An object or a map. */
export interface ValueObject {
  readonly [key: string]: Value;
}

/** The reference that leads to an object, for its attributes that only the provider knows. */
const REFERENCE = Symbol('podtrust.reference');

/** Whether a value is an object or a map. */
export function isObject(value: unknown): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is one symbol and nothing else: an unknown value of an unknown type. */
export function isUnknown(value: Value): boolean {
  return typeof value === 'string' && isSymbol(value);
}

/** The reference of a value that is one symbol. */
export function referenceOf(value: Value): string {
  return referenceOfSymbol(String(value));
}

/** Whether anything of a value is not known: it holds a symbol anywhere, or an open list. */
export function holdsSymbol(value: Value): boolean {
  if (typeof value === 'string') return hasSymbol(value);
  if (typeof value !== 'object' || value === null) return false;
  if (isOpen(value)) return true;
  return Object.values(value).some((item: Value) => holdsSymbol(item));
}

/** The symbol of a list as a whole, of which not all is known. */
const WHOLE = Symbol('podtrust.whole');

/**
 * A list of which it is not known how many elements it has, nor at which place each is: `distinct([var.a, var.b])` has one
 * or two. What it may hold is told, and no position in it.
 *
 * @param items all that it may hold; what is known of them is in it, whatever the others turn out to be
 * @param whole the symbol of the list: what an index and a length of it are told by
 */
export function openList(items: readonly Value[], whole: Value): readonly Value[] {
  return items.length === 0 ? [] : Object.defineProperty([...items], WHOLE, { value: whole });
}

/** The symbol of an open list as a whole; nothing for any other value. */
export function wholeOf(value: Value | undefined): Value | undefined {
  return Array.isArray(value) ? (value as { [WHOLE]?: Value })[WHOLE] : undefined;
}

const SET = Symbol('podtrust.set');

/** A list as a set: what walks through it has each element as its own key. */
export function asSet(items: readonly Value[]): readonly Value[] {
  const whole = wholeOf(items);
  const set = Object.defineProperty([...items], SET, { value: true });
  return whole === undefined ? set : Object.defineProperty(set, WHOLE, { value: whole });
}

/** Whether a list is a set. */
export function isSet(value: Value): boolean {
  return Array.isArray(value) && SET in value;
}

/** Whether it is not known how many elements a list or a map has: an open list, or keys that may be the same. */
export function isOpen(value: Value | undefined): boolean {
  if (!isObject(value)) return wholeOf(value) !== undefined;
  const keys = Object.keys(value);
  return keys.some(isAnyKey) || !areDifferent(keys);
}

const ANY_KEY = '\uE000ref:any key of ';

/** A key that stands for any number of keys. */
export function anyKeyOf(reference: string): string {
  return symbolOf(`any key of ${reference}`);
}

/** Whether a key stands for any number of keys. */
export function isAnyKey(key: string): boolean {
  return key.startsWith(ANY_KEY);
}

/** More texts than this are not compared each with each. */
const MAXIMUM_COMPARED = 500;

/** Whether texts are certainly different from one another, whatever is not known of them. */
export function areDifferent(texts: readonly string[]): boolean {
  const unknown = texts.filter(hasSymbol);
  if (unknown.length === 0 || texts.length === 1) return true;
  if (texts.length > MAXIMUM_COMPARED) return false;
  return unknown.every((one) => texts.every((other) => other === one || isNo(equal(one, other))));
}

/** Remembers the reference that leads to an object. */
export function withReference(value: Value, reference: string): Value {
  if (!isObject(value) || REFERENCE in value) return value;
  return Object.defineProperty({ ...value }, REFERENCE, { value: reference });
}

/** The value below another one; nothing where it has none. A symbol's part is a longer symbol. */
export function descend(value: Value, key: string | number): Value | undefined {
  if (isUnknown(value)) return symbolOf(`${partsOf(referenceOf(value))}${stepText(key)}`);
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
    const whole = wholeOf(value);
    if (whole !== undefined) return descend(whole, key);
    // No element of a set has a place.
    if (isSet(value)) return undefined;
    const index = Number(key);
    return Number.isInteger(index) ? items[index] : undefined;
  }
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, key)) return value[key];
  // One nested block may be written as an object or as a list of one.
  if (key === 0 || key === '0') return value;
  const reference = (value as { [REFERENCE]?: string })[REFERENCE];
  return reference === undefined ? undefined : symbolOf(`${reference}${stepText(key)}`);
}

/**
 * The reference whose parts a symbol's parts are: a text has none of its own, so those of what JSON in it says go by the
 * text's name, whether the provider gives it as a text or as an object.
 */
function partsOf(reference: string): string {
  return /^jsondecode\(\$\{([\w.[\]"/-]*)\}\)$/.exec(reference)?.[1] ?? reference;
}

/** What it depends on whether a block is there, which the block carries where it need not be. */
const DEPENDS = Symbol('podtrust.depends');

/** A block that need not be there. */
export function perhapsThere(block: ValueObject, cause: string): ValueObject {
  return Object.defineProperty({ ...block }, DEPENDS, { value: cause });
}

/** What it depends on whether a block is there, for people; nothing where it is. */
export function dependsOf(block: ValueObject): string | undefined {
  return (block as { [DEPENDS]?: string })[DEPENDS];
}

/** Attributes that are texts, of whatever resource: a list of them has as many elements as are written. */
const TEXT_ATTRIBUTE = /^(?!.*(\*|\bvar\.)).*\.(id|arn|name)$/;

/** Whether an element of a list may be a list itself, of any number of elements. */
export function mayBeSeveral(item: Value): boolean {
  return isUnknown(item) && shapeOf(String(item)) === undefined && !TEXT_ATTRIBUTE.test(referenceOf(item));
}

/** A step of a reference as Terraform writes it: `.name`, `[0]`, `["key"]`, and `[var.key]` where the key is not known. */
export function stepText(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  if (isSymbol(key)) return `[${describeSymbols(referenceOfSymbol(key))}]`;
  return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** The symbol of a function or an operator whose operands are unknown; the same operands give the same symbol. */
export function opaque(form: (describe: (value: Value) => string) => string): string {
  return symbolOf(form((value) => describeSymbols(typeof value === 'string' ? value : textOfValue(value))));
}

/** A value as JSON, with an open list as its symbol: two values that have the same text are the same. */
export function textOfValue(value: Value): string {
  return JSON.stringify(value, asWhole);
}

function asWhole(_: string, value: Value): Value {
  return wholeOf(value) ?? value;
}

/** A primitive as a template writes it; nothing for null, lists and objects. */
export function asText(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
