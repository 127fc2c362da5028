import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { PodtrustError, isKnown } from '../../../core';
import { resolvedIn } from '../../../terraform';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';

/** Who made the access entry of a principal: a construct, or EKS on account of one. */
interface Use {
  readonly where: string;
  readonly byEks: boolean;
}

const USES = new WeakMap<EksClusterReference, Map<string, Use>>();

/**
 * Notes that a principal has an access entry in a cluster.
 *
 * @param scope the construct that the entry is part of
 * @param where its path, or what is to be named in its place
 * @param byEks whether EKS makes the entry itself, as for a node group or a capability; several of them may have one role
 * @throws PodtrustError `access-entry-duplicate`
 */
export function useAccessEntry(
  scope: Construct,
  cluster: EksClusterReference,
  principalArn: string,
  { where = scope.node.path, byEks = false }: { readonly where?: string; readonly byEks?: boolean } = {},
): void {
  const uses = USES.get(cluster) ?? new Map<string, Use>();
  USES.set(cluster, uses);
  // Each reading of an attribute is another token: the expression tells whether they are of one role.
  const principal = isKnown(principalArn) ? principalArn : String(resolvedIn(TerraformStack.of(scope), principalArn));
  const known = uses.get(principal);
  if (known && !(known.byEks && byEks)) {
    const made = [known, { where, byEks }].find((use) => use.byEks);
    throw new PodtrustError({
      code: 'access-entry-duplicate',
      where,
      what: `the cluster has an access entry for the principal of ${known.where} already`,
      why: `EKS accepts one access entry for a principal, and refuses the second${made ? `; that of ${made.where} it makes itself` : ''}.`,
      remedy: made
        ? 'Leave out the access entry. What a capability may do in the cluster, its own option access says.'
        : 'Give one entry all policies and groups: access: [{ policy, namespaces }, …], kubernetesGroups: […].',
    });
  }
  uses.set(principal, known ?? { where, byEks });
}
