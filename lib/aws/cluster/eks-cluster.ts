import { type ITerraformDependable, dependable } from 'cdktf';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksCluster as EksClusterResource } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import {
  CLOUDWATCH_RETENTION,
  type ClusterConnection,
  type IssuerLike,
  LIMITS,
  PodtrustError,
  type PublicAccess,
  type ServiceAccountReference,
  checkLogRetention,
  checkName,
  checkPublicAccess,
  isKnown,
  isPrivate,
} from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { partitionOfRegion } from '../../core/aws-partition';
import { checkArn, checkPartition } from '../arn';
import { ARN_KINDS } from '../arn-kinds';
import { type EksAccessPolicy, accessPolicyArn } from './eks-access-policy';
import type { EksClusterReference } from '../identity/eks-cluster-reference';
import { eksConnection } from './eks-connection';
import { checkKeyArn } from '../key-arn';
import { LogsKey } from '../logs-key';
import { type EksClusterAttributes, ExistingEksCluster } from './existing-eks-cluster';
import { IamOidcProvider } from '../identity/iam-oidc-provider';
import { managedPolicyArn, partitionOf } from '../partition';
import { podIdentity } from '../identity/pod-identity';
import { PodRole } from '../identity/pod-role';
import { checkRoleArn } from '../identity/role-arn';
import { useServiceAccount } from '../identity/service-account-uses';

/** All five control plane logs. Amazon EKS user guide, "control plane logs". */
const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'] as const;

/** An add-on's service account and the role that it gets by Pod Identity. */
export interface EksAddonIdentity {
  /** The name of the add-on's service account, such as `aws-node`. */
  readonly serviceAccount: string;
  readonly roleArn: string;
}

/** Properties of {@link EksCluster.addAddon}. */
export interface EksAddonProps {
  /** Default: EKS chooses the one that fits the cluster's version. */
  readonly version?: string;
  /** What `aws eks describe-addon-configuration` lists. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** The namespace of its service accounts. Default `kube-system`. */
  readonly namespace?: string;
  /** The roles of its service accounts; the add-on associates them itself. */
  readonly identities?: readonly EksAddonIdentity[];
  /** Whether its pods are Deployments, which never get ready before there are nodes. Default false. */
  readonly needsNodes?: boolean;
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Who may do what inside the cluster. */
export interface EksAccessEntryProps {
  /** ARN of an IAM role or user. */
  readonly principalArn: string;
  readonly policy: EksAccessPolicy;
  /** The namespaces that the policy is for. Default the whole cluster. */
  readonly namespaces?: readonly string[];
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
  readonly network: { readonly subnetIds: readonly string[]; readonly securityGroupIds?: readonly string[] };
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
   * Where the Pod Identity agent comes from: `addon` makes the add-on once something needs it, `none` leaves it to
   * somebody else, such as Auto Mode, which brings its own. Default `addon`.
   */
  readonly podIdentityAgent?: 'addon' | 'none';
  /** Whether to make the add-ons vpc-cni (with a role of its own), kube-proxy and coredns. Default true. */
  readonly networkAddons?: boolean;
  /** Twelve digits. Where given, Pod Identity trusts also ask for `aws:SourceAccount`. */
  readonly accountId?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An EKS cluster that is closed until somebody opens it: a private endpoint, all control plane logs, secrets and logs
 * encrypted under a key of its own, access by entries only and none for the creator, and a VPC CNI that does not need the nodes'
 * role.
 *
 * @throws PodtrustError `name-invalid`, `endpoint-open-to-all`, `ip-range-invalid`, `ip-ranges-over-limit`, `subnets-too-few`,
 *   `log-retention-invalid`
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
  /** The cluster's name, a token, so that what uses it waits for the cluster. */
  public readonly name: string;
  public readonly arn: string;
  public readonly arnCharacters?: number;
  public readonly region: string;
  public readonly subnetIds: readonly string[];
  public readonly accountId?: string;
  public readonly issuer: IssuerLike;
  /** How a Kubernetes client signs in: `aws eks get-token`, with the credentials of whoever runs it. */
  public readonly connection: ClusterConnection;
  /** What a deployment still needs, in sentences; synthesis works all the same. */
  public readonly deploymentNeeds: readonly string[];
  /** Who may do what, as far as it is made here: the access entries' policies. */
  private readonly access: ITerraformDependable[] = [];
  /** Add-ons that nodes need to get ready. */
  public readonly neededByNodes: ITerraformDependable[] = [];
  private readonly partition: string;
  private readonly agentFrom: 'addon' | 'none';
  private readonly waitForNodes: EksAddon[] = [];
  private readonly nodes: ITerraformDependable[] = [];
  private agent?: EksAddon;

