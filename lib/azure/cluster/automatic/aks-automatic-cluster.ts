import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Fn, type ITerraformDependable, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import {
  type ClusterConnection,
  type IssuerLike,
  LIMITS,
  type PublicAccess,
  checkName,
  checkPublicAccess,
  isEverything,
  isPrivate,
} from '../../../core';
import { checkOneOf } from '../../../core/given';
import { checkedId, recordSourcePosition } from '../../../terraform';
import { acrGrant } from '../../grants/acr-grant';
import { roleGrant } from '../../grants/role-grant';
import { checkGuid } from '../../guid';
import type { AksClusterReference } from '../../identity/aks-cluster-reference';
import { type IdLike, idsOf, resourceIdOf, virtualNetworkIdOf } from '../../resource-id';
import { RESOURCE_KINDS } from '../../resource-kinds';
import { useAzureName } from '../../name-uses';
import { checkTags } from '../../tags';
import { type AksAccessProps, type AksPrincipal, makeAccess } from '../access/aks-access';
import { addonInvalid } from '../addons/addon-invalid';
import type { AksAutomaticAddonName, AksAutomaticAddonOptions } from '../addons/aks-addon';
import { AksExtension, type AksExtensionProps } from '../addons/aks-extension';
import { routedZones, routingGrants } from '../addons/application-routing';
import { aksConnection } from '../aks-connection';
import { checkScopesOnce, choicesConflict } from '../choices-conflict';
import type { AksIdentity } from '../identities/cluster-identities';
import { checkPrivateDnsZone, ownZone } from '../private-dns-zone';
import { checkSubnetsApart } from '../subnets-apart';
import { AutomaticClusterLookup, AutomaticClusterResource } from './automatic-cluster-resource';

/** Subnets of one network for an automatic cluster: AKS asks for all three, or makes a network itself. */
export interface AksAutomaticNetwork {
  /** The nodes that AKS makes as pods need them. */
  readonly nodeSubnet: IdLike;
  /** The nodes of AKS' own pods. */
  readonly systemNodeSubnet: IdLike;
  /** The API server, delegated to `Microsoft.ContainerService/managedClusters`, of /28 at least. */
  readonly apiServerSubnet: IdLike;
}

/** The same subnets by their resource ids. */
interface Subnets {
  readonly node: string;
  readonly system: string;
  readonly apiServer: string;
}

/** Properties of {@link AksAutomaticCluster}. */
export interface AksAutomaticClusterProps extends PublicAccess {
  /** 1-63 letters, digits, `-`, `_`. */
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** The Entra tenant that signs people in. */
  readonly tenantId: string;
  /** Default AKS makes a network in the resource group of the nodes. */
  readonly network?: AksAutomaticNetwork;
  /**
   * The control plane's, with a {@link network}. Default one that is made here; without a network AKS has a system-assigned one.
   */
  readonly controlPlaneIdentity?: AksIdentity;
  /** Where a private API server's name is found; see {@link AksClusterProps.privateDnsZone}. Default `system`. */
  readonly privateDnsZone?: 'system' | 'none' | IdLike;
  /** The container registries that nodes pull from, by a name of your choice: AcrPull on each. Default none. */
  readonly registries?: Readonly<Record<string, IdLike>>;
  /** Gets "Azure Kubernetes Service RBAC Cluster Admin" on this cluster. Default nobody. */
  readonly deployer?: AksPrincipal;
  /** What must be there before the cluster. Default nothing. */
  readonly dependsOn?: readonly ITerraformDependable[];
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An AKS Automatic cluster: AKS makes nodes as pods need them and keeps all of it up to date. It always has an OIDC issuer, the
 * webhook of Entra Workload ID, Azure RBAC, an overlay with Cilium, and no local accounts.
 *
 * azurerm has it from version 5.0 on: call `useAzurermVersion(stack, 5)`. The kubelet has the identity that AKS makes for it.
 *
 * @see AKS, "What is AKS Automatic?"; azurerm_kubernetes_automatic_cluster
 */
export class AksAutomaticCluster extends Construct implements AksClusterReference {
  /** The underlying resource. */
  public readonly resource: AutomaticClusterResource;
  /** The control plane's identity; undefined where it is system-assigned. */
  public readonly controlPlane?: AksIdentity;
  public readonly name: string;
  /** Azure resource id, a token. */
  public readonly id: string;
  public readonly tenantId: string;
  public readonly authorization = 'azure-rbac';
  /** The issuer exactly as Azure gives it, with its trailing slash; known only after apply. */
  public readonly issuer: IssuerLike;
  public readonly workloadIdentityWebhook = true;
  /** By `kubelogin` with the session of `az login`. */
  public readonly connection: ClusterConnection;
  /** What deploying needs that the given props don't bring, in sentences. */
  public readonly deploymentNeeds: readonly string[];
  public readonly isAutomatic = true;
  /** Each automatic cluster has it so. */
  public readonly isApiServerInNetwork = true;
  private readonly access: ITerraformDependable[] = [];
  private readonly addons = new Map<AksAutomaticAddonName, AksIdentity>();
  private lookup?: AutomaticClusterLookup;

