import type { IConstruct } from 'constructs';
import { type TrustedCluster, isKnown } from '../../core';
import { recordExisting } from '../../terraform';
import type { AksClusterReference } from './aks-cluster-reference';

/** Tells the proof of an AKS cluster that exists. */
export function recordAksCluster(
  scope: IConstruct,
  id: string,
  cluster: Pick<AksClusterReference, 'name' | 'issuer' | 'id'> & { readonly endpoint?: string },
): void {
  const { name, issuer, id: resourceId, endpoint } = cluster;
  recordExisting(scope, 'clusters', { id, cloud: 'azure', name, issuer: issuer.url, resourceId, endpoint });
}

/** Tells the proof of the cluster of a trust, unless it is a construct: that tells of itself. */
export function recordCluster(scope: IConstruct, cluster: TrustedCluster): void {
  if (cluster.node || !isKnown(cluster.name)) return;
  const { name, issuer, id: resourceId, connection }: TrustedCluster & Partial<AksClusterReference> = cluster;
  const cloud = resourceId?.startsWith('/subscriptions/') ? 'azure' : undefined;
  const endpoint = connection?.host;
  recordExisting(scope, 'clusters', { id: name, cloud, name, issuer: issuer?.url, resourceId, endpoint });
}
