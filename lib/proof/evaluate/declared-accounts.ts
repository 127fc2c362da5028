import type { Model } from '../model/model';

/** Whether something that was not read, such as a Helm release, may declare service accounts in a namespace. */
export function isOpaque(model: Model, cluster: string, namespace: string): boolean {
  return model.opaqueNamespaces.some(
    (opaque) => opaque.clusters.includes(cluster) && (opaque.namespace === undefined || opaque.namespace === namespace),
  );
}
