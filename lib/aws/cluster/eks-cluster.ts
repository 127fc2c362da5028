import type { ITerraformDependable } from 'cdktf';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import type { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksCluster as EksClusterResource } from '@cdktf/provider-aws/lib/eks-cluster';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import {
  CLOUDWATCH_RETENTION,
  type ClusterConnection,
  type IssuerLike,
  LIMITS,
  PodtrustError,
  type PublicAccess,
  asRange,
  checkLogRetention,
  checkName,
  checkPublicAccess,
  isKnown,
  isPrivate,
} from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { checkAccountId, checkRegion } from '../cluster-home';
import type { EksClusterReference } from '../identity/eks-cluster-reference';
import { IamOidcProvider } from '../identity/issuers/iam-oidc-provider';
import type { PodRole } from '../identity/role/pod-role';
import { checkKeyArn } from '../key-arn';
import { LogsKey } from '../logs-key';
import { partitionOf } from '../partition';
import { checkHome } from '../provider-home';
import { useAccessEntry } from './access/access-entry-uses';
import { AUTO_MODE_NODE_POOLS, type EksAutoMode, checkAutoMode } from './nodes/auto-mode';
import { ClusterAddons } from './addons/cluster-addons';
import { allowCluster, makeClusterRole } from './cluster-role';
import type { EksAccessEntryProps } from './access/eks-access-entry';
import type { EksAddonProps, EksAddonSettings, EksNetworkAddons } from './addons/eks-addon';
import { eksConnection } from './eks-connection';
import { type SecurityGroupsForPods, checkSecurityGroupsForPods, withCniSettings } from './security-groups-for-pods';

export type { SecurityGroupsForPods } from './security-groups-for-pods';
import { type EksClusterAttributes, ExistingEksCluster } from './existing-eks-cluster';
import { makeAccessEntry } from './access/make-access-entry';
import { type NodeRole, makeNodeRole } from './nodes/node-role';
import {
  type EksRemoteNetworks,
  checkRemoteNetworks,
  checkServiceCidr,
  remoteNetworkConfig,
} from './nodes/remote-networks';

export type { EksAutoMode, EksAutoModeNodePool } from './nodes/auto-mode';
export type {
  EksAddonIdentity,
  EksAddonProps,
  EksAddonRole,
  EksAddonSettings,
  EksNetworkAddons,
} from './addons/eks-addon';
import { checkTags } from '../tags';
import { useName } from '../name-uses';
import { checkGiven, checkOneOf } from '../../core/given';
export type { EksRemoteNetworks } from './nodes/remote-networks';

/** All five control plane logs. Amazon EKS user guide, "control plane logs". */
const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'] as const;

/** What an {@link EksCluster} must know of its network: an {@link EksNetwork}, or one that exists. */
export interface EksClusterNetwork {
  /** At least two private subnets in two availability zones. Nodes live in the same ones. */
  readonly subnetIds: readonly string[];
  /** Security groups of the control plane beside EKS' own. At most four. */
  readonly securityGroupIds?: readonly string[];
  /** The VPC's IPv4 range, where it is known: it must not overlap other ranges of the cluster. */
  readonly cidr?: string;
}

