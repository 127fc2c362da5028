import { hasResourceId, mayHaveResourceId } from '../azure-resource-id';
import type { Cluster } from './cluster';
import { isNo } from '../known/known';
import { hasSymbol, inLowerCase } from '../known/symbol';
import { equal } from '../known/text';

/** The name of the cluster in a resource id, that of what lies in a cluster too. */
const CLUSTER_ID =
  /\/providers\/Microsoft\.ContainerService\/managedClusters\/((?:[^/\uE000]|\uE000[^\uE001]*\uE001)+)(?:\/|$)/i;

/** The AKS cluster that a resource id is of: by the id, or else the only one of its name that may be in its resource group. */
export function clusterOfResourceId(text: string, clusters: readonly Cluster[]): Cluster | undefined {
  const own = clusters.find((cluster) => cluster.cloud === 'azure' && hasResourceId(text, cluster));
  if (own) return own;
  const name = CLUSTER_ID.exec(text)?.[1];
  if (name === undefined || hasSymbol(name)) return undefined;
  const named = clusters.filter(
    (cluster) => cluster.name !== undefined && inLowerCase(cluster.name) === inLowerCase(name) && mayBe(text, cluster),
  );
  return named.length === 1 ? named[0] : undefined;
}

/** The AKS clusters that a resource id may be of, where it is not known of which. */
export function possibleClustersOfResourceId(text: string, clusters: readonly Cluster[]): readonly Cluster[] {
  const name = CLUSTER_ID.exec(text)?.[1];
  return clusters.filter((cluster) => {
    if (!mayBe(text, cluster)) return false;
    if (name === undefined || cluster.name === undefined) return true;
    return !isNo(equal(inLowerCase(cluster.name), inLowerCase(name)));
  });
}

function mayBe(text: string, cluster: Cluster): boolean {
  return cluster.cloud === 'azure' && mayHaveResourceId(text, cluster);
}
