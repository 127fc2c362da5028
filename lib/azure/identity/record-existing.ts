import type { IConstruct } from 'constructs';
import { isKnown } from '../../core';
import { recordExisting } from '../../terraform';
import type { AksClusterReference, TrustedCluster } from '../cluster/aks-cluster-reference';

/** Tells the proof of a cluster that exists, unless it is a construct: that tells of itself. */
export function recordCluster(scope: IConstruct, cluster: TrustedCluster): void {
  const { name, node, issuer, id: resourceId, connection }: TrustedCluster & Partial<AksClusterReference> = cluster;
  if (node || !isKnown(name)) return;
  const cloud = resourceId?.startsWith('/subscriptions/') ? 'azure' : undefined;
  recordExisting(scope, 'clusters', {
    id: name,
    cloud,
    name,
    issuer: issuer?.url,
    resourceId,
    endpoint: connection?.host,
  });
}
