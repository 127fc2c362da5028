import type { ServiceAccountReference, Trust } from '../../core';
import type { AwsGrant } from '../grants/grant';
import type { EksClusterReference } from './eks-cluster-reference';
import type { IrsaTrust } from './irsa';

/** Options of {@link podIdentity}. */
export interface PodIdentityOptions {
  readonly cluster: EksClusterReference;
  readonly serviceAccount: ServiceAccountReference;
  /**
   * Whether the service account shall become the role by this trust: with true the association is made here. With false
   * the role admits it and nothing is associated, as where an add-on does that by its own argument. Default true.
   */
  readonly bind?: boolean;
  /**
   * Leaves out the six session tags, say where a session would have too many. The trust can tell service accounts apart
   * only by these tags, so {@link admitWholeCluster} must be given too. Default false. AWS provider 6.2 and later.
   */
  readonly disableSessionTags?: boolean;
  /**
   * Loosens the trust: every service account of the cluster that somebody associates with the role gets in, not only
   * this one. Default false.
   */
  readonly admitWholeCluster?: boolean;
  /**
   * A second role, often in another account, that EKS assumes through this one. Its trust policy must ask for the
   * association's `external_id`. AWS provider 6.2 and later.
   */
  readonly targetRoleArn?: string;
  /**
   * Narrows what this service account may do with the role: no more than these grants, of what the role's own allow. EKS
   * asks for {@link disableSessionTags} with it, so the role admits whatever the cluster's associations give it to. AWS
   * provider 6.66 and later. Default all that the role may do.
   */
  readonly sessionGrants?: readonly AwsGrant[];
}

/** A role trusts EKS Pod Identity to act for a service account. Made by {@link podIdentity}. */
export interface PodIdentityTrust extends Trust {
  readonly mechanism: 'eks-pod-identity';
  readonly cluster: EksClusterReference;
  /** Whether the association is made, where another trust of the role still binds. Default {@link Trust.bind}. */
  readonly associate?: boolean;
  /**
   * The trust whose annotations the service account carries beside the association, which wins: they count once it is gone.
   * Default none.
   */
  readonly annotatedAs?: IrsaTrust;
  readonly disableSessionTags: boolean;
  readonly admitWholeCluster: boolean;
  readonly targetRoleArn?: string;
  readonly sessionGrants?: readonly AwsGrant[];
}

/**
 * A trust through EKS Pod Identity: the role admits the service `pods.eks.amazonaws.com`, and that only for this cluster,
 * namespace and service account.
 */
export function podIdentity(options: PodIdentityOptions): PodIdentityTrust {
  const { bind = true, disableSessionTags = false, admitWholeCluster = false } = options;
  return { ...options, mechanism: 'eks-pod-identity', bind, disableSessionTags, admitWholeCluster };
}
