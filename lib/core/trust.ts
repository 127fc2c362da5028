import type { IssuerLike } from './issuer';
import type { ServiceAccountReference } from './subject';

/** How a pod turns its service account into an identity of a cloud. */
export type Mechanism = 'irsa' | 'eks-pod-identity' | 'entra-workload-identity' | 'aad-pod-identity';

/** What an identity accepts: a service account of one issuer, with one audience. */
export interface Trust {
  readonly mechanism: Mechanism;
  readonly issuer?: IssuerLike;
  readonly serviceAccount: ServiceAccountReference;
  readonly audience?: string;
}
