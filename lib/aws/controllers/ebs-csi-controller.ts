import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { arnsOf } from './role/controller-arns';

/** Options of {@link ebsCsi}. */
export interface EbsCsiOptions {
  /** KMS keys of one's own that volumes are encrypted under. Default none: the account's EBS key needs no permission. */
  readonly encryptionKeys?: readonly ArnLike[];
  /**
   * Attaches AmazonEBSCSIDriverPolicyV2 in place of its statements: AWS then changes what the driver may do. Default false.
   */
  readonly managedPolicy?: boolean;
}

/** The tag that the driver puts on what it makes. */
const OURS = 'ebs.csi.aws.com/cluster';
/** The tag of volumes that were made by the driver in the tree of Kubernetes. */
const MIGRATED = 'kubernetes.io/created-for/pvc/name';

/**
 * The EBS CSI driver. It manages volumes and snapshots with its own tag, and those of the driver before it, and no others: a
 * volume that was made by hand needs the tag `ebs.csi.aws.com/cluster: true` first.
 */
export function ebsCsi({ encryptionKeys, managedPolicy = false }: EbsCsiOptions = {}): EksController {
  const keys = arnsOf(encryptionKeys, ARN_KINDS.key, 'ebsCsi encryptionKeys');
  return {
    ...EKS_CONTROLLERS.ebsCsi,
    description: 'manage volumes and snapshots of EBS',
    source: {
      where: 'kubernetes-sigs/aws-ebs-csi-driver, docs/AmazonEBSCSIDriverPolicyV2.json',
      version: '429e202e5897',
    },
    managedPolicies: managedPolicy ? ['service-role/AmazonEBSCSIDriverPolicyV2'] : [],
    statements: ({ partition, region }): readonly PolicyStatement[] => {
      const all = (kind: string): string => `arn:${partition}:ec2:${region}:*:${kind}/*`;
      const [volumes, snapshots] = [all('volume'), all('snapshot')];
      // The volume that is copied has an id, the copy has none yet.
      const copied = `arn:${partition}:ec2:${region}:*:volume/vol-*`;
      const made = { StringEquals: { [`aws:RequestTag/${OURS}`]: 'true' } };
      const ours = { StringEquals: { [`ec2:ResourceTag/${OURS}`]: 'true' } };
      const migrated = { StringLike: { [`ec2:ResourceTag/${MIGRATED}`]: '*' } };
      const manage = ['ec2:AttachVolume', 'ec2:DeleteVolume', 'ec2:DetachVolume', 'ec2:ModifyVolume'];
      const own = [
        {
          actions: [
            'ec2:DescribeAvailabilityZones',
            'ec2:DescribeInstances',
            'ec2:DescribeInstanceTypes',
            'ec2:DescribeSnapshots',
            'ec2:DescribeVolumes',
            'ec2:DescribeVolumesModifications',
            'ec2:DescribeVolumeStatus',
          ],
          resources: ['*'],
        },
        { actions: ['ec2:CopyVolumes', 'ec2:CreateVolume'], resources: [volumes], conditions: made },
        { actions: ['ec2:CopyVolumes'], resources: [copied], conditions: ours },
        { actions: ['ec2:CopyVolumes'], resources: [copied], conditions: migrated },
        { actions: ['ec2:CreateSnapshot'], resources: [snapshots], conditions: made },
        { actions: ['ec2:CreateSnapshot'], resources: [volumes], conditions: ours },
        { actions: manage, resources: [volumes], conditions: ours },
        { actions: manage, resources: [volumes], conditions: migrated },
        {
          actions: ['ec2:CreateVolume', 'ec2:EnableFastSnapshotRestores'],
          resources: [snapshots],
          conditions: ours,
        },
        { actions: ['ec2:AttachVolume', 'ec2:DetachVolume'], resources: [all('instance')] },
        { actions: ['ec2:DeleteSnapshot', 'ec2:LockSnapshot'], resources: [snapshots], conditions: ours },
        {
          actions: ['ec2:CreateTags'],
          resources: [volumes, snapshots],
          conditions: { StringEquals: { 'ec2:CreateAction': ['CopyVolumes', 'CreateSnapshot', 'CreateVolume'] } },
        },
        {
          actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
          resources: [volumes],
          conditions: {
            ...ours,
            Null: { 'aws:TagKeys': 'false' },
            'ForAllValues:StringNotEquals': { 'aws:TagKeys': [OURS, 'ebs.csi.aws.com/cluster-name', MIGRATED] },
          },
        },
      ];
      const underKeys = [
        { actions: ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext'], resources: keys },
        {
          actions: ['kms:CreateGrant'],
          resources: keys,
          conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        },
      ];
      return [...(managedPolicy ? [] : own), ...(keys.length > 0 ? underKeys : [])];
    },
  };
}
