import type { KubernetesCluster, KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { checkName } from '../../../core';
import { checkOneOf } from '../../../core/given';
import { checkedId, recordSourcePosition } from '../../../terraform';
import { type RoleGrantOptions, roleGrant } from '../../grants/role-grant';
import { checkGuid } from '../../guid';
import type { NodeNetwork } from '../../network/aks-network';
import { type IdLike, idsOf, resourceIdOf, virtualNetworkIdOf } from '../../resource-id';
import { RESOURCE_KINDS } from '../../resource-kinds';
import type { AksIdentityMove } from './aks-identity-move';
import { checkScopesOnce, choicesConflict } from '../choices-conflict';

/** A user-assigned managed identity: azurerm's `UserAssignedIdentity`, a PodManagedIdentity, or the ids of one that exists. */
export interface AksIdentity {
  /** Azure resource id. */
  readonly id: string;
  readonly clientId: string;
  /** The object id of its service principal. */
  readonly principalId: string;
}

/** Which identities a cluster itself has. */
export interface AksIdentityChoices {
  /**
   * The control plane's. `system-assigned` lives and dies with the cluster, and has its roles only once the cluster is there.
   * Default a user-assigned one, made here.
   */
  readonly controlPlaneIdentity?: 'system-assigned' | AksIdentity;
  /**
   * The nodes', which pulls images. `made-by-aks` lies in the resource group of the nodes. Another one for a cluster that is
   * there replaces the cluster. Default one that is made here, and `made-by-aks` with a system-assigned control plane.
   */
  readonly kubeletIdentity?: 'made-by-aks' | AksIdentity;
  /** Where the cluster's own identity is on the way to a user-assigned one. Default it stays as it is. */
  readonly identityMove?: AksIdentityMove;
}

/** Properties of {@link ClusterIdentities}. */
export interface ClusterIdentitiesProps extends AksIdentityChoices {
  /** The identities are called `<clusterName>-control-plane` and `<clusterName>-kubelet`. */
  readonly clusterName: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly network: NodeNetwork;
  /** The subnet of pods, where they have one of their own. */
  readonly podSubnet?: IdLike;
  /** The subnet of the API server, where it has one in the network. */
  readonly apiServerSubnet?: IdLike;
  /** The route table that AKS fills, with kubenet. */
  readonly routeTable?: IdLike;
  /** A private DNS zone of one's own for the API server. */
  readonly privateDnsZone?: IdLike;
  /** The container registries that nodes pull from, by a name of your choice. */
  readonly registries?: Readonly<Record<string, IdLike>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A role of the cluster itself: who gets it stands before its name in the id. */
type Role = Pick<RoleGrantOptions, 'scope'> & {
  readonly role: 'Network Contributor' | 'Private DNS Zone Contributor';
  readonly name: string;
};

/**
 * The two identities that a cluster itself uses, apart from those of its pods, with the roles that they need and no more.
 *
 * | identity | role | scope |
 * |---|---|---|
 * | control plane | Network Contributor | the node subnet, and that of pods or of the API server |
 * | control plane | Network Contributor | the route table (kubenet) |
 * | control plane | Managed Identity Operator | the kubelet identity, where it is not AKS' own |
 * | control plane | Private DNS Zone Contributor, Network Contributor | the zone, the virtual network it is linked to (own zone only) |
 * | kubelet | AcrPull | each registry |
 *
 * On the resource group of the nodes AKS itself makes the control plane Contributor.
 */
export class ClusterIdentities extends Construct {
  /** Undefined where it is system-assigned: {@link AksCluster.controlPlanePrincipalId} has its object id. */
  public readonly controlPlane?: AksIdentity;
  /** Undefined where AKS makes it. */
  public readonly kubelet?: AksIdentity;
  /** The role assignments that can be made before the cluster. AKS checks some of them, so the cluster waits for all. */
  public readonly dependables: readonly ITerraformDependable[];
  private readonly props: ClusterIdentitiesProps;
  private readonly roles: readonly Role[];

  /** @throws PodtrustError `name-invalid`, `resource-id-malformed`, `resource-id-of-other-type`, `cluster-choices-conflict` */
  public constructor(scope: Construct, id: string, props: ClusterIdentitiesProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    this.props = props;
    checkChoices(props, where);
    this.roles = rolesOfControlPlane(props, where);
    checkScopesOnce('registries', idsOf(props.registries ?? {}, RESOURCE_KINDS.registry, where), where);
    const move = props.identityMove;
    if (props.controlPlaneIdentity !== 'system-assigned') {
      this.controlPlane = props.controlPlaneIdentity ?? this.identity('control-plane');
    }
    if (!keepsKubeletOfAks(props))
      this.kubelet = (props.kubeletIdentity as AksIdentity | undefined) ?? this.identity('kubelet');
    this.dependables = [
      ...(this.controlPlane ? this.giveRoles('control-plane', this.controlPlane.principalId) : []),
      ...(this.controlPlane && this.kubelet
        ? this.give(
            { role: 'Managed Identity Operator', scope: this.kubelet.id, id: 'control-plane-kubelet-identity' },
            this.controlPlane.principalId,
          )
        : []),
      ...(move?.grantsIdentityBefore ? this.giveRoles(move.from, move.previousPrincipalId) : []),
      // Nodes of a cluster with a service principal pull by it, until they are made anew.
      ...(move?.grantsIdentityBefore && move.from === 'service-principal'
        ? this.giveRegistries(move.from, move.previousPrincipalId)
        : []),
      ...(this.kubelet ? this.giveRegistries('kubelet', this.kubelet.principalId) : []),
    ];
  }

  /** The arguments of azurerm. */
  public get clusterArguments(): Pick<KubernetesClusterConfig, 'identity' | 'kubeletIdentity' | 'servicePrincipal'> {
    const { identityMove } = this.props;
    if (identityMove?.servicePrincipal) return { servicePrincipal: { ...identityMove.servicePrincipal } };
    const { controlPlane, kubelet } = this;
    const hasUserAssigned = controlPlane && !identityMove?.hasIdentityBefore;
    return {
      identity: hasUserAssigned ? { type: 'UserAssigned', identityIds: [controlPlane.id] } : { type: 'SystemAssigned' },
      kubeletIdentity: kubelet && {
        clientId: kubelet.clientId,
        objectId: kubelet.principalId,
        userAssignedIdentityId: kubelet.id,
      },
    };
  }

  /**
   * Gives the identities that the cluster itself brings their roles, which can only be made after it. Workloads wait for them.
   *
   * @returns the role assignments
   */
  public completeWith(cluster: KubernetesCluster): ITerraformDependable[] {
    const { identityMove } = this.props;
    const given: ITerraformDependable[] = [];
    if (!this.controlPlane) given.push(...this.giveRoles('system-assigned', cluster.identity.principalId));
    if (!this.kubelet && !identityMove?.servicePrincipal) {
      given.push(...this.giveRegistries('kubelet', cluster.kubeletIdentity.objectId));
    }
    return given;
  }

  private identity(which: 'control-plane' | 'kubelet'): UserAssignedIdentity {
    const { clusterName, resourceGroupName, location, tags } = this.props;
    const name = `${clusterName}-${which}`;
    checkName('managed-identity', name, this.node.path);
    return new UserAssignedIdentity(this, which, { name, resourceGroupName, location, tags });
  }

  private giveRoles(of: string, principalId: string): ITerraformDependable[] {
    return this.roles.flatMap(({ role, scope, name }) => this.give({ role, scope, id: `${of}-${name}` }, principalId));
  }

  private giveRegistries(of: string, principalId: string): ITerraformDependable[] {
    return Object.entries(this.props.registries ?? {}).flatMap(([name, scope]) =>
      this.give({ role: 'AcrPull', scope, id: `${of}-registry-${name}` }, principalId),
    );
  }

  private give(grant: RoleGrantOptions, principalId: string): ITerraformDependable[] {
    return [...roleGrant(grant).give(this, { principalId })];
  }
}

/** Whether the nodes have the identity that AKS makes for them. */
function keepsKubeletOfAks({ controlPlaneIdentity, kubeletIdentity, identityMove }: AksIdentityChoices): boolean {
  return kubeletIdentity === 'made-by-aks' || controlPlaneIdentity === 'system-assigned' || identityMove !== undefined;
}

/** What AKS or azurerm refuses of identities beside one another. */
function checkChoices(props: ClusterIdentitiesProps, where: string): void {
  const { controlPlaneIdentity, kubeletIdentity, identityMove } = props;
  if (typeof controlPlaneIdentity === 'string') {
    checkOneOf('controlPlaneIdentity', controlPlaneIdentity, ['system-assigned'], where);
  }
  if (typeof kubeletIdentity === 'string') checkOneOf('kubeletIdentity', kubeletIdentity, ['made-by-aks'], where);
  for (const identity of [controlPlaneIdentity, kubeletIdentity]) {
    if (typeof identity !== 'object') continue;
    resourceIdOf(identity, [RESOURCE_KINDS.userAssignedIdentity], where);
    checkGuid('the client id of a managed identity', identity.clientId, where);
    checkGuid('the object id of a managed identity', identity.principalId, where);
  }
  if (identityMove && controlPlaneIdentity === 'system-assigned') {
    throw choicesConflict(
      where,
      'identityMove with a control plane that stays system-assigned',
      'A move ends at a user-assigned identity.',
      'Leave controlPlaneIdentity out, or give the user-assigned one.',
    );
  }
  if (identityMove && typeof kubeletIdentity === 'object') {
    throw choicesConflict(
      where,
      'identityMove with an identity of your own for the kubelet',
      'A cluster with a service principal or a system-assigned identity has none, and azurerm replaces a cluster whose kubelet gets another one.',
      "Leave kubeletIdentity out, or say 'made-by-aks'.",
    );
  }
  if (identityMove?.from === 'system-assigned') {
    checkSystemAssigned(props, 'identityMove from a system-assigned identity', CANNOT_HAVE_BEEN, where);
  }
  if (controlPlaneIdentity !== 'system-assigned') return;
  const remedy = 'Leave controlPlaneIdentity out, for a user-assigned one.';
  if (typeof kubeletIdentity === 'object') {
    throw choicesConflict(
      where,
      'a system-assigned control plane with an identity of your own for the kubelet',
      'AKS lets a user-assigned identity alone assign it to nodes.',
      remedy,
    );
  }
  checkSystemAssigned(props, 'a system-assigned control plane', remedy, where);
  if (props.apiServerSubnet !== undefined) {
    throw choicesConflict(
      where,
      'a system-assigned control plane with a subnet of your own for the API server',
      'The identity must have a role there before the cluster is made, and a system-assigned one comes with the cluster.',
      remedy,
    );
  }
}

/** What to do where a cluster that is there would have to be one that AKS does not make. */
const CANNOT_HAVE_BEEN =
  'Leave it out where the cluster has it not. A cluster that has it all the same is moved by `az aks update --assign-identity`; after that leave identityMove out.';

/**
 * What AKS refuses of a cluster while its identity is system-assigned, whenever it is written.
 *
 * @see AKS, "Use kubenet", "Bring your own subnet and route table with kubenet", and the error CustomRouteTableWithUnsupportedMSIType
 * (github.com/Azure/AKS/issues/2333); "Create a private AKS cluster", "Custom private DNS zone or subzone"
 */
function checkSystemAssigned(props: ClusterIdentitiesProps, what: string, remedy: string, where: string): void {
  if (props.privateDnsZone !== undefined) {
    throw choicesConflict(
      where,
      `${what} with a private DNS zone of your own`,
      'AKS writes the API server’s name into such a zone by a user-assigned identity or a service principal alone.',
      remedy,
    );
  }
  if (props.routeTable === undefined) return;
  throw choicesConflict(
    where,
    `${what} with kubenet and a route table of your own`,
    'AKS answers CustomRouteTableWithUnsupportedMSIType where Terraform writes such a cluster.',
    remedy,
  );
}

function rolesOfControlPlane(props: ClusterIdentitiesProps, where: string): Role[] {
  const { network } = props;
  const roles: Role[] = [];
  const contribute = (name: string, scope: IdLike | undefined, kind: keyof typeof RESOURCE_KINDS): void => {
    if (scope === undefined) return;
    roles.push({ role: 'Network Contributor', scope: resourceIdOf(scope, [RESOURCE_KINDS[kind]], where), name });
  };
  contribute('subnet', network.subnetId, 'subnet');
  contribute('pod-subnet', props.podSubnet, 'subnet');
  contribute('api-server-subnet', props.apiServerSubnet, 'subnet');
  contribute('route-table', props.routeTable, 'routeTable');
  if (network.virtualNetworkId !== undefined) {
    resourceIdOf(network.virtualNetworkId, [RESOURCE_KINDS.virtualNetwork], where);
  }
  if (props.privateDnsZone !== undefined) {
    const scope = resourceIdOf(props.privateDnsZone, [RESOURCE_KINDS.privateDnsZone], where);
    roles.push({ role: 'Private DNS Zone Contributor', scope, name: 'dns-zone' });
    contribute('virtual-network', network.virtualNetworkId ?? virtualNetworkIdOf(network.subnetId), 'virtualNetwork');
  }
  return roles;
}
