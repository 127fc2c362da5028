import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from '../grants/arn-of';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { arnsOf } from './role/controller-arns';

/** Options of {@link nodeTerminationHandler}. */
export interface NodeTerminationHandlerOptions {
  /** The queue of the events of EC2 and Auto Scaling. */
  readonly queue: ArnLike;
  /** The queue's URL, which the chart is told. Default: the chart is told by your own values. */
  readonly queueUrl?: string;
  /** The Auto Scaling groups whose lifecycle hooks it completes, by ARN. Default those of the cluster's account and region. */
  readonly autoScalingGroups?: readonly ArnLike[];
  /** The key of one's own under which the queue is encrypted. Default none. */
  readonly encryptionKey?: ArnLike;
  /**
   * Whether it holds terminating instances for longer than the lifecycle hook does, by heartbeats: `heartbeatInterval` among
   * your own values of the chart says how often. Default false.
   */
  readonly heartbeats?: boolean;
}

/**
 * The node termination handler that reads a queue. The one that asks the instance's metadata, a DaemonSet, calls nothing of
 * AWS and needs no role.
 */
export function nodeTerminationHandler(options: NodeTerminationHandlerOptions): EksController {
  const queue = arnOf(options.queue, ARN_KINDS.queue, 'nodeTerminationHandler queue');
  const groups = arnsOf(
    options.autoScalingGroups,
    ARN_KINDS.autoScalingGroup,
    'nodeTerminationHandler autoScalingGroups',
  );
  const keys = arnsOf(
    options.encryptionKey === undefined ? [] : [options.encryptionKey],
    ARN_KINDS.key,
    'nodeTerminationHandler encryptionKey',
  );
  const { queueUrl, heartbeats = false } = options;
  return {
    ...EKS_CONTROLLERS.nodeTerminationHandler,
    description: `drain nodes by the events of ${queue}`,
    source: {
      where: 'aws/aws-node-termination-handler, README.md; pkg/monitor/sqsevent for heartbeats',
      version: '62a8761d812b',
    },
    statements: ({ partition, region, account }): readonly PolicyStatement[] => [
      {
        actions: [
          'autoscaling:DescribeAutoScalingInstances',
          ...(heartbeats ? ['autoscaling:DescribeLifecycleHooks'] : []),
          'autoscaling:DescribeTags',
          'ec2:DescribeInstances',
        ],
        resources: ['*'],
      },
      {
        actions: [
          'autoscaling:CompleteLifecycleAction',
          ...(heartbeats ? ['autoscaling:RecordLifecycleActionHeartbeat'] : []),
        ],
        resources:
          groups.length > 0
            ? groups
            : [`arn:${partition}:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/*`],
      },
      { actions: ['sqs:DeleteMessage', 'sqs:ReceiveMessage'], resources: [queue] },
      ...(keys.length > 0 ? [{ actions: ['kms:Decrypt'], resources: keys }] : []),
    ],
    values: ({ region }) => ({
      enableSqsTerminationDraining: true,
      awsRegion: region,
      ...(queueUrl === undefined ? {} : { queueURL: queueUrl }),
    }),
  };
}
