import type { Grant, PolicyStatement } from './grant';

/** Grants on an S3 bucket or on what lies under a prefix of it. Actions as in the service authorization reference of S3. */
export const s3Grant = {
  /**
   * Lists the bucket and reads its objects.
   *
   * @param prefix the start of the keys that are meant, such as `reports/`; default all
   */
  read(bucketArn: string, prefix = ''): Grant {
    return {
      description: `read objects of ${bucketArn}/${prefix}`,
      statements: [list(bucketArn, prefix), objects(bucketArn, prefix, ['s3:GetObject'])],
    };
  },

  /**
   * Lists the bucket, and reads, writes and deletes its objects.
   *
   * @param prefix as of {@link read}
   */
  readWrite(bucketArn: string, prefix = ''): Grant {
    return {
      description: `read and write objects of ${bucketArn}/${prefix}`,
      statements: [
        list(bucketArn, prefix),
        objects(bucketArn, prefix, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload']),
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
