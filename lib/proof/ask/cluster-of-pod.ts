import { PodtrustError } from '../../core/errors';
import type { ServiceAccountReference } from '../../core/trust/subject';
import { clustersOfObjects } from '../model/cluster/cluster';
import type { Cluster } from '../model/cluster/cluster';
import type { ClusterFinder } from '../model/cluster/cluster-finder';
import type { Model } from '../model/model';

/**
 * The cluster that a pod runs in: the one that the question names, else the only one that it can be.
 *
 * @throws PodtrustError `cluster-unknown`, `cluster-ambiguous`
 */
export function clusterOfPod(
  model: Pick<Model, 'clusters' | 'serviceAccounts'>,
  finder: ClusterFinder,
  id: string | undefined,
  { namespace, name }: ServiceAccountReference,
): Cluster {
  if (id !== undefined) return finder.find(id);
  const all = clustersOfObjects(model.clusters);
  const declaring = all.filter((cluster) =>
    model.serviceAccounts.some(
      (account) => account.namespace === namespace && account.name === name && account.clusters.join() === cluster.id,
    ),
  );
  const only = all.length === 1 ? all[0] : declaring.length === 1 ? declaring[0] : undefined;
  if (only) return only;
  throw new PodtrustError({
    code: all.length === 0 ? 'cluster-unknown' : 'cluster-ambiguous',
    what:
      all.length === 0
        ? 'no cluster and no issuer was read, so nobody knows who signs the pod’s token'
        : `${namespace}/${name} may be in any of the clusters ${all.map((cluster) => cluster.id).join(', ')}`,
    remedy: 'Say which: --cluster ID, or --issuer URL for one that is not in the input.',
  });
}
