import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { arnsOf } from './role/controller-arns';

/** Options of {@link fsxCsi}. */
export interface FsxCsiOptions {
  /** Buckets that file systems are linked to (`s3ImportPath`, `s3ExportPath`). Default none. */
  readonly buckets?: readonly ArnLike[];
}

/** The CSI driver of FSx for Lustre, which makes file systems for volume claims in the cluster's account and region. */
export function fsxCsi({ buckets }: FsxCsiOptions = {}): EksController {
  const linked = arnsOf(buckets, ARN_KINDS.bucket, 'fsxCsi buckets');
  return {
    ...EKS_CONTROLLERS.fsxCsi,
    description: 'manage file systems of FSx for Lustre',
    source: { where: 'kubernetes-sigs/aws-fsx-csi-driver, docs/install.md', version: '5b227125add7' },
    statements: ({ partition, region, account }): readonly PolicyStatement[] => [
      {
        actions: ['iam:CreateServiceLinkedRole'],
        resources: [`arn:${partition}:iam::${account}:role/aws-service-role/fsx.amazonaws.com/*`],
        conditions: { StringEquals: { 'iam:AWSServiceName': 'fsx.amazonaws.com' } },
      },
      { actions: ['fsx:DescribeFileSystems'], resources: ['*'] },
      {
        actions: ['fsx:CreateFileSystem', 'fsx:DeleteFileSystem', 'fsx:TagResource', 'fsx:UpdateFileSystem'],
        resources: [`arn:${partition}:fsx:${region}:${account}:file-system/*`],
      },
      ...(linked.length > 0
        ? [
            {
              actions: ['iam:AttachRolePolicy', 'iam:CreateServiceLinkedRole', 'iam:PutRolePolicy'],
              resources: [
                `arn:${partition}:iam::${account}:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*`,
              ],
            },
            { actions: ['s3:ListBucket'], resources: linked },
          ]
        : []),
    ],
  };
}
