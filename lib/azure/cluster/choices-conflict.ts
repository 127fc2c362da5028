import { PodtrustError } from '../../core';

/** Two settings of a cluster that AKS does not accept together. */
export function choicesConflict(where: string, what: string, why: string, remedy: string): PodtrustError {
  return new PodtrustError({ code: 'cluster-choices-conflict', where, what, why, remedy });
}
