/** What the trust in one cluster takes of a limit. */
export interface ClusterTrustSize {
  /** The cluster's name in its `ClusterSet`, or its own; its issuer where that alone was given. */
  readonly cluster: string;
  readonly used: number;
}

/** How large the trust of an identity is, and what its cloud accepts. */
export class TrustSize {
  /**
   * @param used in {@link unit}s, the largest that it can get where values are not known yet
   * @param limit how many the cloud accepts
   * @param unit what the cloud counts: `characters` of a role's trust policy, or an identity's `federated credentials`
   * @param byCluster what each cluster takes, in the order of the trusts
   * @param exact whether every value is known; otherwise each unknown one is counted at its longest
   */
  public constructor(
    public readonly used: number,
    public readonly limit: number,
    public readonly unit: 'characters' | 'federated credentials',
    public readonly byCluster: readonly ClusterTrustSize[],
    public readonly exact: boolean,
  ) {}

  /**
   * How many more clusters fit, each as large as the largest so far. A cluster is replaced by a second one beside it, so that
   * 0 means: not without another identity. Nothing where nobody is trusted yet.
   */
  public get room(): number | undefined {
    const largest = Math.max(...this.byCluster.map(({ used }) => used), 0);
    return largest === 0 ? undefined : Math.max(0, Math.floor((this.limit - this.used) / largest));
  }

  /** In words: `at most 939 of 2048 characters: blue 450, green 450; 2 more clusters fit`. */
  public toString(): string {
    const { used, limit, unit, byCluster, room, exact } = this;
    const clusters = byCluster.map((one) => `${one.cluster} ${one.used}`).join(', ');
    const more =
      room === undefined ? '' : `; ${room === 0 ? 'no' : room} more ${room === 1 ? 'cluster fits' : 'clusters fit'}`;
    return `${exact ? '' : 'at most '}${used} of ${limit} ${unit}${clusters && `: ${clusters}`}${more}`;
  }
}

/** Adds up what belongs to one cluster, in the order in which clusters come first. */
export function sizesByCluster(sizes: readonly ClusterTrustSize[]): ClusterTrustSize[] {
  const byCluster = new Map<string, number>();
  for (const { cluster, used } of sizes) byCluster.set(cluster, (byCluster.get(cluster) ?? 0) + used);
  return Array.from(byCluster, ([cluster, used]) => ({ cluster, used }));
}
