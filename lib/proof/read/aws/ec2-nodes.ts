import { IdentityIndex } from '../../model/identity/identity-index';
import type { Ec2Nodes, MetadataOptions } from '../../model/cluster/nodes';
import type { Place } from '../../model/place';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { CloudParts } from '../cloud-parts';
import { toBlocks } from '../terraform/configuration/blocks/nested-blocks';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText } from '../terraform/expression/value';
import type { ValueObject } from '../terraform/expression/value';
import { clusterOf, possibleClustersOf } from './aws-references';
import { autoMode } from '../clusters/cluster-runtime';

/** Sessions only, and none that leaves the node: what EKS and Karpenter set today where nobody says otherwise. */
export const ONE_HOP: MetadataOptions = { httpTokens: 'required', hopLimit: 1, httpEndpoint: 'enabled' };

/** What EKS set before Amazon Linux 2023. */
const TWO_HOPS: MetadataOptions = { httpTokens: 'optional', hopLimit: 2, httpEndpoint: 'enabled' };

/** The first version of EKS whose new node groups run Amazon Linux 2023. Amazon EKS, "Kubernetes 1.30". */
const FIRST_WITH_AL2023 = 30;

/** The tag by which instances that nobody but their owner manages join a cluster. Amazon EKS, "Self-managed nodes". */
const CLUSTER_TAG = 'kubernetes.io/cluster/';

/** The types of access entries for nodes. Amazon EKS, "Create access entries". */
const NODE_ENTRIES = ['EC2_LINUX', 'EC2_WINDOWS', 'EC2', 'HYBRID_LINUX'];

/** Reads the nodes of EKS clusters: managed node groups, self-managed groups, and those of EKS Auto Mode. */
export function readEc2Nodes(program: TerraformProgram, parts: CloudParts, roles: NodeRoles): void {
  for (const instance of program.instances('aws_eks_node_group')) {
    const cluster = clusterOf(program, parts, instance, 'cluster_name');
    const named = program.nested(instance, 'launch_template')[0];
    const template = named && launchTemplateOf(program, instance, 'launch_template', named);
    const inherent = named ? undefined : managedDefault(program, instance);
    parts.nodes.push({
      ...nodesOf(instance, cluster === undefined ? [] : [cluster]),
      possibleClusters: possibleClustersOf(program, parts, instance, 'cluster_name'),
      ...roles.byArn(program.text(instance, 'node_role_arn'), instance.at),
      metadata: template ? metadataOf(program, template) : (inherent?.metadata ?? {}),
      metadataOf: template ?? instance,
      defaultOf: inherent?.defaultOf,
    });
  }
  for (const instance of program.instances('aws_eks_cluster')) {
    const config = autoMode(program, instance);
    // Without a role its built-in node pools are off, and node classes name theirs. States have an empty text for it.
    if (!config?.node_role_arn) continue;
    parts.nodes.push({
      ...nodesOf(instance, [instance.id]),
      ...roles.byArn(asText(config.node_role_arn), instance.at),
      metadata: ONE_HOP,
      metadataOf: instance,
      defaultOf: 'EKS Auto Mode',
    });
  }
  for (const instance of program.instances('aws_autoscaling_group')) readSelfManaged(program, parts, roles, instance);
}

/** The roles of nodes by what names them; one that is known by its ARN alone is added to the identities. */
export class NodeRoles {
  private made?: IdentityIndex;
  private readonly added = new Set<string>();

  public constructor(private readonly parts: Pick<CloudParts, 'identities'>) {}

  /** Only for who has nodes. */
  private get index(): IdentityIndex {
    return (this.made ??= new IdentityIndex(this.parts.identities));
  }

  /** The id of a role that was read, by its ARN. */
  public known(arn: string | undefined): string | undefined {
    return arn === undefined ? undefined : this.index.claimed(arn)?.identity.id;
  }

