import { Construct } from 'constructs';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { checkName } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { useAccessEntry } from '../cluster/access/access-entry-uses';
import { checkNodeNetwork } from '../cluster/nodes/check-node-network';
import { makeNodeRole } from '../cluster/nodes/node-role';
import type { EksClusterReference } from '../identity/eks-cluster-reference';

/** Properties of {@link KarpenterNodes}. */
export interface KarpenterNodesProps {
  readonly cluster: EksClusterReference;
  /** The name of the nodes' role, which EC2NodeClass objects give as `role`. Default: Terraform makes one up. */
  readonly roleName?: string;
  /** Whether nodes are told of interruptions: a queue and the rules that fill it. Default true. */
  readonly interruptions?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The events of which Karpenter is told: by source and kind. From its getting-started template, commit 1d927085dd81. */
const EVENTS = {
  'scheduled-change': ['aws.health', 'AWS Health Event'],
  'spot-interruption': ['aws.ec2', 'EC2 Spot Instance Interruption Warning'],
  rebalance: ['aws.ec2', 'EC2 Instance Rebalance Recommendation'],
  'state-change': ['aws.ec2', 'EC2 Instance State-change Notification'],
  'capacity-reservation': ['aws.ec2', 'EC2 Capacity Reservation Instance Interruption Warning'],
} as const;

/**
 * What Karpenter's nodes need besides its own role: a role of theirs with the two minimal policies, the access entry by
 * which they join the cluster, and the queue of interruptions.
 *
 * @example
 * const nodes = new KarpenterNodes(this, 'karpenter-nodes', { cluster });
 * new ControllerRole(this, 'karpenter', {
 *   cluster,
 *   controller: karpenter({ nodeRole: nodes.role, interruptionQueue: nodes.queue }),
 * });
 */
export class KarpenterNodes extends Construct {
  public readonly role: IamRole;
  /** By which nodes with the role join the cluster. */
  public readonly accessEntry: EksAccessEntry;
  /** Undefined without interruptions. */
  public readonly queue?: SqsQueue;

  /** @throws PodtrustError `nodes-without-network`, `name-invalid`, `access-entry-duplicate` */
  public constructor(scope: Construct, id: string, props: KarpenterNodesProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { cluster, roleName, interruptions = true, tags } = props;
    checkNodeNetwork('Karpenter’s nodes', cluster, this.node.path);
    if (roleName !== undefined) checkName('iam-role', roleName, this.node.path);
    const { role, policies } = makeNodeRole(this, { region: cluster.region, name: roleName, tags });
    this.role = role;
    useAccessEntry(this, cluster, role.arn);
    this.accessEntry = new EksAccessEntry(this, 'access-entry', {
      clusterName: cluster.name,
      principalArn: role.arn,
      type: 'EC2_LINUX',
      tags,
      dependsOn: [...policies],
    });
    if (interruptions) this.queue = this.listen(tags);
  }

  private listen(tags: KarpenterNodesProps['tags']): SqsQueue {
    const queue = new SqsQueue(this, 'queue', { messageRetentionSeconds: 300, sqsManagedSseEnabled: true, tags });
    const rules = Object.entries(EVENTS).map(([id, [source, kind]]) => {
      const rule = new CloudwatchEventRule(this, id, {
        description: `${kind}, for Karpenter`,
        eventPattern: JSON.stringify({ source: [source], 'detail-type': [kind] }),
        tags,
      });
      new CloudwatchEventTarget(this, `${id}-target`, { rule: rule.name, arn: queue.arn });
      return rule;
    });
    new SqsQueuePolicy(this, 'queue-policy', {
      queueUrl: queue.url,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: queue.arn,
            // Rules of another account could fill it otherwise.
            Condition: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => rule.arn) } },
          },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sqs:*',
            Resource: queue.arn,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      }),
    });
    return queue;
  }
}
