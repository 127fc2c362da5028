import { TerraformStack, type ITerraformDependable } from 'cdktf';
import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import type { Construct } from 'constructs';
import { isKnown } from '../../../core';
import { sessionPolicyOf } from '../../grants/permission-policy';
import { isAssociated } from './is-associated';
import type { PodIdentityTrust } from './pod-identity';
import type { PodRoleTrust } from '../role/pod-role-trust';

/**
 * Makes the Pod Identity associations of the trusts, each after the role's policies, so that no pod starts with half its
 * permissions.
 */
export function associate(
  scope: Construct,
  roleArn: string,
  trusts: readonly PodRoleTrust[],
  after: readonly ITerraformDependable[],
): {
  associations: EksPodIdentityAssociation[];
  agents: ITerraformDependable[];
  byTrust: ReadonlyMap<PodIdentityTrust, EksPodIdentityAssociation>;
} {
  const associations: EksPodIdentityAssociation[] = [];
  const agents = new Set<ITerraformDependable>();
  const byTrust = new Map<PodIdentityTrust, EksPodIdentityAssociation>();
  for (const trust of trusts) {
    if (trust.mechanism !== 'eks-pod-identity' || !isAssociated(trust)) continue;
    const agent = trust.cluster.addPodIdentityAgent?.();
    if (agent && isInStackOf(scope, agent)) agents.add(agent);
    const association = new EksPodIdentityAssociation(scope, associationId(scope, trust), {
      clusterName: trust.cluster.name,
      namespace: trust.serviceAccount.namespace,
      serviceAccount: trust.serviceAccount.name,
      roleArn,
      targetRoleArn: trust.targetRoleArn,
      disableSessionTags: trust.disableSessionTags || undefined,
      dependsOn: after.length > 0 ? [...after] : undefined,
    });
    if (trust.sessionGrants) {
      // Only newer bindings type the argument.
      association.addOverride('policy', sessionPolicyOf(trust.sessionGrants, scope.node.path));
    }
    associations.push(association);
    byTrust.set(trust, association);
  }
  return { associations, agents: [...agents], byTrust };
}

/**
 * By the service account where it is known, and by the cluster's name in its ClusterSet, so that another trust in the list
 * leaves the association as it is: under another address Terraform would make it again, which EKS refuses beside the first.
 */
function associationId(scope: Construct, { serviceAccount: { namespace, name }, member }: PodIdentityTrust): string {
  const known = [namespace, name].every(isKnown);
  const id = member
    ? ['association', member.name, ...(known ? [namespace, name] : [])].join('_')
    : known
      ? `association-${namespace}-${name}`
      : 'association';
  let unique = id;
  for (let number = 2; scope.node.tryFindChild(unique); number++) unique = `${id}-${number}`;
  return unique;
}

/** Whether something is of the stack of a construct, so that the one can wait for the other. */
export function isInStackOf(scope: Construct, other: ITerraformDependable): boolean {
  return 'node' in other && TerraformStack.of(other as unknown as Construct) === TerraformStack.of(scope);
}
