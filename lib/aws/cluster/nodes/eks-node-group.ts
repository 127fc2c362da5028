import { Token } from 'cdktf';
import { EksNodeGroup as EksNodeGroupResource } from '@cdktf/provider-aws/lib/eks-node-group';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import {
  type NodeScaling,
  PodtrustError,
  checkName,
  checkNodeLabels,
  checkNodeScaling,
  isKnownNumber,
  parseTaint,
} from '../../../core';
import { checkedId, recordSourcePosition } from '../../../terraform';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';
import { checkKeyArn } from '../../key-arn';
import { checkNodeNetwork } from './check-node-network';
import { checkSomeSubnet } from './check-some-subnet';
import { checkArchitecture } from './instance-architecture';
import { useAccessEntry } from '../access/access-entry-uses';
import { isBeside } from '../is-beside';
import { makeNodeRole } from './node-role';
import { checkTags } from '../../tags';
import { useName } from '../../name-uses';
import { checkGiven, checkOneOf } from '../../../core/given';

/** Linux images of EKS. Pod Identity works on Linux nodes only. */
export type EksAmiType =
  'AL2023_x86_64_STANDARD' | 'AL2023_ARM_64_STANDARD' | 'BOTTLEROCKET_x86_64' | 'BOTTLEROCKET_ARM_64';

/** How many nodes there are. */
export interface EksNodeScaling extends NodeScaling {
  /** Nodes at first; a later change is left to the autoscaler. Default the minimum. */
  readonly desired?: number;
}

const ACCEPTED = { least: 0, most: Infinity, why: 'EKS accepts 0 or more, in this order, and at least 1 at most.' };

/** Properties of {@link EksNodeGroup}. */
export interface EksNodeGroupProps {
  readonly cluster: EksClusterReference;
  /** At most 63 characters. Default: Terraform makes one up. */
  readonly name?: string;
  /** Private subnets, such as those of an {@link EksNetwork}. Default the cluster's. */
  readonly subnetIds?: readonly string[];
  /** Default `AL2023_x86_64_STANDARD`. */
  readonly amiType?: EksAmiType;
  /** Default `['m6i.large']`, or `['m7g.large']` on ARM. */
  readonly instanceTypes?: readonly string[];
  /** Default `ON_DEMAND`. */
  readonly capacityType?: 'ON_DEMAND' | 'SPOT';
  /** Numbers of nodes. Default 2 to 4. */
  readonly scaling?: EksNodeScaling;
  /** GiB of each node's disk. Default 50. */
  readonly diskSizeGib?: number;
  /** ARN of the KMS key of the disks. Default the account's EBS key. */
  readonly diskKeyArn?: string;
  /** Labels of the Kubernetes nodes. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the Kubernetes nodes, such as `team=todo:NoSchedule`. Default none. */
  readonly taints?: readonly string[];
  /**
   * Lets pods reach the instance metadata, and with it the credentials of the nodes' role, by a second network hop.
   * Default false: only pods with `hostNetwork` can.
   */
  readonly allowPodsToReachInstanceMetadata?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A managed group of Linux nodes whose role is of little use to a pod that gets hold of it.
 *
 * - Instance metadata takes session tokens only (IMDSv2) and answers no further than one hop.
 * - The nodes' role has two managed policies: AmazonEKSWorkerNodeMinimalPolicy, which is
 *   `eks-auth:AssumeRoleForPodIdentity` alone (what the Pod Identity agent needs), and
 *   AmazonEC2ContainerRegistryPullOnly. The VPC CNI's permissions are the CNI's own.
 * - Beside them one inline statement: `ec2:DescribeInstances`. The node's bootstrap asks EC2 for the private DNS name, the
 *   minimal policy lacks it, and without it no node joins (amazon-eks-ami #1715).
 *
 * @throws PodtrustError `input-invalid`, `tags-invalid`, `node-label-invalid`, `name-taken`, `name-invalid`, `node-count-invalid`, `disk-size-invalid`, `subnets-too-few`, `nodes-without-network`, `taint-invalid`,
 *   `instance-type-mismatch`, `arn-malformed`,
 *   `arn-of-other-kind`, `partition-mismatch`, `region-mismatch`
 */
export class EksNodeGroup extends Construct {
  /** The underlying resource, for what the props don't offer. */
  public readonly resource: EksNodeGroupResource;
  public readonly launchTemplate: LaunchTemplate;
  public readonly role: IamRole;

  public constructor(scope: Construct, id: string, props: EksNodeGroupProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { cluster, name, amiType = 'AL2023_x86_64_STANDARD', tags } = props;
    checkGiven(cluster, 'a cluster', this.node.path);
    checkTags(tags, this.node.path);
    checkOneOf('capacityType', props.capacityType, ['ON_DEMAND', 'SPOT'], this.node.path);
    const scaling: EksNodeScaling = props.scaling ?? { minimum: 2, maximum: 4 };
    if (name !== undefined) checkName('eks-node-group', name, this.node.path);
    if (props.diskKeyArn !== undefined) checkKeyArn(props.diskKeyArn, cluster.region, this.node.path);
    checkNodeScaling(scaling, ACCEPTED, this.node.path);
    if (props.diskSizeGib !== undefined) checkDiskSize(props.diskSizeGib, this.node.path);
    const instanceTypes = props.instanceTypes ?? [amiType.includes('ARM') ? 'm7g.large' : 'm6i.large'];
    checkArchitecture(instanceTypes, amiType, this.node.path);
    const subnetIds = props.subnetIds ?? cluster.subnetIds ?? [];
    checkSomeSubnet(subnetIds, 'nodes live', this.node.path);
    checkNodeNetwork('a node group', cluster, this.node.path);

    checkNodeLabels(props.labels ?? {}, KEPT_LABELS, this.node.path);
    useName(this, name, { kind: 'a node group', once: 'a cluster', within: cluster.name });
    const { role, policies } = makeNodeRole(this, { region: cluster.region, tags });
    this.role = role;
    useAccessEntry(this, cluster, role.arn, { byEks: true });
    this.launchTemplate = new LaunchTemplate(this, 'launch-template', {
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: props.allowPodsToReachInstanceMetadata ? 2 : 1,
      },
      blockDeviceMappings: disks(amiType, props.diskSizeGib ?? 50, props.diskKeyArn),
      updateDefaultVersion: true,
      tagSpecifications: tags && ['instance', 'volume'].map((resourceType) => ({ resourceType, tags: { ...tags } })),
      tags,
    });
    this.resource = new EksNodeGroupResource(this, 'Resource', {
      clusterName: cluster.name,
      nodeGroupName: name,
      nodeRoleArn: this.role.arn,
      subnetIds: [...subnetIds],
      amiType,
      capacityType: props.capacityType,
      instanceTypes: [...instanceTypes],
      scalingConfig: {
        minSize: scaling.minimum,
        desiredSize: scaling.desired ?? scaling.minimum,
        maxSize: scaling.maximum,
      },
      updateConfig: { maxUnavailablePercentage: 33 },
      launchTemplate: { id: this.launchTemplate.id, version: Token.asString(this.launchTemplate.latestVersion) },
      labels: props.labels && { ...props.labels },
      taint: props.taints?.map((text) => taint(text, this.node.path)),
      tags,
      lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] },
      dependsOn: [...policies, ...(isBeside(this, cluster) ? (cluster.neededByNodes ?? []) : [])],
    });
    if (isBeside(this, cluster)) cluster.addNodes?.(this.resource);
  }
}

