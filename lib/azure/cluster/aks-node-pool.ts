import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { Construct } from 'constructs';
import { type NodeScaling, checkName, checkNodeScaling, isKnown, parseTaint } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';

/** Between 1 and 1,000 nodes, as azurerm's documentation of the pool has it. */
const ACCEPTED = { least: 1, most: 1000, why: 'AKS accepts 1 to 1,000 nodes a pool, the least not above the most.' };

/** What a pool of Linux nodes is made of. */
export interface AksNodePoolSettings {
  /** Lower-case letters and digits, at most 12. */
  readonly name?: string;
  /** Default `Standard_D4ds_v5`. */
  readonly vmSize?: string;
  /** Numbers of nodes. Default 2 to 5. */
  readonly scaling?: NodeScaling;
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
  /** The cluster by its resource id; an AksCluster also knows its node subnet. */
  readonly cluster: { readonly id: string; readonly subnetId?: string };
  /** Default the cluster's node subnet. */
  readonly subnetId?: string;
  /** Taints of the Kubernetes nodes, such as `team=todo:NoSchedule`. Default none. */
  readonly taints?: readonly string[];
}

/** A pool of Linux nodes for workloads. */
export class AksNodePool extends Construct {
  /** The underlying resource, for what the props don't offer. */
  public readonly resource: KubernetesClusterNodePool;

  /** @throws PodtrustError `name-invalid`, `node-count-invalid`, `taint-invalid` */
  public constructor(scope: Construct, id: string, props: AksNodePoolProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    props.taints?.filter(isKnown).forEach((taint) => parseTaint(taint, this.node.path));
    this.resource = new KubernetesClusterNodePool(this, 'Resource', {
      ...nodePoolArguments(props, props.name, this.node.path),
      kubernetesClusterId: props.cluster.id,
      mode: 'User',
      vnetSubnetId: props.subnetId ?? props.cluster.subnetId,
      nodeTaints: props.taints ? [...props.taints] : undefined,
    });
  }
}

/** The arguments that a cluster's own pool and a pool of its own share. */
export function nodePoolArguments(settings: AksNodePoolSettings, name: string, where: string) {
  const { scaling = { minimum: 2, maximum: 5 }, zones = ['1', '2', '3'] } = settings;
  checkName('aks-linux-node-pool', name, where);
  checkNodeScaling(scaling, ACCEPTED, where);
  return {
    name,
    vmSize: settings.vmSize ?? 'Standard_D4ds_v5',
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
