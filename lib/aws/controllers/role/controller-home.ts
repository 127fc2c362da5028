import { Fn, type TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isKnown } from '../../../core';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';
import type { PodRoleTrust } from '../../identity/role/pod-role-trust';
import { roleHome } from '../../identity/role/role-home';
import { readArn } from '../../arn';
import type { ControllerHome } from './controller';

/** Where the controllers of a cluster work. What the program does not tell is read from the cluster's ARN at apply. */
export function controllerHome(
  scope: IConstruct,
  cluster: EksClusterReference,
  trust: PodRoleTrust,
  provider: TerraformProvider | undefined,
): ControllerHome {
  const { partition, account } = roleHome(scope, [trust], { provider });
  const { name: clusterName, arn: clusterArn, region } = cluster;
  return {
    partition: partition ?? readArn(clusterArn)?.partition ?? partOf(clusterArn, 1),
    region,
    // A role that another provider makes is in an account that its own ARN alone would tell, and that cannot stand in it.
    account: account ?? cluster.accountId ?? (provider === undefined ? partOf(clusterArn, 4) : '*'),
    clusterName,
    clusterArn,
  };
}

function partOf(arn: string, index: number): string {
  return isKnown(arn) ? arn.split(':')[index]! : Fn.element(Fn.split(':', arn), index);
}
