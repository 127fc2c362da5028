import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { Construct } from 'constructs';
import { PodtrustError, checkName } from '../../core';
import { recordSourcePosition } from '../../terraform';

/** What a pool of Linux nodes is made of. */
export interface AksNodePoolSettings {
  /** Lower-case letters and digits, at most 12. */
  readonly name?: string;
  /** Default `Standard_D4ds_v5`. */
  readonly vmSize?: string;
  /** Nodes the autoscaler keeps at least. Default 2. */
  readonly minCount?: number;
  /** Nodes the autoscaler makes at most. Default 5. */
  readonly maxCount?: number;
  /** Availability zones. Default `["1", "2", "3"]`; give `[]` in a region that has none. */
  readonly zones?: readonly string[];
  /**
   * Temporary disks and caches of virtual machines are stored unencrypted. Default false: encryption at host, which the
   * subscription must have registered (`Microsoft.Compute/EncryptionAtHost`).
   */
  readonly unencryptedHost?: boolean;
  readonly nodeLabels?: Readonly<Record<string, string>>;
}

/** Properties of {@link AksNodePool}. */
export interface AksNodePoolProps extends AksNodePoolSettings {
  readonly name: string;
  /** The cluster by its resource id; an AksCluster also knows its node subnet. */
  readonly cluster: { readonly id: string; readonly subnetId?: string };
  /** Default the cluster's node subnet. */
  readonly subnetId?: string;
  /** Kubernetes taints, such as `team=todo:NoSchedule`. Default none. */
  readonly nodeTaints?: readonly string[];
}

/** A pool of Linux nodes for workloads. */
export class AksNodePool extends Construct {
  public readonly resource: KubernetesClusterNodePool;

  /** @throws PodtrustError `name-invalid`, `node-count-invalid` */
  public constructor(scope: Construct, id: string, props: AksNodePoolProps) {
    super(scope, id);
    recordSourcePosition(this);
    this.resource = new KubernetesClusterNodePool(this, 'Resource', {
      ...nodePoolArguments(props, props.name, this.node.path),
      kubernetesClusterId: props.cluster.id,
      mode: 'User',
      vnetSubnetId: props.subnetId ?? props.cluster.subnetId,
      nodeTaints: props.nodeTaints ? [...props.nodeTaints] : undefined,
    });
  }
}

/** The arguments that a cluster's own pool and a pool of its own share. */
export function nodePoolArguments(settings: AksNodePoolSettings, name: string, where: string) {
  const { minCount = 2, maxCount = 5, zones = ['1', '2', '3'] } = settings;
  checkName('aks-linux-node-pool', name, where);
  checkNodeCount(minCount, maxCount, where);
  return {
    name,
    vmSize: settings.vmSize ?? 'Standard_D4ds_v5',
    autoScalingEnabled: true,
    minCount,
    maxCount,
    zones: zones.length > 0 ? [...zones] : undefined,
    hostEncryptionEnabled: !settings.unencryptedHost,
    nodePublicIpEnabled: false,
    nodeLabels: settings.nodeLabels ? { ...settings.nodeLabels } : undefined,
    // Without a name for the interim pool, most changes would replace the whole cluster.
    temporaryNameForRotation: `${name.slice(0, 9)}tmp`,
    // What AKS sets by itself: left out, every later plan shows a difference.
    upgradeSettings: { maxSurge: '10%' },
  };
}

/** Between 1 and 1,000 nodes, as azurerm's documentation of the pool has it. */
function checkNodeCount(minCount: number, maxCount: number, where: string): void {
  if (minCount >= 1 && minCount <= maxCount && maxCount <= 1000) return;
  throw new PodtrustError({
    code: 'node-count-invalid',
    where,
    what: `a pool of at least ${minCount} and at most ${maxCount} nodes`,
    why: 'AKS accepts 1 to 1,000 nodes a pool, the least not above the most.',
    remedy: 'Give minCount and maxCount within these bounds.',
  });
}
