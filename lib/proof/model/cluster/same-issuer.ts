import type { Cluster } from './cluster';
import { isUnknown } from '../known/known';
import type { Known } from '../known/known';
import { equal } from '../known/text';

/** An issuer, and whose it is where that is known. */
export interface IssuerOf {
  /** The whole URL; may hold symbols. */
  readonly issuer: string;
  readonly cluster?: Cluster;
}

/**
 * Whether two issuers are the same: it may take until apply to know.
 *
 * @param clusterOfIssuer all clusters that were read, and foreign issuers, by the issuer as it is compared
 */
export function sameIssuer(clusterOfIssuer: ReadonlyMap<string, Cluster>, one: IssuerOf, other: string): Known {
  const same = equal(one.issuer, other);
  if (!isUnknown(same)) return same;
  const own = one.cluster ?? clusterOfIssuer.get(one.issuer);
  const declared = clusterOfIssuer.get(other);
  if (own && declared && areTwo(own, declared)) return false;
  return same;
}

/** Whether two are certainly not the same cluster. Two clusters have two issuers, though neither is known yet. */
function areTwo(one: Cluster, other: Cluster): boolean {
  if (one.id === other.id) return false;
  // A service that is no cluster signs for none.
  if ((one.service && isOfProgram(other)) || (other.service && isOfProgram(one))) return true;
  if (one.cloud !== other.cloud && one.cloud !== 'other' && other.cloud !== 'other') return true;
  if (!isOfProgram(one) || !isOfProgram(other)) return false;
  if (one.name !== undefined && other.name !== undefined) {
    const sameName = equal(one.name, other.name);
    if (sameName === false) return true;
    // The same cluster may be in a configuration and in its state.
    if (sameName === true && one.at.file !== other.at.file) return false;
  }
  return isMade(one) && isMade(other);
}

/** A cluster that a resource makes or a data source reads, and no foreign issuer. */
function isOfProgram({ name, resourceId }: Cluster): boolean {
  return name !== undefined || resourceId !== undefined;
}

/** Whether the program makes it: one that a data source reads, or podtrust.yaml tells of, may be any cluster. */
function isMade({ existing, isDeclared }: Cluster): boolean {
  return isDeclared !== false && !existing;
}
