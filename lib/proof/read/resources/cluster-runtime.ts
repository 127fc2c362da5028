import type {
  ClusterAddon,
  ClusterRuntime,
  FargateProfile,
  MetadataOptions,
  NodeGroup,
} from '../../model/cluster-runtime';
import { hasSymbol } from '../../model/symbol';
import type { CloudParts } from '../cloud-parts';
import type { Instance, TerraformProgram } from '../configuration/program';
import { toBlocks } from '../configuration/program';
import { asText, isObject } from '../expression/value';
import { clusterOf } from './aws-resources';

/** Reads node groups, Fargate profiles and add-ons. */
export function readClusterRuntime(program: TerraformProgram, parts: CloudParts): ClusterRuntime {
  const cluster = (instance: Instance): string | undefined => clusterOf(program, parts, instance, 'cluster_name');
  const nodeGroups = program.instances('aws_eks_node_group').map((instance): NodeGroup => ({
    id: instance.id,
    cluster: cluster(instance),
    launchTemplate: launchTemplateOf(program, instance),
    ownTemplate: program.nested(instance, 'launch_template').length > 0,
    at: instance.at,
  }));
  const fargateProfiles = program.instances('aws_eks_fargate_profile').map((instance): FargateProfile => ({
    id: instance.id,
    cluster: cluster(instance),
    selectors: program.nested(instance, 'selector').map(({ namespace, labels }) => ({
      namespace: asText(namespace) ?? '',
      labels: isObject(labels)
        ? Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, asText(value) ?? '']))
        : {},
    })),
    at: instance.at,
  }));
  const addons = program.instances('aws_eks_addon').map((instance): ClusterAddon => ({
    id: instance.id,
    cluster: cluster(instance),
    anywhere: cluster(instance) === undefined && hasSymbol(program.text(instance, 'cluster_name') ?? ''),
    name: program.text(instance, 'addon_name') ?? '',
  }));
  const charts = program.instances('helm_release').map((instance): ClusterAddon => ({
    id: instance.id,
    anywhere: true,
    name: program.text(instance, 'chart') ?? '',
  }));
  const eks = program.instances('aws_eks_cluster');
  const aks = program.instances('azurerm_kubernetes_cluster');
  return {
    nodeGroups,
    fargateProfiles,
    addons: [...addons, ...charts],
    autoModeClusters: new Set(eks.filter((instance) => isAutoMode(program, instance)).map(({ id }) => id)),
    ownClusters: new Set([...eks, ...aks].map(({ id }) => id)),
    issuersOff: switchedOff(program, aks, 'oidc_issuer_enabled'),
    webhooksOff: switchedOff(program, aks, 'workload_identity_enabled'),
  };
}

/** The clusters in which an argument is false, or not set, which is false as well. */
function switchedOff(
  program: TerraformProgram,
  clusters: readonly Instance[],
  argument: string,
): ReadonlyMap<string, 'false' | 'default'> {
  return new Map(
    clusters.flatMap((instance): [string, 'false' | 'default'][] => {
      const enabled = program.attribute(instance, argument);
      if (enabled === undefined) return [[instance.id, 'default']];
      return enabled === false || enabled === 'false' ? [[instance.id, 'false']] : [];
    }),
  );
}

function isAutoMode(program: TerraformProgram, instance: Instance): boolean {
  return program.nested(instance, 'compute_config').some(({ enabled }) => enabled === true || enabled === 'true');
}

function launchTemplateOf(program: TerraformProgram, group: Instance): NodeGroup['launchTemplate'] {
  const named = program.nested(group, 'launch_template')[0];
  if (!named) return undefined;
  const raw = group.block.body.launch_template;
  const referenced = program
    .referencesIn(group.configuration, raw)
    .find(({ instance }) => instance.block.type === 'aws_launch_template')?.instance;
  const template =
    referenced ??
    program
      .instances('aws_launch_template')
      .find((candidate) => named.name !== undefined && program.text(candidate, 'name') === asText(named.name));
  return template && { id: template.id, metadata: metadataOf(program, template), at: template.at };
}

function metadataOf(program: TerraformProgram, template: Instance): MetadataOptions {
  const options = toBlocks(program.attribute(template, 'metadata_options'))[0];
  const hops = asText(options?.http_put_response_hop_limit);
  return {
    httpTokens: asText(options?.http_tokens),
    hopLimit: hops !== undefined && /^\d+$/.test(hops) ? Number(hops) : undefined,
    httpEndpoint: asText(options?.http_endpoint),
  };
}