/** Properties of {@link EksCluster}. */
export interface EksClusterProps extends PublicAccess {
  /** At most 100 characters: letters, digits, - and _. */
  readonly name: string;
  /** Such as `eu-west-1`; the AWS provider's own. */
  readonly region: string;
  /** The Kubernetes version, such as `1.34`. Default 1.34. */
  readonly kubernetesVersion?: string;
  /** An {@link EksNetwork}, or at least two private subnets in two availability zones. Nodes live in the same ones. */
  readonly network: EksClusterNetwork;
  /** The addresses of Kubernetes services: a private IPv4 range of /12 to /24, apart from the VPC's. Default EKS chooses. */
  readonly serviceCidr?: string;
  /** The networks of hybrid nodes, outside AWS. Default none. */
  readonly remoteNetworks?: EksRemoteNetworks;
  /** Who runs Terraform: gets AmazonEKSClusterAdminPolicy, since the cluster's creator is not made an admin silently. */
  readonly deployer?: { readonly principalArn: string };
  /** Others with AmazonEKSClusterAdminPolicy. Default none. */
  readonly admins?: readonly { readonly principalArn: string }[];
  /** ARN of the KMS key that encrypts secrets. Default a key of the cluster's own, rotated every year. */
  readonly secretsKeyArn?: string;
  /**
   * ARN of the KMS key that encrypts the control plane's logs, which CloudWatch Logs may use. Default the cluster's own key,
   * the one of the secrets.
   */
  readonly logsKeyArn?: string;
  /** Days that control plane logs are kept. Default 365. */
  readonly logRetentionDays?: number;
  /** Whether EKS refuses to delete the cluster. Default true. AWS provider 6.9 and later. */
  readonly deletionProtection?: boolean;
  /**
   * How the cluster knows who comes: by access entries alone, or by the ConfigMap aws-auth as well, as on the way from one to
   * the other. EKS goes to `API` and never back. Default `API`.
   */
  readonly authenticationMode?: 'API' | 'API_AND_CONFIG_MAP';
  /**
   * What EKS does at the end of a version's standard support: `STANDARD` upgrades the cluster, `EXTENDED` keeps the version
   * for a further year and a higher price. Default what EKS does, `EXTENDED`.
   */
  readonly upgradePolicy?: 'STANDARD' | 'EXTENDED';
  /** Whether Route 53 ARC may shift the cluster's traffic away from an availability zone that is impaired. Default false. */
  readonly zonalShift?: boolean;
  /** How much the control plane is scaled to at least. Default `standard`, as EKS sees fit. AWS provider 6.23 and later. */
  readonly controlPlaneTier?: 'standard' | 'tier-xl' | 'tier-2xl' | 'tier-4xl';
  /** AWS runs nodes, pod network, load balancers and block storage. `{}` is the ordinary case. Default it does not. */
  readonly autoMode?: EksAutoMode;
  /**
   * Where the Pod Identity agent comes from: `addon`, or the add-on's settings, makes the add-on once something needs it,
   * `none` leaves it to somebody else. Default `addon`, and `none` with Auto Mode, which brings its own.
   */
  readonly podIdentityAgent?: 'addon' | 'none' | EksAddonSettings;
  /**
   * Whether to make the add-ons vpc-cni (with a role of its own), kube-proxy and coredns; or their settings, such as
   * `{ 'vpc-cni': { configuration: { enableNetworkPolicy: 'true' } } }`. Default true, and false with Auto Mode, where only
   * node groups beside its nodes need them.
   */
  readonly networkAddons?: boolean | EksNetworkAddons;
  /** What runs CoreDNS: nodes, or Fargate, where a profile for kube-system takes it. Default `nodes`. */
  readonly coreDnsOn?: 'nodes' | 'fargate';
  /**
   * Lets pods have security groups of their own, by a `SecurityGroupPolicy` of `podtrust/kubernetes`. `{}` is the ordinary case.
   * Default they have those of their node.
   */
  readonly securityGroupsForPods?: SecurityGroupsForPods;
  /** Twelve digits. Where given, Pod Identity trusts also ask for `aws:SourceAccount`. */
  readonly accountId?: string;
  /** What must be there before the cluster, such as the {@link EksServiceLinkedRoles.dependables}. Default nothing. */
  readonly dependsOn?: readonly ITerraformDependable[];
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An EKS cluster that is closed until somebody opens it: a private endpoint, all control plane logs, secrets and logs
 * encrypted under a key of its own, access by entries only and none for the creator, and a VPC CNI that does not need the nodes'
 * role.
 *
 * @throws PodtrustError `name-invalid`, `region-invalid`, `kubernetes-version-invalid`, `endpoint-open-to-all`, `ip-range-invalid`, `ip-ranges-over-limit`, `subnets-too-few`, `subnets-invalid`, `name-taken`, `tags-invalid`,
 *   `security-groups-over-limit`, `remote-network-invalid`, `auto-mode-invalid`, `log-retention-invalid`, `region-mismatch`,
 *   `account-mismatch`
 */
export class EksCluster extends Construct implements EksClusterReference {
  /** A cluster that somebody else made. */
  public static fromAttributes(scope: Construct, id: string, attributes: EksClusterAttributes): ExistingEksCluster {
    return new ExistingEksCluster(scope, id, attributes);
  }

