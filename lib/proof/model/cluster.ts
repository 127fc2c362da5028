import type { Place } from './place';

/** The cloud that runs a cluster or keeps an identity. */
export type Cloud = 'aws' | 'azure' | 'other';

/** A Kubernetes cluster, or a foreign issuer that some identity trusts. */
export interface Cluster {
  /** The Terraform address with its stack; of a foreign issuer, the issuer itself. */
  readonly id: string;
  readonly cloud: Cloud;
  /** The issuer as it is compared: a URL that may hold symbols. */
  readonly issuer: string;
  /** The issuer as it is printed: the URL, or `ref:<id>.<attribute>`. */
  readonly issuerText: string;
  /** The cluster's name in its cloud. */
  readonly name?: string;
  /** The cluster's ARN or resource id; a symbol before apply. */
  readonly resourceId?: string;
  /** An AKS cluster's network plugin; nothing where it is not known. */
  readonly networkPlugin?: string;
  readonly at: Place;
}
