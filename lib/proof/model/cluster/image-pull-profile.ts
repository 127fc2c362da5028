import type { Cluster } from './cluster';
import type { IdentityReference } from '../identity/identity-reference';
import type { Known } from '../known/known';
import type { Place } from '../place';

/**
 * What a program says of an AKS cluster’s image pulls: by the identities that service accounts name, in place of the kubelet’s.
 * AKS, “ServiceAccountImagePullProfile”.
 */
export interface ImagePullProfile {
  readonly cluster: string;
  readonly enabled: Known;
  /** The resource id of the managed identity for accounts that name none; may hold symbols, nothing where there is none. */
  readonly defaultIdentity?: string;
  /** What says it. */
  readonly source: string;
  readonly at: Place;
}

/**
 * Whether the kubelets of a cluster may pull images by the identity that a service account names: those of EKS know the
 * registries of AWS, those of AKS the registries of Azure. Those of other clusters know what they were told.
 */
export function mayPullBy(
  mechanism: IdentityReference['mechanism'],
  cluster: Pick<Cluster, 'cloud'> | undefined,
): boolean {
  return cluster?.cloud !== (mechanism === 'irsa' ? 'azure' : 'aws');
}
