import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { RolesanywhereProfile } from '@cdktf/provider-aws/lib/rolesanywhere-profile';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { Construct } from 'constructs';
import { PodtrustError, checkName } from '../../../core';
import { partitionOfRegion } from '../../../core/aws/aws-partition';
import { checkedId, recordSourcePosition } from '../../../terraform';
import { checkArn, checkPartition } from '../../arn';
import { ARN_KINDS } from '../../arn-kinds';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';
import { managedPolicyArn, partitionOf } from '../../partition';
import { makeAccessEntry } from '../access/make-access-entry';
import { OF_ROLES, useName } from '../../name-uses';
import { checkTags } from '../../tags';

/** The tag by which an activation of Systems Manager says which cluster its machines are of. */
const CLUSTER_TAG = 'EKSClusterARN';

/** Hybrid nodes get their credentials from an activation of Systems Manager, which one makes for nodeadm. */
export interface SsmCredentials {
  readonly by: 'ssm';
}

/** Hybrid nodes show certificates to IAM Roles Anywhere. */
export interface RolesAnywhereCredentials {
  readonly by: 'roles-anywhere';
  /** ARN of the trust anchor: the certificate authority whose certificates count. */
  readonly trustAnchorArn: string;
  /** The name of the profile that is made for the role. Default `<cluster>-hybrid-nodes`. */
  readonly profileName?: string;
}

/** Properties of {@link EksHybridNodesRole}. */
export interface EksHybridNodesRoleProps {
  /** The cluster, which must say where its hybrid nodes are (`remoteNetworks`). */
  readonly cluster: EksClusterReference;
  /** How the machines get the role. Default `{ by: 'ssm' }`. */
  readonly credentials?: SsmCredentials | RolesAnywhereCredentials;
  /** At most 64 characters. Default: Terraform makes one up. */
  readonly name?: string;
  /** Whether pods on hybrid nodes may use EKS Pod Identity. Default true. */
  readonly podIdentity?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The role of a cluster's hybrid nodes, which are machines outside AWS, and their access entry.
 *
 * - By Systems Manager: the service assumes the role for activations of this account and region. Make the activation with the
 *   tag `EKSClusterARN`, the cluster's ARN: a machine may take itself out only where it has this tag.
 * - By IAM Roles Anywhere: certificates of the one trust anchor count, and a session has the name that the certificate has.
 * - The role may pull images, describe its cluster, and get pods their credentials by EKS Pod Identity.
 *
 * There is no instance metadata on such machines: pods don't reach the role by it.
 *
 * @throws PodtrustError `remote-network-missing`, `name-invalid`, `arn-malformed`, `arn-of-other-kind`, `partition-mismatch`
 * @see Amazon EKS user guide, "Prepare credentials for hybrid nodes"
 */
export class EksHybridNodesRole extends Construct {
  /** The role. */
  public readonly resource: IamRole;
  public readonly accessEntry: EksAccessEntry;
  /** The profile of IAM Roles Anywhere, with {@link RolesAnywhereCredentials}. */
  public readonly profile?: RolesanywhereProfile;
  private readonly props: EksHybridNodesRoleProps;

