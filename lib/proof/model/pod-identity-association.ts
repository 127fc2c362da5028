import type { Place } from './place';

/** An EKS Pod Identity association: a role for a service account of a cluster. */
export interface PodIdentityAssociation {
  readonly id: string;
  /** The cluster's id; nothing where it is not among what was read. */
  readonly cluster?: string;
  /** The cluster as written, for messages. */
  readonly clusterText: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The role's id; nothing where it is not among what was read. */
  readonly role?: string;
  /** The role as written. */
  readonly roleText: string;
  /** With session tags off, no `aws:RequestTag/…` is there for the trust to test. */
  readonly sessionTags: boolean;
  /** The session policy, as JSON text that may hold symbols. */
  readonly policy?: string;
  /** The add-on that asks for it, whose service account EKS itself creates. */
  readonly addon?: string;
  readonly at: Place;
}
