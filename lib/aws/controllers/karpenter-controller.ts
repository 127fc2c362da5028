import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from '../grants/arn-of';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';

/** Options of {@link karpenter}. */
export interface KarpenterOptions {
  /** The role of the nodes that it makes, which it may pass to EC2: `nodes.role` of a `KarpenterNodes`. */
  readonly nodeRole: ArnLike;
  /** The queue of the interruptions of EC2: `nodes.queue` of a `KarpenterNodes`. Default none: it learns of none. */
  readonly interruptionQueue?: ArnLike & { readonly name?: string };
  /** The queue's name, which the chart is told, where `interruptionQueue` is an ARN. Default none. */
  readonly interruptionQueueName?: string;
  /**
   * Whether Karpenter makes an instance profile for each node class that names a role. Default true; false where each names
   * an `instanceProfile` that is made elsewhere.
   */
  readonly instanceProfiles?: boolean;
  /** Whether it asks for zonal shifts of its cluster. Default false, as in its chart. */
  readonly zonalShift?: boolean;
}

/** Karpenter, which makes nodes as pods need them. It changes what bears the tags of its own cluster, and no more. */
export function karpenter(options: KarpenterOptions): EksController {
  const { instanceProfiles = true, zonalShift = false, interruptionQueue } = options;
  const nodeRole = arnOf(options.nodeRole, ARN_KINDS.role, 'karpenter nodeRole');
  const queue =
    interruptionQueue === undefined
      ? undefined
      : arnOf(interruptionQueue, ARN_KINDS.queue, 'karpenter interruptionQueue');
  const queueName =
    options.interruptionQueueName ??
    (typeof interruptionQueue === 'object' ? interruptionQueue.name : undefined) ??
    queueNameIn(queue);
  return {
    ...EKS_CONTROLLERS.karpenter,
    description: 'make and remove nodes of its cluster',
    source: {
      where:
        'aws/karpenter-provider-aws, website/content/en/preview/getting-started/getting-started-with-karpenter/cloudformation.yaml',
      version: '1d927085dd81',
    },
    statements: ({ partition, region, account, clusterName, clusterArn }): readonly PolicyStatement[] => {
      const ec2 = (...kinds: string[]): string[] => kinds.map((kind) => `arn:${partition}:ec2:${region}:*:${kind}/*`);
      const owned = `kubernetes.io/cluster/${clusterName}`;
      const [pool, nodeClass, ofRegion] = [
        'karpenter.sh/nodepool',
        'karpenter.k8s.aws/ec2nodeclass',
        'topology.kubernetes.io/region',
      ];
      const present = { [`aws:ResourceTag/${owned}`]: 'owned' };
      const requested = { [`aws:RequestTag/${owned}`]: 'owned', 'aws:RequestTag/eks:eks-cluster-name': clusterName };
      const inPool = { [`aws:ResourceTag/${pool}`]: '*' };
      const forPool = { [`aws:RequestTag/${pool}`]: '*' };
      const launched = ec2(
        'fleet',
        'instance',
        'launch-template',
        'network-interface',
        'spot-instances-request',
        'volume',
      );
      const profiles = [`arn:${partition}:iam::${account}:instance-profile/*`];
      const launch = ['ec2:CreateFleet', 'ec2:RunInstances'];
      return [
        {
          actions: launch,
          resources: [
            `arn:${partition}:ec2:${region}::image/*`,
            `arn:${partition}:ec2:${region}::snapshot/*`,
            ...ec2('capacity-reservation', 'placement-group', 'security-group', 'subnet'),
          ],
        },
        {
          actions: launch,
          resources: ec2('launch-template'),
          conditions: { StringEquals: present, StringLike: inPool },
        },
        {
          actions: ['ec2:CreateFleet', 'ec2:CreateLaunchTemplate', 'ec2:RunInstances'],
          resources: launched,
          conditions: { StringEquals: requested, StringLike: forPool },
        },
        {
          actions: ['ec2:CreateTags'],
          resources: launched,
          conditions: {
            StringEquals: {
              ...requested,
              'ec2:CreateAction': ['CreateFleet', 'CreateLaunchTemplate', 'RunInstances'],
            },
            StringLike: forPool,
          },
        },
        {
          actions: ['ec2:CreateTags'],
          resources: ec2('instance'),
          conditions: {
            StringEquals: present,
            StringLike: inPool,
            StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': clusterName },
            'ForAllValues:StringEquals': {
              'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'],
            },
          },
        },
        {
          actions: ['ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'],
          resources: ec2('instance', 'launch-template'),
          conditions: { StringEquals: present, StringLike: inPool },
        },
        {
          actions: ['iam:PassRole'],
          resources: [nodeRole],
          conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
        },
        ...(instanceProfiles
          ? [
              {
                actions: ['iam:CreateInstanceProfile'],
                resources: profiles,
                conditions: {
                  StringEquals: { ...requested, [`aws:RequestTag/${ofRegion}`]: region },
                  StringLike: { [`aws:RequestTag/${nodeClass}`]: '*' },
                },
              },
              {
                actions: ['iam:TagInstanceProfile'],
                resources: profiles,
                conditions: {
                  StringEquals: {
                    ...present,
                    [`aws:ResourceTag/${ofRegion}`]: region,
                    ...requested,
                    [`aws:RequestTag/${ofRegion}`]: region,
                  },
                  StringLike: { [`aws:ResourceTag/${nodeClass}`]: '*', [`aws:RequestTag/${nodeClass}`]: '*' },
                },
              },
              {
                actions: [
                  'iam:AddRoleToInstanceProfile',
                  'iam:DeleteInstanceProfile',
                  'iam:RemoveRoleFromInstanceProfile',
                ],
                resources: profiles,
                conditions: {
                  StringEquals: { ...present, [`aws:ResourceTag/${ofRegion}`]: region },
                  StringLike: { [`aws:ResourceTag/${nodeClass}`]: '*' },
                },
              },
            ]
          : []),
        { actions: ['eks:DescribeCluster'], resources: [clusterArn] },
        ...(queue === undefined
          ? []
          : [{ actions: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'], resources: [queue] }]),
        ...(zonalShift
          ? [
              {
                actions: ['arc-zonal-shift:GetManagedResource'],
                resources: ['*'],
                conditions: { StringEquals: { 'arc-zonal-shift:ResourceIdentifier': clusterArn } },
              },
            ]
          : []),
        {
          actions: [
            'ec2:DescribeCapacityReservations',
            'ec2:DescribeImages',
            'ec2:DescribeInstances',
            'ec2:DescribeInstanceStatus',
            'ec2:DescribeInstanceTypeOfferings',
            'ec2:DescribeInstanceTypes',
            'ec2:DescribeLaunchTemplates',
            'ec2:DescribePlacementGroups',
            'ec2:DescribeSecurityGroups',
            'ec2:DescribeSpotPriceHistory',
            'ec2:DescribeSubnets',
          ],
          resources: ['*'],
          conditions: { StringEquals: { 'aws:RequestedRegion': region } },
        },
        { actions: ['ssm:GetParameter'], resources: [`arn:${partition}:ssm:${region}::parameter/aws/service/*`] },
        { actions: ['pricing:GetProducts'], resources: ['*'] },
        { actions: ['iam:ListInstanceProfiles'], resources: ['*'] },
        { actions: ['iam:GetInstanceProfile'], resources: profiles },
      ];
    },
    values: ({ clusterName }) => ({
      settings: { clusterName, ...(queueName === undefined ? {} : { interruptionQueue: queueName }) },
    }),
  };
}

/** The name at the end of a queue's ARN that is known. */
function queueNameIn(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : /^arn:[^:]*:sqs:[^:]*:\d{12}:([\w.-]+)$/.exec(arn)?.[1];
}
