import type { ConfigMap } from '../../../model/kubernetes/config-map';
import { objectAt, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject } from '../kubernetes-object';

/** Adds a ConfigMap. */
export function readConfigMapObject({ object, clusters }: DeclaredObject, into: ConfigMap[]): void {
  if (object.kind !== 'ConfigMap' || object.apiVersion !== 'v1') return;
  const metadata = objectAt(object, ['metadata']);
  into.push({
    kind: 'ConfigMap',
    clusters,
    namespace: textOf(metadata.namespace) ?? 'default',
    name: textOf(metadata.name) ?? '',
    data: textsOf(object.data),
  });
}
