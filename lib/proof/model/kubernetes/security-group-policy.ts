import type { Place } from '../place';

/** A SecurityGroupPolicy of EKS: pods that get security groups of their own, and so a network interface of their own. */
export interface SecurityGroupPolicy {
  readonly clusters: readonly string[];
  readonly namespace: string;
  /** `SecurityGroupPolicy/todo/backend`. */
  readonly id: string;
  /** Labels that all must be there: of the pod, or of its service account. */
  readonly of: 'pod' | 'service-account';
  readonly labels: Readonly<Record<string, string>>;
  readonly at: Place;
}
