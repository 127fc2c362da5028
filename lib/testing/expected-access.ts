import { PodtrustError } from '../core/errors';
import { grouped } from '../core/groups';
import type { Access, Inventory } from '../proof/inventory';
import { ClusterFinder } from '../proof/model/cluster/cluster-finder';
import { NamedFinder } from '../proof/model/known/named-finder';
import { accountOf, podAccess } from './access';

/** How expected lines and the access of an inventory differ. */
export interface Difference {
  /** Entries that no line is about, as lines. */
  readonly extra: readonly string[];
  /** Lines that no entry is as, as they were written. */
  readonly missing: readonly string[];
  /** Lines without a cluster, about pods of several. */
  readonly unclear: readonly string[];
  /** The ids of the identities that lines name. */
  readonly identities: ReadonlySet<string>;
}

/** A line, read. */
interface Expected {
  readonly line: string;
  readonly account: string;
  /** The identity's id, or what was written where there is no such identity. */
  readonly identity: string;
  /** The cluster's id, or what was written; nothing where the line names none. */
  readonly cluster?: string;
}

/**
 * Holds lines against an inventory. Identities and clusters may be called what `podtrust ask` accepts, as far as an
 * inventory tells it. A line without a cluster is about the only one: pods of a second cluster are not what it meant.
 *
 * @throws PodtrustError `matcher-misused` for what is not a line, `identity-ambiguous`, `cluster-unknown`, `cluster-ambiguous`
 */
export function difference(inventory: Inventory, lines: readonly string[]): Difference {
  const expected = readLines(inventory, lines);
  const byWhom = grouped(expected, ({ account, identity }) => `${account} -> ${identity}`);
  const entries = podAccess(inventory);
  const clustersOfIdentity = clustersByIdentity(entries);
  const met = new Set<Expected>();
  const extra = new Set<string>();
  const clustersOf = new Map<Expected, Set<string>>();
  for (const entry of entries) {
    const line = `${accountOf(entry)} -> ${entry.identity}`;
    const meant = byWhom.get(line) ?? [];
    const one = meant.find(({ cluster }) => cluster === entry.cluster) ?? meant.find(({ cluster }) => !cluster);
    if (!one) {
      extra.add(clustersOfIdentity.get(entry.identity)!.size > 1 ? `${line} of ${entry.cluster}` : line);
      continue;
    }
    met.add(one);
    if (one.cluster !== undefined) continue;
    const clusters = clustersOf.get(one) ?? new Set();
    clustersOf.set(one, clusters.add(entry.cluster));
  }
  const unclear = [...clustersOf]
    .filter(([, clusters]) => clusters.size > 1)
    .flatMap(([{ line }, clusters]) => [...clusters].sort().map((cluster) => `${line} of ${cluster}`));
  return {
    extra: [...extra].sort(),
    missing: [...new Set(expected.filter((one) => !met.has(one)).map(({ line }) => line))].sort(),
    unclear,
    identities: new Set(expected.map(({ identity }) => identity)),
  };
}

function readLines({ identities, clusters }: Inventory, lines: readonly string[]): readonly Expected[] {
  const ids = new Set(identities.map(({ id }) => id));
  const byName = new NamedFinder(identities);
  const byCluster = new ClusterFinder(clusters.map((cluster) => ({ ...cluster, issuerText: cluster.issuer })));
  return lines.map((line) => {
    const [, account, identity, cluster] = /^(\S+\/\S+) -> (\S.*?)(?: of (\S.*))?$/.exec(String(line)) ?? [];
    if (account === undefined || identity === undefined) {
      throw new PodtrustError({
        code: 'matcher-misused',
        what: `${JSON.stringify(line)} is not a line such as todo/api -> aws_iam_role.api, or todo/api -> api of prod`,
      });
    }
    return {
      line,
      account,
      identity: ids.has(identity) ? identity : (byName.find(identity)?.id ?? identity),
      ...(cluster === undefined ? {} : { cluster: byCluster.find(cluster).id }),
    };
  });
}

function clustersByIdentity(entries: readonly Access[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byIdentity = grouped(entries, ({ identity }) => identity);
  return new Map([...byIdentity].map(([identity, ones]) => [identity, new Set(ones.map(({ cluster }) => cluster))]));
}
