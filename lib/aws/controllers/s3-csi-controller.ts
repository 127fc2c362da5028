import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { arnsOf, requiredArns } from './role/controller-arns';

/** Options of {@link s3Csi}. */
export interface S3CsiOptions {
  /** The buckets that are mounted, by ARN. */
  readonly buckets: readonly ArnLike[];
  /** Whether volumes are only read. Default false. */
  readonly readOnly?: boolean;
  /** KMS keys of one's own that the objects are encrypted under. Default none. */
  readonly encryptionKeys?: readonly ArnLike[];
}

/**
 * The CSI driver of Mountpoint for Amazon S3 with credentials of its own, which every volume without
 * `authenticationSource: pod` uses. A volume with it uses the role of the pod that mounts it: give that `s3Grant` instead.
 */
export function s3Csi({ buckets, readOnly = false, encryptionKeys }: S3CsiOptions): EksController {
  const mounted = requiredArns(buckets, ARN_KINDS.bucket, 's3Csi buckets');
  const keys = arnsOf(encryptionKeys, ARN_KINDS.key, 's3Csi encryptionKeys');
  return {
    ...EKS_CONTROLLERS.s3Csi,
    description: `${readOnly ? 'read' : 'read and write'} objects of ${mounted.join(', ')}`,
    source: { where: 'awslabs/mountpoint-s3, doc/CONFIGURATION.md, IAM permissions', version: '58817cab2fc3' },
    statements: (): readonly PolicyStatement[] => [
      { actions: ['s3:ListBucket'], resources: mounted },
      {
        actions: [
          ...(readOnly ? [] : ['s3:AbortMultipartUpload', 's3:DeleteObject']),
          's3:GetObject',
          ...(readOnly ? [] : ['s3:PutObject']),
        ],
        resources: mounted.map((arn) => `${arn}/*`),
      },
      ...(keys.length > 0
        ? [{ actions: ['kms:Decrypt', ...(readOnly ? [] : ['kms:GenerateDataKey'])], resources: keys }]
        : []),
    ],
  };
}
