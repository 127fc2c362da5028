import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from '../grants/arn-of';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { arnsOf } from './role/controller-arns';

/** Options of {@link velero}. */
export interface VeleroOptions {
  /** The bucket of the backups. */
  readonly bucket: ArnLike;
  /** The start of the backups' keys, such as `shop/`. Default all of the bucket. */
  readonly prefix?: string;
  /** Whether it takes snapshots of EBS volumes, and restores them. Default true; false with file system backups or CSI. */
  readonly volumeSnapshots?: boolean;
  /** KMS keys of one's own under which the bucket or volumes are encrypted. Default none. */
  readonly encryptionKeys?: readonly ArnLike[];
}

/** Velero, which backs up a cluster's objects to S3 and its volumes to snapshots. */
export function velero(options: VeleroOptions): EksController {
  const { prefix = '', volumeSnapshots = true } = options;
  const bucket = arnOf(options.bucket, ARN_KINDS.bucket, 'velero bucket');
  const keys = arnsOf(options.encryptionKeys, ARN_KINDS.key, 'velero encryptionKeys');
  return {
    ...EKS_CONTROLLERS.velero,
    description: `keep backups in ${bucket}/${prefix}`,
    source: { where: 'vmware-tanzu/velero-plugin-for-aws, README.md', version: '800bcfb14d8e' },
    statements: ({ partition, region }): readonly PolicyStatement[] => {
      const [volumes, snapshots] = ['volume', 'snapshot'].map((kind) => `arn:${partition}:ec2:${region}:*:${kind}/*`);
      return [
        ...(volumeSnapshots
          ? [
              { actions: ['ec2:DescribeSnapshots', 'ec2:DescribeVolumes'], resources: ['*'] },
              { actions: ['ec2:CreateSnapshot', 'ec2:CreateVolume'], resources: [volumes!, snapshots!] },
              {
                actions: ['ec2:CreateTags'],
                resources: [volumes!, snapshots!],
                conditions: { StringEquals: { 'ec2:CreateAction': ['CreateSnapshot', 'CreateVolume'] } },
              },
              {
                actions: ['ec2:DeleteSnapshot'],
                resources: [snapshots!],
                conditions: { StringLike: { 'ec2:ResourceTag/velero.io/backup': '*' } },
              },
            ]
          : []),
        {
          actions: [
            's3:AbortMultipartUpload',
            's3:DeleteObject',
            's3:GetObject',
            's3:ListMultipartUploadParts',
            's3:PutObject',
            's3:PutObjectTagging',
          ],
          resources: [`${bucket}/${prefix}*`],
        },
        {
          actions: ['s3:ListBucket'],
          resources: [bucket],
          ...(prefix ? { conditions: { StringLike: { 's3:prefix': `${prefix}*` } } } : {}),
        },
        ...(keys.length > 0
          ? [
              { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: keys },
              ...(volumeSnapshots
                ? [
                    {
                      actions: [
                        'kms:DescribeKey',
                        'kms:GenerateDataKeyWithoutPlaintext',
                        'kms:ReEncryptFrom',
                        'kms:ReEncryptTo',
                      ],
                      resources: keys,
                    },
                    {
                      actions: ['kms:CreateGrant'],
                      resources: keys,
                      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
                    },
                  ]
                : []),
            ]
          : []),
      ];
    },
  };
}
