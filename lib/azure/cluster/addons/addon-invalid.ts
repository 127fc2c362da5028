import { PodtrustError } from '../../../core';

/** An add-on that AKS does not accept as it is given. */
export function addonInvalid(where: string, what: string, remedy: string): PodtrustError {
  return new PodtrustError({ code: 'addon-invalid', where, what, why: 'AKS would refuse the cluster.', remedy });
}
