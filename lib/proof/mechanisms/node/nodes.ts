import { addToGroup, grouped } from '../../../core/groups';
import { BY_ABSENCE } from '../../model/assumption';
import { any, isUnknown, isYes } from '../../model/known/known';
import type { Ec2Nodes, Nodes } from '../../model/cluster/nodes';
import type { Model } from '../../model/model';
import type { Workload } from '../../model/kubernetes/workload';
import type { AadPodIdentityEvaluation } from '../aad-pod-identity/aad-pod-identity';
import { isOfCluster, takesWorkload } from '../pod-identity/fargate';
import { HostNetworkRefusals } from './host-network-refusals';
import type { TrustAdmission } from '../trust';

/** Which pods reach the metadata service of some nodes; those with the node's network always do where it runs. */
export type ReachingPods = 'every' | 'host-network' | 'nobody' | 'unknown';

/** Who reaches the metadata service of some nodes, and so the identities that they have. */
export interface NodeReach {
  readonly nodes: Nodes;
  readonly cluster: string;
  /** Set where the nodes may be of another cluster: only apply will tell. */
  readonly isPossible?: true;
  readonly pods: ReachingPods;
  /** Why every pod does, or why it cannot be told. */
  readonly because: string;
}

/** Whom the nodes' own identities let in. */
export interface NodeEvaluation {
  /** Kept apart from those of trusts: nobody claims them, and no token is asked for. */
  readonly admissions: readonly TrustAdmission[];
  /** The declared workloads that an admission lets in. */
  readonly workloadsOf: ReadonlyMap<TrustAdmission, readonly Workload[]>;
  readonly reaches: readonly NodeReach[];
  /** The identities that every pod of some cluster reaches. */
  readonly open: ReadonlySet<string>;
  /** What keeps `hostNetwork` away. */
  readonly refusals: HostNetworkRefusals;
}

/**
 * Who gets the identities of nodes: whoever reaches the instance metadata service, which asks for no service account.
 * What is looked at are the service's own settings, the nodes' network, Fargate, and NMI, which answers in the service's
 * place. Network policies are not: whether one keeps pods away, the cluster's network plugin decides (MicrosoftDocs
 * azure-docs #63362). Nor is where a pod is scheduled: any pod is taken to run on any node.
 */
export function evaluateNodes(model: Model, aadPodIdentity: AadPodIdentityEvaluation): NodeEvaluation {
  const { nodes: all, fargateProfiles } = model.runtime;
  const reaches: NodeReach[] = [];
  for (const nodes of all) {
    for (const cluster of nodes.clusters) {
      const byNmi = nodes.cloud === 'azure' && aadPodIdentity.clusters.has(cluster);
      const isOpen = byNmi && aadPodIdentity.clusters.get(cluster)!.hasUnknownException;
      reaches.push({ nodes, cluster, ...(isOpen ? OPEN_NMI : byNmi ? NMI : reachOf(nodes)) });
    }
    for (const cluster of nodes.possibleClusters ?? []) {
      reaches.push({ nodes, cluster, isPossible: true, ...reachOf(nodes) });
    }
  }
  const refusals = new HostNetworkRefusals(model.metadataBarriers.refusals);
  const pods = podsOnNodes(model, refusals);
  const podsOf = (cluster: string): readonly Workload[] => pods.get(cluster) ?? [];
  const admissions: TrustAdmission[] = [];
  const workloadsOf = new Map<TrustAdmission, readonly Workload[]>();
  const add = (admission: TrustAdmission, workloads: readonly Workload[]): void => {
    admissions.push(admission);
    workloadsOf.set(admission, workloads);
  };
  for (const { cluster, identity, nodes, every } of widest(reaches)) {
    const { id: source, at } = nodes;
    const base = { identity, mechanism: 'node' as const, cluster, audiences: undefined, source, at };
    if (every) {
      const except = fargateProfiles
        .filter((profile) => profile.cluster === cluster)
        .flatMap(({ selectors }) => selectors)
        .filter(
          ({ namespace, labels, openLabels }) => namespace !== '' && !openLabels && Object.keys(labels).length === 0,
        )
        .map(({ namespace }) => `${namespace}/*`);
      // NMI or a Fargate profile keeps pods away, and another program may add either.
      const every = { namespace: '*', serviceAccount: '*', pattern: true, except, ...BY_ABSENCE };
      const open = fargateProfiles.map((profile) => isOfCluster(profile, cluster)).find(isUnknown);
      const uncertain = open && {
        uncertain: `which pods run on Fargate is not known: ${open.why}`,
        isSaid: true as const,
      };
      add({ ...base, ...every, ...uncertain }, podsOf(cluster));
      continue;
    }
    const one = { ...base, pattern: false, except: [] };
    for (const workloads of byAccount(podsOf(cluster).filter(({ hostNetwork }) => hostNetwork))) {
      const { namespace, serviceAccount } = workloads[0]!;
      add({ ...one, namespace, serviceAccount, hostNetwork: true }, workloads);
    }
    if (nodes.cloud !== 'azure') continue;
    const excepted = aadPodIdentity.excepted.filter((one) => one.cluster === cluster).map(({ workload }) => workload);
    for (const workloads of byAccount(excepted)) {
      const { namespace, serviceAccount } = workloads[0]!;
      add({ ...one, namespace, serviceAccount }, workloads);
    }
  }
  // NMI keeps what it puts on the nodes to the pods that it is for, and neither of these asks it.
  for (const [cluster, identities] of aadPodIdentity.onNodes) {
    const at = aadPodIdentity.clusters.get(cluster)!.firstAt;
    const excepted = aadPodIdentity.excepted.filter((one) => one.cluster === cluster).map(({ workload }) => workload);
    for (const identity of identities) {
      const base = { identity, mechanism: 'node' as const, cluster, audiences: undefined, source: cluster, at };
      const one = { ...base, pattern: false, except: [] };
      if (admissions.some((other) => other.cluster === cluster && other.identity === identity)) continue;
      for (const workloads of byAccount(podsOf(cluster).filter(({ hostNetwork }) => hostNetwork))) {
        const { namespace, serviceAccount } = workloads[0]!;
        add({ ...one, namespace, serviceAccount, hostNetwork: true }, workloads);
      }
      for (const workloads of byAccount(excepted.filter(({ hostNetwork }) => !hostNetwork))) {
        const { namespace, serviceAccount } = workloads[0]!;
        add({ ...one, namespace, serviceAccount }, workloads);
      }
    }
  }
  const open = new Set(admissions.filter(({ pattern }) => pattern).map(({ identity }) => identity));
  return { admissions, workloadsOf, reaches, open, refusals };
}

