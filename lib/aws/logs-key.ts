import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { dnsSuffixOf } from '../core/aws/aws-partition';
import { partitionOf } from './partition';

/** Properties of {@link LogsKey}. */
export interface LogsKeyProps {
  readonly description: string;
  /** Where the logs are, such as `eu-west-1`. */
  readonly region: string;
  /** The log group that may be encrypted under it. */
  readonly logGroupName: string;
  /** Twelve digits. Default the AWS provider's own account. */
  readonly accountId?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A KMS key that CloudWatch Logs may use for one log group, and that the account's own IAM policies decide about otherwise.
 *
 * Source: Amazon CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
 */
export class LogsKey extends Construct {
  public readonly resource: KmsKey;

  public constructor(scope: Construct, id: string, props: LogsKeyProps) {
    super(scope, id);
    const { region, logGroupName } = props;
    const partition = partitionOf(region);
    const account = props.accountId ?? new DataAwsCallerIdentity(this, 'account').accountId;
    const statements = [
      { Principal: { AWS: `arn:${partition}:iam::${account}:root` }, Action: 'kms:*' },
      {
        Principal: { Service: `logs.${region}.${dnsSuffixOf(partition) ?? 'amazonaws.com'}` },
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        Condition: {
          ArnEquals: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`,
          },
        },
      },
    ];
    this.resource = new KmsKey(this, 'Resource', {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement, Resource: '*' })),
      }),
      tags: props.tags,
    });
  }
}
