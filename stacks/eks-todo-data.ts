import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';

/** What the todo sample keeps on AWS: a bucket for the frontend, a table and a queue for the backend. */
export class EksTodoData extends Construct {
  public readonly bucket: S3Bucket;
  public readonly table: DynamodbTable;
  public readonly queue: SqsQueue;

  public constructor(scope: Construct, id: string, { environment }: { readonly environment: string }) {
    super(scope, id);
    const name = `todo-${environment}`;

    // All of AWS shares bucket names, so Terraform adds an ending of its own.
    this.bucket = new S3Bucket(this, 'Bucket', { bucketPrefix: `${name}-` });
    new S3BucketPublicAccessBlock(this, 'BucketAccess', {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });

    this.table = new DynamodbTable(this, 'Table', {
      name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'id',
      attribute: [{ name: 'id', type: 'S' }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
    });

    this.queue = new SqsQueue(this, 'Queue', { name, sqsManagedSseEnabled: true });
  }
}
