import { AZURE_ROLE_IDS } from '../../../lib/core/azure/azure-roles';
import type { Json } from './azure-computes';
import type { Asked, Refusal } from './azure-refuses';

/**
 * What AKS refuses of a cluster: what it is given is not there, or lacks a role that it must have before, or does not go
 * together.
 *
 * Sources: AKS, "Use a managed identity", "Create a private cluster", "Azure CNI powered by Cilium", "kubenet with your own IP
 * address ranges", "API server VNet integration", "Virtual nodes", "Application routing", "Automatic upgrade", "Long-term support".
 */
export function aksRefuses(asked: Asked, properties: Json): Refusal | undefined {
  const cluster = new AskedCluster(asked, properties);
  for (const check of CHECKS) {
    const refusal = check(cluster);
    if (refusal) return refusal;
  }
  return undefined;
}

/** A cluster, as checks ask for its parts. */
class AskedCluster {
  public readonly body: Json;

  public constructor(
    private readonly asked: Asked,
    public readonly properties: Json,
  ) {
    this.body = asked.body;
  }

  public part(...path: string[]): Json {
    let value = this.properties;
    for (const step of path) value = (value[step] ?? {}) as Json;
    return value;
  }

  public resource(id: string): Json | undefined {
    return this.asked.resource(id);
  }

  /** The user-assigned identity of the control plane. */
  public get identityId(): string | undefined {
    return Object.keys((((this.body.identity ?? {}) as Json).userAssignedIdentities ?? {}) as Json)[0];
  }

  public get isSystemAssigned(): boolean {
    return /SystemAssigned/i.test(String(((this.body.identity ?? {}) as Json).type));
  }

  /** Whether it is AKS Automatic, whose API server is in the network without being asked. */
  public get isAutomatic(): boolean {
    return ((this.body.sku ?? {}) as Json).name === 'Automatic';
  }

  public get pools(): readonly Json[] {
    return (this.properties.agentPoolProfiles ?? []) as Json[];
  }

  /** Whether the control plane's identity has a role at a scope. */
  public may(role: keyof typeof AZURE_ROLE_IDS, scope: string): boolean {
    const principal = ((this.resource(this.identityId ?? '')?.properties ?? {}) as Json).principalId;
    for (const [id, { properties }] of this.asked.resources) {
      if (!id.startsWith(`${scope.toLowerCase()}/providers/microsoft.authorization/roleassignments/`)) continue;
      const { principalId, roleDefinitionId } = (properties ?? {}) as Record<string, string>;
      if (principalId === principal && roleDefinitionId?.toLowerCase().endsWith(AZURE_ROLE_IDS[role])) return true;
    }
    return false;
  }
}

const CHECKS: readonly ((cluster: AskedCluster) => Refusal | undefined)[] = [
  identities,
  subnets,
  privateName,
  apiServer,
  network,
  addons,
  podIdentities,
  upgrades,
];

function identities(cluster: AskedCluster): Refusal | undefined {
  const { identityId } = cluster;
  if (identityId !== undefined && !cluster.resource(identityId)) return missing(identityId);
  const kubelet = cluster.part('identityProfile', 'kubeletidentity').resourceId as string | undefined;
  if (kubelet === undefined || /\/resourcegroups\/mc_/i.test(kubelet)) return undefined;
  if (cluster.isSystemAssigned) {
    return [400, 'CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster', 'The control plane is system-assigned.'];
  }
  if (!cluster.resource(kubelet)) return missing(kubelet);
  return cluster.may('Managed Identity Operator', kubelet)
    ? undefined
    : [400, 'CustomKubeletIdentityMissingPermissionError', `The control plane has no role on '${kubelet}'.`];
}

function subnets(cluster: AskedCluster): Refusal | undefined {
  for (const { vnetSubnetID, podSubnetID } of cluster.pools) {
    for (const id of [vnetSubnetID, podSubnetID] as (string | undefined)[]) {
      if (id && !cluster.resource(id)) return missing(id);
    }
  }
  return undefined;
}

