import { PodtrustError } from '../../core';

/** Values of a chart as plain data. Values may be tokens. */
export type HelmValues = { readonly [key: string]: unknown };

/** A value at a place in values: `valueAt('a.b', 1)` is `{ a: { b: 1 } }`. */
export function valueAt(place: string, value: unknown): HelmValues {
  return place.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as HelmValues;
}

/**
 * Two sets of values in one. Maps are merged, and lists whose items have names, as variables and volumes do, are put
 * together.
 *
 * @throws PodtrustError `helm-values-conflict` where the two want different values in one place
 */
export function mergeHelmValues(own: HelmValues, bound: HelmValues, where?: string): HelmValues {
  return mergedMaps(own, bound, [], where);
}

function mergedMaps(own: HelmValues, bound: HelmValues, path: readonly string[], where?: string): HelmValues {
  const result: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries(bound)) {
    result[key] = Object.hasOwn(own, key) ? merged(own[key], value, [...path, key], where) : value;
  }
  return result;
}

function merged(own: unknown, bound: unknown, path: readonly string[], where?: string): unknown {
  if (isMap(own) && isMap(bound)) return mergedMaps(own, bound, path, where);
  if (isNamedList(own) && isNamedList(bound)) {
    const names = new Map(own.map((item) => [item.name, item]));
    for (const item of bound) {
      const known = names.get(item.name);
      if (known !== undefined && !isSame(known, item)) throw conflict(known, item, [...path, item.name], where);
    }
    return [...own, ...bound.filter(({ name }) => !names.has(name))];
  }
  // What a values.yaml has as empty is as good as not there.
  if (own === null && path.length > 0 && isCollection(bound)) return bound;
  if (isSame(own, bound)) return own;
  throw conflict(own, bound, path, where);
}

function conflict(own: unknown, bound: unknown, path: readonly string[], where?: string): PodtrustError {
  const isCreate = path.at(-1) === 'create';
  return new PodtrustError({
    code: 'helm-values-conflict',
    where,
    what: `${placeText(path)} is ${text(own)} in the values, and the binding needs ${text(bound)}`,
    why: 'One of the two would win unseen: the pods would run as another service account, as another identity, or as none.',
    remedy: isCreate
      ? 'Leave it out of the values. If the account is made elsewhere, set createServiceAccount: false.'
      : 'Leave it out of the values; the binding sets it. For another identity, hand over its binding.',
  });
}

/** `podAnnotations["podtrust/binding"]`: keys with dots or slashes in brackets. */
export function placeText(path: readonly (string | number)[]): string {
  return path
    .map((key, index) =>
      typeof key === 'string' && /^[\w-]+$/.test(key)
        ? `${index === 0 ? '' : '.'}${key}`
        : `[${typeof key === 'number' ? key : JSON.stringify(key)}]`,
    )
    .join('');
}

function text(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 120 ? `${json.slice(0, 117)}...` : json;
}

function isMap(value: unknown): value is HelmValues {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isCollection(value: unknown): boolean {
  return isMap(value) || Array.isArray(value);
}

function isNamedList(value: unknown): value is readonly { readonly name: string }[] {
  return Array.isArray(value) && value.every((item) => typeof (item as { name?: unknown } | null)?.name === 'string');
}

/** Whether two values are the same, whatever the order of their keys. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (!isMap(one) || !isMap(other)) return one === other;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isSame(one[key], other[key]));
}
