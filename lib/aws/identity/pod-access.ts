import { PodtrustError, type ServiceAccountReference } from '../../core';
import type { EksClusterReference, OidcProviderReference } from './eks-cluster-reference';
import { irsa } from './irsa';
import { type PodCompute, WITHOUT_POD_IDENTITY } from './pod-compute';
import { podIdentity } from './pod-identity/pod-identity';
import type { PodRoleTrust } from './role/pod-role-trust';

export type { PodCompute };

/** Options of {@link podAccess}. */
export interface PodAccessOptions {
  readonly cluster: EksClusterReference;
  readonly serviceAccount: ServiceAccountReference;
  /**
   * Everywhere that pods of the service account may be scheduled. Where one of these has no EKS Pod Identity, all its pods get
   * the role by IRSA, which works everywhere: with an association the webhook sends every pod to the agent, wherever it runs.
   * Default `unknown`.
   */
  readonly runsOn?: PodCompute | readonly PodCompute[];
  /** With false the role only admits the service account, and nothing is annotated or associated. Default true. */
  readonly bind?: boolean;
  /** By IRSA: where the issuer is registered, if not by the cluster's own OIDC provider. */
  readonly oidcProvider?: OidcProviderReference;
  /** By IRSA: seconds that the pod's token lives. At least 600, default 86400. */
  readonly tokenExpirationSeconds?: number;
}

/** Which mechanism gives a service account its role, and why that one. */
export interface PodMechanism {
  readonly mechanism: PodRoleTrust['mechanism'];
  /** In words, such as `no agent runs on Fargate`. */
  readonly because: string;
}

/**
 * Which mechanism {@link podAccess} chooses.
 *
 * @throws PodtrustError `compute-invalid` where `runsOn` is empty or names no compute of EKS
 */
export function podMechanism({ cluster, runsOn = 'unknown' }: PodAccessOptions): PodMechanism {
  const places = typeof runsOn === 'string' ? [runsOn] : runsOn;
  checkCompute(places);
  if (cluster.place !== undefined && cluster.place !== 'region') {
    return { mechanism: 'irsa', because: 'EKS Pod Identity is for clusters in a region' };
  }
  const reasons = places.flatMap((place) => WITHOUT_POD_IDENTITY[place] ?? []);
  return reasons.length > 0
    ? { mechanism: 'irsa', because: [...new Set(reasons)].join(', ') }
    : { mechanism: 'eks-pod-identity', because: 'its pods run on Linux nodes of EC2 only' };
}

/**
 * A trust by the mechanism that works wherever the pods of a service account may run: EKS Pod Identity where they run on
 * Linux nodes of EC2 or of Auto Mode only, else IRSA alone, without an association. Of the two exactly one is there, so that
 * no pod falls between them.
 *
 * @throws PodtrustError `compute-invalid`
 */
export function podAccess(options: PodAccessOptions): PodRoleTrust {
  const { cluster, serviceAccount, bind, oidcProvider, tokenExpirationSeconds } = options;
  return podMechanism(options).mechanism === 'irsa'
    ? irsa({ cluster, serviceAccount, bind, oidcProvider, tokenExpirationSeconds })
    : podIdentity({ cluster, serviceAccount, bind });
}

function checkCompute(places: readonly string[]): void {
  const wrong = places.find((place) => !Object.hasOwn(WITHOUT_POD_IDENTITY, place));
  if (places.length > 0 && wrong === undefined) return;
  throw new PodtrustError({
    code: 'compute-invalid',
    where: 'podAccess',
    what:
      wrong === undefined ? 'runsOn is empty' : `runsOn names ${JSON.stringify(wrong)}, which is not a compute of EKS`,
    why: 'Which mechanism gives the pods their role depends on it.',
    remedy: `Name each of ${Object.keys(WITHOUT_POD_IDENTITY).join(', ')} that applies, or leave it out.`,
  });
}