  public constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { name, region, network, publicAccessCidrs = [], tags } = props;
    const where = this.node.path;
    checkName('eks-cluster', name, where);
    checkSubnets(network.subnetIds, where);
    checkPublicAccess(props, { cloud: 'EKS', most: LIMITS.eksPublicAccessCidrs, ipv6: true }, where);
    for (const arn of [props.secretsKeyArn, props.logsKeyArn]) if (arn !== undefined) checkKeyArn(arn, region, where);
    checkLogRetention('logRetentionDays', props.logRetentionDays, CLOUDWATCH_RETENTION, where);
    this.region = region;
    this.subnetIds = network.subnetIds;
    this.accountId = props.accountId;
    this.partition = partitionOf(region);
    this.agentFrom = props.podIdentityAgent ?? 'addon';
    this.deploymentNeeds = deploymentNeeds(props);

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
    this.role = this.makeRole(tags);
    this.resource = new EksClusterResource(this, 'Resource', {
      name,
      version: props.kubernetesVersion ?? '1.34',
      roleArn: this.role.arn,
      enabledClusterLogTypes: [...LOG_TYPES],
      deletionProtection: props.deletionProtection ?? true,
      bootstrapSelfManagedAddons: false,
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      vpcConfig: {
        subnetIds: [...network.subnetIds],
        securityGroupIds: network.securityGroupIds && [...network.securityGroupIds],
        endpointPrivateAccess: true,
        endpointPublicAccess: publicAccessCidrs.length > 0,
        publicAccessCidrs: publicAccessCidrs.length > 0 ? [...publicAccessCidrs] : undefined,
      },
      encryptionConfig: { provider: { keyArn: secretsKeyArn }, resources: ['secrets'] },
      tags,
      // EKS would make the log group itself and keep it for ever; without its permissions it leaves network interfaces behind.
      dependsOn: [this.logGroup, ...this.allowCluster(secretsKeyArn)],
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
    if ([name, region].every(isKnown)) {
      this.arnCharacters = `arn:${this.partition}:eks:${region}:123456789012:cluster/${name}`.length;
    }
    // Read once: each reading makes another token, and a token costs a stack trace.
    this.issuer = { url: this.resource.identity.get(0).oidc.get(0).issuer };
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
    if (props.networkAddons ?? true) this.vpcCniRole = this.addNetworkAddons(tags);
  }

  /** What must exist before workloads can be deployed: the cluster, its nodes of the same stack, and who deploys. */
  public get dependables(): readonly ITerraformDependable[] {
    return [this.resource, ...this.nodes, ...this.access];
  }

  /**
   * Lets a person or a program into the cluster, with one of EKS' own access policies.
   *
   * @param id unique in the cluster
   * @throws PodtrustError `construct-id-invalid`, `arn-malformed`, `arn-of-other-kind`, `partition-mismatch`, `name-invalid`
   */
  public addAccessEntry(id: string, props: EksAccessEntryProps): EksAccessEntry {
    const { principalArn, policy, namespaces } = props;
    this.checkPrincipal(principalArn, `${this.node.path}/${id}`);
    namespaces?.forEach((namespace) => checkName('namespace', namespace, `${this.node.path}/${id}`));
    const entry = new EksAccessEntry(this, checkedId(this, id), { clusterName: this.name, principalArn });
    const association = new EksAccessPolicyAssociation(this, checkedId(this, `${id}-policy`), {
      clusterName: this.name,
      principalArn,
      policyArn: accessPolicyArn(this.partition, policy),
      accessScope: namespaces ? { type: 'namespace', namespaces: [...namespaces] } : { type: 'cluster' },
      dependsOn: [entry],
    });
    this.access.push(association);
    return entry;
  }

  /**
   * Installs an EKS add-on. One that has an identity also gets the Pod Identity agent.
   *
   * @param name as EKS lists it, such as `aws-ebs-csi-driver`
   * @throws PodtrustError `construct-id-invalid` where the cluster has it, `role-arn-malformed`, `partition-mismatch`,
   *   `duplicate-association`, `irsa-and-pod-identity`
   */
  public addAddon(name: string, props: EksAddonProps = {}): EksAddon {
    const { identities = [], namespace = 'kube-system', needsNodes = false, configuration } = props;
    const where = `${this.node.path}/addon-${name}`;
    for (const { serviceAccount, roleArn } of identities) {
      checkRoleArn(roleArn, where);
      checkPartition(roleArn, { name: 'the cluster', partition: partitionOfRegion(this.region) }, where);
      useServiceAccount(this, { namespace, name: serviceAccount }, 'podIdentity', where);
    }
    const agent = identities.length > 0 ? this.addPodIdentityAgent() : undefined;
    const dependsOn = [...(props.dependsOn ?? []), ...(agent ? [agent] : []), ...(needsNodes ? this.nodes : [])];
    const addon = new EksAddon(this, checkedId(this, `addon-${name}`), {
      clusterName: this.name,
      addonName: name,
      addonVersion: props.version,
      configurationValues: configuration && JSON.stringify(configuration),
      podIdentityAssociation: identities.length > 0 ? identities.map((identity) => ({ ...identity })) : undefined,
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
      dependsOn: dependsOn.length > 0 ? dependsOn : undefined,
    });
    if (needsNodes) this.waitForNodes.push(addon);
    return addon;
  }

  /** The add-on eks-pod-identity-agent, made at the first call; nothing where {@link EksClusterProps.podIdentityAgent} is `none`. */
  public addPodIdentityAgent(): EksAddon | undefined {
    if (this.agentFrom === 'none') return undefined;
    this.agent ??= this.addAddon('eks-pod-identity-agent');
    return this.agent;
  }

  /** Lets the add-ons that need nodes wait for these. A node group of the same stack calls it by itself. */
  public addNodes(nodes: ITerraformDependable): void {
    this.nodes.push(nodes);
    for (const addon of this.waitForNodes) addon.dependsOn = [...(addon.dependsOn ?? []), dependable(nodes)];
  }

  private checkPrincipal(arn: string, where: string): void {
    checkArn(arn, [ARN_KINDS.role, ARN_KINDS.user], where);
    checkPartition(arn, { name: 'the cluster', partition: partitionOfRegion(this.region) }, where);
  }

  private makeRole(tags?: Readonly<Record<string, string>>): IamRole {
    return new IamRole(this, 'role', {
      description: 'Control plane of an EKS cluster',
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'eks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
      tags,
    });
  }

  /** What the control plane may do: manage load balancers and network interfaces, and use the one key. */
  private allowCluster(secretsKeyArn: string): ITerraformDependable[] {
    return [
      new IamRolePolicyAttachment(this, 'role-cluster-policy', {
        role: this.role.name,
        policyArn: managedPolicyArn(this.partition, 'AmazonEKSClusterPolicy'),
      }),
      new IamRolePolicy(this, 'role-secrets-key', {
        role: this.role.name,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ListGrants'],
              Resource: secretsKeyArn,
            },
          ],
        }),
      }),
    ];
  }

  /**
   * The add-ons that every cluster needs. The CNI gets its permissions by Pod Identity, so that the nodes' role need not
   * have them: any pod that reached a node's credentials could rewire the network.
   */
  private addNetworkAddons(tags?: Readonly<Record<string, string>>): PodRole {
    const serviceAccount: ServiceAccountReference = { namespace: 'kube-system', name: 'aws-node' };
    const role = new PodRole(this, 'vpc-cni-role', {
      description: 'VPC CNI of an EKS cluster',
      trusts: [podIdentity({ cluster: this, serviceAccount, bind: false })],
      managedPolicyArns: [managedPolicyArn(this.partition, 'AmazonEKS_CNI_Policy')],
      tags,
    });
    const cni = this.addAddon('vpc-cni', {
      identities: [{ serviceAccount: serviceAccount.name, roleArn: role.arn }],
      dependsOn: role.dependables,
    });
    this.neededByNodes.push(cni, this.addAddon('kube-proxy'));
    this.addAddon('coredns', { needsNodes: true });
    return role;
  }
}

function checkSubnets(subnetIds: readonly string[], where: string): void {
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