const NMI = { pods: 'host-network', because: 'NMI of AAD Pod Identity answers in its place' } as const;

const OPEN_NMI = {
  pods: 'unknown',
  because: 'which pods an AzurePodIdentityException takes past NMI of AAD Pod Identity is not known',
} as const;

function reachOf(nodes: Nodes): Pick<NodeReach, 'pods' | 'because'> {
  if (nodes.cloud === 'aws') return reachOfEc2(nodes);
  return nodes.restricted
    ? { pods: 'host-network', because: 'AKS keeps pods away from it (podLinkLocalAccess)' }
    : { pods: 'every', because: 'AKS lets every pod reach it, unless IMDS restriction is on' };
}

/** EC2, "Configure the Instance Metadata Service options". */
function reachOfEc2({ metadata, defaultOf }: Ec2Nodes): Pick<NodeReach, 'pods' | 'because'> {
  const { httpEndpoint, httpTokens, hopLimit } = metadata;
  const byDefault = defaultOf === undefined ? '' : ` (the default of ${defaultOf})`;
  if (httpEndpoint === 'disabled') return { pods: 'nobody', because: 'is off' };
  if (httpTokens === 'optional') {
    return { pods: 'every', because: `takes requests without a session, which no hop limit keeps out${byDefault}` };
  }
  if ((hopLimit ?? 0) > 1) {
    return { pods: 'every', because: `has a hop limit of ${hopLimit}, and a pod is one hop off the node${byDefault}` };
  }
  if (httpTokens === 'required' && hopLimit === 1) return { pods: 'host-network', because: '' };
  const unset = [
    ...(httpTokens === 'required' ? [] : ['whether it asks for sessions (http_tokens)']),
    ...(hopLimit === 1 ? [] : ['the hop limit (http_put_response_hop_limit)']),
  ];
  return { pods: 'unknown', because: `${unset.join(' and ')}: not set, so the image or the account decides` };
}

/** For each identity of a cluster the nodes that let the most pods reach it. */
function widest(reaches: readonly NodeReach[]): Iterable<{
  readonly cluster: string;
  readonly identity: string;
  readonly nodes: Nodes;
  readonly every: boolean;
}> {
  const found = new Map<string, { cluster: string; identity: string; nodes: Nodes; every: boolean }>();
  for (const { nodes, cluster, isPossible, pods } of reaches) {
    if (isPossible || pods === 'nobody') continue;
    for (const identity of nodes.identities) {
      const key = `${cluster}\n${identity}`;
      const known = found.get(key);
      const every = pods === 'every';
      if (!known || (every && !known.every)) found.set(key, { cluster, identity, nodes, every });
    }
  }
  return found.values();
}

/** The declared pods of each cluster that run on nodes: not on Fargate, and not refused for their `hostNetwork`. */
function podsOnNodes(
  { workloads, runtime: { fargateProfiles } }: Model,
  refusals: HostNetworkRefusals,
): ReadonlyMap<string, readonly Workload[]> {
  const found = new Map<string, Workload[]>();
  for (const workload of workloads) {
    for (const cluster of workload.clusters) {
      if (workload.hostNetwork && refusals.of(cluster, workload.namespace)) continue;
      const onFargate = any(
        fargateProfiles,
        (profile) => isYes(isOfCluster(profile, cluster)) && takesWorkload(profile, workload),
      );
      // One that only may run there is kept: what is said of it says that it assumes so.
      if (isYes(onFargate)) continue;
      addToGroup(found, cluster, workload);
    }
  }
  return found;
}

function byAccount(workloads: readonly Workload[]): Iterable<readonly Workload[]> {
  return grouped(workloads, ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`).values();
}
