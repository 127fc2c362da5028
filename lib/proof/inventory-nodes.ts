import { addToGroup } from '../core/groups';
import type { Evaluation } from './evaluate/evaluation';
import type { ReachingPods } from './mechanisms/node/nodes';
import type { Model } from './model/model';
import { compareText } from './model/place';
import { describeSymbols } from './model/known/symbol';

/** Nodes of a cluster, and which pods reach their instance metadata service, which hands out their identities. */
export interface InventoryNodes {
  /** The id of what makes them: a node group, an Auto Scaling group; of an AKS cluster the cluster. */
  readonly id: string;
  readonly cluster: string;
  readonly identities: readonly string[];
  /**
   * `every` pod; those with `host-network` alone; `nobody`; or `unknown`. Of pods with hostNetwork the declared ones are rows of
   * `access`.
   */
  readonly reachedBy: ReachingPods;
  /** Where admission certainly refuses pods with `hostNetwork`, so that none gets the identities by it. */
  readonly hostNetworkRefused: readonly InventoryRefusal[];
  /**
   * Network policies that keep pods from the service, if the network plugin enforces them: that is not known, so they take
   * nothing from anybody.
   */
  readonly networkPolicies: readonly string[];
}

/** What refuses pods with `hostNetwork`, and in which namespaces. */
export interface InventoryRefusal {
  /** `ValidatingAdmissionPolicy/<name>`, or `Namespace/<name>` of one that enforces a Pod Security Standard. */
  readonly by: string;
  /** Only in these. Absent where `exceptNamespaces` says it. */
  readonly namespaces?: readonly string[];
  /** In all but these. */
  readonly exceptNamespaces?: readonly string[];
}

/** The nodes whose cluster is known, sorted by it and by their id. */
export function nodesOf(
  { metadataBarriers: { refusals, networkPolicies } }: Model,
  evaluation: Evaluation,
): InventoryNodes[] {
  const refusedIn = new Map<string, InventoryRefusal[]>();
  for (const { cluster, id: by, namespaces } of refusals) {
    const said =
      'only' in namespaces
        ? { by, namespaces: [...namespaces.only].sort() }
        : { by, exceptNamespaces: [...namespaces.except].sort() };
    addToGroup(refusedIn, cluster, said);
  }
  for (const said of refusedIn.values()) said.sort((a, b) => compareText(a.by, b.by));
  const policiesIn = new Map<string, string[]>();
  for (const { clusters, id } of networkPolicies) {
    for (const cluster of clusters) addToGroup(policiesIn, cluster, id);
  }
  for (const ids of policiesIn.values()) ids.sort();
  return evaluation.nodes.reaches
    .filter(({ isPossible }) => !isPossible)
    .map(({ nodes: { id, identities }, cluster, pods }) => ({
      id: describeSymbols(id),
      cluster,
      identities: [...identities].sort(),
      reachedBy: pods,
      hostNetworkRefused: refusedIn.get(cluster) ?? [],
      networkPolicies: policiesIn.get(cluster) ?? [],
    }))
    .sort((a, b) => compareText(a.cluster, b.cluster) || compareText(a.id, b.id));
}
