import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { Construct } from 'constructs';
import {
  type NodeScaling,
  PodtrustError,
  checkName,
  checkNodeLabels,
  checkNodeScaling,
  isKnown,
  isKnownNumber,
  parseTaint,
} from '../../../core';
import { checkedId, recordSourcePosition } from '../../../terraform';
import { resourceIdOf } from '../../resource-id';
import { RESOURCE_KINDS } from '../../resource-kinds';
import { placeOfCluster, useAzureName } from '../../name-uses';
import { checkTags } from '../../tags';
import { choicesConflict } from '../choices-conflict';

/** Between 1 and 1,000 nodes, as azurerm's documentation of the pool has it. */
const ACCEPTED = { least: 1, most: 1000, why: 'AKS accepts 1 to 1,000 nodes a pool, the least not above the most.' };

/**
 * The prefixes that AKS keeps, and the labels of Kubernetes' own that it sets by itself.
 *
 * @see AKS, "Use labels in an AKS cluster", "Reserved system labels" and "Reserved prefixes"
 */
const KEPT_LABELS = {
  keys: /^(kubernetes\.(azure\.com|io)\/|(node\.kubernetes\.io\/instance-type|topology\.kubernetes\.io\/(region|zone))$)/,
  why: 'AKS sets this label itself, or keeps its prefix: kubernetes.azure.com/ and kubernetes.io/.',
};

/**
 * Pods that a pool has room for with its fewest nodes, at least.
 *
 * @see AKS, "IP address planning for your AKS clusters", "Configuring maximum pods per node for your clusters"; "Use system node
 * pools", restrictions; AKS answers InsufficientMaxPods
 */
const LEAST_PODS = 30;

/** What a pool of Linux nodes is made of. */
export interface AksNodePoolSettings {
  /** Lower-case letters and digits, at most 12. */
  readonly name?: string;
  /** Default `Standard_D4ds_v5`. */
  readonly vmSize?: string;
  /**
   * Whether the nodes' disk is on the machine's own drive, which goes with it, and not in Azure Storage. The VM size must have
   * a local drive as large as the disk. Default true for the default VM size, false for another.
   */
  readonly ephemeralDisk?: boolean;
  /** GiB of each node's disk: 30 to 2048. Default 128, as AKS has it. */
  readonly diskSizeGib?: number;
  /** Pods on a node: 10 to 250, and 30 on the fewest nodes together. Default 250 where an AksCluster's pods take no address of the nodes' subnet; else AKS' own number. */
  readonly maxPods?: number;
  /** Numbers of nodes. Default 2 to 5. */
  readonly scaling?: NodeScaling;
  /** The nodes' operating system. Default AKS' own choice, Ubuntu. */
  readonly osSku?: 'Ubuntu' | 'AzureLinux';
  /** Availability zones. Default `["1", "2", "3"]`; give `[]` in a region that has none. */
  readonly zones?: readonly string[];
  /**
   * Temporary disks and caches of virtual machines are stored unencrypted. Default false: encryption at host, which the
   * subscription must have registered (`Microsoft.Compute/EncryptionAtHost`).
   */
  readonly unencryptedHost?: boolean;
  /** Labels of the Kubernetes nodes. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Properties of {@link AksNodePool}. */
export interface AksNodePoolProps extends AksNodePoolSettings {
  readonly name: string;
  /** The cluster, which must know its resource id; an AksCluster also knows its node subnet. */
  readonly cluster: {
    readonly id?: string;
    readonly name?: string;
    readonly subnetId?: string;
    readonly podSubnetId?: string;
    readonly maxPods?: number;
  };
  /** Default the cluster's node subnet. */
  readonly subnetId?: string;
  /** The subnet of pods, where the cluster's pods have one of their own. Default the cluster's. */
  readonly podSubnetId?: string;
  /** Taints of the Kubernetes nodes, such as `team=todo:NoSchedule`. Default none. */
  readonly taints?: readonly string[];
  /**
   * Nodes of spare capacity, which Azure takes back when it needs it; AKS taints them. `maxPrice` is in US dollars an hour.
   * Default they are the pool's own; `{}` for as much as the ordinary price.
   */
  readonly spot?: { readonly maxPrice?: number };
}

/** A pool of Linux nodes for workloads. */
export class AksNodePool extends Construct {
  /** The underlying resource, for what the props don't offer. */
  public readonly resource: KubernetesClusterNodePool;

