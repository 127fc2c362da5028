import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { requiredArns } from './role/controller-arns';

/** Options of {@link efsCsi}. */
export interface EfsCsiOptions {
  /** The file systems in which it makes access points, by ARN. */
  readonly fileSystems: readonly ArnLike[];
}

/** Options of {@link efsCsiNode}. */
export interface EfsCsiNodeOptions {
  /** The file systems that are mounted with IAM, by ARN. */
  readonly fileSystems: readonly ArnLike[];
  /** Whether pods only read. Default false. */
  readonly readOnly?: boolean;
  /** Whether pods may be root in the file systems. Default false: `ClientRootAccess` is not given. */
  readonly rootAccess?: boolean;
}

const TAG = 'efs.csi.aws.com/cluster';

/** The EFS CSI driver, which makes access points for volume claims. It deletes those with its tag, and no others. */
export function efsCsi({ fileSystems }: EfsCsiOptions): EksController {
  const systems = requiredArns(fileSystems, ARN_KINDS.fileSystem, 'efsCsi fileSystems');
  return {
    ...EKS_CONTROLLERS.efsCsi,
    description: `make access points of ${systems.join(', ')}`,
    source: {
      where:
        'kubernetes-sigs/aws-efs-csi-driver, docs/iam-policy-example.json; AWS managed policy AmazonEFSCSIDriverPolicy',
      version: 'a4fc67600be6; 2026-11-28',
    },
    statements: ({ partition, region, account }): readonly PolicyStatement[] => {
      const accessPoints = `arn:${partition}:elasticfilesystem:${region}:${account}:access-point/*`;
      const requested = { [`aws:RequestTag/${TAG}`]: 'true' };
      return [
        {
          actions: [
            'ec2:DescribeAvailabilityZones',
            'elasticfilesystem:DescribeAccessPoints',
            'elasticfilesystem:DescribeFileSystems',
            'elasticfilesystem:DescribeMountTargets',
          ],
          resources: ['*'],
        },
        {
          actions: ['elasticfilesystem:CreateAccessPoint'],
          resources: systems,
          conditions: { StringEquals: requested },
        },
        {
          actions: ['elasticfilesystem:TagResource'],
          resources: [...systems, accessPoints],
          conditions: { StringEquals: { 'elasticfilesystem:CreateAction': 'CreateAccessPoint', ...requested } },
        },
        {
          actions: ['elasticfilesystem:DeleteAccessPoint'],
          resources: [accessPoints],
          conditions: { StringEquals: { [`aws:ResourceTag/${TAG}`]: 'true' } },
        },
      ];
    },
  };
}

/** The EFS CSI driver on the nodes, where volumes are mounted with the mount option `iam`. Others need no role. */
export function efsCsiNode(options: EfsCsiNodeOptions): EksController {
  const { readOnly = false, rootAccess = false } = options;
  const systems = requiredArns(options.fileSystems, ARN_KINDS.fileSystem, 'efsCsiNode fileSystems');
  return {
    ...EKS_CONTROLLERS.efsCsiNode,
    description: `mount ${systems.join(', ')}`,
    source: { where: 'AWS managed policy AmazonElasticFileSystemClientReadWriteAccess', version: '2026-11-28' },
    statements: (): readonly PolicyStatement[] => [
      {
        actions: [
          'elasticfilesystem:ClientMount',
          ...(rootAccess ? ['elasticfilesystem:ClientRootAccess'] : []),
          ...(readOnly ? [] : ['elasticfilesystem:ClientWrite']),
          'elasticfilesystem:DescribeMountTargets',
        ],
        resources: systems,
      },
    ],
  };
}
