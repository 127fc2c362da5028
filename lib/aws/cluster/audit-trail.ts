import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { isKnown } from '../../core';
import { dnsSuffixOf } from '../../core/aws/aws-partition';
import { partitionOf } from '../partition';

/** Properties of {@link AuditTrail}. */
export interface AuditTrailProps {
  readonly name: string;
  readonly region: string;
  readonly retentionDays: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A trail of the account's management events, which the calls to STS and EKS Auth are: to a bucket of its own and to a log group,
 * under a key of its own.
 *
 * Source: AWS CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail", "Configure AWS KMS key policies for CloudTrail".
 */
export class AuditTrail extends Construct {
  /** The trail. */
  public readonly resource: Cloudtrail;
  public readonly logGroup: CloudwatchLogGroup;
  public readonly bucket: S3Bucket;
  public readonly key: KmsKey;

  public constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { name, region, tags } = props;
    const partition = partitionOf(region);
    const account = new DataAwsCallerIdentity(this, 'account').accountId;
    const logGroupName = `/aws/cloudtrail/${name}`;
    const trailArn = `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`;
    this.key = this.makeKey(props, account, trailArn, logGroupName);
    this.logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: logGroupName,
      retentionInDays: props.retentionDays,
      kmsKeyId: this.key.arn,
      tags,
    });
    this.bucket = new S3Bucket(this, 'bucket', { bucketPrefix: bucketPrefixOf(name), tags });
    const bucketPolicy = this.closeBucket(account, trailArn);
    const role = new IamRole(this, 'role', {
      description: `CloudTrail ${name} to CloudWatch Logs`,
      assumeRolePolicy: document([
        {
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
        },
      ]),
      tags,
    });
    const write = new IamRolePolicy(this, 'role-write', {
      role: role.name,
      policy: document([
        { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${this.logGroup.arn}:log-stream:*` },
      ]),
    });
    this.resource = new Cloudtrail(this, 'Resource', {
      name,
      s3BucketName: this.bucket.id,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: this.key.arn,
      cloudWatchLogsGroupArn: `${this.logGroup.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      tags,
      dependsOn: [bucketPolicy, write],
    });
  }

  private makeKey({ name, region, tags }: AuditTrailProps, account: string, trailArn: string, logGroupName: string) {
    const partition = partitionOf(region);
    return new KmsKey(this, 'key', {
      description: `CloudTrail ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: document([
        { Principal: { AWS: `arn:${partition}:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
        {
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: ['kms:DescribeKey', 'kms:GenerateDataKey*'],
          Resource: '*',
          Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
        },
        {
          Principal: { Service: `logs.${region}.${dnsSuffixOf(partition) ?? 'amazonaws.com'}` },
          Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
          Resource: '*',
          Condition: {
            ArnEquals: {
              'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`,
            },
          },
        },
      ]),
      tags,
    });
  }

  /** A bucket that CloudTrail writes to for this trail, that is never public, and that keeps what was overwritten. */
  private closeBucket(account: string, trailArn: string): S3BucketPolicy {
    const { arn, id: bucket } = this.bucket;
    const access = new S3BucketPublicAccessBlock(this, 'bucket-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'bucket-encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: this.key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });
    new S3BucketVersioningA(this, 'bucket-versioning', { bucket, versioningConfiguration: { status: 'Enabled' } });
    const ofTrail = { StringEquals: { 'aws:SourceArn': trailArn } };
    const service = { Service: 'cloudtrail.amazonaws.com' };
    return new S3BucketPolicy(this, 'bucket-policy', {
      bucket,
      policy: document([
        { Principal: service, Action: 's3:GetBucketAcl', Resource: arn, Condition: ofTrail },
        {
          Principal: service,
          Action: 's3:PutObject',
          Resource: `${arn}/AWSLogs/${account}/*`,
          Condition: { StringEquals: { ...ofTrail.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' } },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [arn, `${arn}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
      dependsOn: [access],
    });
  }
}

function document(statements: readonly object[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });
}

/** A trail's name may have what a bucket's may not. One that is not known yet may be too long, or in capitals. */
function bucketPrefixOf(name: string): string {
  return isKnown(name)
    ? `${name
        .slice(0, 36)
        .toLowerCase()
        .replace(/[^a-z0-9-]+/g, '-')}-`
    : 'cloudtrail-';
}
