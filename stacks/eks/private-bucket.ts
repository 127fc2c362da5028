import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';

export interface PrivateBucketProps {
  /** All of AWS shares bucket names, so Terraform adds an ending of its own. At most 37 characters. */
  readonly namePrefix: string;
  /** ARN of the KMS key of its objects. Default S3's own key. */
  readonly keyArn?: string;
  /** The bucket that gets a line for each request. Default none. */
  readonly accessLogs?: PrivateBucket;
  /** The account whose buckets may write their access logs into this one. Default none may. */
  readonly accessLogsOf?: string;
  /** Days after which objects go. Default never. */
  readonly expirationDays?: number;
  /** Whether Terraform refuses to delete it while it holds something. */
  readonly deletionProtection: boolean;
}

/**
 * A bucket that is never public and accepts TLS only. It keeps what was overwritten or deleted for 90 days, and tells
 * EventBridge of each change.
 */
export class PrivateBucket extends Construct {
  public readonly resource: S3Bucket;
  private readonly policy: S3BucketPolicy;

  public constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { keyArn, accessLogs, expirationDays } = props;
    this.resource = new S3Bucket(this, 'Resource', {
      bucketPrefix: props.namePrefix,
      forceDestroy: !props.deletionProtection,
    });
    const bucket = this.resource.id;
    const access = new S3BucketPublicAccessBlock(this, 'Access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    // S3 refuses two changes of a bucket's access at once.
    this.policy = new S3BucketPolicy(this, 'Policy', {
      bucket,
      policy: this.statements(props.accessLogsOf),
      dependsOn: [access],
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'Encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: keyArn ? 'aws:kms' : 'AES256', kmsMasterKeyId: keyArn },
          bucketKeyEnabled: keyArn ? true : undefined,
        },
      ],
    });
    const versioning = new S3BucketVersioningA(this, 'Versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: expirationDays ? [{ days: expirationDays }] : undefined,
          noncurrentVersionExpiration: [{ noncurrentDays: 90 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    new S3BucketNotification(this, 'Events', { bucket, eventbridge: true });
    if (accessLogs) {
      new S3BucketLoggingA(this, 'AccessLogs', {
        bucket,
        targetBucket: accessLogs.resource.id,
        targetPrefix: 's3/',
        dependsOn: [accessLogs.policy],
      });
    }
  }

  private statements(accessLogsOf: string | undefined): string {
    const { arn } = this.resource;
    const tlsOnly = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    const logs = {
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${arn}/*`,
      Condition: { StringEquals: { 'aws:SourceAccount': accessLogsOf } },
    };
    return JSON.stringify({ Version: '2012-10-17', Statement: accessLogsOf ? [logs, tlsOnly] : [tlsOnly] });
  }
}
