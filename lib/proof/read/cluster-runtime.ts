import type { ClusterAddon, ClusterRuntime, FargateProfile } from '../model/cluster-runtime';
import { hasSymbol } from '../model/symbol';
import type { CloudParts } from './cloud-parts';
import type { Instance } from './terraform/configuration/instance';
import type { TerraformProgram } from './terraform/configuration/program';
import { asText, isObject } from './terraform/expression/value';
import type { ValueObject } from './terraform/expression/value';
import { clusterOf, possibleClustersOf } from './aws/aws-references';

/** Reads Fargate profiles, add-ons and what clusters are switched to; the nodes were read with the identities. */
export function readClusterRuntime(program: TerraformProgram, parts: CloudParts): ClusterRuntime {
  const cluster = (instance: Instance): string | undefined => clusterOf(program, parts, instance, 'cluster_name');
  const fargateProfiles = program.instances('aws_eks_fargate_profile').map((instance): FargateProfile => ({
    id: instance.id,
    cluster: cluster(instance),
    possibleClusters: possibleClustersOf(program, parts, instance, 'cluster_name'),
    selectors: program.nested(instance, 'selector').map(({ namespace, labels }) => ({
      namespace: asText(namespace) ?? '',
      labels: isObject(labels)
        ? Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, asText(value) ?? '']))
        : {},
      ...(labels !== undefined && labels !== null && !isObject(labels) ? { openLabels: true as const } : {}),
    })),
    at: instance.at,
  }));
  const addons = program.instances('aws_eks_addon').map((instance): ClusterAddon => ({
    id: instance.id,
    cluster: cluster(instance),
    anywhere:
      cluster(instance) === undefined &&
      (hasSymbol(program.text(instance, 'cluster_name') ?? '') ||
        possibleClustersOf(program, parts, instance, 'cluster_name').length > 0),
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
    nodes: parts.nodes,
    fargateProfiles,
    addons: [...addons, ...charts],
    autoModeClusters: new Set(eks.filter((instance) => autoMode(program, instance)).map(({ id }) => id)),
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

/** The block `compute_config` of a cluster of EKS Auto Mode; nothing for any other. */
export function autoMode(program: TerraformProgram, instance: Instance): ValueObject | undefined {
  return program.nested(instance, 'compute_config').find(({ enabled }) => enabled === true || enabled === 'true');
}
