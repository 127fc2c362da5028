import { PodtrustError } from '../errors';
import type { ClusterSetMember, Trust } from './trust';
import { type TrustedCluster, isSameCluster, knownNameOf } from './trusted-cluster';
import { isKnown } from '../unknown';

/** What a member of a set is called. Terraform's names may be made from it. */
const MEMBER_NAME = /^[A-Za-z][\w-]{0,62}$/;

/** Options of a {@link ClusterSet}. */
export interface ClusterSetOptions<N extends string = string> {
  /**
   * Members that workloads have left, or are about to leave. Their pods still get in, so that stragglers work and the way
   * back is open, but no binding for them is given out any more. Default none.
   */
  readonly retiring?: readonly N[];
}

/**
 * The clusters that share identities, each under a name of yours: `{ blue, green }`, or `{ eu, us }`. EKS clusters, AKS
 * clusters, what `fromAttributes` gives and objects of your own all fit, from any stack of the program.
 *
 * Identities take their trusts from the set ({@link trusts}), so that one line of a program adds a cluster to all of them,
 * or takes it out. A cluster is replaced in steps, a deployment each:
 *
 * 1. add the new cluster to the set: each identity trusts both
 * 2. move the workloads to it
 * 3. say that the old one is `retiring`: a workload that still stands on it is refused at synthesis
 * 4. take the old one out of the set: each identity trusts the new one alone; then destroy its stack
 */
export class ClusterSet<N extends string = string, C extends TrustedCluster = TrustedCluster> {
  /** Every member's name, in the order that they were given in. Trusts have the same order. */
  public readonly names: readonly N[];
  private readonly clusters: ReadonlyMap<string, C>;
  private readonly retiring: ReadonlySet<string>;

  /** @throws PodtrustError `cluster-set-invalid`, `cluster-not-in-set` */
  public constructor(clusters: { readonly [name in N]: C }, options: ClusterSetOptions<NoInfer<N>> = {}) {
    if (typeof clusters !== 'object' || clusters === null) {
      throw invalid(
        `${String(clusters)} is given as the clusters`,
        'Give an object of names and clusters: { blue, green }.',
      );
    }
    this.clusters = new Map(Object.entries<C>(clusters));
    this.names = [...this.clusters.keys()] as N[];
    this.retiring = new Set(options.retiring);
    for (const name of this.retiring) this.cluster(name as N);
    this.check();
  }

  /**
   * One member, retiring or not.
   *
   * @throws PodtrustError `cluster-not-in-set`
   */
  public cluster(name: N): C {
    const cluster = this.clusters.get(name);
    if (cluster) return cluster;
    throw new PodtrustError({
      code: 'cluster-not-in-set',
      what: `the ClusterSet has no cluster "${name}"; it has ${this.names.join(', ') || 'none'}`,
      why: 'No identity of the set trusts it, and the cloud would refuse its pods.',
      remedy:
        'Put it into the set. Where it was taken out on purpose, move its workloads to another cluster, and deploy that first.',
    });
  }

  /** The members that workloads are deployed to: all but those that are retiring. */
  public serving(): { readonly name: N; readonly cluster: C }[] {
    return this.names
      .filter((name) => !this.retiring.has(name))
      .map((name) => ({ name, cluster: this.clusters.get(name)! }));
  }

  /**
   * A trust, or several, in each member, for an identity's `trusts`:
   * `trusts: clusters.trusts((cluster) => irsa({ cluster, serviceAccount }))`.
   *
   * @param trust makes a trust in the cluster that it is given, by `irsa`, `podIdentity` or `workloadIdentity`
   * @throws PodtrustError `cluster-set-invalid` where it makes one in another cluster
   */
  public trusts<T extends Trust>(trust: (cluster: C, name: N) => T | readonly T[]): T[] {
    return this.names.flatMap((name) => {
      const cluster = this.clusters.get(name)!;
      const member: ClusterSetMember = { name, retiring: this.retiring.has(name) };
      return [trust(cluster, name)].flat().map((made) => {
        // A trust is no list, which the compiler cannot know of a type parameter.
        const one = made as T;
        if (typeof one !== 'object' || one === null) {
          throw invalid(
            `the function gives ${String(one)} for "${name}"`,
            'Return the trust: (cluster) => irsa({ cluster, … }).',
          );
        }
        if (one.cluster && !isSameCluster(one.cluster, cluster)) {
          throw invalid(
            `the trust of ${one.serviceAccount.namespace}/${one.serviceAccount.name} for "${name}" is in the cluster ${knownNameOf(one.cluster)}`,
            'Make it in the cluster that the function is given as its argument.',
          );
        }
        return { ...one, cluster: one.cluster ?? cluster, member };
      });
    });
  }

  private check(): void {
    const misnamed = this.names.find((name) => !MEMBER_NAME.test(name));
    if (misnamed !== undefined) {
      throw invalid(
        `a cluster is called ${JSON.stringify(misnamed)}`,
        'Begin with a letter, and use letters, digits, - and _ only: at most 63.',
      );
    }
    for (const [index, name] of this.names.entries()) {
      const cluster = this.clusters.get(name);
      if (typeof cluster !== 'object' || cluster === null || typeof cluster.name !== 'string') {
        throw invalid(`"${name}" is not a cluster`, 'Give an EksCluster, an AksCluster, or what fromAttributes gives.');
      }
      const other = this.names.slice(0, index).find((one) => isOneCluster(this.clusters.get(one)!, cluster));
      if (other !== undefined) {
        throw invalid(`"${other}" and "${name}" are one cluster, ${knownNameOf(cluster)}`, 'Leave one of the two out.');
      }
    }
    if (this.serving().length === 0) {
      const retired = this.names.length > 0 ? ': every one of them is retiring' : '';
      throw invalid(
        `the ClusterSet has no cluster for workloads${retired}`,
        'Add the cluster that takes over first, deploy, and move the workloads.',
      );
    }
  }
}

/** Whether two objects mean one cluster, also where they are two constructs that were told of the same one. */
function isOneCluster(one: TrustedCluster, other: TrustedCluster): boolean {
  if (one === other || (one.node && other.node && one.node.path === other.node.path)) return true;
  const [mine, others] = [identifying(one), identifying(other)];
  return mine.some((id) => others.includes(id));
}

/** What no two clusters share. */
function identifying({ issuer, arn, id }: TrustedCluster & { readonly arn?: string; readonly id?: string }): string[] {
  return [issuer?.url, arn, id?.toLowerCase()].filter((value) => value !== undefined && isKnown(value)) as string[];
}

function invalid(what: string, remedy: string): PodtrustError {
  return new PodtrustError({
    code: 'cluster-set-invalid',
    what,
    why: 'Each name of a ClusterSet stands for one cluster, and identities trust all of them.',
    remedy,
  });
}
