import type { ITerraformDependable } from 'cdktf';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import { managedPolicyArn, partitionOf } from '../partition';

/** The role of Linux nodes, and the policies that nodes must wait for. */
export interface NodeRole {
  readonly role: IamRole;
  readonly policies: readonly ITerraformDependable[];
}

/**
 * Makes the role of a cluster's nodes, which is of little use to a pod that gets hold of it: what the Pod Identity agent
 * needs, pulling images, and the node's own name.
 */
export function makeNodeRole(
  scope: Construct,
  region: string,
  tags?: Readonly<Record<string, string>>,
  name?: string,
): NodeRole {
  const partition = partitionOf(region);
  const role = new IamRole(scope, 'role', {
    name,
    description: 'Nodes of an EKS cluster',
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: ec2Principal(partition) }, Action: 'sts:AssumeRole' }],
    }),
    tags,
  });
  const attach = (id: string, policy: string) =>
    new IamRolePolicyAttachment(scope, id, { role: role.name, policyArn: managedPolicyArn(partition, policy) });
  const policies = [
    attach('role-worker', 'AmazonEKSWorkerNodeMinimalPolicy'),
    attach('role-registry', 'AmazonEC2ContainerRegistryPullOnly'),
    // The minimal policy lacks it, and without it no node joins (amazon-eks-ami #1715).
    new IamRolePolicy(scope, 'role-own-name', {
      role: role.name,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' }],
      }),
    }),
  ];
  return { role, policies };
}

function ec2Principal(partition: string): string {
  return partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com';
}
