import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { checkName } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import type { NodeNetwork } from '../network/aks-network';
import { resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import { type RoleGrantOptions, roleGrant } from '../grants/role-grant';

/** Properties of {@link ClusterIdentities}. */
export interface ClusterIdentitiesProps {
  /** The identities are called `<clusterName>-control-plane` and `<clusterName>-kubelet`. */
  readonly clusterName: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly network: NodeNetwork;
  /** A private DNS zone of one's own for the API server. */
  readonly privateDnsZoneId?: string;
  /** Resource ids of the container registries that nodes pull from, by a name of your choice. */
  readonly registryIds?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The two identities that a cluster itself uses, apart from those of its pods, with the roles that they need and no more.
 *
 * | identity | role | scope |
 * |---|---|---|
 * | control plane | Network Contributor | the node subnet |
 * | control plane | Managed Identity Operator | the kubelet identity |
 * | control plane | Private DNS Zone Contributor, Network Contributor | the zone, the virtual network it is linked to (own zone only) |
 * | kubelet | AcrPull | each registry |
 */
export class ClusterIdentities extends Construct {
  public readonly controlPlane: UserAssignedIdentity;
  public readonly kubelet: UserAssignedIdentity;
  /** The role assignments. AKS checks some of them when it makes the cluster, so the cluster waits for all. */
  public readonly dependables: readonly ITerraformDependable[];

  /** @throws PodtrustError `name-invalid`, `resource-id-malformed`, `resource-id-of-other-type` */
  public constructor(scope: Construct, id: string, props: ClusterIdentitiesProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { clusterName, network, privateDnsZoneId } = props;
    const where = this.node.path;
    resourceIdOf(network.subnetId, [RESOURCE_KINDS.subnet], where);
    if (network.virtualNetworkId !== undefined) {
      resourceIdOf(network.virtualNetworkId, [RESOURCE_KINDS.virtualNetwork], where);
    }
    if (privateDnsZoneId !== undefined) resourceIdOf(privateDnsZoneId, [RESOURCE_KINDS.privateDnsZone], where);
    for (const registryId of Object.values(props.registryIds ?? {})) {
      resourceIdOf(registryId, [RESOURCE_KINDS.registry], where);
    }
    this.controlPlane = this.identity('control-plane', `${clusterName}-control-plane`, props);
    this.kubelet = this.identity('kubelet', `${clusterName}-kubelet`, props);

    const controlPlane: RoleGrantOptions[] = [
      { role: 'Network Contributor', scope: network.subnetId, id: 'control-plane-subnet' },
      { role: 'Managed Identity Operator', scope: this.kubelet.id, id: 'control-plane-kubelet-identity' },
    ];
    if (privateDnsZoneId !== undefined) {
      controlPlane.push({
        role: 'Private DNS Zone Contributor',
        scope: privateDnsZoneId,
        id: 'control-plane-dns-zone',
      });
      if (network.virtualNetworkId !== undefined) {
        const scope = network.virtualNetworkId;
        controlPlane.push({ role: 'Network Contributor', scope, id: 'control-plane-virtual-network' });
      }
    }
    const kubelet = Object.entries(props.registryIds ?? {}).map(([name, registryId]): RoleGrantOptions => {
      return { role: 'AcrPull', scope: registryId, id: `kubelet-registry-${name}` };
    });
    this.dependables = [
      ...this.give(controlPlane, this.controlPlane.principalId),
      ...this.give(kubelet, this.kubelet.principalId),
    ];
  }

  private identity(id: string, name: string, props: ClusterIdentitiesProps): UserAssignedIdentity {
    checkName('managed-identity', name, this.node.path);
    return new UserAssignedIdentity(this, id, {
      name,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      tags: props.tags,
    });
  }

  private give(grants: readonly RoleGrantOptions[], principalId: string): ITerraformDependable[] {
    return grants.flatMap((grant) => roleGrant(grant).give(this, { principalId }));
  }
}
