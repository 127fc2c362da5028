import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { CLOUDWATCH_RETENTION, checkLogRetention } from '../../core';
import { checkKeyArn } from '../key-arn';
import { LogsKey } from '../logs-key';

/** How a network's flow logs are kept. */
export interface EksFlowLogsSettings {
  /** Days that they are kept. Default 365. */
  readonly retentionDays?: number;
  /** ARN of a KMS key that CloudWatch Logs may use for them. Default a key of the network's own, rotated every year. */
  readonly keyArn?: string;
}

/** Properties of {@link EksFlowLogs}. */
export interface EksFlowLogsProps extends EksFlowLogsSettings {
  readonly region: string;
  readonly vpcId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Who sent packets to whom in a VPC, and what was refused: a log group, and a role by which VPC flow logs write to it.
 *
 * Source: Amazon VPC user guide, "Publish flow logs to CloudWatch Logs".
 */
export class EksFlowLogs extends Construct {
  /** The flow log. */
  public readonly resource: FlowLog;
  public readonly logGroup: CloudwatchLogGroup;
  public readonly role: IamRole;

  /** @throws PodtrustError `log-retention-invalid`, `arn-malformed`, `arn-of-other-kind`, `partition-mismatch`, `region-mismatch` */
  public constructor(scope: Construct, id: string, props: EksFlowLogsProps) {
    super(scope, id);
    const { region, vpcId, tags } = props;
    checkLogRetention('flowLogs.retentionDays', props.retentionDays, CLOUDWATCH_RETENTION, this.node.path);
    if (props.keyArn !== undefined) checkKeyArn(props.keyArn, region, this.node.path, 'the network');
    // The VPC's id keeps the logs of two networks of one name apart.
    const logGroupName = `/aws/vpc-flow-logs/${vpcId}`;
    const accountId = new DataAwsCallerIdentity(this, 'account').accountId;
    const keyArn =
      props.keyArn ??
      new LogsKey(this, 'key', { description: `VPC flow logs of ${tags.Name}`, region, logGroupName, accountId, tags })
        .resource.arn;
    this.logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: logGroupName,
      retentionInDays: props.retentionDays ?? 365,
      kmsKeyId: keyArn,
      tags: { ...tags },
    });
    this.role = this.makeRole(accountId, tags);
    const write = new IamRolePolicy(this, 'role-write', {
      role: this.role.name,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
            Resource: [this.logGroup.arn, `${this.logGroup.arn}:*`],
          },
        ],
      }),
    });
    this.resource = new FlowLog(this, 'Resource', {
      vpcId,
      trafficType: 'ALL',
      logDestination: this.logGroup.arn,
      iamRoleArn: this.role.arn,
      tags: { ...tags },
      dependsOn: [write],
    });
  }

  /** A role for VPC flow logs of this account, and of no other that might name it. */
  private makeRole(accountId: string, tags: Readonly<Record<string, string>>): IamRole {
    return new IamRole(this, 'role', {
      description: 'VPC flow logs',
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
          },
        ],
      }),
      tags: { ...tags },
    });
  }
}
