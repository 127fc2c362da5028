import { type ClusterConnection, type IssuerLike, isKnown } from '../../core';

/** A cluster that a managed identity may trust: an AKS or EKS cluster of this library, or any other by its fields. */
export interface TrustedCluster {
  /** Names the federated credential; where it is a token, the construct's path does. */
  readonly name: string;
  /** What every construct has. */
  readonly node?: { readonly path: string };
  /** Needed for a trust; optional, since an EKS cluster that exists may be given without. */
  readonly issuer?: IssuerLike;
  /**
   * Whether the azure-workload-identity webhook runs in it and injects tokens into labelled pods. AKS brings it with
   * workload identity; elsewhere its chart does. Default false: pods then carry their token volume themselves.
   */
  readonly workloadIdentityWebhook?: boolean;
}

/** A cluster's name as the program knows it: stable, and known before apply wherever that is possible. */
export function knownNameOf({ name, node }: Pick<TrustedCluster, 'name' | 'node'>): string {
  return isKnown(name) ? name : (node?.path ?? name);
}

/** An AKS cluster, made here or existing. */
export interface AksClusterReference extends TrustedCluster {
  readonly issuer: IssuerLike;
  /** Azure resource id. */
  readonly id?: string;
  /** The Entra tenant that signs people in to the cluster. */
  readonly tenantId?: string;
  /** How the kubernetes provider reaches it. */
  readonly connection?: ClusterConnection;
}
