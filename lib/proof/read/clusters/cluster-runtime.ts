import type {
  AksAccess,
  ClusterAccess,
  ClusterAddon,
  ClusterEntry,
  ClusterPrincipal,
  ClusterRuntime,
  FargateProfile,
  PeopleIssuer,
} from '../../model/cluster/cluster-runtime';
import { IdentityIndex } from '../../model/identity/identity-index';
import { hasSymbol, symbolOf } from '../../model/known/symbol';
import { splitOutsideSymbols } from '../../model/known/text';
import type { CloudParts } from '../cloud-parts';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, isObject } from '../terraform/expression/value';
import type { Value, ValueObject } from '../terraform/expression/value';
import { clusterOf, possibleClustersOf, roleOf } from '../aws/aws-references';

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
    ...(hasStrictPodGroups(program, instance) ? { strictPodGroups: true as const } : {}),
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
    peopleIssuers: peopleIssuers(program, cluster),
    access: readAccess(program, parts, cluster),
    entries: readEntries(program, parts, cluster),
    entriesOff: new Set(eks.filter((instance) => takesNoEntries(program, instance)).map(({ id }) => id)),
    aksAccess: new Map([
      ...aks.map((instance) => [instance.id, aksAccess(program, instance)] as const),
      ...program.instances('azurerm_kubernetes_automatic_cluster').map(({ id }) => [id, AUTOMATIC] as const),
    ]),
    autoModeClusters: new Set(eks.filter((instance) => autoMode(program, instance)).map(({ id }) => id)),
    ownClusters: new Set(
      [...eks, ...aks, ...program.instances('azurerm_kubernetes_automatic_cluster')].map(({ id }) => id),
    ),
    issuersOff: switchedOff(program, aks, 'oidc_issuer_enabled'),
    webhooksOff: switchedOff(program, aks, 'workload_identity_enabled'),
  };
}

function peopleIssuers(
  program: TerraformProgram,
  cluster: (instance: Instance) => string | undefined,
): readonly PeopleIssuer[] {
  return program.instances('aws_eks_identity_provider_config').flatMap((instance): PeopleIssuer[] => {
    const issuer = asText(program.nested(instance, 'oidc')[0]?.issuer_url);
    if (issuer === undefined) return [];
    return [{ id: instance.id, cluster: cluster(instance), issuer, at: instance.at }];
  });
}

/** AKS Automatic signs everybody in by Entra, and roles of Azure decide. Azure Kubernetes Service, "What is AKS Automatic?" */
const AUTOMATIC: AksAccess = {
  ...{ entra: true, azureRbac: true, localAccounts: false, runsCommands: true },
  adminGroups: [],
};

/** How somebody gets in to an AKS cluster, by azurerm's defaults. */
function aksAccess(program: TerraformProgram, instance: Instance): AksAccess {
  const known = (value: Value | undefined, otherwise: boolean): boolean | undefined =>
    value === undefined || value === null ? otherwise : typeof value === 'boolean' ? value : undefined;
  const blocks = program.blocks(instance, 'azure_active_directory_role_based_access_control');
  const [entra] = blocks ?? [];
  const disabled = known(program.attribute(instance, 'local_account_disabled'), false);
  return {
    entra: blocks && blocks.length > 0,
    azureRbac: blocks && known(entra?.azure_rbac_enabled, false),
    localAccounts: disabled === undefined ? undefined : !disabled,
    runsCommands: known(program.attribute(instance, 'run_command_enabled'), true),
    adminGroups: textsOf(entra?.admin_group_object_ids) ?? [],
  };
}

/** The access policies of whoever it is. */
function readAccess(program: TerraformProgram, parts: CloudParts, cluster: ClusterOf): readonly ClusterAccess[] {
  return principalsOf(program, parts, cluster, 'aws_eks_access_policy_association').flatMap(
    ([instance, principal]): ClusterAccess[] => {
      const arn = program.text(instance, 'policy_arn');
      if (arn === undefined) return [];
      const policy = splitOutsideSymbols(arn, '/').at(-1)!;
      const scopes = program.blocks(instance, 'access_scope');
      const { type, namespaces: listed } = scopes?.[0] ?? {};
      const namespaces = textsOf(listed);
      // Of a scope that is not known, all namespaces may be in it.
      const isOpen = !scopes || !(namespaces || isUnset(listed)) || hasSymbol(asText(type) ?? '');
      return [
        {
          ...principal,
          ...(isOpen && {
            perhaps: principal.perhaps ?? `what its scope is, ${instance.id} does not say before apply`,
          }),
          policy,
          ...(namespaces && !isOpen ? { namespaces } : {}),
        },
      ];
    },
  );
}

