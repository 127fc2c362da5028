import type { ITerraformDependable } from 'cdktf';
import type { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import type { IConstruct } from 'constructs';
import { PodtrustError, type ServiceAccountReference, type Trust } from '../../../core';
import type { AwsGrant } from '../../grants/grant';
import type { EksClusterReference } from '../eks-cluster-reference';
import type { IrsaTrust } from '../irsa';
import { checkGiven } from '../../../core/given';

/** A role that EKS assumes through an association's own role, as a trust accepts it: a {@link TargetRole}. */
export interface PodIdentityTarget {
  readonly arn: string;
  /** What must exist before pods can become it. */
  readonly dependables: readonly ITerraformDependable[];
  /**
   * Refuses a way to it that cannot work, before anything is made.
   *
   * @param from the role that the association gives
   */
  checkWay(trust: PodIdentityTrust, from: IConstruct): void;
  /** Lets the sessions of a trust in, which come with the credentials of another role. */
  admit(trust: PodIdentityTrust, way: PodIdentityWay): void;
}

/** How EKS gets to a target role. */
export interface PodIdentityWay {
  /** ARN of the role that the association gives. */
  readonly roleArn: string;
  /** Where that is a token: the characters that it has at most. */
  readonly roleArnCharacters: number;
  /** Nothing where somebody else makes it. */
  readonly association?: EksPodIdentityAssociation;
}

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
   * A second role, often in another account, that EKS assumes through this one, whose trust policy is somebody else's. It
   * must ask for the session tags, or for the association's `external_id` where there are none. AWS provider 6.2 and later.
   */
  readonly targetRoleArn?: string;
  /**
   * The same as an object, such as a {@link TargetRole}: its trust policy then admits this service account's sessions by
   * itself. Not together with {@link targetRoleArn}.
   */
  readonly target?: PodIdentityTarget;
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
  readonly target?: PodIdentityTarget;
  readonly sessionGrants?: readonly AwsGrant[];
}

/**
 * A trust through EKS Pod Identity: the role admits the service `pods.eks.amazonaws.com`, and that only for this cluster,
 * namespace and service account.
 *
 * @throws PodtrustError `target-role-ambiguous`
 */
export function podIdentity(options: PodIdentityOptions): PodIdentityTrust {
  const { bind = true, disableSessionTags = false, admitWholeCluster = false, target } = options;
  checkGiven(options.cluster, 'a cluster', 'podIdentity');
  if (target && options.targetRoleArn !== undefined) {
    throw new PodtrustError({
      code: 'target-role-ambiguous',
      where: 'podIdentity',
      what: `target and targetRoleArn, ${options.targetRoleArn}, are both given`,
      why: 'An association has one target role.',
      remedy: 'Give the object alone where this program makes the role, and the ARN alone where it does not.',
    });
  }
  return {
    ...options,
    targetRoleArn: target?.arn ?? options.targetRoleArn,
    mechanism: 'eks-pod-identity',
    bind,
    disableSessionTags,
    admitWholeCluster,
  };
}