  /** The underlying resource, for what the props don't offer. */
  public readonly resource: EksClusterResource;
  public readonly role: IamRole;
  /** The cluster's own key, of the secrets, the logs, or both: undefined where `secretsKeyArn` and `logsKeyArn` are given. */
  public readonly key?: KmsKey;
  public readonly logGroup: CloudwatchLogGroup;
  public readonly oidcProvider: IamOidcProvider;
  /** The role of the VPC CNI, where its add-on is made here. */
  public readonly vpcCniRole?: PodRole;
  /** The role of Auto Mode's nodes, where it is made here. */
  public readonly autoModeNodeRole?: IamRole;
  /** Whether AWS runs nodes of this cluster. */
  public readonly autoMode: boolean;
  /** The networks of hybrid nodes. */
  public readonly remoteNetworks?: EksRemoteNetworks;
  /** The cluster's name, a token, so that what uses it waits for the cluster. */
  public readonly name: string;
  public readonly arn: string;
  public readonly arnCharacters?: number;
  public readonly region: string;
  public readonly subnetIds: readonly string[];
  public readonly accountId?: string;
  public readonly issuer: IssuerLike;
  /** The group that EKS makes, which the control plane and managed nodes have, and CoreDNS on them. */
  public readonly clusterSecurityGroupId: string;
  /** How a Kubernetes client signs in: `aws eks get-token`, with the credentials of whoever runs it. */
  public readonly connection: ClusterConnection;
  /** What a deployment still needs, in sentences; synthesis works all the same. */
  public readonly deploymentNeeds: readonly string[];
  /** Who may do what, as far as it is made here: the access entries' policies. */
  private readonly access: ITerraformDependable[] = [];
  /** Add-ons that nodes need to get ready. */
  public readonly neededByNodes: ITerraformDependable[] = [];
  private readonly addons: ClusterAddons;

  public constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { name, region, network, publicAccessCidrs = [], tags } = props;
    check(props, this.node.path);
    checkTags(tags, this.node.path);
    checkHome(this, props);
    useName(this, name, { kind: 'an EKS cluster', once: 'an account and region' });
    const partition = partitionOf(region);
    this.region = region;
    this.subnetIds = network.subnetIds;
    this.accountId = props.accountId;
    this.autoMode = props.autoMode !== undefined;
    this.remoteNetworks = props.remoteNetworks;
    this.deploymentNeeds = deploymentNeeds(props);
    const networkAddons = networkAddonsOf(props);
    if (props.securityGroupsForPods)
      checkSecurityGroupsForPods(this.autoMode, networkAddons !== undefined, this.node.path);
    const onlyAutoMode = this.autoMode && !networkAddons && !this.remoteNetworks;
    const agentFrom = props.podIdentityAgent ?? (onlyAutoMode ? 'none' : 'addon');
    this.addons = new ClusterAddons(this, { agentFrom, onlyAutoMode, tags });