/** Those of nodes are no people and no pods: EKS puts them in groups of its own. */
function readEntries(program: TerraformProgram, parts: CloudParts, cluster: ClusterOf): readonly ClusterEntry[] {
  return principalsOf(program, parts, cluster, 'aws_eks_access_entry').flatMap(([instance, principal]) => {
    const type = program.attribute(instance, 'type') ?? 'STANDARD';
    const isOpen = type !== 'STANDARD' && hasSymbol(asText(type) ?? symbolOf('type'));
    if (type !== 'STANDARD' && !isOpen) return [];
    const username = program.text(instance, 'user_name');
    const groups = program.attribute(instance, 'kubernetes_groups');
    const open = isOpen ? `whether ${instance.id} is of the type STANDARD is not known before apply` : undefined;
    const perhaps = principal.perhaps ?? open;
    return [
      {
        ...principal,
        ...(perhaps === undefined ? {} : { perhaps }),
        ...(username === undefined ? {} : { username }),
        groups: textsOf(groups) ?? (isUnset(groups) ? [] : [symbolOf(`a group of ${instance.id}`)]),
      },
    ];
  });
}

function isUnset(value: Value | undefined): boolean {
  return value === undefined || value === null;
}

type ClusterOf = (instance: Instance) => string | undefined;

function principalsOf(
  program: TerraformProgram,
  parts: CloudParts,
  cluster: ClusterOf,
  type: string,
): readonly (readonly [Instance, ClusterPrincipal])[] {
  const instances = program.instances(type);
  if (instances.length === 0) return [];
  const index = new IdentityIndex(parts.identities);
  return instances.flatMap((instance) => {
    const principal = program.text(instance, 'principal_arn');
    if (principal === undefined) return [];
    const role = roleOf(program, index, instance, 'principal_arn');
    const { id, at } = instance;
    const base = { id, ...(role && { role }), principal, at };
    const own = cluster(instance);
    const named = program.text(instance, 'cluster_name');
    const possible =
      own !== undefined || named === undefined
        ? []
        : hasSymbol(named)
          ? parts.clusters.filter(({ cloud, service }) => cloud === 'aws' && !service).map((one) => one.id)
          : possibleClustersOf(program, parts, instance, 'cluster_name');
    if (possible.length === 0) return [[instance, { ...base, cluster: own }] as const];
    return possible.map((one) => {
      const perhaps = `whether ${id} is of ${one} is not known before apply`;
      return [instance, { ...base, cluster: one, perhaps }] as const;
    });
  });
}

/** The texts of a list; of one that is not known, a symbol. */
function textsOf(value: Value | undefined): readonly string[] | undefined {
  return Array.isArray(value)
    ? (value as readonly Value[]).map((one) => asText(one) ?? symbolOf('what is not known'))
    : undefined;
}

/**
 * Whether an EKS cluster takes entries of its ConfigMap alone, which is what its API makes of no word on it.
 *
 * @see Amazon EKS, "CreateAccessConfigRequest"
 */
function takesNoEntries(program: TerraformProgram, instance: Instance): boolean {
  const configs = program.blocks(instance, 'access_config');
  if (!configs) return false;
  const mode = configs[0]?.authentication_mode;
  return mode === undefined || mode === null || mode === 'CONFIG_MAP';
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

/** Whether a VPC CNI gives pods security groups of their own, by interfaces of their own: `strict` is the CNI's default. */
function hasStrictPodGroups(program: TerraformProgram, addon: Instance): boolean {
  if (program.text(addon, 'addon_name') !== 'vpc-cni') return false;
  try {
    const { env } = JSON.parse(program.text(addon, 'configuration_values') ?? '') as {
      env?: Record<string, unknown>;
    };
    return env?.ENABLE_POD_ENI === 'true' && (env.POD_SECURITY_GROUP_ENFORCING_MODE ?? 'strict') === 'strict';
  } catch {
    return false;
  }
}
