import { PodtrustError } from '../../../core/errors';
import type { Cluster } from './cluster';
import { describeSymbols, hasSymbol } from '../known/symbol';

const SHOWN = 5;

/** cdktf's ending of a logical id: eight hexadecimal digits of the construct's path. */
const HASH = /_[0-9A-F]{8}(?=[.[]|$)/g;

/** What may come before the end of an id that a person writes for the whole of it. */
const BOUNDARY = /[/.:]$/;

/** What of a cluster people call it by. */
export type NamedCluster = Pick<Cluster, 'id' | 'issuer' | 'issuerText' | 'name' | 'resourceId'>;

/** Finds the cluster that a person means. */
export class ClusterFinder<T extends NamedCluster = Cluster> {
  private readonly byId: ReadonlyMap<string, T>;
  private readonly found = new Map<string, T>();

  public constructor(private readonly clusters: readonly T[]) {
    this.byId = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  }

  /**
   * By its id or issuer; and where no other has it, by its ARN or resource id, its name, the end of its id
   * (`aws_eks_cluster.main`, `main`), with or without cdktf's ending, or its stack.
   *
   * @throws PodtrustError `cluster-unknown`, `cluster-ambiguous`, with the ids that there are
   */
  public find(text: string): T {
    const known = this.byId.get(text) ?? this.found.get(text);
    if (known) return known;
    const cluster = this.byWords(text);
    this.found.set(text, cluster);
    return cluster;
  }

  private byWords(text: string): T {
    for (const isMeant of WORDS) {
      const meant = this.clusters.filter((cluster) => isMeant(cluster, text));
      if (meant.length === 1) return meant[0]!;
      if (meant.length > 1) {
        throw new PodtrustError({
          code: 'cluster-ambiguous',
          what: `${JSON.stringify(text)} names ${meant.length} clusters: ${listed(meant)}`,
          remedy: 'Name one of them by its id, or by so much of its end that no other has it.',
        });
      }
    }
    throw new PodtrustError({
      code: 'cluster-unknown',
      what: `no cluster that was read is ${JSON.stringify(text)}: ${this.clusters.length > 0 ? `known are ${listed(this.clusters)}` : 'the input has no cluster'}`,
      remedy: 'Give its id, its name, or the end of its id, such as aws_eks_cluster.main; podtrust prove lists them.',
    });
  }
}

/** What people call a cluster by, the surest first. */
const WORDS: readonly ((cluster: NamedCluster, text: string) => boolean)[] = [
  ({ issuerText, issuer }, text) => issuerText === text || issuer === text,
  ({ resourceId }, text) => resourceId === text,
  ({ name }, text) => name === text,
  ({ id }, text) => endsIn(id, text),
  ({ id }, text) => endsIn(id.replace(HASH, ''), text),
  // Of a cluster of the program alone: an issuer's scheme is not a stack.
  ({ id, issuerText }, text) => id !== issuerText && id.startsWith(`${text}/`) && !text.includes('/'),
];

function endsIn(id: string, text: string): boolean {
  return text !== '' && (id === text || (id.endsWith(text) && BOUNDARY.test(id.slice(0, -text.length))));
}

function listed(clusters: readonly NamedCluster[]): string {
  const shown = clusters.slice(0, SHOWN).map(({ id, name }) => {
    const called = name !== undefined && !hasSymbol(name) ? ` (${name})` : '';
    return `${describeSymbols(id)}${called}`;
  });
  const more = clusters.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
