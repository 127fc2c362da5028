import { STS_AUDIENCE, type ServiceAccountReference } from '../../core';
import type { EksClusterReference, OidcProviderReference } from '../cluster/eks-cluster-reference';

interface IrsaOptions {
  readonly serviceAccount: ServiceAccountReference;
  /** The token's audience; the OIDC provider must know it. Default `sts.amazonaws.com`. */
  readonly audience?: string;
  /** Seconds that the pod's token lives. At least 600, default 86400. */
  readonly tokenExpirationSeconds?: number;
  /**
   * Whether the service account shall use this trust. With false the role admits it and nothing is annotated, as in a
   * migration, where Pod Identity is the one in use. Default true.
   */
  readonly bind?: boolean;
}

/** A service account of an EKS cluster, whose webhook gives the pod its token. */
export interface EksIrsaOptions extends IrsaOptions {
  readonly cluster: EksClusterReference;
  /** Where the issuer is registered, if not in the cluster's own account. Default the cluster's OIDC provider. */
  readonly oidcProvider?: OidcProviderReference;
}

/** A service account of any other cluster, such as AKS: the binding itself carries the token's volume and the environment. */
export interface ForeignIrsaOptions extends IrsaOptions {
  readonly cluster?: undefined;
  readonly oidcProvider: OidcProviderReference;
  /** The region whose STS the pods call, `AWS_REGION` of their containers. */
  readonly region: string;
}

/** A role trusts a service account's own token (IAM roles for service accounts). Made by {@link irsa}. */
export interface IrsaTrust {
  readonly mechanism: 'irsa';
  readonly serviceAccount: ServiceAccountReference;
  readonly audience: string;
  readonly bind: boolean;
  readonly cluster?: EksClusterReference;
  /** Nothing where the cluster has none either; the role refuses that. */
  readonly oidcProvider?: OidcProviderReference;
  readonly region: string;
  readonly tokenExpirationSeconds?: number;
}

/**
 * A trust through the service account's own token: the role admits exactly this subject of this issuer with this audience.
 *
 * Any issuer will do: an EKS cluster's, or an AKS cluster's that is registered as an IAM OIDC provider.
 */
export function irsa(options: EksIrsaOptions | ForeignIrsaOptions): IrsaTrust {
  const { serviceAccount, audience = STS_AUDIENCE, bind = true, tokenExpirationSeconds } = options;
  return {
    mechanism: 'irsa',
    serviceAccount,
    audience,
    bind,
    tokenExpirationSeconds,
    cluster: options.cluster,
    oidcProvider: options.oidcProvider ?? options.cluster?.oidcProvider,
    region: options.cluster ? options.cluster.region : options.region,
  };
}