function privateName(cluster: AskedCluster): Refusal | undefined {
  const { enablePrivateCluster, privateDNSZone, enablePrivateClusterPublicFQDN } =
    cluster.part('apiServerAccessProfile');
  const zone = privateDNSZone as string | undefined;
  if (!zone || /^system$/i.test(zone)) return undefined;
  if (enablePrivateCluster !== true) return bad('A private DNS zone is of a private cluster.');
  if (/^none$/i.test(zone)) {
    return enablePrivateClusterPublicFQDN === true ? undefined : bad('Without a zone the public FQDN must be on.');
  }
  if (cluster.isSystemAssigned) return bad('A private DNS zone of your own needs a user-assigned identity.');
  if (!cluster.resource(zone)) return missing(zone);
  const name = zone.split('/').at(-1)!.toLowerCase();
  const location = String(cluster.body.location).toLowerCase();
  if (!new RegExp(`(^|\\.)privatelink\\.${location}\\.azmk8s\\.io$`).test(name))
    return bad(`The zone is called ${name}.`);
  return cluster.may('Private DNS Zone Contributor', zone)
    ? undefined
    : [400, 'CustomPrivateDNSZoneMissingPermissionError', `The control plane has no role on '${zone}'.`];
}

function apiServer(cluster: AskedCluster): Refusal | undefined {
  const { authorizedIPRanges, enablePrivateCluster, subnetId, enableVnetIntegration } =
    cluster.part('apiServerAccessProfile');
  const ranges = (authorizedIPRanges ?? []) as string[];
  if (ranges.length > 0 && enablePrivateCluster === true) return bad('A private cluster has no authorized IP ranges.');
  if (ranges.length > 200) return bad('At most 200 authorized IP ranges.');
  if (!subnetId) return undefined;
  if (enableVnetIntegration !== true && !cluster.isAutomatic)
    return bad('A subnet of the API server is for VNet integration.');
  const subnet = cluster.resource(subnetId as string);
  if (!subnet) return missing(subnetId as string);
  const delegations = ((subnet.properties as Json).delegations ?? []) as { properties: Json }[];
  if (!delegations.some(({ properties }) => properties.serviceName === 'Microsoft.ContainerService/managedClusters')) {
    return bad('The subnet of the API server is not delegated to Microsoft.ContainerService/managedClusters.');
  }
  return cluster.isSystemAssigned || cluster.may('Network Contributor', subnetId as string)
    ? undefined
    : [400, 'MissingPermissionOnApiServerSubnet', 'The control plane has no role on the subnet of the API server.'];
}

function network(cluster: AskedCluster): Refusal | undefined {
  const profile = cluster.part('networkProfile');
  const { networkPlugin, networkPluginMode, networkDataplane, networkPolicy, serviceCidr, dnsServiceIP } = profile;
  const hasPodSubnets = cluster.pools.some(({ podSubnetID }) => podSubnetID);
  if (networkDataplane === 'cilium' && networkPluginMode !== 'overlay' && !hasPodSubnets) {
    return bad('Cilium needs the overlay, or a subnet of pods.');
  }
  if ((networkPolicy === 'cilium') !== (networkDataplane === 'cilium')) {
    return bad('The data plane Cilium goes with its own network policies.');
  }
  if (networkPolicy === 'azure' && networkPlugin !== 'azure') return bad('Azure NPM needs Azure CNI.');
  if (networkPluginMode === 'overlay' && networkPlugin !== 'azure') return bad('The overlay needs Azure CNI.');
  if ((serviceCidr === undefined) !== (dnsServiceIP === undefined))
    return bad('serviceCidr and dnsServiceIP go together.');
  if (networkPlugin !== 'kubenet') return undefined;
  // The route table of the nodes' subnet is the control plane's to fill.
  const subnet = cluster.resource(String(cluster.pools[0]?.vnetSubnetID));
  const table = ((subnet?.properties as Json | undefined)?.routeTable as Json | undefined)?.id as string | undefined;
  if (!table) return bad('kubenet in a subnet of your own needs a route table on it.');
  return !cluster.isSystemAssigned && cluster.may('Network Contributor', table)
    ? undefined
    : [400, 'CustomRouteTableMissingPermission', `The control plane has no role on '${table}'.`];
}

