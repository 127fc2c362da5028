import type { Place } from '../place';

/** An EKS Pod Identity association: a role for a service account of a cluster. */
export interface PodIdentityAssociation {
  readonly id: string;
  /** The cluster's id; nothing where it is not in the input. */
  readonly cluster?: string;
  /** The cluster as written, for messages. */
  readonly clusterText: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The role's id; nothing where it is not in the input. */
  readonly role?: string;
  /** The role as written. */
  readonly roleText: string;
  /** The role that EKS assumes with the first one's credentials, and whose credentials the pod gets. */
  readonly target?: TargetRole;
  /** With session tags off, no `aws:RequestTag/…` is there for the trust to test. */
  readonly sessionTags: boolean;
  /** The session policy, as JSON text that may hold symbols. */
  readonly policy?: string;
  /** The add-on that asks for it, whose service account EKS itself creates. */
  readonly addon?: string;
  readonly at: Place;
}

/** The target role of an association. See the EKS User Guide, "Access AWS Resources using EKS Pod Identity Target IAM Roles". */
export interface TargetRole {
  /** The role's id; nothing where it is not in the input. */
  readonly role?: string;
  /** Its ARN as written; may hold symbols. */
  readonly arn: string;
  /** What EKS passes as external id: `<region>/<account>/<cluster>/<namespace>/<service account>`; may hold symbols. */
  readonly externalId: string;
}
