import { PodtrustError, type TrustedCluster } from '../../core';
import type { WorkloadIdentityTrust } from './workload-identity';

/** Which construct bound a service account of a cluster, by namespace and name, and by what for. */
const BOUND = new WeakMap<TrustedCluster, Map<string, string>>();

/**
 * Notes that a trust binds a service account by the annotation of its client id. Without the webhook the pods carry
 * variables instead, and those of one service account may differ.
 *
 * @param where the construct's path
 * @param use what for: each has an annotation of its own
 * @throws PodtrustError `duplicate-binding`
 */
export function bindServiceAccount(
  {
    cluster,
    serviceAccount,
    webhook,
    bind,
  }: Pick<WorkloadIdentityTrust, 'cluster' | 'serviceAccount' | 'webhook' | 'bind'>,
  where: string,
  use: 'pods' | 'image-pull' = 'pods',
): void {
  if (!cluster || !webhook || !bind) return;
  const bound = BOUND.get(cluster) ?? new Map<string, string>();
  BOUND.set(cluster, bound);
  const account = `${serviceAccount.namespace}/${serviceAccount.name}`;
  const other = bound.get(`${use} ${account}`);
  if (other !== undefined) {
    throw new PodtrustError({
      code: 'duplicate-binding',
      where,
      what: `the service account ${account} is bound to an identity ${use === 'pods' ? '' : 'for image pulls '}already, by ${other}`,
      why: 'A service account carries one annotation of a client id.',
      remedy:
        'Give each identity a service account of its own, or let one trust only admit: workloadIdentity({ bind: false }).',
    });
  }
  bound.set(`${use} ${account}`, where);
}
