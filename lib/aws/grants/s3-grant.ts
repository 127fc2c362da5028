import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { AwsGrantOptions, EncryptedGrantOptions } from './grant-options';
import { useOfKey } from './encryption-key';
import type { ArnLike, AwsGrant, PolicyStatement } from './grant';

/** Options of {@link s3Grant}. */
export interface S3GrantOptions extends AwsGrantOptions, Pick<EncryptedGrantOptions, 'encryptionKey'> {
  /**
   * The start of the keys that are meant, such as `reports/`, or `${sessionTag('kubernetes-namespace')}/` for each
   * namespace its own. Default all of the bucket.
   */
  readonly prefix?: string;
}

const READ = ['s3:GetObject'];
const WRITE = ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'];

/** Grants on an S3 bucket or on what lies under a prefix of it. Actions as in the service authorization reference of S3. */
export const s3Grant = {
  /** Lists the bucket and reads its objects. */
  read(bucket: ArnLike, options: S3GrantOptions = {}): AwsGrant {
    return objects('read', bucket, READ, ['kms:Decrypt'], options, 's3Grant.read');
  },

  /** Writes and deletes objects, and neither lists nor reads them. */
  write(bucket: ArnLike, options: S3GrantOptions = {}): AwsGrant {
    // Decrypt too: S3 puts the parts of an upload together again.
    return objects('write', bucket, WRITE, ['kms:Decrypt', 'kms:GenerateDataKey'], options, 's3Grant.write');
  },

  /** Lists the bucket, and reads, writes and deletes its objects. */
  readWrite(bucket: ArnLike, options: S3GrantOptions = {}): AwsGrant {
    const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey'];
    return objects('read and write', bucket, [...READ, ...WRITE], keyActions, options, 's3Grant.readWrite');
  },
};

function objects(
  verb: string,
  bucket: ArnLike,
  actions: readonly string[],
  keyActions: readonly string[],
  options: S3GrantOptions,
  by: string,
): AwsGrant {
  const arn = arnOf(bucket, ARN_KINDS.bucket, by);
  const { prefix = '' } = options;
  const ofObjects: PolicyStatement = { actions, resources: [`${arn}/${prefix}*`] };
  return awsGrant(
    `${verb} objects of ${arn}/${prefix}`,
    actions === WRITE ? [ofObjects] : [list(arn, prefix), ofObjects],
    options,
    useOfKey(options, keyActions, 's3', by),
  );
}

function list(bucketArn: string, prefix: string): PolicyStatement {
  const conditions = prefix ? { StringLike: { 's3:prefix': `${prefix}*` } } : undefined;
  return { actions: ['s3:ListBucket'], resources: [bucketArn], conditions };
}
