import { all, and, unknown } from '../../../model/known/known';
import type { Known } from '../../../model/known/known';
import { hasSymbol } from '../../../model/known/symbol';
import { equal } from '../../../model/known/text';
import { isObject, isOpen, isUnknown } from './value';
import type { Value } from './value';

/** Whether two values are equal, as `==` compares them: a text is not a number. What is not known may be of any type. */
export function sameValue(one: Value, other: Value): Known {
  if (typeof one === 'string' && typeof other === 'string') return equal(one, other);
  if (one === other) return true;
  if (isUnknown(one) || isUnknown(other)) return unknown('a value is not known before apply');
  if (Array.isArray(one) && Array.isArray(other)) {
    const [left, right] = [one as readonly Value[], other as readonly Value[]];
    if (isOpen(left) || isOpen(right)) return unknown('how many elements a list has is not known before apply');
    if (left.length !== right.length) return false;
    return all(left.keys(), (index) => sameValue(left[index]!, right[index]!));
  }
  if (isObject(one) && isObject(other)) {
    const keys = [Object.keys(one), Object.keys(other)] as const;
    if (keys.flat().some(hasSymbol)) return unknown('a key is not known before apply');
    if (keys[0].length !== keys[1].length) return false;
    return and(...keys[0].map((key) => Object.hasOwn(other, key) && sameValue(one[key]!, other[key]!)));
  }
  return false;
}
