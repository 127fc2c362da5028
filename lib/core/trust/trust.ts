import { PodtrustError } from '../errors';
import type { IssuerLike } from './issuer';
import type { ServiceAccountReference } from './subject';
import { type NamedCluster, type TrustedCluster, isSameCluster, knownNameOf } from './trusted-cluster';

/** How a pod turns its service account into an identity of a cloud. */
export type Mechanism = 'irsa' | 'eks-pod-identity' | 'entra-workload-identity' | 'aad-pod-identity';

/** A cluster's place in the `ClusterSet` that made a trust. */
export interface ClusterSetMember {
  /** Its name in the set, such as `blue`. */
  readonly name: string;
  /** Whether its workloads have left it: what it trusts stays, and nothing is bound to it any more. */
  readonly retiring: boolean;
}

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
  /** The cluster's place in the `ClusterSet` that made the trust. */
  readonly member?: ClusterSetMember;
}

/** Whether a trust has a binding to give out: it binds, and its cluster is not retiring. */
export function givesBinding({ bind, member }: Trust): boolean {
  return bind && !member?.retiring;
}

/** What a trust's cluster is called to people. */
export function clusterNameOf({ member, cluster, issuer }: Trust): string {
  return member?.name ?? (cluster ? knownNameOf(cluster) : (issuer?.url ?? 'no cluster'));
}

/**
 * The one trust that binds a service account, of a cluster where one is given.
 *
 * @param identity its path, what its cloud says to a pod without a trust, and how a trust of it is made
 * @throws PodtrustError `binding-unknown` where no trust binds it, `cluster-retiring` where only clusters do that are retiring,
 *   `binding-ambiguous` where several do
 */
export function bindingTrust<T extends Trust>(
  trusts: readonly T[],
  { namespace, name }: ServiceAccountReference,
  cluster: NamedCluster | undefined,
  identity: { readonly where: string; readonly refusal: string; readonly trust: string },
): T {
  const { where } = identity;
  const ofAccount = trusts.filter(
    ({ serviceAccount }) => serviceAccount.namespace === namespace && serviceAccount.name === name,
  );
  const admitting = ofAccount.filter(
    ({ cluster: trusted }) => cluster === undefined || (trusted !== undefined && isSameCluster(trusted, cluster)),
  );
  const binding = admitting.filter(givesBinding);
  if (binding.length === 1) return binding[0]!;
  const account = `the service account ${namespace}/${name}${cluster ? ` of the cluster ${knownNameOf(cluster)}` : ''}`;
  if (admitting.length === 0) {
    const others = [...new Set(ofAccount.map(clusterNameOf))];
    const gone = others.length > 0 ? ` If the cluster was replaced, move the workload to ${others.join(' or ')}.` : '';
    throw new PodtrustError({
      code: 'binding-unknown',
      where,
      what: `no trust names ${account}${others.length > 0 ? `, only that of ${others.join(' and ')}` : ''}`,
      why: `A pod that carried its binding would be refused: ${identity.refusal}.`,
      remedy: `Add ${identity.trust} to the trusts.${gone}`,
    });
  }
  const retiring = admitting.filter(({ bind, member }) => bind && member?.retiring);
  if (binding.length === 0 && retiring.length > 0) {
    throw new PodtrustError({
      code: 'cluster-retiring',
      where,
      what: `${account} is asked for on ${retiring.map(clusterNameOf).join(' and ')}, which is retiring`,
      why: 'Once the cluster is out of its ClusterSet, no identity trusts it, and the pods that still stand on it are refused.',
      remedy:
        'Deploy the workload to a cluster of serving(), or take this one out of `retiring` for as long as it is needed.',
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
