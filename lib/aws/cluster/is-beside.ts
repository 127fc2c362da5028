import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { EksClusterReference } from '../identity/eks-cluster-reference';

/** Whether a cluster is made in the same stack: Terraform orders resources of one stack only. */
export function isBeside(one: Construct, cluster: EksClusterReference): boolean {
  return Construct.isConstruct(cluster) && TerraformStack.of(cluster) === TerraformStack.of(one);
}
