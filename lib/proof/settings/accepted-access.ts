import { PodtrustError } from '../../core/errors';
import type { ClusterFinder, NamedCluster } from '../model/cluster/cluster-finder';
import { includesGlob } from '../model/known/glob';

/** Whether a cluster is the one that an entry of the settings means; one that names none means every one. */
export function isClusterMeant<T extends NamedCluster>(
  meant: string | undefined,
  cluster: string,
  clusters: ClusterFinder<T>,
): boolean {
  return meant === undefined || meant === cluster || idOf(meant, clusters) === cluster;
}

/** The cluster that a person means; nothing where there is none, or several. */
function idOf<T extends NamedCluster>(text: string, clusters: ClusterFinder<T>): string | undefined {
  try {
    return clusters.find(text).id;
  } catch (error) {
    if (PodtrustError.is(error)) return undefined;
    throw error;
  }
}

/** Whether whomever one glob of `namespace/name` means, another one means as well. Part by part: no name has a slash. */
export function includesAccounts(wider: string, narrower: string): boolean {
  const [namespaces = '', names = ''] = wider.split('/');
  const [namespace = '', name = ''] = narrower.split('/');
  return includesGlob(namespaces, namespace) && includesGlob(names, name);
}
