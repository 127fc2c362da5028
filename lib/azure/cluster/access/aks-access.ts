import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { Construct } from 'constructs';
import { PodtrustError, checkName } from '../../../core';
import { checkOneOf } from '../../../core/given';
import { checkedId } from '../../../terraform';
import { checkGuid } from '../../guid';
import { resourceIdOf } from '../../resource-id';
import { RESOURCE_KINDS } from '../../resource-kinds';
import { choicesConflict } from '../choices-conflict';

/**
 * What somebody may do inside a cluster, by the roles of Azure RBAC: whoever reads all but Secrets, whoever changes workloads
 * and reads Secrets, the administrator of namespaces, and that of the cluster.
 *
 * @see AKS, "Use Azure RBAC for Kubernetes authorization"
 */
export type AksAccessRole =
  | 'Azure Kubernetes Service RBAC Reader'
  | 'Azure Kubernetes Service RBAC Writer'
  | 'Azure Kubernetes Service RBAC Admin'
  | 'Azure Kubernetes Service RBAC Cluster Admin';

const ROLES: readonly AksAccessRole[] = [
  'Azure Kubernetes Service RBAC Reader',
  'Azure Kubernetes Service RBAC Writer',
  'Azure Kubernetes Service RBAC Admin',
  'Azure Kubernetes Service RBAC Cluster Admin',
];

/** Whom Entra knows. */
export interface AksPrincipal {
  /** Entra object id of the user, group or service principal. */
  readonly principalId: string;
  /** Needed where the deployer itself may assign roles to some kinds only. Default Azure finds out. */
  readonly principalType?: 'User' | 'Group' | 'ServicePrincipal';
}

/** Who may do what inside a cluster with Azure RBAC. */
export interface AksAccessProps extends AksPrincipal {
  readonly role: AksAccessRole;
  /** The namespaces that the role is for. Default the whole cluster. */
  readonly namespaces?: readonly string[];
  /** Whether they may also fetch the cluster's address by `az aks get-credentials`. Default false. */
  readonly kubeconfig?: boolean;
}

/** A cluster that Entra lets people into. */
export interface AksClusterOfAccess {
  readonly name: string;
  readonly id?: string;
  readonly authorization?: 'azure-rbac' | 'kubernetes-rbac';
}

/**
 * Gives somebody a role inside a cluster.
 *
 * @param id unique in the scope
 * @returns the role assignments
 * @throws PodtrustError `construct-id-invalid`, `guid-invalid`, `name-invalid`, `input-invalid`, `cluster-id-missing`,
 *   `cluster-choices-conflict`
 */
export function makeAccess(
  scope: Construct,
  id: string,
  cluster: AksClusterOfAccess,
  props: AksAccessProps,
): RoleAssignment[] {
  const { principalId, principalType, role, namespaces } = props;
  const where = `${scope.node.path}/${id}`;
  checkGuid('the object id of a principal', principalId, where);
  checkOneOf('role', role, ROLES, where);
  for (const namespace of namespaces ?? []) checkName('namespace', namespace, where);
  if (cluster.authorization === 'kubernetes-rbac') {
    throw choicesConflict(
      where,
      `the role ${role} in a cluster with Kubernetes RBAC`,
      'Such a cluster asks its own RoleBindings, and no role of Azure RBAC.',
      'Bind the object id of an Entra group by a RoleBinding, or take authorization azure-rbac.',
    );
  }
  if (namespaces?.length === 0) {
    throw choicesConflict(
      where,
      'a role for no namespace',
      'An empty list would look like nothing, and a role without a list is for the whole cluster.',
      'Name a namespace, or leave namespaces out.',
    );
  }
  const clusterId = idOf(cluster, where);
  const assign = (suffix: string, roleDefinitionName: string, at: string): RoleAssignment =>
    new RoleAssignment(scope, checkedId(scope, `${id}${suffix}`), {
      scope: at,
      roleDefinitionName,
      principalId,
      principalType,
    });
  return [
    ...(namespaces
      ? namespaces.map((namespace) => assign(`-${namespace}`, role, `${clusterId}/namespaces/${namespace}`))
      : [assign('', role, clusterId)]),
    ...(props.kubeconfig ? [assign('-kubeconfig', 'Azure Kubernetes Service Cluster User Role', clusterId)] : []),
  ];
}

function idOf({ id, name }: AksClusterOfAccess, where: string): string {
  if (id !== undefined) return resourceIdOf(id, [RESOURCE_KINDS.aksCluster], where);
  throw new PodtrustError({
    code: 'cluster-id-missing',
    where,
    what: `the cluster ${name} was named without its resource id`,
    why: 'A role of Azure RBAC is assigned at the cluster’s resource id.',
    remedy: 'Give id to AksCluster.fromAttributes: az aks show --query id.',
  });
}
