import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import { PrivateBucket } from './private-bucket';

export interface EksTodoDataProps {
  readonly environment: string;
  /** Whether table and buckets are kept from deletion while they hold something. */
  readonly deletionProtection: boolean;
}

/**
 * What the todo sample keeps on AWS: a bucket for the frontend, a table and a queue for the backend. Bucket and table are
 * encrypted under one key of their own, so that who may read them may be said twice: by the resource and by the key.
 */
export class EksTodoData extends Construct {
  public readonly key: KmsKey;
  public readonly bucket: S3Bucket;
  /** What was asked of {@link bucket}, and by whom. */
  public readonly accessLogs: S3Bucket;
  public readonly table: DynamodbTable;
  public readonly queue: SqsQueue;

  public constructor(scope: Construct, id: string, { environment, deletionProtection }: EksTodoDataProps) {
    super(scope, id);
    const name = `todo-${environment}`;
    const account = new DataAwsCallerIdentity(this, 'Account').accountId;

    this.key = new KmsKey(this, 'Key', {
      description: `Data of ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      // The account's IAM policies decide, as without a policy of one's own.
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: '*' }],
      }),
    });
    const accessLogs = new PrivateBucket(this, 'AccessLogs', {
      namePrefix: `${name}-logs-`,
      accessLogsOf: account,
      expirationDays: 365,
      deletionProtection,
    });
    this.accessLogs = accessLogs.resource;
    this.bucket = new PrivateBucket(this, 'Bucket', {
      namePrefix: `${name}-`,
      keyArn: this.key.arn,
      accessLogs,
      deletionProtection,
    }).resource;

    this.table = new DynamodbTable(this, 'Table', {
      name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'id',
      attribute: [{ name: 'id', type: 'S' }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: this.key.arn },
      deletionProtectionEnabled: deletionProtection,
    });

    this.queue = new SqsQueue(this, 'Queue', { name, sqsManagedSseEnabled: true });
  }
}
