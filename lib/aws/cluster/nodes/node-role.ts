import type { ITerraformDependable } from 'cdktf';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import { managedPolicyArn, partitionOf } from '../../partition';
import { OF_ROLES, useName } from '../../name-uses';
import { checkTags } from '../../tags';

/** The role of Linux nodes, and the policies that nodes must wait for. */
export interface NodeRole {
  readonly role: IamRole;
  readonly policies: readonly ITerraformDependable[];
}

/** What a role of nodes is made of. */
export interface NodeRoleOptions {
  /** Of its construct; those of the policies begin with it. Default `role`. */
  readonly id?: string;
  readonly region: string;
  /** Default: Terraform makes one up. */
  readonly name?: string;
  /** Default `Nodes of an EKS cluster`. */
  readonly description?: string;
  /** Whether the nodes ask EC2 for their own name, as all but Auto Mode's do. Default true. */
  readonly asksOwnName?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Makes the role of a cluster's nodes, which is of little use to a pod that gets hold of it: what the Pod Identity agent
 * needs (AmazonEKSWorkerNodeMinimalPolicy), pulling images (AmazonEC2ContainerRegistryPullOnly), and the node's own name.
 *
 * @see Amazon EKS user guide, "Amazon EKS node IAM role", "Amazon EKS Auto Mode node IAM role"
 */
export function makeNodeRole(scope: Construct, options: NodeRoleOptions): NodeRole {
  const { id = 'role', region, name, description = 'Nodes of an EKS cluster', asksOwnName = true, tags } = options;
  checkTags(tags, scope.node.path);
  useName(scope, name, OF_ROLES);
  const partition = partitionOf(region);
  const role = new IamRole(scope, id, {
    name,
    description,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: ec2Principal(partition) }, Action: 'sts:AssumeRole' }],
    }),
    tags,
  });
  const attach = (end: string, policy: string) =>
    new IamRolePolicyAttachment(scope, `${id}-${end}`, {
      role: role.name,
      policyArn: managedPolicyArn(partition, policy),
    });
  const policies: ITerraformDependable[] = [
    attach('worker', 'AmazonEKSWorkerNodeMinimalPolicy'),
    attach('registry', 'AmazonEC2ContainerRegistryPullOnly'),
  ];
  if (asksOwnName) {
    // The minimal policy lacks it, and without it no node joins (amazon-eks-ami #1715).
    policies.push(
      new IamRolePolicy(scope, `${id}-own-name`, {
        role: role.name,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' }],
        }),
      }),
    );
  }
  return { role, policies };
}

function ec2Principal(partition: string): string {
  return partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com';
}
