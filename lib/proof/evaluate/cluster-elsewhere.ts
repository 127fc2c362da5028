import { isLookedUp } from '../model/cluster/cluster';
import type { Cluster } from '../model/cluster/cluster';

/**
 * Why an object that is not in the input may still be in a cluster: others made the cluster, and nobody sees all that they
 * made in it. Nothing for a cluster that the input does not only look up.
 */
export function clusterElsewhere(
  { clusters }: { readonly clusters: ReadonlyMap<string, Cluster> },
  id: string,
): string | undefined {
  const cluster = clusters.get(id);
  if (!cluster || !isLookedUp(cluster)) return undefined;
  return `${id} is made outside of what was read, and so may objects in it be`;
}
