import { describeSymbols, hasSymbol, isSymbol, referenceOfSymbol, symbolOf } from '../../../model/symbol';

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

/** Whether a value holds a symbol anywhere. */
export function holdsSymbol(value: Value): boolean {
  if (typeof value === 'string') return hasSymbol(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((item: Value) => holdsSymbol(item));
}

/** Remembers the reference that leads to an object. */
export function withReference(value: Value, reference: string): Value {
  if (!isObject(value) || REFERENCE in value) return value;
  return Object.defineProperty({ ...value }, REFERENCE, { value: reference });
}

/** The value below another one; nothing where it has none. A symbol's part is a longer symbol. */
export function descend(value: Value, key: string | number): Value | undefined {
  if (isUnknown(value)) return symbolOf(`${referenceOf(value)}${stepText(key)}`);
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
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

/** A step of a reference as Terraform writes it: `.name`, `[0]`, `["key"]`, and `[var.key]` where the key is not known. */
export function stepText(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  if (isSymbol(key)) return `[${describeSymbols(referenceOfSymbol(key))}]`;
  return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** The symbol of a function or an operator whose operands are unknown; the same operands give the same symbol. */
export function opaque(form: (describe: (value: Value) => string) => string): string {
  return symbolOf(form((value) => describeSymbols(typeof value === 'string' ? value : JSON.stringify(value))));
}

/** A primitive as a template writes it; nothing for null, lists and objects. */
export function asText(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
