import type { ITerraformDependable } from 'cdktf';
import { PodtrustError, isKnown } from '../../core';
import { resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';

/** What AAD Pod Identity is told of an AKS cluster. Structural: an AksCluster, one that exists and an object of your own fit. */
export interface PodIdentityCluster {
  readonly name: string;
  /** Azure resource id. */
  readonly id?: string;
  /** The object id of the control plane’s identity. */
  readonly controlPlanePrincipalId?: string;
  /** The object id of the kubelet’s. */
  readonly kubeletPrincipalId?: string;
  /** What gives pods their addresses, where it is known. */
  readonly networkPlugin?: 'azure' | 'kubenet' | 'none';
  /** What must exist before. */
  readonly dependables?: readonly ITerraformDependable[];
}

/** @throws PodtrustError `cluster-id-missing`, `resource-id-malformed`, `resource-id-of-other-type` */
export function clusterIdOf({ id, name }: PodIdentityCluster, where: string): string {
  if (id !== undefined) return resourceIdOf(id, [RESOURCE_KINDS.aksCluster], where);
  throw new PodtrustError({
    code: 'cluster-id-missing',
    where,
    what: `the cluster ${isKnown(name) ? name : 'of AAD Pod Identity'} was named without its resource id`,
    why: 'What is changed of a cluster is found by its resource id.',
    remedy: 'Give id to AksCluster.fromAttributes: az aks show --query id.',
  });
}

/** @throws PodtrustError `cluster-principal-missing` */
export function principalOf(cluster: PodIdentityCluster, whose: 'controlPlane' | 'kubelet', where: string): string {
  const field = `${whose}PrincipalId` as const;
  const principal = cluster[field];
  if (principal !== undefined) return principal;
  const query = whose === 'kubelet' ? 'identityProfile.kubeletidentity.objectId' : 'identity.principalId';
  throw new PodtrustError({
    code: 'cluster-principal-missing',
    where,
    what: `the cluster ${isKnown(cluster.name) ? cluster.name : 'of AAD Pod Identity'} was named without ${field}`,
    why: 'It is given Managed Identity Operator, without which an identity cannot be put on a node.',
    remedy: `Give ${field} to AksCluster.fromAttributes: az aks show --query ${query}.`,
  });
}