  /**
   * @throws PodtrustError `name-invalid`, `guid-invalid`, `ip-range-invalid`, `endpoint-open-to-all`, `ip-ranges-over-limit`,
   *   `resource-id-malformed`, `resource-id-of-other-type`, `cluster-choices-conflict`, `tags-invalid`, `name-taken`, `scope-given-twice`; at synthesis `azurerm-version-missing`
   */
  public constructor(scope: Construct, id: string, props: AksAutomaticClusterProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    check(props, where);
    useAzureName(this, props.name, {
      kind: 'an AKS cluster',
      once: 'a resource group',
      within: props.resourceGroupName,
    });
    this.name = props.name;
    this.tenantId = props.tenantId;
    const { network } = props;
    const subnets: Subnets | undefined = network && {
      node: resourceIdOf(network.nodeSubnet, [RESOURCE_KINDS.subnet], where),
      system: resourceIdOf(network.systemNodeSubnet, [RESOURCE_KINDS.subnet], where),
      apiServer: resourceIdOf(network.apiServerSubnet, [RESOURCE_KINDS.subnet], where),
    };
    if (subnets) {
      checkSubnetsApart(
        {
          'network.nodeSubnet': subnets.node,
          'network.systemNodeSubnet': subnets.system,
          'network.apiServerSubnet': subnets.apiServer,
        },
        where,
      );
    }
    const zone = ownZone(props);
    const zoneId = zone && resourceIdOf(zone, [RESOURCE_KINDS.privateDnsZone], where);
    const registries = Object.entries(props.registries ?? {}).map(([name, registry]) =>
      acrGrant.pull(registry, { id: `kubelet-registry-${name}` }),
    );
    if (subnets) this.controlPlane = props.controlPlaneIdentity ?? this.makeIdentity(props);
    const roles = subnets ? this.giveRoles(this.controlPlane!.principalId, subnets, zoneId) : [];
    const ranges = (props.publicAccessCidrs ?? []).some(isEverything) ? [] : [...(props.publicAccessCidrs ?? [])];
    this.resource = new AutomaticClusterResource(this, 'Resource', {
      name: props.name,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      identityId: this.controlPlane?.id,
      hostedSystem: subnets && { nodeSubnetId: subnets.node, systemNodeSubnetId: subnets.system },
      apiServerSubnetId: subnets?.apiServer,
      authorizedIpRanges: ranges.length > 0 ? ranges : undefined,
      privateCluster: isPrivate(props)
        ? {
            dnsZoneId: props.privateDnsZone === 'none' ? 'None' : zoneId,
            publicName: props.privateDnsZone === 'none' ? true : undefined,
          }
        : undefined,
      tags: props.tags && { ...props.tags },
      dependsOn: [...(props.dependsOn ?? []), ...roles],
    });
    this.id = this.resource.id;
    this.issuer = { url: this.resource.oidcIssuerUrl };
    this.connection = this.connect();
    for (const grant of registries) this.access.push(...grant.give(this, { principalId: this.kubeletPrincipalId }));
    if (props.deployer) {
      this.addAccess('deployer', { ...props.deployer, role: 'Azure Kubernetes Service RBAC Cluster Admin' });
    }
    this.deploymentNeeds = deploymentNeeds(props);
  }

  /** What must exist before workloads can run: the cluster, who gets in, and the roles of add-ons. */
  public get dependables(): readonly ITerraformDependable[] {
    return [this.resource, ...this.access];
  }

  /** The object id of the control plane's identity. */
  public get controlPlanePrincipalId(): string {
    return this.controlPlane?.principalId ?? this.resource.principalId;
  }

  /** The object id of the kubelet's identity, which AKS makes: known once the cluster is there. */
  public get kubeletPrincipalId(): string {
    this.lookup ??= new AutomaticClusterLookup(this, 'lookup', this.resource);
    return this.lookup.kubeletPrincipalId;
  }

  /** See {@link AksCluster.addAccess}. */
  public addAccess(id: string, props: AksAccessProps): RoleAssignment[] {
    const made = makeAccess(this, id, this, props);
    this.access.push(...made);
    return made;
  }

  /**
   * Switches an add-on on, and gives the identity that AKS makes for it the roles that it needs, at the smallest scope. Workloads
   * wait for them. KEDA, the vertical pod autoscaler and Azure Policy are on without it.
   *
   * @throws PodtrustError `addon-invalid`, `input-invalid`, `resource-id-malformed`, `resource-id-of-other-type`
   */
  public addAddon<Name extends AksAutomaticAddonName>(name: Name, options: AksAutomaticAddonOptions[Name] = {}): void {
    const where = `${this.node.path}/addon-${name}`;
    checkAddon(name, this.addons.has(name), where);
    const { gatewayApi = false, ingress = gatewayApi ? undefined : 'Internal' } = options;
    checkOneOf('ingress', ingress, ['Internal', 'External', 'AnnotationControlled'], where);
    this.resource.putRouting({
      dnsZoneIds: routedZones(options, where),
      defaultNginxController: ingress,
      istioEnabled: gatewayApi || undefined,
    });
    const identity = this.resource.routingIdentity;
    this.addons.set(name, identity);
    const scope = new Construct(this, `addon-${name}`);
    for (const grant of routingGrants(options)) {
      this.access.push(...grant.give(scope, { principalId: identity.principalId }));
    }
  }