  /** By an ARN. */
  public byArn(arn: string | undefined, at: Place): Pick<Ec2Nodes, 'identities' | 'unreadRole'> {
    if (arn === undefined) return { identities: [] };
    const known = this.known(arn);
    if (known !== undefined) return { identities: [known] };
    if (hasSymbol(arn) || !/^arn:[^:]+:iam::\d{12}:role\/./.test(arn)) {
      return { identities: [], unreadRole: { text: describeSymbols(arn) } };
    }
    const possible = this.index.possibleByArn(arn).map(({ id }) => id);
    if (possible.length > 0) return { identities: [], unreadRole: { text: arn, possible } };
    if (!this.added.has(arn)) {
      this.added.add(arn);
      const name = arn.split('/').at(-1)!;
      const path = arn.slice(arn.indexOf('/'), arn.length - name.length);
      this.parts.identities.push({
        ...{ id: arn, cloud: 'aws', kind: 'iam-role', name, claimName: arn, path },
        ...{ existing: true, trustAt: at, at },
      });
    }
    return { identities: [arn] };
  }

  /** By a name; of several the one in the same file. */
  public byName(name: string | undefined, near: Place): Pick<Ec2Nodes, 'identities' | 'unreadRole'> {
    if (name === undefined) return { identities: [] };
    const known = this.index.byRoleName(name, near)?.id;
    if (known !== undefined) return { identities: [known] };
    const possible = hasSymbol(name) ? undefined : this.index.possibleByRoleName(name).map(({ id }) => id);
    return { identities: [], unreadRole: { text: describeSymbols(name), possible } };
  }
}

function nodesOf(
  { id, at }: Instance,
  clusters: readonly string[],
): Pick<Ec2Nodes, 'cloud' | 'id' | 'clusters' | 'at'> {
  return { cloud: 'aws', id, clusters, at };
}

/**
 * What EKS sets for a managed node group without a launch template of one's own: one hop and sessions only for Amazon
 * Linux 2023 (terraform-provider-aws #38516), two hops and sessions optional for Amazon Linux 2 and Bottlerocket. Of other
 * images nothing is said.
 */
function managedDefault(
  program: TerraformProgram,
  group: Instance,
): { readonly metadata: MetadataOptions; readonly defaultOf: string } | undefined {
  const image = program.text(group, 'ami_type') ?? (isBeforeAl2023(program, group) ? 'AL2_x86_64' : 'AL2023');
  const defaultOf = `EKS for ${describeSymbols(image)}`;
  if (/^AL2023/.test(image)) return { metadata: ONE_HOP, defaultOf };
  return /^(AL2|BOTTLEROCKET)_/.test(image) ? { metadata: TWO_HOPS, defaultOf } : undefined;
}

function isBeforeAl2023(program: TerraformProgram, group: Instance): boolean {
  const cluster = program.target(group, 'cluster_name')?.instance;
  const version = program.text(group, 'version') ?? (cluster && program.text(cluster, 'version'));
  const minor = /^1\.(\d+)$/.exec(version ?? '')?.[1];
  return minor !== undefined && Number(minor) < FIRST_WITH_AL2023;
}

/** An Auto Scaling group whose instances join a cluster of the program, told by tags, access entries or user data. */
function readSelfManaged(program: TerraformProgram, parts: CloudParts, roles: NodeRoles, group: Instance): void {
  const template = templateOfGroup(program, group);
  const role = template && roleOfTemplate(program, roles, template);
  const cluster = clusterOfGroup(program, parts, group, template, roles, role?.identities[0]);
  if (cluster === undefined) return;
  parts.nodes.push({
    ...nodesOf(group, [cluster]),
    ...(role ?? { identities: [], unreadRole: { text: 'of a launch template that was not read' } }),
    metadata: template ? metadataOf(program, template) : {},
    metadataOf: template ?? group,
  });
}

