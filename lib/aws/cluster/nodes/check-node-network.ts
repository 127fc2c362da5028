import { PodtrustError } from '../../../core';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';

/**
 * Refuses nodes that would have no network: Auto Mode gives one to its own nodes, and to no others.
 *
 * @param what the nodes, such as `a node group`
 * @throws PodtrustError `nodes-without-network`
 */
export function checkNodeNetwork(what: string, { autoMode, neededByNodes }: EksClusterReference, where: string): void {
  // What a cluster of somebody else has is not known.
  if (!autoMode || neededByNodes?.length !== 0) return;
  throw new PodtrustError({
    code: 'nodes-without-network',
    where,
    what: `${what} in a cluster of EKS Auto Mode, which has no network add-ons`,
    why: 'Auto Mode’s network, DNS and Pod Identity agent are on its own nodes alone: others never get ready.',
    remedy: 'Say networkAddons: true on the cluster, or leave the nodes to Auto Mode’s node pools.',
  });
}