    const logGroupName = `/aws/eks/${name}/cluster`;
    if (props.secretsKeyArn === undefined || props.logsKeyArn === undefined) {
      const description = `Kubernetes secrets and control plane logs of the EKS cluster ${name}`;
      const { accountId } = props;
      this.key = new LogsKey(this, 'key', { description, region, logGroupName, accountId, tags }).resource;
    }
    const secretsKeyArn = props.secretsKeyArn ?? this.key!.arn;
    this.logGroup = new CloudwatchLogGroup(this, 'logs', {
      name: logGroupName,
      retentionInDays: props.logRetentionDays ?? 365,
      kmsKeyId: props.logsKeyArn ?? this.key!.arn,
      tags,
    });
    this.role = makeClusterRole(this, { autoMode: this.autoMode, tags });
    const nodeRole = this.makeAutoModeNodeRole(props);
    this.autoModeNodeRole = nodeRole?.role;
    this.resource = new EksClusterResource(this, 'Resource', {
      name,
      version: props.kubernetesVersion ?? '1.34',
      roleArn: this.role.arn,
      enabledClusterLogTypes: [...LOG_TYPES],
      deletionProtection: props.deletionProtection ?? true,
      bootstrapSelfManagedAddons: false,
      accessConfig: {
        authenticationMode: props.authenticationMode ?? 'API',
        bootstrapClusterCreatorAdminPermissions: false,
      },
      vpcConfig: {
        subnetIds: [...network.subnetIds],
        securityGroupIds: network.securityGroupIds && [...network.securityGroupIds],
        endpointPrivateAccess: true,
        endpointPublicAccess: publicAccessCidrs.length > 0,
        publicAccessCidrs: publicAccessCidrs.length > 0 ? publicAccessCidrs.map(asRange) : undefined,
      },
      encryptionConfig: { provider: { keyArn: secretsKeyArn }, resources: ['secrets'] },
      upgradePolicy: props.upgradePolicy && { supportType: props.upgradePolicy },
      zonalShiftConfig: props.zonalShift === undefined ? undefined : { enabled: props.zonalShift },
      controlPlaneScalingConfig: props.controlPlaneTier && { tier: props.controlPlaneTier },
      remoteNetworkConfig: props.remoteNetworks && remoteNetworkConfig(props.remoteNetworks),
      ...autoModeConfig(props, nodeRole),
      tags,
      // EKS would make the log group itself and keep it for ever; without its permissions it leaves network interfaces behind.
      dependsOn: [
        ...(props.dependsOn ?? []),
        this.logGroup,
        ...allowCluster(this, this.role, {
          partition,
          secretsKeyArn,
          autoMode: this.autoMode,
          podSecurityGroups: props.securityGroupsForPods !== undefined,
        }),
        ...(nodeRole?.policies ?? []),
      ],
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
    if ([name, region].every(isKnown)) {
      this.arnCharacters = `arn:${partition}:eks:${region}:123456789012:cluster/${name}`.length;
    }
    // Read once: each reading makes another token, and a token costs a stack trace.
    this.issuer = { url: this.resource.identity.get(0).oidc.get(0).issuer };
    this.clusterSecurityGroupId = this.resource.vpcConfig.clusterSecurityGroupId;
    this.oidcProvider = new IamOidcProvider(this, 'oidc-provider', { issuer: this.issuer, tags });
    this.connection = eksConnection({
      endpoint: this.resource.endpoint,
      certificateAuthority: this.resource.certificateAuthority.get(0).data,
      clusterName: name,
      region,
    });
    if (props.deployer) {
      this.addAccessEntry('deployer', { ...props.deployer, policy: 'AmazonEKSClusterAdminPolicy' });
    }
    props.admins?.forEach((admin, index) =>
      this.addAccessEntry(`admin-${index + 1}`, { ...admin, policy: 'AmazonEKSClusterAdminPolicy' }),
    );
    if (props.autoMode) {
      const principalArn = props.autoMode.nodeRoleArn ?? nodeRole!.role.arn;
      // EKS makes the entry of the nodes' role for its own node pools only.
      if (props.autoMode.nodePools?.length === 0) this.addAccessEntry('auto-mode-nodes', { principalArn, type: 'EC2' });
      else useAccessEntry(this, this, principalArn, { byEks: true });
    }
    if (networkAddons) this.addNetworkAddons(networkAddons, props);
    this.vpcCniRole = this.addonRole('vpc-cni');
  }

  /** What must exist before workloads can be deployed: the cluster, its nodes of the same stack, and who deploys. */
  public get dependables(): readonly ITerraformDependable[] {
    return [this.resource, ...this.addons.nodes, ...this.access];
  }

  /**
   * Lets a person or a program into the cluster: by access policies of EKS, by groups of Kubernetes RBAC, or by both.
   *
   * @param id unique in the cluster
   * @throws PodtrustError `construct-id-invalid`, `arn-malformed`, `arn-of-other-kind`, `partition-mismatch`,
   *   `account-mismatch`, `name-invalid`, `access-entry-invalid`, `access-entry-duplicate`
   */
  public addAccessEntry(id: string, props: EksAccessEntryProps): EksAccessEntry {
    const { entry, access } = makeAccessEntry(this, id, this, props);
    this.access.push(...access);
    return entry;
  }

  /**
   * Installs an EKS add-on with an identity of its own, which is never the nodes'. One that has a role by Pod Identity also
   * gets the agent.
   *
   * @param name as EKS lists it, such as `aws-ebs-csi-driver`
   * @throws PodtrustError `addon-duplicate` where the cluster has it, `addon-unknown`, `addon-version-invalid`, `tags-invalid`, `construct-id-invalid`, `addon-built-in`, `addon-identity-ambiguous`,
   *   `addon-role-incomplete`, `name-invalid`, `role-arn-malformed`, `partition-mismatch`, `duplicate-association`,
   *   `irsa-and-pod-identity`, `pod-identity-on-fargate`
   */
  public addAddon(name: string, props: EksAddonProps = {}): EksAddon {
    return this.addons.add(name, props);
  }

  /** The role that was made for an add-on; nothing where it has none, or one that was given. */
  public addonRole(name: string): PodRole | undefined {
    return this.addons.role(name);
  }

  /** The add-on eks-pod-identity-agent, made at the first call; nothing where {@link EksClusterProps.podIdentityAgent} is `none`. */
  public addPodIdentityAgent(): EksAddon | undefined {
    return this.addons.addAgent();
  }

  /** Lets the add-ons that need nodes wait for these. Node groups and Fargate profiles of the same stack call it themselves. */
  public addNodes(nodes: ITerraformDependable): void {
    this.addons.addNodes(nodes);
  }

  /** The role of Auto Mode's nodes; nothing where it is off or has one. */
  private makeAutoModeNodeRole({ autoMode, region, tags }: EksClusterProps): NodeRole | undefined {
    if (!autoMode || autoMode.nodeRoleArn !== undefined) return undefined;
    const description = 'Nodes of EKS Auto Mode';
    return makeNodeRole(this, { id: 'auto-mode-role', region, description, asksOwnName: false, tags });
  }

  /**
   * The add-ons that every cluster needs. The CNI gets its permissions by Pod Identity, so that the nodes' role need not
   * have them: any pod that reached a node's credentials could rewire the network.
   */
  private addNetworkAddons(settings: EksNetworkAddons, props: EksClusterProps): void {
    const { coreDnsOn, securityGroupsForPods: podGroups } = props;
    const { 'vpc-cni': cni = {}, coredns = {} } = settings;
    this.addAddon('vpc-cni', {
      ...cni,
      configuration: podGroups ? withCniSettings(cni, podGroups) : cni.configuration,
    });
    this.addAddon('kube-proxy', settings['kube-proxy']);
    const onFargate = coreDnsOn === 'fargate' ? { computeType: 'Fargate' } : undefined;
    this.addAddon('coredns', {
      ...coredns,
      configuration: onFargate ? { ...coredns.configuration, ...onFargate } : coredns.configuration,
    });
  }
}

/** The settings of the network add-ons; nothing where they are not made here. */
function networkAddonsOf({ autoMode, networkAddons = !autoMode }: EksClusterProps): EksNetworkAddons | undefined {
  if (typeof networkAddons !== 'boolean') return networkAddons;
  return networkAddons ? {} : undefined;
}

/** What Auto Mode switches on: EKS refuses compute, load balancing and storage unless they go together. */
function autoModeConfig({ autoMode, serviceCidr }: EksClusterProps, nodeRole: NodeRole | undefined) {
  if (!autoMode) return { kubernetesNetworkConfig: serviceCidr ? { serviceIpv4Cidr: serviceCidr } : undefined };
  const nodePools = autoMode.nodePools ?? AUTO_MODE_NODE_POOLS;
  return {
    computeConfig: {
      enabled: true,
      nodePools: [...nodePools],
      // EKS asks for a role with node pools, and for none without.
      nodeRoleArn: nodePools.length > 0 ? (autoMode.nodeRoleArn ?? nodeRole!.role.arn) : undefined,
    },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true }, serviceIpv4Cidr: serviceCidr },
    storageConfig: { blockStorage: { enabled: true } },
  };
}

