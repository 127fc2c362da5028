import type { PodIdentityTrust } from './pod-identity';

/** Whether a trust has an association of its own. */
export function isAssociated({ associate, bind }: PodIdentityTrust): boolean {
  return associate ?? bind;
}
