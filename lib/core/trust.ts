import { PodtrustError } from './errors';
import type { IssuerLike } from './issuer';
import type { ServiceAccountReference } from './subject';
import { type NamedCluster, type TrustedCluster, isSameCluster, knownNameOf } from './trusted-cluster';

/** How a pod turns its service account into an identity of a cloud. */
export type Mechanism = 'irsa' | 'eks-pod-identity' | 'entra-workload-identity' | 'aad-pod-identity';

/** What an identity accepts: a service account of one issuer, with one audience. */
export interface Trust {
  readonly mechanism: Mechanism;
  readonly issuer?: IssuerLike;
  readonly serviceAccount: ServiceAccountReference;
  readonly audience?: string;
  /** Undefined where the issuer alone was given. */
  readonly cluster?: TrustedCluster;
  /** Whether the service account shall become the identity by this trust; with false it is only admitted. */
  readonly bind: boolean;
}

/**
 * The one trust that binds a service account, of a cluster where one is given.
 *
 * @param identity its path, what its cloud says to a pod without a trust, and how a trust of it is made
 * @throws PodtrustError `binding-unknown` where no trust binds it, `binding-ambiguous` where several do
 */
export function bindingTrust<T extends Trust>(
  trusts: readonly T[],
  { namespace, name }: ServiceAccountReference,
  cluster: NamedCluster | undefined,
  identity: { readonly where: string; readonly refusal: string; readonly trust: string },
): T {
  const { where } = identity;
  const admitting = trusts.filter(
    ({ serviceAccount, cluster: trusted }) =>
      serviceAccount.namespace === namespace &&
      serviceAccount.name === name &&
      (cluster === undefined || (trusted !== undefined && isSameCluster(trusted, cluster))),
  );
  const binding = admitting.filter(({ bind }) => bind);
  if (binding.length === 1) return binding[0]!;
  const account = `the service account ${namespace}/${name}${cluster ? ` of the cluster ${knownNameOf(cluster)}` : ''}`;
  if (admitting.length === 0) {
    throw new PodtrustError({
      code: 'binding-unknown',
      where,
      what: `no trust names ${account}`,
      why: `A pod that carried its binding would be refused: ${identity.refusal}.`,
      remedy: `Add ${identity.trust} to the trusts.`,
    });
  }
  if (binding.length === 0) {
    throw new PodtrustError({
      code: 'binding-unknown',
      where,
      what: `${account} is admitted, and no trust binds it`,
      why: 'Every trust that names it says bind: false.',
      remedy: 'Leave bind out where pods shall become this identity, or ask the identity that they do become.',
    });
  }
  const clusters = [...new Set(binding.flatMap((trust) => (trust.cluster ? [knownNameOf(trust.cluster)] : [])))];
  throw new PodtrustError({
    code: 'binding-ambiguous',
    where,
    what: `${binding.length} trusts bind ${account}${clusters.length > 1 ? `, of ${clusters.join(' and ')}` : ''}`,
    why: 'Each cluster may need another binding: by its webhook, by an association, or by a volume of the pod’s own.',
    remedy: clusters.length > 1 ? 'Name the cluster in the second argument.' : 'Let one trust only admit: bind: false.',
  });
}