  public constructor(scope: Construct, id: string, props: EksHybridNodesRoleProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { cluster, name, credentials = { by: 'ssm' }, tags } = props;
    this.props = props;
    checkNetworks(cluster, this.node.path);
    if (name !== undefined) checkName('iam-role', name, this.node.path);
    useName(this, name, OF_ROLES);
    checkTags(tags, this.node.path);
    if (credentials.by === 'roles-anywhere') checkAnchor(credentials, cluster, this.node.path);
    this.resource = new IamRole(this, 'Resource', {
      name,
      description: 'Hybrid nodes of an EKS cluster',
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: credentials.by === 'ssm' ? this.ssmTrust() : rolesAnywhereTrust(credentials),
      }),
      tags: tags && { ...tags },
    });
    this.allow(credentials.by);
    if (credentials.by === 'roles-anywhere') {
      this.profile = new RolesanywhereProfile(this, 'profile', {
        name: credentials.profileName ?? `${cluster.name}-hybrid-nodes`,
        roleArns: [this.resource.arn],
        // A node's name is that of its session.
        acceptRoleSessionName: true,
        enabled: true,
        tags: tags && { ...tags },
      });
    }
    this.accessEntry = makeAccessEntry(this, 'access', cluster, {
      principalArn: this.resource.arn,
      type: 'HYBRID_LINUX',
    }).entry;
  }

  /** Systems Manager, for activations of this account and region and of no other. */
  private ssmTrust(): object[] {
    const { region } = this.props.cluster;
    const account = this.props.cluster.accountId ?? new DataAwsCallerIdentity(this, 'account').accountId;
    return [
      {
        Effect: 'Allow',
        Principal: { Service: 'ssm.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnEquals: { 'aws:SourceArn': `arn:${partitionOf(region)}:ssm:${region}:${account}:*` },
        },
      },
    ];
  }

  private allow(by: 'ssm' | 'roles-anywhere'): void {
    const { cluster, podIdentity = true } = this.props;
    const partition = partitionOf(cluster.region);
    const attach = (id: string, policy: string) =>
      new IamRolePolicyAttachment(this, id, {
        role: this.resource.name,
        policyArn: managedPolicyArn(partition, policy),
      });
    attach('registry', 'AmazonEC2ContainerRegistryPullOnly');
    if (by === 'ssm') attach('ssm', 'AmazonSSMManagedInstanceCore');
    const statements = [
      { Action: 'eks:DescribeCluster', Resource: cluster.arn },
      ...(podIdentity ? [{ Action: 'eks-auth:AssumeRoleForPodIdentity', Resource: cluster.arn }] : []),
      ...(by === 'ssm'
        ? [
            { Action: 'ssm:DescribeInstanceInformation', Resource: '*' },
            {
              Action: 'ssm:DeregisterManagedInstance',
              Resource: `arn:${partition}:ssm:*:*:managed-instance/*`,
              Condition: { StringEquals: { [`ssm:resourceTag/${CLUSTER_TAG}`]: cluster.arn } },
            },
          ]
        : []),
    ];
    new IamRolePolicy(this, 'policy', {
      role: this.resource.name,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
      }),
    });
  }
}

/** IAM Roles Anywhere, for certificates of one authority, each under its own name. */
function rolesAnywhereTrust({ trustAnchorArn }: RolesAnywhereCredentials): object[] {
  const Principal = { Service: 'rolesanywhere.amazonaws.com' };
  const ArnEquals = { 'aws:SourceArn': trustAnchorArn };
  return [
    { Effect: 'Allow', Principal, Action: ['sts:TagSession', 'sts:SetSourceIdentity'], Condition: { ArnEquals } },
    {
      Effect: 'Allow',
      Principal,
      Action: 'sts:AssumeRole',
      // A variable of IAM, which Terraform must leave alone.
      Condition: { StringEquals: { 'sts:RoleSessionName': '$${aws:PrincipalTag/x509Subject/CN}' }, ArnEquals },
    },
  ];
}

function checkAnchor(
  { trustAnchorArn }: RolesAnywhereCredentials,
  { region }: EksClusterReference,
  where: string,
): void {
  checkArn(trustAnchorArn, ARN_KINDS.trustAnchor, where);
  checkPartition(trustAnchorArn, { name: 'the cluster', partition: partitionOfRegion(region) }, where);
}

function checkNetworks({ remoteNetworks }: EksClusterReference, where: string): void {
  if (remoteNetworks && remoteNetworks.nodeCidrs.length > 0) return;
  throw new PodtrustError({
    code: 'remote-network-missing',
    where,
    what: 'a role of hybrid nodes for a cluster without remoteNetworks',
    why: 'EKS lets hybrid nodes in only from the networks that the cluster names.',
    remedy: 'Give the cluster remoteNetworks: { nodeCidrs: […] }, the ranges that the nodes are in.',
  });
}
