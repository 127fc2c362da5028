import type { ClusterConnection, IssuerLike, TrustedCluster } from '../../core';

/**
 * An AKS cluster. Structural on purpose: {@link AksCluster}, `AksCluster.fromAttributes` and an object of your own all fit.
 *
 * Use one object for one cluster: that a service account is bound only once is checked per object.
 */
export interface AksClusterReference extends TrustedCluster {
  readonly issuer: IssuerLike;
  /** Azure resource id. */
  readonly id?: string;
  /** The Entra tenant that signs people in to the cluster. */
  readonly tenantId?: string;
  /** Such as `1.34`. Default not known. */
  readonly kubernetesVersion?: string;
  /** Whether it is an AKS Automatic cluster. Default false. */
  readonly isAutomatic?: boolean;
  /** Whether its API server is in a subnet of the network (API server VNet integration). Default not known. */
  readonly isApiServerInNetwork?: boolean;
  /** How the kubernetes provider reaches it. */
  readonly connection?: ClusterConnection;
}
