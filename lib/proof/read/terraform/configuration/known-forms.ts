import { symbolOf } from '../../../model/known/symbol';
import type { ShapeName } from '../../../model/known/symbol-shape';
import { FORM } from '../expression/evaluate';
import { isUnknown, referenceOf } from '../expression/value';
import type { Value } from '../expression/value';

/** An unknown part of a form: see `Scope.formOf`. */
export function partOfForm(name: string, shape: ShapeName | 'ref' = 'segment'): string {
  return symbolOf(`${FORM}${name}`, shape);
}

/** An attribute of a resource that stands for itself, and not for what an expression makes of it. */
const ATTRIBUTE = /(?:^|[./\]])([a-z]+_[a-z0-9_]+)\.[\w-]+(?:\[[^\]()\s]*\])?\.(\w+)$/;

/**
 * The form of attributes that a provider always gives a text, once there is the resource: they are neither null nor empty.
 *
 * @param formOf of an attribute of a type; nothing where it may be anything
 */
export function formsOfAttributes(
  formOf: (type: string, attribute: string) => Value | undefined,
): (unknown: Value) => Value | undefined {
  return (unknown) => {
    const [, type, attribute] = (isUnknown(unknown) && ATTRIBUTE.exec(referenceOf(unknown))) || [];
    return type === undefined || attribute === undefined ? undefined : formOf(type, attribute);
  };
}
