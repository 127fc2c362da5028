import { arnOf } from './arn-of';
import type { ArnLike, AwsGrant, PolicyStatement } from './grant';

/** Options of {@link s3Grant}. */
export interface S3GrantOptions {
  /** The start of the keys that are meant, such as `reports/`. Default all of the bucket. */
  readonly prefix?: string;
}

/** Grants on an S3 bucket or on what lies under a prefix of it. Actions as in the service authorization reference of S3. */
export const s3Grant = {
  /** Lists the bucket and reads its objects. */
  read(bucket: ArnLike, { prefix = '' }: S3GrantOptions = {}): AwsGrant {
    const arn = arnOf(bucket);
    return {
      description: `read objects of ${arn}/${prefix}`,
      statements: [list(arn, prefix), objects(arn, prefix, ['s3:GetObject'])],
    };
  },

  /** Lists the bucket, and reads, writes and deletes its objects. */
  readWrite(bucket: ArnLike, { prefix = '' }: S3GrantOptions = {}): AwsGrant {
    const arn = arnOf(bucket);
    return {
      description: `read and write objects of ${arn}/${prefix}`,
      statements: [
        list(arn, prefix),
        objects(arn, prefix, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload']),
      ],
    };
  },
};

function list(bucketArn: string, prefix: string): PolicyStatement {
  const conditions = prefix ? { StringLike: { 's3:prefix': `${prefix}*` } } : undefined;
  return { actions: ['s3:ListBucket'], resources: [bucketArn], conditions };
}

function objects(bucketArn: string, prefix: string, actions: readonly string[]): PolicyStatement {
  return { actions, resources: [`${bucketArn}/${prefix}*`] };
}
