import type { Place } from '../place';

/** What undecided entries about it are about. */
export const AWS_AUTH = 'ConfigMap/kube-system/aws-auth';

/** Somebody of AWS whom the ConfigMap `aws-auth` of an EKS cluster lets in to the cluster's API. */
export interface AwsAuthEntry {
  readonly clusters: readonly string[];
  readonly kind: 'role' | 'user' | 'account';
  /** The ARN of the role or the user, or the account's id; may hold symbols. */
  readonly who: string;
  /** Who it is in Kubernetes; may hold symbols. Nothing where EKS makes it of the ARN. */
  readonly username?: string;
  /** The Kubernetes groups; may hold symbols. */
  readonly groups: readonly string[];
  readonly at: Place;
  /** The ConfigMap that it is an entry of. */
  readonly configMap: Place;
}
