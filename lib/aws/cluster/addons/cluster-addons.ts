import { type ITerraformDependable, dependable } from 'cdktf';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { Construct } from 'constructs';
import { PodtrustError, checkName, isKnown } from '../../../core';
import { checkOneOf } from '../../../core/given';
import { partitionOfRegion } from '../../../core/aws/aws-partition';
import { checkedId } from '../../../terraform';
import { checkPartition } from '../../arn';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';
import { irsa } from '../../identity/irsa';
import { podIdentity } from '../../identity/pod-identity/pod-identity';
import { PodRole } from '../../identity/role/pod-role';
import { checkRoleArn } from '../../identity/role/role-arn';
import { useServiceAccount } from '../../identity/service-account-uses';
import { managedPolicyArn, partitionOf } from '../../partition';
import { checkNotBuiltIn } from '../nodes/auto-mode';
import type { EksAddonIdentity, EksAddonProps, EksAddonRole, EksAddonSettings } from './eks-addon';
import { type KnownAddon, NETWORK_ADDONS, checkAddonName, knownAddon } from './known-addons';
import { checkTags } from '../../tags';

const AGENT = 'eks-pod-identity-agent';

/** The agent runs on hybrid nodes only where it is told to. Amazon EKS user guide, "Configure add-ons for hybrid nodes". */
const ON_HYBRID_NODES = { daemonsets: { hybrid: { create: true } } };

/** How the add-ons of a cluster are made. */
export interface ClusterAddonsOptions {
  /** Where the Pod Identity agent comes from. */
  readonly agentFrom: 'addon' | 'none' | EksAddonSettings;
  /** Whether all nodes are Auto Mode's, which has some add-ons built in. */
  readonly onlyAutoMode: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The add-ons of a cluster, in the order in which they can work: the agent before what needs it, nodes before Deployments. */
export class ClusterAddons {
  private readonly roleOf = new Map<string, PodRole>();
  private readonly waitForNodes: EksAddon[] = [];
  private readonly nodeList: ITerraformDependable[] = [];
  private readonly names = new Set<string>();
  private agent?: EksAddon;

  /** @param neededByNodes gets the add-ons without which nodes never get ready */
  public constructor(
    private readonly cluster: Construct & EksClusterReference & { readonly neededByNodes: ITerraformDependable[] },
    private readonly options: ClusterAddonsOptions,
  ) {}

  /** What add-ons with Deployments wait for. */
  public get nodes(): readonly ITerraformDependable[] {
    return this.nodeList;
  }

  /** The role that was made for an add-on. */
  public role(name: string): PodRole | undefined {
    return this.roleOf.get(name);
  }

  /** See {@link EksCluster.addAddon}. */
  public add(name: string, props: EksAddonProps): EksAddon {
    const { cluster } = this;
    const known = knownAddon(name);
    const { namespace = known.namespace, needsNodes = known.needsNodes, configuration } = props;
    const where = `${cluster.node.path}/addon-${name}`;
    if (this.options.onlyAutoMode) checkNotBuiltIn(name, where);
    checkAddonName(name, where);
    checkVersion(props.version, where);
    checkTags(props.tags, where);
    if (this.names.has(name)) throw duplicate(name, cluster.node.path);
    const id = checkedId(cluster, `addon-${name}`);
    if (props.namespace !== undefined) checkName('namespace', props.namespace, where);
    checkOneIdentity(props, where);
    this.checkRoles(props, where);
    const made = this.makeRole(name, { ...props, namespace }, known, where);
    const identities = made?.identities ?? props.identities ?? [];
    const serviceAccountRoleArn = made?.serviceAccountRoleArn ?? props.serviceAccountRoleArn;
    for (const { serviceAccount } of identities) {
      const onEachNode = known.onEachNode.includes(serviceAccount);
      useServiceAccount(cluster, { namespace, name: serviceAccount }, 'podIdentity', where, { onEachNode });
    }
    if (serviceAccountRoleArn !== undefined) {
      const accounts = made?.accounts ?? known.accounts;
      for (const account of accounts) useServiceAccount(cluster, { namespace, name: account }, 'irsa', where);
    }
    const agent = identities.length > 0 ? this.addAgent() : undefined;
    const dependsOn = [
      ...(props.dependsOn ?? []),
      ...(made?.role.dependables ?? []),
      ...(agent ? [agent] : []),
      ...(needsNodes ? this.nodeList : []),
    ];
    const addon = new EksAddon(cluster, id, {
      clusterName: cluster.name,
      addonName: name,
      addonVersion: props.version,
      configurationValues: configuration && JSON.stringify(configuration),
      podIdentityAssociation: identities.length > 0 ? identities.map((identity) => ({ ...identity })) : undefined,
      serviceAccountRoleArn,
      preserve: props.preserve,
      tags: props.tags && { ...props.tags },
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
      dependsOn: dependsOn.length > 0 ? dependsOn : undefined,
    });
    if (props.namespace !== undefined && props.namespace !== known.namespace) {
      // Only newer bindings type the argument.
      addon.addOverride('namespace_config', { namespace });
    }
    this.names.add(name);
    if (name === AGENT) this.agent = addon;
    if (needsNodes) this.waitForNodes.push(addon);
    if (known.neededByNodes) cluster.neededByNodes.push(addon);
    return addon;
  }

  /** See {@link EksCluster.addPodIdentityAgent}. */
  public addAgent(): EksAddon | undefined {
    const { agentFrom } = this.options;
    if (this.agent || agentFrom === 'none') return this.agent;
    const settings = agentFrom === 'addon' ? {} : agentFrom;
    const configuration = { ...(this.cluster.remoteNetworks && ON_HYBRID_NODES), ...settings.configuration };
    return this.add(AGENT, {
      ...settings,
      configuration: Object.keys(configuration).length > 0 ? configuration : undefined,
    });
  }

