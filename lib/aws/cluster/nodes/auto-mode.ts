import { PodtrustError } from '../../../core';
import { partitionOfRegion } from '../../../core/aws/aws-partition';
import { checkPartition } from '../../arn';
import { checkRoleArn } from '../../identity/role/role-arn';

/** The node pools that EKS Auto Mode brings. */
export const AUTO_MODE_NODE_POOLS = ['general-purpose', 'system'] as const;

/** A node pool that EKS Auto Mode brings. */
export type EksAutoModeNodePool = (typeof AUTO_MODE_NODE_POOLS)[number];

/** EKS Auto Mode: AWS runs nodes, pod network, load balancers, block storage and the Pod Identity agent. */
export interface EksAutoMode {
  /**
   * The built-in node pools that are on. `[]` for none: your own node classes then name the role of their nodes, which
   * {@link EksCluster.autoModeNodeRole} has an access entry for. Default both.
   */
  readonly nodePools?: readonly EksAutoModeNodePool[];
  /** ARN of the role of the nodes. Default one made here, with the two minimal policies. */
  readonly nodeRoleArn?: string;
}

/** The add-ons whose work Auto Mode does on its nodes. Amazon EKS user guide, "Considerations for Amazon EKS Auto Mode". */
const BUILT_IN: readonly string[] = [
  'vpc-cni',
  'kube-proxy',
  'coredns',
  'aws-ebs-csi-driver',
  'eks-pod-identity-agent',
  'eks-node-monitoring-agent',
];

/**
 * Refuses node pools that Auto Mode does not have, and a role that is not one.
 *
 * @throws PodtrustError `auto-mode-invalid`, `role-arn-malformed`, `partition-mismatch`
 */
export function checkAutoMode({ nodePools = [], nodeRoleArn }: EksAutoMode, region: string, where: string): void {
  if (nodeRoleArn !== undefined) {
    checkRoleArn(nodeRoleArn, where);
    checkPartition(nodeRoleArn, { name: 'the cluster', partition: partitionOfRegion(region) }, where);
  }
  const other = nodePools.find((pool) => !AUTO_MODE_NODE_POOLS.includes(pool));
  if (other === undefined) return;
  throw new PodtrustError({
    code: 'auto-mode-invalid',
    where,
    what: `the node pool "${other}" of autoMode`,
    why: `EKS Auto Mode has the built-in node pools ${AUTO_MODE_NODE_POOLS.join(' and ')}, and refuses others.`,
    remedy: 'Name these, or make a NodePool object of your own in the cluster.',
  });
}

/**
 * Refuses an add-on that Auto Mode has built in.
 *
 * @throws PodtrustError `addon-built-in`
 */
export function checkNotBuiltIn(addon: string, where: string): void {
  if (!BUILT_IN.includes(addon)) return;
  throw new PodtrustError({
    code: 'addon-built-in',
    where,
    what: `the add-on ${addon} in a cluster of EKS Auto Mode`,
    why: 'Auto Mode has it built into its nodes, on which the add-on does not run: it would wait for nodes that never come.',
    remedy:
      'Leave it out. For node groups beside Auto Mode’s nodes, say networkAddons: true, which installs what these need.',
  });
}