function check(props: EksClusterProps, where: string): void {
  const { name, region, network, serviceCidr } = props;
  checkName('eks-cluster', name, where);
  checkRegion(region, where);
  checkAccountId(props.accountId, where);
  checkOneOf('authenticationMode', props.authenticationMode, ['API', 'API_AND_CONFIG_MAP'], where);
  checkOneOf('upgradePolicy', props.upgradePolicy, ['STANDARD', 'EXTENDED'], where);
  checkOneOf('controlPlaneTier', props.controlPlaneTier, ['standard', 'tier-xl', 'tier-2xl', 'tier-4xl'], where);
  checkOneOf('coreDnsOn', props.coreDnsOn, ['nodes', 'fargate'], where);
  const enforcing = props.securityGroupsForPods?.enforcing;
  checkOneOf('securityGroupsForPods.enforcing', enforcing, ['standard', 'strict'], where);
  if (typeof props.podIdentityAgent === 'string') {
    checkOneOf('podIdentityAgent', props.podIdentityAgent, ['addon', 'none'], where);
  }
  if (props.kubernetesVersion !== undefined) checkKubernetesVersion(props.kubernetesVersion, where);
  checkGiven(network, 'a network, such as an EksNetwork', where);
  checkSubnets(network.subnetIds, where);
  checkSecurityGroups(network.securityGroupIds ?? [], where);
  checkPublicAccess(
    props,
    { cloud: 'EKS', most: LIMITS.eksPublicAccessCidrs, ipv6: false, exact: true, onlyPublic: true },
    where,
  );
  for (const arn of [props.secretsKeyArn, props.logsKeyArn]) if (arn !== undefined) checkKeyArn(arn, region, where);
  checkLogRetention('logRetentionDays', props.logRetentionDays, CLOUDWATCH_RETENTION, where);
  if (serviceCidr !== undefined) checkServiceCidr(serviceCidr, network.cidr, where);
  if (props.remoteNetworks) {
    checkRemoteNetworks(props.remoteNetworks, { vpc: network.cidr, services: serviceCidr }, where);
  }
  if (props.autoMode) checkAutoMode(props.autoMode, region, where);
}