function templateOfGroup(program: TerraformProgram, group: Instance): Instance | undefined {
  const configuration = program.target(group, 'launch_configuration')?.instance;
  if (configuration) return configuration;
  const direct = program.nested(group, 'launch_template')[0];
  if (direct) return launchTemplateOf(program, group, 'launch_template', direct);
  const mixed = program.nested(group, 'mixed_instances_policy')[0];
  const specification = toBlocks(toBlocks(mixed?.launch_template)[0]?.launch_template_specification)[0];
  return specification && launchTemplateOf(program, group, 'mixed_instances_policy', specification);
}

function roleOfTemplate(
  program: TerraformProgram,
  roles: NodeRoles,
  template: Instance,
): Pick<Ec2Nodes, 'identities' | 'unreadRole'> {
  const block = program.nested(template, 'iam_instance_profile')[0];
  const text = block ? (asText(block.arn) ?? asText(block.name)) : program.text(template, 'iam_instance_profile');
  return roleOfProfile(program, roles, text);
}

/** The role of an instance profile, by the profile's name or ARN. */
export function roleOfProfile(
  program: TerraformProgram,
  roles: NodeRoles,
  text: string | undefined,
): Pick<Ec2Nodes, 'identities' | 'unreadRole'> {
  if (text === undefined) return { identities: [] };
  const profile = program
    .instances('aws_iam_instance_profile')
    .find((one) => ['name', 'arn', 'id'].some((attribute) => asText(program.reference(one, [attribute])) === text));
  return profile
    ? roles.byName(program.text(profile, 'role'), profile.at)
    : { identities: [], unreadRole: { text: `of the instance profile ${describeSymbols(text)}` } };
}

function clusterOfGroup(
  program: TerraformProgram,
  parts: CloudParts,
  group: Instance,
  template: Instance | undefined,
  roles: NodeRoles,
  role: string | undefined,
): string | undefined {
  const keys = [
    ...program.nested(group, 'tag').map(({ key }) => asText(key) ?? ''),
    ...program.nested(group, 'tags').flatMap((tags) => Object.keys(tags)),
  ];
  const tagged = keys.filter((key) => key.startsWith(CLUSTER_TAG)).map((key) => key.slice(CLUSTER_TAG.length));
  const byTag = parts.clusters.find(
    ({ cloud, name }) => cloud === 'aws' && name !== undefined && tagged.includes(name),
  );
  if (byTag) return byTag.id;
  const entry = program
    .instances('aws_eks_access_entry')
    .filter((one) => NODE_ENTRIES.includes(program.text(one, 'type') ?? ''))
    .find((one) => role !== undefined && roles.known(program.text(one, 'principal_arn')) === role);
  if (entry) return clusterOf(program, parts, entry, 'cluster_name');
  const named =
    template &&
    program
      .referencesIn(template.configuration, template.block.body.user_data)
      .find(({ instance }) => instance.block.type === 'aws_eks_cluster');
  return named && program.canonical(named.instance).id;
}

function launchTemplateOf(
  program: TerraformProgram,
  owner: Instance,
  argument: string,
  named: ValueObject,
): Instance | undefined {
  const referenced = program
    .referencesIn(owner.configuration, owner.block.body[argument])
    .find(({ instance }) => instance.block.type === 'aws_launch_template')?.instance;
  return (
    referenced ??
    program
      .instances('aws_launch_template')
      .find((one) =>
        (['id', 'name'] as const).some(
          (key) => asText(named[key]) !== undefined && program.text(one, key) === asText(named[key]),
        ),
      )
  );
}

function metadataOf(program: TerraformProgram, template: Instance): MetadataOptions {
  const options = program.nested(template, 'metadata_options')[0];
  const hops = asText(options?.http_put_response_hop_limit);
  return {
    httpTokens: asText(options?.http_tokens),
    hopLimit: hops !== undefined && /^\d+$/.test(hops) ? Number(hops) : undefined,
    httpEndpoint: asText(options?.http_endpoint),
  };
}