/** eksctl #4007 has the answer of EKS. */
const KEPT_LABELS = {
  keys: /(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//,
  why: 'EKS keeps labels of kubernetes.io, k8s.io and eks.amazonaws.com for itself and the kubelet.',
};

/** EBS user guide, "gp3 volumes"; the image of a node is of 20 GiB. */
function checkDiskSize(sizeGib: number, where: string): void {
  if (!isKnownNumber(sizeGib) || (Number.isInteger(sizeGib) && sizeGib >= 20 && sizeGib <= 65_536)) return;
  throw new PodtrustError({
    code: 'disk-size-invalid',
    where,
    what: `disks of ${sizeGib} GiB`,
    why: 'EBS makes disks of 65536 GiB at most, in whole numbers, and the image of a node needs 20: no instance would start.',
    remedy: 'Give a whole number of 20 or more.',
  });
}

/** EKS writes effects in capitals. */
const EFFECTS = { NoSchedule: 'NO_SCHEDULE', PreferNoSchedule: 'PREFER_NO_SCHEDULE', NoExecute: 'NO_EXECUTE' } as const;

function taint(text: string, where: string) {
  const { key, value, effect } = parseTaint(text, where);
  return { key, value, effect: EFFECTS[effect] };
}

/** Bottlerocket keeps its system on the first disk and the containers on the second; Amazon Linux has one for both. */
function disks(amiType: EksAmiType, sizeGib: number, kmsKeyId?: string) {
  const encrypted = { encrypted: 'true', kmsKeyId, volumeType: 'gp3', deleteOnTermination: 'true' };
  const data = { ...encrypted, volumeSize: sizeGib };
  if (!amiType.startsWith('BOTTLEROCKET')) return [{ deviceName: '/dev/xvda', ebs: data }];
  return [
    { deviceName: '/dev/xvda', ebs: encrypted },
    { deviceName: '/dev/xvdb', ebs: data },
  ];
}
