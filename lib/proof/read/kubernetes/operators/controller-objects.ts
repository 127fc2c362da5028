import { objectAt, textOf } from '../kubernetes-object';
import type { DeclaredObject, JsonObject } from '../kubernetes-object';

/** An object of a controller, with what all its readers ask of it. */
export interface ControllerObject extends DeclaredObject {
  /** `<kind>/<namespace>/<name>`. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly spec: JsonObject;
}

/** The objects of a kind in a group, whatever the version. */
export function objectsOfKind(objects: readonly DeclaredObject[], group: string, kind: string): ControllerObject[] {
  return objects
    .filter(({ object }) => object.kind === kind && String(object.apiVersion).split('/')[0] === group)
    .map((found): ControllerObject => {
      const metadata = objectAt(found.object, ['metadata']);
      const namespace = textOf(metadata.namespace) ?? 'default';
      const name = textOf(metadata.name) ?? '';
      const spec = objectAt(found.object, ['spec']);
      return { ...found, id: `${kind}/${namespace}/${name}`, namespace, name, spec };
    });
}
