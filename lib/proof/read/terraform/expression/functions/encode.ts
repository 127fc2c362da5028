import { overwrittenMembers } from '../overwritten';
import { isObject } from '../value';
import type { Value } from '../value';

/**
 * JSON as Terraform writes it: keys in order, and no character that HTML knows. Only, members that a later one of the same
 * key put out stand before it: whoever reads the text takes the last one as well, and can see what was lost.
 */
export function encode(value: Value): string {
  const text = JSON.stringify(value, (_, item: Value) => {
    if (!isObject(item)) return item;
    const keys = Object.keys(item);
    const lost = overwrittenMembers(item);
    if (lost.length === 0 && keys.every((key, index) => index === 0 || keys[index - 1]! < key)) return item;
    return Object.fromEntries([
      ...lost.map(([key, value], index) => [`\uE002${index}\uE002${key}`, value]),
      ...keys.sort().map((key) => [key, item[key]]),
    ]);
  });
  return text
    .replace(/\uE002\d+\uE002/g, '')
    .replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
