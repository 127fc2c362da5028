import type { EksAccessPolicy } from './eks-access-policy';

/**
 * Whom an access entry is for: people and programs (`STANDARD`), or nodes that nothing else lets in. The entries of managed
 * node groups, of Fargate profiles and of Auto Mode's own node pools are made by EKS.
 *
 * - `EC2_LINUX`, `EC2_WINDOWS`: nodes that one manages oneself.
 * - `EC2`: nodes of a node class of Auto Mode with a role of its own.
 * - `FARGATE_LINUX`: Fargate.
 * - `HYBRID_LINUX`: hybrid nodes; see {@link EksHybridNodesRole}.
 * - `HYPERPOD_LINUX`: nodes of SageMaker HyperPod.
 */
export type EksAccessEntryType =
  'STANDARD' | 'EC2_LINUX' | 'EC2_WINDOWS' | 'EC2' | 'FARGATE_LINUX' | 'HYBRID_LINUX' | 'HYPERPOD_LINUX';

/** An access policy, and where it holds. */
export interface EksAccess {
  readonly policy: EksAccessPolicy;
  /** The namespaces that it is for; `*` stands for any text, as in `dev-*`. Default the whole cluster. */
  readonly namespaces?: readonly string[];
}

/** Who may do what inside a cluster, by access policies of EKS, by groups of Kubernetes RBAC, or by both. */
export interface EksAccessEntryProps {
  /** ARN of an IAM role or user. */
  readonly principalArn: string;
  /** Default `STANDARD`. */
  readonly type?: EksAccessEntryType;
  /** One access policy: short for {@link access} with one. `EC2` has `AmazonEKSAutoNodePolicy` by default. */
  readonly policy?: EksAccessPolicy;
  /** The namespaces that {@link policy} is for; `*` stands for any text, as in `dev-*`. Default the whole cluster. */
  readonly namespaces?: readonly string[];
  /** Access policies, each with its namespaces. Default none. */
  readonly access?: readonly EksAccess[];
  /**
   * Groups that RoleBindings and ClusterRoleBindings of the cluster name. None begins with `system:`, which EKS keeps for
   * itself: an administrator is one by `AmazonEKSClusterAdminPolicy`, and not by `system:masters`. Default none.
   */
  readonly kubernetesGroups?: readonly string[];
  /** What Kubernetes calls the principal, in its audit log too. Default the ARN, for a role with the session's name. */
  readonly userName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}
