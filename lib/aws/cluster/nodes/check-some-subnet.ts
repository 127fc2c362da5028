import { PodtrustError } from '../../../core';

/**
 * Refuses what is in no subnet.
 *
 * @param what whose subnets the cluster does not say, with its verb: `nodes live`
 * @throws PodtrustError `subnets-too-few`
 */
export function checkSomeSubnet(subnetIds: readonly string[], what: string, where: string): void {
  if (subnetIds.length > 0) return;
  throw new PodtrustError({
    code: 'subnets-too-few',
    where,
    what: 'no subnet',
    why: `The cluster does not say which subnets its ${what} in, and EKS needs one at least.`,
    remedy: 'Give subnetIds, the private subnets of the cluster.',
  });
}
