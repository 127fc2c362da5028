import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { checkedId, recordSourcePosition } from '../../terraform';
import { roleGrant } from '../grants/role-grant';
import { type IdLike, resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import { type PodIdentityCluster, principalOf } from './pod-identity-cluster';

/** Properties of {@link AadPodIdentityRoles}. */
export interface AadPodIdentityRolesProps {
  /** An AksCluster, or one that exists with its `kubeletPrincipalId`. */
  readonly cluster: PodIdentityCluster;
  /** The resource group of the nodes, such as `cluster.resource.nodeResourceGroupId`. */
  readonly nodeResourceGroup: IdLike;
  /** The managed identities that MIC puts on nodes, by a name of your choice. */
  readonly identities: Readonly<Record<string, IdLike>>;
  /** The azurerm provider, where the stack has several. Default the stack’s. */
  readonly provider?: TerraformProvider;
}

/**
 * What MIC of AAD Pod Identity’s standard mode does in Azure, which it does as the kubelet: it puts identities on the nodes’ scale
 * sets, by Virtual Machine Contributor on their resource group, and may use each identity, by Managed Identity Operator on it
 * alone.
 *
 * Every pod that reaches the node’s identity has these roles too: on the node’s network, or by an AzurePodIdentityException.
 *
 * @see aad-pod-identity, “Role assignment”
 */
export class AadPodIdentityRoles extends Construct {
  /** The role assignments, which MIC and the workloads wait for. */
  public readonly dependables: readonly ITerraformDependable[];

  /**
   * @throws PodtrustError `cluster-principal-missing`, `resource-id-malformed`, `resource-id-of-other-type`,
   *   `construct-id-invalid`
   */
  public constructor(scope: Construct, id: string, props: AadPodIdentityRolesProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    const principal = { principalId: principalOf(props.cluster, 'kubelet', where), provider: props.provider };
    const group = resourceIdOf(props.nodeResourceGroup, [RESOURCE_KINDS.resourceGroup], where);
    this.dependables = [
      roleGrant({ role: 'Virtual Machine Contributor', scope: group, id: 'nodes' }),
      ...Object.entries(props.identities).map(([name, identity]) =>
        roleGrant({
          role: 'Managed Identity Operator',
          scope: resourceIdOf(identity, [RESOURCE_KINDS.managedIdentity], where),
          id: `identity-${name}`,
        }),
      ),
    ].flatMap((grant) => grant.give(this, principal));
  }
}
