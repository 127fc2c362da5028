import { KubernetesCluster, type KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import type { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { Fn, type ITerraformDependable, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import {
  type ClusterConnection,
  type IssuerLike,
  LIMITS,
  LOG_ANALYTICS_RETENTION,
  type PublicAccess,
  checkLogRetention,
  checkName,
  checkPublicAccess,
  isEverything,
  isPrivate,
} from '../../core';
import { checkGiven, checkOneOf } from '../../core/given';
import { checkedId, recordSourcePosition } from '../../terraform';
import { checkGuid } from '../guid';
import type { AksClusterReference } from '../identity/aks-cluster-reference';
import type { NodeNetwork } from '../network/aks-network';
import { type IdLike, resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import { placeOfCluster, useAzureName } from '../name-uses';
import { checkTags } from '../tags';
import { type AksAccessProps, type AksPrincipal, makeAccess } from './access/aks-access';
import type { AksAddonName, AksAddonOptions } from './addons/aks-addon';
import { AksExtension, type AksExtensionProps } from './addons/aks-extension';
import { ClusterAddons } from './addons/cluster-addons';
import { aksConnection } from './aks-connection';
import {
  type AksNetworking,
  type AksOutbound,
  type AksServices,
  DEFAULT_NETWORKING,
  checkNetworking,
  dataPlaneOf,
  networkPluginOf,
  networkProfile,
} from './aks-networking';
import { type AksUpgrades, checkUpgrades, upgradeArguments } from './aks-upgrades';
import { choicesConflict } from './choices-conflict';
import { makeWorkspace, sendControlPlaneLogs } from './control-plane-logs';
import { type AksClusterAttributes, ExistingAksCluster } from './existing-aks-cluster';
import { type AksIdentity, type AksIdentityChoices, ClusterIdentities } from './identities/cluster-identities';
import { AksNodePool, type AksNodePoolSettings, checkSystemPool, nodePoolArguments } from './nodes/aks-node-pool';
import { checkPrivateDnsZone, ownZone } from './private-dns-zone';
import { checkSubnetsApart } from './subnets-apart';

export type { AksAccessProps, AksAccessRole, AksPrincipal } from './access/aks-access';
export type * from './addons/aks-addon';
export type { AksExtensionIdentity } from './addons/aks-extension';
export type * from './aks-networking';
export type { AksMaintenanceWindow, AksUpgrades } from './aks-upgrades';
export type { AksIdentity, AksIdentityChoices } from './identities/cluster-identities';

/** What pods of Azure CNI's overlay can be on a node, which AKS takes as its own default too. */
const MOST_PODS = 250;

/** Who deploys into the cluster. */
export type AksDeployer = AksPrincipal;

/** Properties of {@link AksCluster}. */
export interface AksClusterProps extends PublicAccess, AksUpgrades, AksIdentityChoices {
  /** 1-63 letters, digits, `-`, `_`. */
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** The Entra tenant that signs people in. */
  readonly tenantId: string;
  /** An AksNetwork, or the ids of what exists. */
  readonly network: NodeNetwork;
  /** How pods get addresses. Default by an overlay, with Cilium. */
  readonly networking?: AksNetworking;
  /** The addresses of Kubernetes services. Default Azure's, 10.0.0.0/16 and 10.0.0.10. */
  readonly services?: AksServices;
  /**
   * How nodes reach the internet: by a load balancer, by a route table of the node subnet, or by a NAT gateway of it. Default
   * `loadBalancer`.
   */
  readonly outbound?: AksOutbound;
  /** Before the API server's host name, 1-54 letters, digits, `-`. Default made of the name. */
  readonly dnsPrefix?: string;
  /**
   * What a token of Entra may do inside the cluster: by roles of Azure RBAC, or by the cluster's own RoleBindings, which name
   * groups by their object ids. Default `azure-rbac`.
   */
  readonly authorization?: 'azure-rbac' | 'kubernetes-rbac';
  /** Entra groups whose members administer the cluster. Default none. */
  readonly adminGroupObjectIds?: readonly string[];
  /** Gets "Azure Kubernetes Service RBAC Cluster Admin" on this cluster. Default nobody; see {@link AksCluster.deploymentNeeds}. */
  readonly deployer?: AksDeployer;
  /**
   * Where a private API server's name is found: in a zone that AKS keeps (`system`), in a private DNS zone of yours, or in
   * public DNS (`none`). Default `system`.
   */
  readonly privateDnsZone?: 'system' | 'none' | IdLike;
  /**
   * A subnet of the network that the API server is in (API server VNet integration), delegated to
   * `Microsoft.ContainerService/managedClusters`, of /28 at least. Default none: nodes reach it by private link.
   */
  readonly apiServerSubnet?: IdLike;
  /** The container registries that nodes pull from, by a name of your choice: AcrPull on each. Default none. */
  readonly registries?: Readonly<Record<string, IdLike>>;
  /** The pool for AKS' own pods, called `system` by default; a taint keeps workloads off it. */
  readonly systemNodePool?: AksNodePoolSettings;
  /** The pool for workloads, called `workload` by default; `false` for none, where AksNodePools are made apart. */
  readonly workloadNodePool?: AksNodePoolSettings | false;
  /**
   * The control plane's logs. `false` for none: Azure charges for them by the GB. Default on, in a Log Analytics workspace of
   * the cluster's own.
   */
  readonly controlPlaneLogs?: false;
  /** Resource id of the Log Analytics workspace that gets the control plane's logs. Default one of the cluster's own. */
  readonly logsWorkspaceId?: string;
  /** Days that the cluster's own workspace keeps logs: 30 to 730. Default 365. */
  readonly logRetentionDays?: number;
  /** What must be there before the cluster, such as the association of a route table. Default nothing. */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** Tags of the cluster, its identities and its node pools. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An AKS cluster whose pods can have Entra identities.
 *
 * OIDC issuer and workload identity are on (neither goes off again: azurerm would replace the cluster), local accounts
 * off, Kubernetes' permissions in Azure RBAC. The API server is private unless addresses are named, and takes no
 * `az aks command invoke`. Control plane and kubelet have an identity each, with the roles that they need. The control
 * plane's logs are kept.
 */
export class AksCluster extends Construct implements AksClusterReference {
  /** A cluster that somebody else made. */
  public static fromAttributes(scope: Construct, id: string, attributes: AksClusterAttributes): ExistingAksCluster {
    return new ExistingAksCluster(scope, id, attributes);
  }

  /** The underlying resource, for what the props don't offer. */
  public readonly resource: KubernetesCluster;
  /** The control plane's and the kubelet's. */
  public readonly identities: ClusterIdentities;
  /** The workspace of the control plane's logs, where it is the cluster's own. */
  public readonly logs?: LogAnalyticsWorkspace;
  /** Resource id of the workspace that gets the control plane's logs; undefined where `controlPlaneLogs` is false. */
  public readonly logsWorkspaceId?: string;
  /** Undefined where `workloadNodePool` is false. */
  public readonly workloadNodePool?: AksNodePool;
  public readonly name: string;
  /** Azure resource id, a token. */
  public readonly id: string;
  public readonly tenantId: string;
  /** The node subnet's resource id. */
  public readonly subnetId: string;
  /** The subnet of pods, where they have one of their own. */
  public readonly podSubnetId?: string;
  /** Pods on a node of a pool that says nothing of it; undefined where AKS' own number is better. */
  public readonly maxPods?: number;
  /** What moves packets between pods; undefined where AKS has no say in it. */
  public readonly dataPlane?: 'cilium' | 'azure';
  /** What gives pods their addresses: Azure CNI, kubenet, or a plugin of your own. */
  public readonly networkPlugin: 'azure' | 'kubenet' | 'none';
  public readonly authorization: 'azure-rbac' | 'kubernetes-rbac';
  /** Undefined where AKS chooses it. */
  public readonly kubernetesVersion?: string;
  /** Whether the API server is in a subnet of the network: `apiServerSubnet`. */
  public readonly isApiServerInNetwork: boolean;
  /** The issuer exactly as Azure gives it, with its trailing slash; known only after apply. */
  public readonly issuer: IssuerLike;
  public readonly workloadIdentityWebhook = true;
  /** By `kubelogin` with the session of `az login`. */
  public readonly connection: ClusterConnection;
  /** What deploying needs that the given props don't bring, in sentences. */
  public readonly deploymentNeeds: readonly string[];
  /** Who may do what, as far as it is made here, and the roles of the cluster's own identities. */
  private readonly access: ITerraformDependable[] = [];
  private readonly addons: ClusterAddons;

  /**
   * @throws PodtrustError `name-invalid`, `guid-invalid`, `input-invalid`, `ip-range-invalid`, `endpoint-open-to-all`,
   *   `ip-ranges-over-limit`, `node-count-invalid`, `disk-size-invalid`, `zones-invalid`, `node-label-invalid`, `tags-invalid`, `kubernetes-version-invalid`, `log-retention-invalid`, `maintenance-window-invalid`,
   *   `resource-id-malformed`, `resource-id-of-other-type`, `cluster-choices-conflict`, `name-taken`, `scope-given-twice`
   */
  public constructor(scope: Construct, id: string, props: AksClusterProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { networking = DEFAULT_NETWORKING } = props;
    check(props, networking, this.node.path);
    useAzureName(this, props.name, {
      kind: 'an AKS cluster',
      once: 'a resource group',
      within: props.resourceGroupName,
    });
    const systemPool = { kind: 'a node pool', once: 'a cluster', within: placeOfCluster(this) };
    useAzureName(this, props.systemNodePool?.name ?? 'system', systemPool);

    this.name = props.name;
    this.tenantId = props.tenantId;
    this.subnetId = props.network.subnetId;
    this.podSubnetId =
      networking.plugin === 'pod-subnet'
        ? resourceIdOf(networking.podSubnet, [RESOURCE_KINDS.subnet], this.node.path)
        : undefined;
    this.dataPlane = dataPlaneOf(networking);
    this.maxPods = mostPods(networking);
    this.networkPlugin = networkPluginOf(networking);
    this.authorization = props.authorization ?? 'azure-rbac';
    this.kubernetesVersion = props.kubernetesVersion;
    this.isApiServerInNetwork = props.apiServerSubnet !== undefined;
    this.identities = new ClusterIdentities(this, 'identities', {
      ...props,
      clusterName: props.name,
      podSubnet: this.podSubnetId,
      routeTable: networking.plugin === 'kubenet' ? networking.routeTable : undefined,
      privateDnsZone: ownZone(props),
    });
    this.resource = new KubernetesCluster(this, 'Resource', this.clusterArguments(props, networking));
    this.id = this.resource.id;
    this.issuer = { url: this.resource.oidcIssuerUrl };
    this.connection = this.connect();
    this.access.push(...this.identities.completeWith(this.resource));
    this.addons = new ClusterAddons(this, {
      resource: this.resource,
      name: props.name,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      networking,
      subnetId: this.subnetId,
      skuTier: props.skuTier ?? 'Standard',
      hasAuthorizedRanges: authorizedIpRanges(props).length > 0,
      tags: props.tags,
    });
    if (props.workloadNodePool !== false) {
      this.workloadNodePool = new AksNodePool(this, 'workload-pool', {
        name: 'workload',
        tags: props.tags,
        ...props.workloadNodePool,
        cluster: this,
      });
    }
    if (props.controlPlaneLogs !== false) {
      if (props.logsWorkspaceId === undefined) {
        const { resourceGroupName, location, tags } = props;
        const name = `${dnsPrefix(props)}-logs`;
        const retentionInDays = props.logRetentionDays ?? 365;
        this.logs = makeWorkspace(this, { name, resourceGroupName, location, retentionInDays, tags });
      }
      this.logsWorkspaceId = props.logsWorkspaceId ?? this.logs!.id;
      sendControlPlaneLogs(this, this.id, this.logsWorkspaceId);
    }
    if (props.deployer) {
      this.addAccess('deployer', { ...props.deployer, role: 'Azure Kubernetes Service RBAC Cluster Admin' });
    }
    this.deploymentNeeds = deploymentNeeds(props, networking);
  }

  /**
   * What must exist before workloads can run: the cluster, its pool, who deploys, and the roles of its own identities and those
   * of add-ons.
   */
  public get dependables(): readonly ITerraformDependable[] {
    return [
      this.resource,
      ...(this.workloadNodePool ? [this.workloadNodePool.resource] : []),
      ...this.access,
      ...this.addons.dependables,
    ];
  }

  /** The object id of the control plane's identity, which others may give roles to. */
  public get controlPlanePrincipalId(): string {
    return this.identities.controlPlane?.principalId ?? this.resource.identity.principalId;
  }

  /** The object id of the kubelet's identity. Before the first apply of a cluster that AKS makes it for, it is not known. */
  public get kubeletPrincipalId(): string {
    return this.identities.kubelet?.principalId ?? this.resource.kubeletIdentity.objectId;
  }

  /**
   * Lets a person, a group or a program into the cluster, by a role of Azure RBAC.
   *
   * @param id unique in the cluster
   * @throws PodtrustError `construct-id-invalid`, `guid-invalid`, `name-invalid`, `input-invalid`, `cluster-choices-conflict`
   */
  public addAccess(id: string, props: AksAccessProps): RoleAssignment[] {
    const made = makeAccess(this, id, this, props);
    this.access.push(...made);
    return made;
  }

  /**
   * Switches an add-on on, and gives the identity that AKS makes for it the roles that it needs, at the smallest scope. Workloads
   * wait for them.
   *
   * @throws PodtrustError `addon-invalid`, `cluster-choices-conflict`, `resource-id-malformed`, `resource-id-of-other-type`
   */
  public addAddon<Name extends AksAddonName>(
    name: Name,
    ...[options]: Record<never, never> extends AksAddonOptions[Name]
      ? [options?: AksAddonOptions[Name]]
      : [options: AksAddonOptions[Name]]
  ): void {
    this.addons.add(name, options ?? ({} as AksAddonOptions[Name]));
  }

  /** The identity that AKS makes for an add-on that was added, for further roles. Undefined where it makes none. */
  public addonIdentity(name: AksAddonName): AksIdentity | undefined {
    return this.addons.identity(name);
  }

  /**
   * Installs an extension, such as Flux or Argo CD, with an identity of its own where it is to have one.
   *
   * @param name its name in the cluster, and unique in it
   * @throws PodtrustError what {@link AksExtension} throws
   */
  public addExtension(name: string, props: Omit<AksExtensionProps, 'cluster' | 'name'>): AksExtension {
    return new AksExtension(this, `extension-${name}`, { ...props, name, cluster: this });
  }

  private clusterArguments(props: AksClusterProps, networking: AksNetworking): KubernetesClusterConfig {
    const { dependables, clusterArguments: identities } = this.identities;
    return {
      name: props.name,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      dnsPrefix: dnsPrefix(props),
      ...upgradeArguments(props),

      oidcIssuerEnabled: true,
      workloadIdentityEnabled: true,
      localAccountDisabled: true,
      roleBasedAccessControlEnabled: true,
      azureActiveDirectoryRoleBasedAccessControl: {
        azureRbacEnabled: this.authorization === 'azure-rbac',
        tenantId: props.tenantId,
        adminGroupObjectIds: props.adminGroupObjectIds ? [...props.adminGroupObjectIds] : undefined,
      },
      ...identities,

      ...apiServerArguments(props, this.node.path),
      runCommandEnabled: false,
      networkProfile: networkProfile(networking, props.services, props.outbound),

      azurePolicyEnabled: true,
      imageCleanerEnabled: true,
      imageCleanerIntervalHours: 168,
      defaultNodePool: {
        ...nodePoolArguments(
          { tags: props.tags, maxPods: mostPods(networking), ...props.systemNodePool },
          props.systemNodePool?.name ?? 'system',
          this.node.path,
        ),
        onlyCriticalAddonsEnabled: true,
        vnetSubnetId: props.network.subnetId,
        podSubnetId: this.podSubnetId,
      },
      tags: props.tags,
      dependsOn: [...(props.dependsOn ?? []), ...dependables],
    };
  }

  /**
   * With local accounts off, `kube_config` still holds host and certificate, and no credential (azurerm #1820). The
   * provider calls all of it secret; these two parts are not, and as secrets they could not pass between stacks.
   */
  private connect(): ClusterConnection {
    const kubeConfig = this.resource.kubeConfig.get(0);
    const host = new TerraformLocal(this, 'host', Fn.nonsensitive(kubeConfig.host));
    const authority = new TerraformLocal(
      this,
      'certificate-authority',
      Fn.nonsensitive(kubeConfig.clusterCaCertificate),
    );
    return aksConnection({ endpoint: host.asString, certificateAuthority: authority.asString });
  }
}

function check(props: AksClusterProps, networking: AksNetworking, where: string): void {
  checkGiven(props.network, 'a network', where);
  checkGiven(networking, 'a networking', where);
  checkName('aks-cluster', props.name, where);
  checkName('aks-dns-prefix', dnsPrefix(props), where);
  checkName('resource-group', props.resourceGroupName, where);
  checkGuid('the id of an Entra tenant', props.tenantId, where);
  for (const group of props.adminGroupObjectIds ?? []) checkGuid('the object id of an Entra group', group, where);
  if (props.deployer) checkGuid('the object id of the deployer', props.deployer.principalId, where);
  if (props.logsWorkspaceId !== undefined) {
    resourceIdOf(props.logsWorkspaceId, [RESOURCE_KINDS.logAnalyticsWorkspace], where);
  }
  checkLogRetention('logRetentionDays', props.logRetentionDays, LOG_ANALYTICS_RETENTION, where);
  checkUpgrades(props, where);
  checkNetworking(networking, props.services, props.outbound, where);
  checkPublicAccess(props, { cloud: 'AKS', most: LIMITS.aksAuthorizedIpRanges, ipv6: false }, where);
  checkOneOf('authorization', props.authorization, ['azure-rbac', 'kubernetes-rbac'], where);
  checkAuthorization(props, where);
  checkPrivateDnsZone(props, where);
  const subnetIdOf = (subnet: IdLike | undefined) => subnet && resourceIdOf(subnet, [RESOURCE_KINDS.subnet], where);
  checkSubnetsApart(
    {
      'network.subnetId': subnetIdOf(props.network.subnetId),
      'networking.podSubnet': networking.plugin === 'pod-subnet' ? subnetIdOf(networking.podSubnet) : undefined,
      apiServerSubnet: subnetIdOf(props.apiServerSubnet),
    },
    where,
  );
  checkTags(props.tags, where);
  checkSystemPool(props.systemNodePool ?? {}, props.workloadNodePool ?? {}, where);
}

function checkAuthorization(
  { authorization, deployer, adminGroupObjectIds = [] }: AksClusterProps,
  where: string,
): void {
  if (authorization !== 'kubernetes-rbac') return;
  if (deployer) {
    throw choicesConflict(
      where,
      'a deployer with Kubernetes RBAC',
      'The deployer gets a role of Azure RBAC, which such a cluster does not ask.',
      'Put the deployer into a group of adminGroupObjectIds, and leave deployer out.',
    );
  }
  if (adminGroupObjectIds.length > 0) return;
  throw choicesConflict(
    where,
    'Kubernetes RBAC without adminGroupObjectIds',
    'Local accounts are off, so nobody could make the first RoleBinding.',
    'Give adminGroupObjectIds a group of Entra.',
  );
}

function apiServerArguments(
  props: AksClusterProps,
  where: string,
): Pick<
  KubernetesClusterConfig,
  'privateClusterEnabled' | 'privateDnsZoneId' | 'privateClusterPublicFqdnEnabled' | 'apiServerAccessProfile'
> {
  const privateClusterEnabled = isPrivate(props);
  const { privateDnsZone, apiServerSubnet } = props;
  const ranges = authorizedIpRanges(props);
  const zone = ownZone(props);
  return {
    privateClusterEnabled,
    privateDnsZoneId:
      privateDnsZone === 'none' ? 'None' : zone && resourceIdOf(zone, [RESOURCE_KINDS.privateDnsZone], where),
    // Without a zone its name is in public DNS, or nowhere.
    privateClusterPublicFqdnEnabled: privateDnsZone === 'none' ? true : undefined,
    apiServerAccessProfile:
      ranges.length === 0 && apiServerSubnet === undefined
        ? undefined
        : {
            authorizedIpRanges: ranges.length > 0 ? ranges : undefined,
            ...(apiServerSubnet === undefined
              ? {}
              : {
                  virtualNetworkIntegrationEnabled: true,
                  subnetId: resourceIdOf(apiServerSubnet, [RESOURCE_KINDS.subnet], where),
                }),
          },
  };
}

/** The API server's own walls. None for a private one, nor for one that is open to everybody, which AKS has no range for. */
function authorizedIpRanges({ publicAccessCidrs = [] }: AksClusterProps): string[] {
  return publicAccessCidrs.some(isEverything) ? [] : [...publicAccessCidrs];
}

/** Pods of the overlay take no address of a subnet; of others AKS' own number is as many as a subnet is planned for. */
function mostPods({ plugin }: AksNetworking): number | undefined {
  return plugin === 'overlay' || plugin === 'pod-subnet' ? MOST_PODS : undefined;
}

function dnsPrefix({ dnsPrefix: given, name }: AksClusterProps): string {
  return given ?? name.replace(/_/g, '-').slice(0, 54).replace(/-+$/, '');
}

function deploymentNeeds(props: AksClusterProps, networking: AksNetworking): string[] {
  const needs: string[] = [];
  const everyPool = [props.systemNodePool, props.workloadNodePool === false ? undefined : props.workloadNodePool];
  if (!props.deployer && !props.adminGroupObjectIds?.length) {
    needs.push(
      'Nobody may sign in to the cluster yet: give `deployer`, or `adminGroupObjectIds` with a group that the deployer is in.',
    );
  }
  if (isPrivate(props)) {
    needs.push(
      'The API server is private: deploy workloads from the virtual network or one connected to it, or give `publicAccessCidrs` with the address you deploy from.',
    );
  }
  if (networking.plugin === 'none') {
    needs.push('Nodes get ready once a network plugin is there: install one as soon as the cluster is made.');
  }
  if (props.workloadNodePool === false) {
    needs.push('No pool takes workloads: make an AksNodePool, since the system pool takes AKS’ own pods only.');
  }
  if (!everyPool.every((pool) => pool?.unencryptedHost)) {
    needs.push(
      'Nodes encrypt at the host: register it once a subscription with `az feature register --namespace Microsoft.Compute --name EncryptionAtHost`.',
    );
  }
  return [...needs, ...(props.identityMove?.deploymentNeeds ?? [])];
}
