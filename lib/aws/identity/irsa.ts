import { STS_AUDIENCE, type ServiceAccountReference, type Trust, type TrustedCluster } from '../../core';
import { type EksClusterReference, type OidcProviderReference, isEksCluster } from './eks-cluster-reference';
import { checkGiven } from '../../core/given';

interface IrsaOptions {
  readonly serviceAccount: ServiceAccountReference;
  /**
   * Loosens the trust: namespace and name may hold `*` (any characters) and `?` (one character), and every service account
   * that fits gets in, those too that somebody makes later. The proof says so (`subject-wildcard`) until it is accepted by
   * name. Default false: one service account.
   */
  readonly allowPattern?: boolean;
  /** The token's audience; the OIDC provider must know it. Default `sts.amazonaws.com`. */
  readonly audience?: string;
  /** Seconds that the pod's token lives. At least 600, default 86400. */
  readonly tokenExpirationSeconds?: number;
  /**
   * Whether the EKS webhook puts the token into the pods. Default what the cluster is: true on EKS; else false, and the
   * pods carry an explicit volume and the `AWS_*` variables.
   */
  readonly webhook?: boolean;
  /**
   * Whether the service account shall become the role by this trust. With false the role admits it and nothing is
   * annotated, as in a migration, where Pod Identity is the one in use. Default true.
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
  /** The cluster, where `bindingFor` shall tell it from others. Default the issuer of the OIDC provider alone. */
  readonly cluster?: TrustedCluster;
  readonly oidcProvider: OidcProviderReference;
  /** The region whose STS the pods call, `AWS_REGION` of their containers. */
  readonly region: string;
}

/** A role trusts a service account's own token (IAM roles for service accounts). Made by {@link irsa}. */
export interface IrsaTrust extends Trust {
  readonly mechanism: 'irsa';
  readonly audience: string;
  /** Whether the service account is a pattern of several. */
  readonly allowPattern: boolean;
  /** Set where the kubelet uses the trust, to pull images. Else the pods do. */
  readonly via?: 'image-pull';
  /** Whether a webhook puts the token into the pods; otherwise the binding brings a volume of its own. */
  readonly webhook: boolean;
  readonly cluster?: TrustedCluster | EksClusterReference;
  /** Nothing where the cluster has none either; the role refuses that. */
  readonly oidcProvider?: OidcProviderReference;
  readonly region: string;
  readonly tokenExpirationSeconds?: number;
}

/**
 * A trust through the service account's own token: the role admits exactly this subject of this issuer with this audience,
 * or with {@link IrsaOptions.allowPattern} all that fit.
 *
 * Any issuer will do: an EKS cluster's, or an AKS cluster's that is registered as an IAM OIDC provider.
 */
export function irsa(options: EksIrsaOptions | ForeignIrsaOptions): IrsaTrust {
  const { serviceAccount, audience = STS_AUDIENCE, bind = true, tokenExpirationSeconds, cluster } = options;
  const { allowPattern = false } = options;
  if (!('region' in options)) checkGiven(cluster, 'a cluster', 'irsa');
  const eks = isEksCluster(cluster) ? cluster : undefined;
  const oidcProvider = options.oidcProvider ?? eks?.oidcProvider;
  return {
    mechanism: 'irsa',
    issuer: oidcProvider?.issuer,
    serviceAccount,
    audience,
    allowPattern,
    bind,
    webhook: options.webhook ?? eks !== undefined,
    tokenExpirationSeconds,
    cluster,
    oidcProvider,
    region: 'region' in options ? options.region : eks!.region,
  };
}