  /**
   * @throws PodtrustError `name-invalid`, `node-count-invalid`, `disk-size-invalid`, `zones-invalid`, `node-label-invalid`,
   *   `tags-invalid`, `taint-invalid`,
   *   `cluster-id-missing`, `name-taken`, `resource-id-malformed`, `resource-id-of-other-type`
   */
  public constructor(scope: Construct, id: string, props: AksNodePoolProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    useAzureName(this, props.name, { kind: 'a node pool', once: 'a cluster', within: placeOfCluster(props.cluster) });
    props.taints?.filter(isKnown).forEach((taint) => parseTaint(taint, this.node.path));
    this.resource = new KubernetesClusterNodePool(this, 'Resource', {
      ...nodePoolArguments({ maxPods: props.cluster.maxPods, ...props }, props.name, this.node.path),
      kubernetesClusterId: clusterId(props.cluster, this.node.path),
      mode: 'User',
      vnetSubnetId: props.subnetId ?? props.cluster.subnetId,
      podSubnetId: props.podSubnetId ?? props.cluster.podSubnetId,
      nodeTaints: taintsOf(props),
      ...(props.spot ? spotArguments(props) : {}),
    });
  }
}

/** AKS puts this taint and this label on spot nodes by itself: left out, every later plan shows a difference. */
const SPOT = { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot' };

function taintsOf({ taints = [], spot }: AksNodePoolProps): string[] | undefined {
  const all = [...taints, ...(spot ? [`${SPOT.key}=${SPOT.value}:NoSchedule`] : [])];
  return all.length > 0 ? [...new Set(all)] : undefined;
}

function spotArguments({ spot, labels }: AksNodePoolProps) {
  const nodeLabels = { ...labels, [SPOT.key]: SPOT.value };
  // Azure takes such nodes back at any time, so there is no surge, and azurerm refuses one.
  return {
    nodeLabels,
    upgradeSettings: undefined,
    priority: 'Spot',
    evictionPolicy: 'Delete',
    spotMaxPrice: spot?.maxPrice ?? -1,
  };
}

/** Azure's limits of Azure CNI: 10 to 250 (AKS, "Azure CNI overlay", "Maximum pods per node"). */
function checkMaxPods(maxPods: number | undefined, leastNodes: number, where: string): void {
  if (maxPods === undefined || !isKnownNumber(maxPods)) return;
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new PodtrustError({ code: 'node-count-invalid', where, what, why, remedy });
  };
  if (!Number.isInteger(maxPods) || maxPods < 10 || maxPods > 250) {
    refuse(`maxPods is ${maxPods}`, 'AKS accepts 10 to 250 pods a node.', 'Give a whole number in that range.');
  }
  if (!isKnownNumber(leastNodes) || maxPods * leastNodes >= LEAST_PODS) return;
  refuse(
    `maxPods is ${maxPods}, and scaling.minimum ${leastNodes}`,
    `AKS makes a pool that has room for ${LEAST_PODS} pods at least.`,
    `Give more of one of them: ${Math.ceil(LEAST_PODS / leastNodes)} pods a node, or ${Math.ceil(LEAST_PODS / maxPods)} nodes.`,
  );
}

/** AKS, "Create an AKS cluster", `--node-osdisk-size`; Microsoft.ContainerService/managedClusters, `osDiskSizeGB`. */
function checkDiskSize(sizeGib: number | undefined, where: string): void {
  if (sizeGib === undefined || !isKnownNumber(sizeGib)) return;
  if (Number.isInteger(sizeGib) && sizeGib >= 30 && sizeGib <= 2048) return;
  throw new PodtrustError({
    code: 'disk-size-invalid',
    where,
    what: `disks of ${sizeGib} GiB`,
    why: 'AKS makes disks of nodes of 30 to 2048 GiB.',
    remedy: 'Give a whole number in that range.',
  });
}

function checkZones(zones: readonly string[], where: string): void {
  const known = zones.filter(isKnown);
  if (known.every((zone) => ['1', '2', '3'].includes(zone)) && new Set(known).size === known.length) return;
  throw new PodtrustError({
    code: 'zones-invalid',
    where,
    what: `zones are ${JSON.stringify(zones)}`,
    why: 'Azure numbers the availability zones of a region 1 to 3.',
    remedy: "Give some of '1', '2', '3', each once; [] in a region that has none.",
  });
}

/**
 * What AKS asks of the pool for its own pods, beside that of workloads.
 *
 * @throws PodtrustError `cluster-choices-conflict`
 * @see AKS, "Use system node pools", "System and user node pools"
 */
export function checkSystemPool(
  system: AksNodePoolSettings,
  workload: AksNodePoolSettings | false,
  where: string,
): void {
  const { name = 'system' } = system;
  if (workload === false || (workload.name ?? 'workload') !== name) return;
  throw choicesConflict(
    where,
    `the system pool and the workload pool are both called ${name}`,
    'AKS knows a pool by its name, and the second would be refused.',
    'Give them different names.',
  );
}

function clusterId({ id, name }: AksNodePoolProps['cluster'], where: string): string {
  if (id !== undefined) return resourceIdOf(id, [RESOURCE_KINDS.aksCluster], where);
  throw new PodtrustError({
    code: 'cluster-id-missing',
    where,
    what: `the cluster${name === undefined ? '' : ` ${isKnown(name) ? name : 'of the pool'}`} was named without its resource id`,
    why: 'azurerm makes a pool for a cluster by the cluster’s resource id.',
    remedy: 'Give id to AksCluster.fromAttributes: az aks show --query id.',
  });
}

/** The arguments that a cluster's own pool and a pool of its own share. */
export function nodePoolArguments(settings: AksNodePoolSettings, name: string, where: string) {
  const { scaling = { minimum: 2, maximum: 5 }, zones = ['1', '2', '3'] } = settings;
  checkName('aks-linux-node-pool', name, where);
  checkNodeScaling(scaling, ACCEPTED, where);
  checkMaxPods(settings.maxPods, scaling.minimum, where);
  checkDiskSize(settings.diskSizeGib, where);
  checkZones(zones, where);
  checkNodeLabels(settings.labels ?? {}, KEPT_LABELS, where);
  checkTags(settings.tags, where);
  return {
    name,
    vmSize: settings.vmSize ?? 'Standard_D4ds_v5',
    osDiskType: (settings.ephemeralDisk ?? settings.vmSize === undefined) ? 'Ephemeral' : 'Managed',
    osDiskSizeGb: settings.diskSizeGib,
    osSku: settings.osSku,
    maxPods: settings.maxPods,
    autoScalingEnabled: true,
    minCount: scaling.minimum,
    maxCount: scaling.maximum,
    zones: zones.length > 0 ? [...zones] : undefined,
    hostEncryptionEnabled: !settings.unencryptedHost,
    nodePublicIpEnabled: false,
    nodeLabels: settings.labels ? { ...settings.labels } : undefined,
    tags: settings.tags,
    // Without a name for the interim pool, most changes would replace the whole cluster.
    temporaryNameForRotation: `${name.slice(0, 9)}tmp`,
    // What AKS sets by itself: left out, every later plan shows a difference.
    upgradeSettings: { maxSurge: '10%' },
  };
}