/** EKS names versions by their first two numbers, and chooses the third itself. */
function checkKubernetesVersion(version: string, where: string): void {
  if (typeof version === 'string' && (!isKnown(version) || /^1\.\d{2,3}$/.test(version))) return;
  throw new PodtrustError({
    code: 'kubernetes-version-invalid',
    where,
    what: `the Kubernetes version ${JSON.stringify(version)}`,
    why: 'EKS names a version by its first two numbers, and refuses another text.',
    remedy: 'Give it as text, like "1.34".',
  });
}

function checkSecurityGroups(groups: readonly string[], where: string): void {
  const most = LIMITS.eksSecurityGroups;
  if (groups.length <= most) return;
  throw new PodtrustError({
    code: 'security-groups-over-limit',
    where,
    what: `${groups.length} security groups of the control plane`,
    why: `EKS accepts ${most} beside the one that it makes, and does not raise this quota.`,
    remedy: 'Join their rules in fewer groups.',
  });
}

/** Amazon EKS API, VpcConfigRequest; Amazon EC2 API, ids of subnets. */
function checkSubnetIds(subnetIds: readonly string[], where: string): void {
  const known = subnetIds.filter(isKnown);
  const wrong = known.find((id, index) => !/^subnet-[0-9a-z]+$/.test(id) || known.indexOf(id) !== index);
  if (wrong === undefined) return;
  const twice = known.indexOf(wrong) !== known.lastIndexOf(wrong);
  throw new PodtrustError({
    code: 'subnets-invalid',
    where,
    what: twice ? `the subnet ${wrong} twice` : `the subnet ${JSON.stringify(wrong)}`,
    why: twice
      ? 'It is in one availability zone, and EKS asks for two.'
      : 'EKS finds no subnet by it: their ids begin with subnet-.',
    remedy: 'Give the ids of the private subnets of two or more zones.',
  });
}

function checkSubnets(subnetIds: readonly string[], where: string): void {
  checkSubnetIds(subnetIds, where);
  // A list that is one token, such as Terraform's output of another stack, is longer than it looks.
  if (subnetIds.length >= 2 || subnetIds.some((subnet) => !isKnown(subnet))) return;
  throw new PodtrustError({
    code: 'subnets-too-few',
    where,
    what: `${subnetIds.length} subnet${subnetIds.length === 1 ? '' : 's'}`,
    why: 'EKS accepts no fewer than two subnets in two availability zones.',
    remedy: 'Give the private subnets of two or more zones.',
  });
}

function deploymentNeeds({ deployer, admins = [], ...access }: EksClusterProps): string[] {
  const needs: string[] = [];
  if (!deployer && admins.length === 0) {
    needs.push(
      'Nobody can use the cluster yet, not even who creates it: give deployer.principalArn, the ARN of the IAM role or user that runs Terraform.',
    );
  } else if (!deployer) {
    needs.push('Terraform must run as one of the admins: no deployer is given.');
  }
  if (isPrivate(access)) {
    needs.push(
      'The API server can be reached only from inside the VPC: run Terraform there, or give publicAccessCidrs, the networks that you deploy from.',
    );
  }
  return needs;
}