  /** Lets the add-ons that need nodes wait for these. */
  public addNodes(nodes: ITerraformDependable): void {
    this.nodeList.push(nodes);
    for (const addon of this.waitForNodes) addon.dependsOn = [...(addon.dependsOn ?? []), dependable(nodes)];
  }

  private checkRoles({ identities = [], serviceAccountRoleArn }: EksAddonProps, where: string): void {
    const arns = identities.map(({ roleArn }) => roleArn);
    for (const { serviceAccount } of identities) checkName('service-account', serviceAccount, where);
    for (const arn of serviceAccountRoleArn === undefined ? arns : [...arns, serviceAccountRoleArn]) {
      checkRoleArn(arn, where);
      checkPartition(arn, { name: 'the cluster', partition: partitionOfRegion(this.cluster.region) }, where);
    }
  }

  /** Makes the role of an add-on that is given none, where there is something to give it. */
  private makeRole(
    name: string,
    props: EksAddonProps & { readonly namespace: string },
    known: KnownAddon,
    where: string,
  ): MadeRole | undefined {
    if (props.role === 'none' || props.identities || props.serviceAccountRoleArn !== undefined) return undefined;
    if (typeof props.role === 'string') checkOneOf('role', props.role, ['none'], where);
    const { cluster } = this;
    const asked: EksAddonRole | undefined = props.role ?? (known.role && {});
    if (!asked) return undefined;
    const { mechanism = 'eks-pod-identity', grants = [] } = asked;
    checkOneOf('role.mechanism', mechanism, ['eks-pod-identity', 'irsa'], where);
    const accounts = asked.serviceAccounts ?? known.role?.accounts ?? known.accounts;
    const own = grants.length === 0 ? known.role?.policy : undefined;
    const managedPolicyArns =
      asked.managedPolicyArns ?? (own === undefined ? [] : [managedPolicyArn(partitionOf(cluster.region), own)]);
    if (accounts.length === 0 || (managedPolicyArns.length === 0 && grants.length === 0)) {
      throw new PodtrustError({
        code: 'addon-role-incomplete',
        where,
        what: `a role for the add-on ${name} without ${accounts.length === 0 ? 'serviceAccounts' : 'managedPolicyArns and grants'}`,
        why: 'Which service accounts an add-on has and what they need is known of a few add-ons only.',
        remedy: 'Give both in role; `aws eks describe-addon-configuration` lists the service accounts.',
      });
    }
    const trusts = accounts.map((account) => {
      const trusted = { cluster, serviceAccount: { namespace: props.namespace, name: account }, bind: false };
      return mechanism === 'irsa' ? irsa(trusted) : podIdentity(trusted);
    });
    const role = new PodRole(cluster, `${name}-role`, {
      description: name === 'vpc-cni' ? 'VPC CNI of an EKS cluster' : `Add-on ${name} of an EKS cluster`,
      trusts,
      managedPolicyArns,
      grants,
      tags: props.tags ?? this.options.tags,
    });
    this.roleOf.set(name, role);
    return {
      role,
      accounts,
      ...(mechanism === 'irsa'
        ? { serviceAccountRoleArn: role.arn }
        : { identities: accounts.map((serviceAccount) => ({ serviceAccount, roleArn: role.arn })) }),
    };
  }
}

interface MadeRole {
  readonly role: PodRole;
  readonly accounts: readonly string[];
  readonly identities?: readonly EksAddonIdentity[];
  readonly serviceAccountRoleArn?: string;
}

/** Amazon EKS API, CreateAddon; `latest` and `default` are words of eksctl alone. */
function checkVersion(version: string | undefined, where: string): void {
  if (version === undefined || !isKnown(version) || /^v\d/.test(version)) return;
  throw new PodtrustError({
    code: 'addon-version-invalid',
    where,
    what: `the version ${JSON.stringify(version)} of an add-on`,
    why: 'EKS names versions like v1.19.0-eksbuild.1, and refuses another word.',
    remedy:
      'Leave it out for the one that EKS takes for the cluster, or give one that `aws eks describe-addon-versions` lists.',
  });
}

function duplicate(name: string, where: string): PodtrustError {
  return new PodtrustError({
    code: 'addon-duplicate',
    where,
    what: `the cluster has the add-on ${name} already`,
    why: 'EKS has each add-on once in a cluster.',
    remedy: ofCluster(name),
  });
}

/** How an add-on is set up that the cluster makes by itself. */
function ofCluster(name: string): string {
  if (name === AGENT) {
    return 'Leave it out: it is made where something needs it. Set it up by podIdentityAgent: { version, configuration } of the cluster.';
  }
  if (NETWORK_ADDONS.includes(name)) {
    return `Leave it out: the cluster makes it. Set it up by networkAddons: { '${name}': { version, configuration } } of the cluster.`;
  }
  return 'Give one call all of its settings.';
}

/** An add-on has one way to its roles: EKS accepts several, and the webhook would pick one. */
function checkOneIdentity({ role, identities, serviceAccountRoleArn }: EksAddonProps, where: string): void {
  const given = [
    ...(role === undefined || role === 'none' ? [] : ['role']),
    ...(identities ? ['identities'] : []),
    ...(serviceAccountRoleArn === undefined ? [] : ['serviceAccountRoleArn']),
  ];
  if (given.length < 2) return;
  throw new PodtrustError({
    code: 'addon-identity-ambiguous',
    where,
    what: `an add-on with ${given.join(' and ')}`,
    why: 'A service account with two roles gets that of its Pod Identity association, and the other one silently does nothing.',
    remedy: 'Give one of them.',
  });
}
