import type { ITerraformDependable } from 'cdktf';
import type { IssuerLike, TrustedCluster } from '../../core';

/** An IAM OIDC provider, as a trust accepts it: one of {@link IamOidcProvider}, or one that somebody else made. */
export interface OidcProviderReference {
  /** `arn:aws:iam::<account>:oidc-provider/<issuer without https://>`, or a token of it. */
  readonly arn: string;
  readonly issuer: IssuerLike;
  /** The audiences that it accepts, where they are known; a trust with another audience is refused then. */
  readonly audiences?: readonly string[];
}

/**
 * Where an EKS cluster runs: in a region of AWS, on AWS Outposts with its control plane (a _local_ cluster), or as EKS
 * Anywhere on machines of one's own.
 *
 * @see Amazon EKS, "EKS Pod Identity restrictions" and "Create local Amazon EKS clusters on AWS Outposts"
 */
export type EksPlace = 'region' | 'local-outpost' | 'anywhere';

/**
 * An EKS cluster, as trusts and node groups accept it. Structural on purpose: {@link EksCluster},
 * `EksCluster.fromAttributes` and an object of your own all fit.
 *
 * Use one object for one cluster: that a service account is bound only once, and that a cluster's 1,000 associations are
 * not exceeded, is checked per object.
 */
export interface EksClusterReference extends TrustedCluster {
  /** `arn:aws:eks:<region>:<account>:cluster/<name>`, or a token of it. */
  readonly arn: string;
  /** Such as `eu-west-1`. */
  readonly region: string;
  /** The issuer's registration in IAM. IRSA needs one, here or in the trust. */
  readonly oidcProvider?: OidcProviderReference;
  /** Twelve digits. Where given, a Pod Identity trust also asks for `aws:SourceAccount`. */
  readonly accountId?: string;
  /** Where the cluster itself runs, which decides the mechanisms that its pods have. Default `region`. */
  readonly place?: EksPlace;
  /** Characters of the ARN, where it is a token and its length is known all the same. */
  readonly arnCharacters?: number;
  /** The subnets of its nodes. */
  readonly subnetIds?: readonly string[];
  /** Whether AWS runs nodes of it (EKS Auto Mode), with the network and the Pod Identity agent built in. */
  readonly autoMode?: boolean;
  /** The networks of its hybrid nodes. */
  readonly remoteNetworks?: { readonly nodeCidrs: readonly string[] };
  /** Sees to it that the cluster has the Pod Identity agent, and says what to wait for. */
  addPodIdentityAgent?(): ITerraformDependable | undefined;
  /** What nodes must wait for: without its network add-on a node never gets ready. */
  readonly neededByNodes?: readonly ITerraformDependable[];
  /** Tells the cluster of nodes, so that what runs on them waits for them. */
  addNodes?(nodes: ITerraformDependable): void;
}

/** Whether a cluster is one of EKS, whose own webhook gives pods a role. */
export function isEksCluster(cluster: TrustedCluster | undefined): cluster is EksClusterReference {
  return cluster !== undefined && 'arn' in cluster && 'region' in cluster;
}
