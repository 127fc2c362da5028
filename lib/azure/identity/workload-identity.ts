import {
  ENTRA_AUDIENCE,
  type IssuerLike,
  PodtrustError,
  type ServiceAccountReference,
  type Trust,
  type TrustedCluster,
} from '../../core';

/** An identity’s trust in one service account of one cluster. */
export interface WorkloadIdentityTrust extends Trust {
  readonly mechanism: 'entra-workload-identity';
  readonly issuer: IssuerLike;
  readonly audience: string;
  /** Whether a webhook puts the token into the pods; otherwise the binding brings a volume of its own. */
  readonly webhook: boolean;
  readonly credentialName?: string;
  readonly tokenExpirationSeconds?: number;
  /** The tenant that its pods sign in to, where it is not the identity’s own. */
  readonly tenantId?: string;
  readonly skipContainers?: readonly string[];
  /** The port of the webhook’s proxy in the pods; nothing where there is none. */
  readonly proxySidecarPort?: number;
}

/** Whom an identity of Entra trusts; see {@link workloadIdentity}. */
export type WorkloadIdentityOptions = {
  readonly serviceAccount: ServiceAccountReference;
  /** One audience, compared as it is. Default `api://AzureADTokenExchange`, in every Azure cloud. */
  readonly audience?: string;
  /**
   * Whether the azure-workload-identity webhook puts the token into the pods. Default what the cluster says, for the
   * default audience; else false, and the pods carry an explicit volume and the `AZURE_*` variables.
   */
  readonly webhook?: boolean;
  /** The token's life in seconds, 3600 to 86400. Default 3600. */
  readonly tokenExpirationSeconds?: number;
  /**
   * The federated credential's name, 3-120 letters, digits, `-`, `_`: where two clusters share a name, or to take over
   * one that exists. Default `<cluster>_<namespace>_<service account>`.
   */
  readonly credentialName?: string;
  /**
   * The tenant that the pods sign in to, where it is not the one in which the identity is: an application of several
   * tenants has a service principal in each. Default the identity's own, whatever the cluster's is.
   */
  readonly tenantId?: string;
  /** Names of containers that get neither the token nor the variables. Default none. */
  readonly skipContainers?: readonly string[];
  /**
   * Whether the webhook puts a proxy into the pods that answers for the metadata service, for an SDK that knows managed
   * identities and not yet workload identity: a bridge out of AAD Pod Identity, on Linux and without `hostNetwork`. An object
   * gives the port in the pods at which it listens, 8000 by default. Default false.
   */
  readonly proxySidecar?: boolean | { readonly port?: number };
  /**
   * Whether the service account shall become the identity by this trust. With false the identity admits it and nothing is
   * annotated, as in a migration, where another identity is the one in use. Default true.
   */
  readonly bind?: boolean;
} & (
  | {
      /** The cluster whose pods get in: AKS, EKS or any other with an OIDC issuer. */
      readonly cluster: TrustedCluster;
    }
  | {
      /** The issuer alone, where the cluster is not at hand. Its URL must be known, or `credentialName` given. */
      readonly issuer: IssuerLike;
    }
);

/**
 * Trust in a Kubernetes service account, by Entra Workload ID. The identity that takes it checks the rest.
 *
 * @throws PodtrustError `issuer-missing` where the cluster has none
 */
export function workloadIdentity(options: WorkloadIdentityOptions): WorkloadIdentityTrust {
  const cluster = 'cluster' in options ? options.cluster : undefined;
  const issuer = 'cluster' in options ? options.cluster.issuer : options.issuer;
  if (!issuer) {
    throw new PodtrustError({
      code: 'issuer-missing',
      what: `the cluster ${cluster?.name ?? ''} has no issuer to trust`,
      why: 'A federated credential compares the token’s iss claim with the issuer’s URL.',
      remedy:
        'Give the cluster’s OIDC issuer: EKS shows it as identity.oidc.issuer, AKS as oidcIssuerProfile.issuerUrl.',
    });
  }
  const audience = options.audience ?? ENTRA_AUDIENCE;
  return {
    mechanism: 'entra-workload-identity',
    issuer,
    serviceAccount: options.serviceAccount,
    audience,
    // The webhook asks for one audience in the whole cluster, and AKS gives no way to change it.
    webhook: options.webhook ?? (cluster?.workloadIdentityWebhook === true && audience === ENTRA_AUDIENCE),
    cluster,
    bind: options.bind ?? true,
    credentialName: options.credentialName,
    tokenExpirationSeconds: options.tokenExpirationSeconds,
    tenantId: options.tenantId,
    skipContainers: options.skipContainers,
    proxySidecarPort: portOf(options.proxySidecar),
  };
}

/** Where the webhook’s proxy listens unless it is told. azure-workload-identity, “Pod annotations”. */
const PROXY_PORT = 8000;

function portOf(proxy: WorkloadIdentityOptions['proxySidecar']): number | undefined {
  if (!proxy) return undefined;
  return proxy === true ? PROXY_PORT : (proxy.port ?? PROXY_PORT);
}
