import { hasSymbol } from '../model/known/symbol';
import { isLookedUp } from '../model/cluster/cluster';
import type { Cluster } from '../model/cluster/cluster';

/**
 * Why an object that is not in the input may still be in a cluster: others made the cluster, and nobody sees all that they
 * made in it; or only apply tells which cluster it is. Nothing for a cluster that the input makes, or names by its issuer.
 */
export function clusterElsewhere(
  { clusters }: { readonly clusters: ReadonlyMap<string, Cluster> },
  id: string,
): string | undefined {
  const cluster = clusters.get(id);
  if (!cluster) return undefined;
  const { name, resourceId, issuer, unread } = cluster;
  if (unread || (name === undefined && resourceId === undefined && hasSymbol(issuer))) {
    return `which cluster ${id} stands for is not known before apply, and so which objects are in it`;
  }
  if (!isLookedUp(cluster)) return undefined;
  return `${id} is made outside of what was read, and so may objects in it be`;
}