  /** The identity that AKS makes for an add-on that was added, for further roles. */
  public addonIdentity(name: AksAutomaticAddonName): AksIdentity | undefined {
    return this.addons.get(name);
  }

  /** See {@link AksCluster.addExtension}. */
  public addExtension(name: string, props: Omit<AksExtensionProps, 'cluster' | 'name'>): AksExtension {
    return new AksExtension(this, `extension-${name}`, { ...props, name, cluster: this });
  }

  private makeIdentity(props: AksAutomaticClusterProps): UserAssignedIdentity {
    const name = `${props.name}-control-plane`;
    checkName('managed-identity', name, this.node.path);
    const { resourceGroupName, location, tags } = props;
    return new UserAssignedIdentity(this, 'control-plane', {
      name,
      resourceGroupName,
      location,
      tags: tags && { ...tags },
    });
  }

  private giveRoles(
    principalId: string,
    { node, system, apiServer }: Subnets,
    zoneId: string | undefined,
  ): ITerraformDependable[] {
    const contribute = (name: string, scope: string) =>
      roleGrant({ role: 'Network Contributor', scope, id: `control-plane-${name}` });
    const grants = [
      contribute('node-subnet', node),
      contribute('system-node-subnet', system),
      contribute('api-server-subnet', apiServer),
      ...(zoneId === undefined
        ? []
        : [
            roleGrant({ role: 'Private DNS Zone Contributor', scope: zoneId, id: 'control-plane-dns-zone' }),
            // AKS links the zone to it.
            contribute('virtual-network', virtualNetworkIdOf(node)),
          ]),
    ];
    return grants.flatMap((grant) => [...grant.give(this, { principalId })]);
  }

  /** As an AksCluster does it: without local accounts the two parts are no secrets. */
  private connect(): ClusterConnection {
    const host = new TerraformLocal(this, 'host', Fn.nonsensitive(this.resource.host));
    const authority = new TerraformLocal(
      this,
      'certificate-authority',
      Fn.nonsensitive(this.resource.clusterCaCertificate),
    );
    return aksConnection({ endpoint: host.asString, certificateAuthority: authority.asString });
  }
}

/** What an automatic cluster has by itself. AKS, "What is AKS Automatic?" */
const ALWAYS_ON: readonly string[] = ['keda', 'vertical-pod-autoscaler', 'azure-policy'];

function checkAddon(name: string, isAdded: boolean, where: string): void {
  if (isAdded)
    throw addonInvalid(where, `the add-on ${name} is added twice`, 'Add it once, with all that it is given.');
  if (name === 'application-routing') return;
  throw addonInvalid(
    where,
    ALWAYS_ON.includes(name)
      ? `the add-on ${name} of an automatic cluster, which always has it`
      : `azurerm has no add-on ${JSON.stringify(name)} of an automatic cluster`,
    ALWAYS_ON.includes(name)
      ? 'Leave it out.'
      : 'application-routing is there. For another one make an AksCluster, or switch it on by azapi.',
  );
}

function check(props: AksAutomaticClusterProps, where: string): void {
  checkName('aks-cluster', props.name, where);
  checkName('resource-group', props.resourceGroupName, where);
  checkGuid('the id of an Entra tenant', props.tenantId, where);
  if (props.deployer) checkGuid('the object id of the deployer', props.deployer.principalId, where);
  checkPublicAccess(props, { cloud: 'AKS', most: LIMITS.aksAuthorizedIpRanges, ipv6: false }, where);
  checkPrivateDnsZone(props, where);
  checkTags(props.tags, where);
  checkScopesOnce('registries', idsOf(props.registries ?? {}, RESOURCE_KINDS.registry, where), where);
  if (props.controlPlaneIdentity) {
    resourceIdOf(props.controlPlaneIdentity, [RESOURCE_KINDS.userAssignedIdentity], where);
  }
  if (props.network) return;
  const refuse = (what: string): never => {
    throw choicesConflict(
      where,
      `${what} without a network`,
      'Without subnets of yours an automatic cluster is system-assigned, and that identity comes with the cluster.',
      'Give network, with its three subnets.',
    );
  };
  if (props.controlPlaneIdentity) refuse('an identity of your own');
  if (ownZone(props) !== undefined) refuse('a private DNS zone of your own');
}

function deploymentNeeds(props: AksAutomaticClusterProps): string[] {
  return [
    ...(props.deployer
      ? []
      : ['Nobody may sign in to the cluster yet: give `deployer`, or `addAccess` to a group that the deployer is in.']),
    ...(isPrivate(props)
      ? [
          'The API server is private: deploy workloads from the virtual network or one connected to it, or give `publicAccessCidrs` with the address you deploy from.',
        ]
      : []),
  ];
}