function addons(cluster: AskedCluster): Refusal | undefined {
  const { enabled, dnsZoneResourceIds } = cluster.part('ingressProfile', 'webAppRouting');
  const zones = ((enabled === true ? dnsZoneResourceIds : undefined) ?? []) as string[];
  const unknown = zones.find((zone) => zone !== '' && !cluster.resource(zone));
  if (unknown) return missing(unknown);
  for (const type of ['dnszones', 'privatednszones']) {
    if (zones.filter((zone) => zone.toLowerCase().includes(`/${type}/`)).length > 5)
      return bad('At most five zones of a kind.');
  }
  const virtual = cluster.part('addonProfiles', 'aciConnectorLinux');
  if (virtual.enabled === true) {
    const { networkPlugin, networkPluginMode } = cluster.part('networkProfile');
    if (networkPlugin !== 'azure' || networkPluginMode === 'overlay') return bad('Virtual nodes need Azure CNI.');
    const subnet = String(cluster.pools[0]?.vnetSubnetID).replace(
      /[^/]+$/,
      String((virtual.config as Json).SubnetName),
    );
    if (!cluster.resource(subnet)) return missing(subnet);
  }
  const cost = cluster.part('metricsProfile', 'costAnalysis').enabled === true;
  return cost && tierOf(cluster) === 'Free' ? bad('Cost analysis needs the tier Standard or Premium.') : undefined;
}

/**
 * The add-on of AAD Pod Identity. Source: AKS, "Use Microsoft Entra pod-managed identities in AKS", and the description of
 * `ManagedClusterPodIdentityProfile`.
 */
function podIdentities(cluster: AskedCluster): Refusal | undefined {
  const profile = cluster.part('podIdentityProfile');
  if (profile.enabled !== true) return undefined;
  if (cluster.part('networkProfile').networkPlugin === 'kubenet' && profile.allowNetworkPluginKubenet !== true) {
    return bad('The pod identity add-on is not allowed with kubenet unless allowNetworkPluginKubenet is true.');
  }
  const identities = (profile.userAssignedIdentities ?? []) as PodIdentityEntry[];
  const exceptions = (profile.userAssignedIdentityExceptions ?? []) as PodIdentityEntry[];
  for (const entries of [identities, exceptions]) {
    if (entries.length > 200) return bad('A cluster has at most 200 pod identities, and 200 exceptions.');
    const names = entries.map(({ namespace, name }) => `${namespace}/${name}`);
    const twice = names.find((name, at) => !name.includes('undefined') && names.indexOf(name) < at);
    if (twice) return bad(`There are two of ${twice}.`);
    if (names.some((name) => name.includes('undefined'))) return bad('An entry has no name or no namespace.');
  }
  const labels = (exception: PodIdentityEntry) => Object.keys(exception.podLabels ?? {}).length;
  if (exceptions.some((exception) => labels(exception) === 0)) return bad('An exception has no podLabels.');
  for (const { identity = {} } of identities) {
    const { resourceId = '', clientId, objectId } = identity;
    const found = cluster.resource(resourceId);
    if (!found) return missing(resourceId);
    const known = (found.properties ?? {}) as Json;
    if (clientId !== known.clientId || objectId !== known.principalId) {
      return bad(`The client id and the object id are not those of '${resourceId}'.`);
    }
    if (!cluster.isSystemAssigned && !cluster.may('Managed Identity Operator', resourceId)) {
      return [400, 'MissingManagedIdentityOperator', `The control plane has no role on '${resourceId}'.`];
    }
  }
  return undefined;
}

/** An entry of the add-on's two lists. */
interface PodIdentityEntry {
  readonly name?: string;
  readonly namespace?: string;
  readonly podLabels?: Json;
  readonly identity?: { readonly resourceId?: string; readonly clientId?: string; readonly objectId?: string };
}

function upgrades(cluster: AskedCluster): Refusal | undefined {
  const { upgradeChannel, nodeOSUpgradeChannel } = cluster.part('autoUpgradeProfile');
  if (upgradeChannel === 'node-image' && nodeOSUpgradeChannel !== 'NodeImage') {
    return bad('The channel node-image goes with NodeImage.');
  }
  return cluster.properties.supportPlan === 'AKSLongTermSupport' && tierOf(cluster) !== 'Premium'
    ? bad('Long-term support needs the tier Premium.')
    : undefined;
}

function tierOf({ body }: AskedCluster): unknown {
  return ((body.sku ?? {}) as Json).tier;
}

function bad(message: string): Refusal {
  return [400, 'BadRequest', message];
}

function missing(id: string): Refusal {
  return [404, 'ResourceNotFound', `The Resource '${id}' was not found.`];
}
