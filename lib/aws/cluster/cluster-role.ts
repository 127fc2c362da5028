import type { ITerraformDependable } from 'cdktf';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import { managedPolicyArn } from '../partition';

/** What the control plane does by itself in Auto Mode. Amazon EKS user guide, "Amazon EKS Auto Mode cluster IAM role". */
const AUTO_MODE_POLICIES = {
  compute: 'AmazonEKSComputePolicy',
  'block-storage': 'AmazonEKSBlockStoragePolicy',
  'load-balancing': 'AmazonEKSLoadBalancingPolicy',
  networking: 'AmazonEKSNetworkingPolicy',
};

/** The role of an EKS control plane, which may tag its sessions in Auto Mode. */
export function makeClusterRole(
  scope: Construct,
  { autoMode, tags }: { readonly autoMode: boolean; readonly tags?: Readonly<Record<string, string>> },
): IamRole {
  const action = autoMode ? ['sts:AssumeRole', 'sts:TagSession'] : 'sts:AssumeRole';
  return new IamRole(scope, 'role', {
    description: 'Control plane of an EKS cluster',
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'eks.amazonaws.com' }, Action: action }],
    }),
    tags: tags && { ...tags },
  });
}

/** What the control plane may do: manage load balancers and network interfaces, nodes in Auto Mode, and use the one key. */
export function allowCluster(
  scope: Construct,
  role: IamRole,
  {
    partition,
    secretsKeyArn,
    autoMode,
    podSecurityGroups,
  }: { partition: string; secretsKeyArn: string; autoMode: boolean; podSecurityGroups: boolean },
): ITerraformDependable[] {
  const attach = (id: string, policy: string) =>
    new IamRolePolicyAttachment(scope, id, { role: role.name, policyArn: managedPolicyArn(partition, policy) });
  return [
    attach('role-cluster-policy', 'AmazonEKSClusterPolicy'),
    // It gives pods network interfaces with groups of their own.
    ...(podSecurityGroups ? [attach('role-vpc-resource-controller', 'AmazonEKSVPCResourceController')] : []),
    ...(autoMode ? Object.entries(AUTO_MODE_POLICIES).map(([end, policy]) => attach(`role-${end}`, policy)) : []),
    new IamRolePolicy(scope, 'role-secrets-key', {
      role: role.name,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ListGrants'],
            Resource: secretsKeyArn,
          },
        ],
      }),
    }),
  ];
}
