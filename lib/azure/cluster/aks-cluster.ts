import { KubernetesCluster, type KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { Fn, type ITerraformDependable, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import {
  type ClusterConnection,
  type IssuerLike,
  LIMITS,
  LOG_ANALYTICS_RETENTION,
  type PublicAccess,
  checkIpRange,
  checkLogRetention,
  checkName,
  checkPublicAccess,
  isEverything,
  isPrivate,
} from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import type { AksClusterReference } from '../identity/aks-cluster-reference';
import { aksConnection } from './aks-connection';
import { AksNodePool, type AksNodePoolSettings, nodePoolArguments } from './aks-node-pool';
import type { NodeNetwork } from '../network/aks-network';
import { ClusterIdentities } from './cluster-identities';
import { type AksClusterAttributes, ExistingAksCluster } from './existing-aks-cluster';
import { checkGuid } from '../guid';
import { resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import { roleGrant } from '../grants/role-grant';

/** The same five logs as EksCluster's: API server, audit, sign-in, controller manager, scheduler. Microsoft.ContainerService, "Resource logs". */
const LOG_CATEGORIES = ['kube-apiserver', 'kube-audit-admin', 'guard', 'kube-controller-manager', 'kube-scheduler'];

/** What pods of Azure CNI's overlay can be on a node, which AKS takes as its own default too. */
const MOST_PODS = 250;

/** Who deploys into the cluster. */
export interface AksDeployer {
  /** Entra object id of the user, group or service principal. */
  readonly principalId: string;
  /** Needed where the deployer itself may assign roles to some kinds only. Default Azure finds out. */
  readonly principalType?: 'User' | 'Group' | 'ServicePrincipal';
}

/** Properties of {@link AksCluster}. */
export interface AksClusterProps extends PublicAccess {
  /** 1-63 letters, digits, `-`, `_`. */
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** The Entra tenant that signs people in. */
  readonly tenantId: string;
  /** An AksNetwork, or the ids of what exists. */
  readonly network: NodeNetwork;
  /** Before the API server's host name, 1-54 letters, digits, `-`. Default made of the name. */
  readonly dnsPrefix?: string;
  /** The minor version, such as `1.33`: AKS upgrades patches by itself. Default Azure's recommendation. */
  readonly kubernetesVersion?: string;
  /** Entra groups whose members administer the cluster. Default none. */
  readonly adminGroupObjectIds?: readonly string[];
  /** Gets "Azure Kubernetes Service RBAC Cluster Admin" on this cluster. Default nobody; see {@link AksCluster.deploymentNeeds}. */
  readonly deployer?: AksDeployer;
  /** A private DNS zone of one's own for a private API server. Default one that AKS keeps. */
  readonly privateDnsZoneId?: string;
  /** Resource ids of the container registries that nodes pull from, by a name of your choice. Default none. */
  readonly registryIds?: Readonly<Record<string, string>>;
  /** `Standard` and `Premium` have an uptime agreement, `Free` has none. Default `Standard`. */
  readonly skuTier?: 'Free' | 'Standard' | 'Premium';
  /** The pool for AKS' own pods, called `system` by default; a taint keeps workloads off it. */
  readonly systemNodePool?: AksNodePoolSettings;
  /** The pool for workloads, called `workload` by default; `false` for none, where AksNodePools are made apart. */
  readonly workloadNodePool?: AksNodePoolSettings | false;
  /** CIDR of pods. Default Azure's, 10.244.0.0/16. */
  readonly podCidr?: string;
  /** CIDR of services, and the DNS service's address in it. Default Azure's, 10.0.0.0/16 and 10.0.0.10. */
  readonly services?: { readonly cidr: string; readonly dnsServiceIp: string };
  /**
   * The control plane's logs. `false` for none: Azure charges for them by the GB. Default on, in a Log Analytics workspace of
   * the cluster's own.
   */
  readonly controlPlaneLogs?: false;
  /** Resource id of the Log Analytics workspace that gets the control plane's logs. Default one of the cluster's own. */
  readonly logsWorkspaceId?: string;
  /** Days that the cluster's own workspace keeps logs: 30 to 730. Default 365. */
  readonly logRetentionDays?: number;
  /** Sends logs and metrics of pods to a Log Analytics workspace, by the agent's own identity. Default none. */
  readonly logAnalyticsWorkspaceId?: string;
  /** The add-on that mounts Key Vault secrets as files, rotating them. Default false: pods read them by their own identity. */
  readonly keyVaultSecretsProvider?: boolean;
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
  /** The issuer exactly as Azure gives it, with its trailing slash; known only after apply. */
  public readonly issuer: IssuerLike;
  public readonly workloadIdentityWebhook = true;
  /** By `kubelogin` with the session of `az login`. */
  public readonly connection: ClusterConnection;
  /** What must exist before workloads can run: the cluster, its pool, the deployer's role. */
  public readonly dependables: readonly ITerraformDependable[];
  /** What deploying needs that the given props don't bring, in sentences. */
  public readonly deploymentNeeds: readonly string[];

  /** @throws PodtrustError `name-invalid`, `guid-invalid`, `ip-range-invalid`, `endpoint-open-to-all`, `ip-ranges-over-limit`, `node-count-invalid`, `log-retention-invalid`, `resource-id-malformed`, `resource-id-of-other-type` */
  public constructor(scope: Construct, id: string, props: AksClusterProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    this.check(props);

    this.name = props.name;
    this.tenantId = props.tenantId;
    this.subnetId = props.network.subnetId;
    this.identities = new ClusterIdentities(this, 'identities', { ...props, clusterName: props.name });
    this.resource = new KubernetesCluster(this, 'Resource', this.clusterArguments(props));
    this.id = this.resource.id;
    this.issuer = { url: this.resource.oidcIssuerUrl };
    this.connection = this.connect();
    if (props.workloadNodePool !== false) {
      this.workloadNodePool = new AksNodePool(this, 'workload-pool', {
        name: 'workload',
        tags: props.tags,
        maxPods: MOST_PODS,
        ...props.workloadNodePool,
        cluster: this,
      });
    }
    if (props.controlPlaneLogs !== false) {
      if (props.logsWorkspaceId === undefined) this.logs = this.makeWorkspace(props);
      this.logsWorkspaceId = props.logsWorkspaceId ?? this.logs!.id;
      new MonitorDiagnosticSetting(this, 'logs-setting', {
        name: 'control-plane',
        targetResourceId: this.id,
        logAnalyticsWorkspaceId: this.logsWorkspaceId,
        // A table for each kind of log, in place of one for all of Azure's.
        logAnalyticsDestinationType: 'Dedicated',
        enabledLog: LOG_CATEGORIES.map((category) => ({ category })),
      });
    }
    if (props.logAnalyticsWorkspaceId !== undefined) this.letAgentPublishMetrics();
    this.dependables = [
      this.resource,
      ...(this.workloadNodePool ? [this.workloadNodePool.resource] : []),
      ...(props.deployer ? [this.admit(props.deployer)] : []),
    ];
    this.deploymentNeeds = deploymentNeeds(props);
  }

  private check(props: AksClusterProps): void {
    const where = this.node.path;
    checkName('aks-cluster', props.name, where);
    checkName('aks-dns-prefix', dnsPrefix(props), where);
    checkName('resource-group', props.resourceGroupName, where);
    checkGuid('the id of an Entra tenant', props.tenantId, where);
    for (const group of props.adminGroupObjectIds ?? []) checkGuid('the object id of an Entra group', group, where);
    if (props.deployer) checkGuid('the object id of the deployer', props.deployer.principalId, where);
    for (const id of [props.logAnalyticsWorkspaceId, props.logsWorkspaceId]) {
      if (id !== undefined) resourceIdOf(id, [RESOURCE_KINDS.logAnalyticsWorkspace], where);
    }
    checkLogRetention('logRetentionDays', props.logRetentionDays, LOG_ANALYTICS_RETENTION, where);
    if (props.podCidr !== undefined) checkIpRange('podCidr', props.podCidr, where);
    if (props.services) checkIpRange('services.cidr', props.services.cidr, where);
    checkPublicAccess(props, { cloud: 'AKS', most: LIMITS.aksAuthorizedIpRanges, ipv6: false }, where);
  }

  private clusterArguments(props: AksClusterProps): KubernetesClusterConfig {
    const { controlPlane, kubelet, dependables } = this.identities;
    const privateCluster = isPrivate(props);
    return {
      name: props.name,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      dnsPrefix: dnsPrefix(props),
      kubernetesVersion: props.kubernetesVersion,
      skuTier: props.skuTier ?? 'Standard',
      automaticUpgradeChannel: 'patch',
      nodeOsUpgradeChannel: 'NodeImage',

      oidcIssuerEnabled: true,
      workloadIdentityEnabled: true,
      localAccountDisabled: true,
      roleBasedAccessControlEnabled: true,
      azureActiveDirectoryRoleBasedAccessControl: {
        azureRbacEnabled: true,
        tenantId: props.tenantId,
        adminGroupObjectIds: props.adminGroupObjectIds ? [...props.adminGroupObjectIds] : undefined,
      },
      identity: { type: 'UserAssigned', identityIds: [controlPlane.id] },
      kubeletIdentity: {
        clientId: kubelet.clientId,
        objectId: kubelet.principalId,
        userAssignedIdentityId: kubelet.id,
      },

      privateClusterEnabled: privateCluster,
      privateDnsZoneId: privateCluster ? props.privateDnsZoneId : undefined,
      apiServerAccessProfile: authorizedIpRanges(props),
      runCommandEnabled: false,
      networkProfile: {
        networkPlugin: 'azure',
        networkPluginMode: 'overlay',
        networkDataPlane: 'cilium',
        networkPolicy: 'cilium',
        loadBalancerSku: 'standard',
        podCidr: props.podCidr,
        serviceCidr: props.services?.cidr,
        dnsServiceIp: props.services?.dnsServiceIp,
      },

      azurePolicyEnabled: true,
      imageCleanerEnabled: true,
      imageCleanerIntervalHours: 168,
      keyVaultSecretsProvider: props.keyVaultSecretsProvider ? { secretRotationEnabled: true } : undefined,
      omsAgent:
        props.logAnalyticsWorkspaceId === undefined
          ? undefined
          : { logAnalyticsWorkspaceId: props.logAnalyticsWorkspaceId, msiAuthForMonitoringEnabled: true },
      defaultNodePool: {
        ...nodePoolArguments(
          { tags: props.tags, maxPods: MOST_PODS, ...props.systemNodePool },
          props.systemNodePool?.name ?? 'system',
          this.node.path,
        ),
        onlyCriticalAddonsEnabled: true,
        vnetSubnetId: props.network.subnetId,
      },
      tags: props.tags,
      dependsOn: [...dependables],
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

  private makeWorkspace(props: AksClusterProps): LogAnalyticsWorkspace {
    return new LogAnalyticsWorkspace(this, 'logs', {
      name: `${dnsPrefix(props)}-logs`,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      retentionInDays: props.logRetentionDays ?? 365,
      // Its keys would let anybody write into it who holds them.
      localAuthenticationEnabled: false,
      tags: props.tags,
    });
  }

  private admit(deployer: AksDeployer): RoleAssignment {
    return new RoleAssignment(this, 'deployer', {
      scope: this.id,
      roleDefinitionName: 'Azure Kubernetes Service RBAC Cluster Admin',
      principalId: deployer.principalId,
      principalType: deployer.principalType,
    });
  }

  private letAgentPublishMetrics(): void {
    const agent = this.resource.omsAgent.omsAgentIdentity.get(0);
    roleGrant({ role: 'Monitoring Metrics Publisher', scope: this.id, id: 'oms-agent' }).give(this, {
      principalId: agent.objectId,
    });
  }
}

/** The API server's own walls. Nothing for a private one, nor for one that is open to everybody, which AKS has no range for. */
function authorizedIpRanges({ publicAccessCidrs = [] }: AksClusterProps): { authorizedIpRanges: string[] } | undefined {
  if (publicAccessCidrs.length === 0 || publicAccessCidrs.some(isEverything)) return undefined;
  return { authorizedIpRanges: [...publicAccessCidrs] };
}

function dnsPrefix({ dnsPrefix: given, name }: AksClusterProps): string {
  return given ?? name.replace(/_/g, '-').slice(0, 54).replace(/-+$/, '');
}

function deploymentNeeds(props: AksClusterProps): string[] {
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
    if (props.privateDnsZoneId !== undefined && props.network.virtualNetworkId === undefined) {
      needs.push(
        'AKS links the private DNS zone to the virtual network: give `network.virtualNetworkId`, or grant the control plane’s identity Network Contributor on it.',
      );
    }
  }
  if (props.workloadNodePool === false) {
    needs.push('No pool takes workloads: make an AksNodePool, since the system pool takes AKS’ own pods only.');
  }
  if (!everyPool.every((pool) => pool?.unencryptedHost)) {
    needs.push(
      'Nodes encrypt at the host: register it once a subscription with `az feature register --namespace Microsoft.Compute --name EncryptionAtHost`.',
    );
  }
  return needs;
}
