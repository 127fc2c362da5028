import { aksRefuses } from './aks-refuses';
import type { Json } from './azure-computes';

/** A resource that is being put, as far as a refusal asks. */
export interface Asked {
  readonly id: string;
  /** In lower case, such as `microsoft.network/privateendpoints`. */
  readonly type: string;
  readonly body: Json;
  /** Another resource by its id. */
  readonly resource: (id: string) => Json | undefined;
  /** All resources, by their ids in lower case. */
  readonly resources: Iterable<readonly [string, Json]>;
}

/** Status, code and message of Azure's answer. */
export type Refusal = readonly [status: number, code: string, message: string];

/**
 * What Azure refuses of resources that are good for nothing without another one, or whose values cannot be right, for what
 * the sample makes.
 *
 * Sources: the REST references of Microsoft.Network, Microsoft.Insights, Microsoft.OperationalInsights, Microsoft.KeyVault and
 * Microsoft.ServiceBus; "What is a private endpoint?" for the subresources; AKS, "Ephemeral OS disks".
 */
export function azureRefuses(asked: Asked): Refusal | undefined {
  return refusals[asked.type]?.(asked, (asked.body.properties ?? {}) as Json);
}

const refusals: Readonly<Record<string, (asked: Asked, properties: Json) => Refusal | undefined>> = {
  'microsoft.network/privateendpoints': privateEndpoint,
  'microsoft.network/privatednszones/virtualnetworklinks': virtualNetworkLink,
  'microsoft.network/networksecuritygroups': securityGroup,
  'microsoft.insights/diagnosticsettings': diagnosticSetting,
  'microsoft.operationalinsights/workspaces': ({ id }, { retentionInDays }) =>
    outside(retentionInDays, 30, 730) ??
    (/^[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$/i.test(id.split('/').pop()!)
      ? undefined
      : bad('The workspace’s name has 4 to 63 letters, digits and hyphens.')),
  'microsoft.keyvault/vaults': (_, { softDeleteRetentionInDays }) => outside(softDeleteRetentionInDays, 7, 90),
  'microsoft.servicebus/namespaces': ({ body }, { publicNetworkAccess }) =>
    publicNetworkAccess === 'Disabled' && (body.sku as Json | undefined)?.name !== 'Premium'
      ? bad('Public network access can be disabled in the Premium tier only.')
      : undefined,
  'microsoft.containerservice/managedclusters': (asked, properties) =>
    ((properties.agentPoolProfiles ?? []) as Json[]).map(agentPool).find((refusal) => refusal !== undefined) ??
    aksRefuses(asked, properties),
  'microsoft.containerservice/managedclusters/agentpools': (_, properties) => agentPool(properties),
};

/** The subresources of the kinds that the sample makes. */
const SUBRESOURCES: Readonly<Record<string, readonly string[]>> = {
  'microsoft.keyvault/vaults': ['vault'],
  'microsoft.storage/storageaccounts': ['blob', 'dfs', 'file', 'queue', 'table', 'web'],
  'microsoft.documentdb/databaseaccounts': ['Sql', 'MongoDB', 'Cassandra', 'Gremlin', 'Table'],
  'microsoft.servicebus/namespaces': ['namespace'],
};

function privateEndpoint({ resource }: Asked, properties: Json): Refusal | undefined {
  const subnet = (properties.subnet as Json | undefined)?.id as string | undefined;
  if (!subnet || !resource(subnet)) return missing(subnet);
  for (const connection of (properties.privateLinkServiceConnections ?? []) as Json[]) {
    const { privateLinkServiceId, groupIds } = connection.properties as {
      privateLinkServiceId: string;
      groupIds: string[];
    };
    const target = resource(privateLinkServiceId);
    if (!target) return missing(privateLinkServiceId);
    const type = String(target.type).toLowerCase();
    if (!groupIds.every((id) => SUBRESOURCES[type]?.includes(id))) {
      return bad(`The group ids ${groupIds.join(', ')} are not of ${String(target.type)}.`);
    }
    if (type === 'microsoft.servicebus/namespaces' && (target.sku as Json | undefined)?.name !== 'Premium') {
      return bad('Private endpoints are of the Premium tier only.');
    }
  }
  return undefined;
}

function virtualNetworkLink({ id, resource, resources }: Asked, properties: Json): Refusal | undefined {
  const network = (properties.virtualNetwork as Json | undefined)?.id as string | undefined;
  if (!network || !resource(network)) return missing(network);
  // A network sees one zone of a name.
  const zoneOf = (link: string) => link.split('/').at(-3)!.toLowerCase();
  for (const [other, { type, properties: others }] of resources) {
    if (String(type).toLowerCase() !== 'microsoft.network/privatednszones/virtualnetworklinks') continue;
    const otherNetwork = ((others as Json).virtualNetwork as Json).id as string;
    const same = otherNetwork.toLowerCase() === network.toLowerCase() && zoneOf(other) === zoneOf(id);
    if (same && other !== id.toLowerCase()) {
      return [409, 'Conflict', `A virtual network cannot be linked to two zones named ${zoneOf(id)}.`];
    }
  }
  return undefined;
}

function securityGroup(_: Asked, properties: Json): Refusal | undefined {
  const taken = new Set<string>();
  for (const rule of (properties.securityRules ?? []) as Json[]) {
    const { priority, direction } = rule.properties as Json;
    const refusal = outside(priority, 100, 4096);
    if (refusal) return refusal;
    const place = `${String(direction)} ${String(priority)}`;
    if (taken.has(place)) return bad(`Security rules of one direction have the same priority ${String(priority)}.`);
    taken.add(place);
  }
  return undefined;
}

/** What each kind can log: categories, and groups of them. */
const LOGS: Readonly<Record<string, readonly string[]>> = {
  'microsoft.containerservice/managedclusters': [
    ...['kube-apiserver', 'kube-audit', 'kube-audit-admin', 'guard', 'kube-controller-manager', 'kube-scheduler'],
    ...['cloud-controller-manager', 'cluster-autoscaler', 'csi-azuredisk-controller', 'csi-azurefile-controller'],
    ...['csi-snapshot-controller', 'audit', 'allLogs'],
  ],
  'microsoft.keyvault/vaults': ['AuditEvent', 'AzurePolicyEvaluationDetails', 'audit', 'allLogs'],
  'microsoft.storage/storageaccounts/blobservices': [
    'StorageRead',
    'StorageWrite',
    'StorageDelete',
    'audit',
    'allLogs',
  ],
};

function diagnosticSetting({ id, resource, resources }: Asked, properties: Json): Refusal | undefined {
  const target = id.slice(0, id.toLowerCase().lastIndexOf('/providers/'));
  // The services of an account are there with it.
  const owner = target.replace(/\/(blob|file|queue|table)Services\/default$/i, '');
  if (!resource(owner)) return missing(owner);
  const workspace = properties.workspaceId as string | undefined;
  if (workspace && !resource(workspace)) return missing(workspace);
  const kind = typeIn(target);
  for (const name of logsIn(properties)) {
    if (LOGS[kind] && !LOGS[kind].includes(name)) return bad(`Category '${name}' is not supported.`);
  }
  for (const [other, { properties: others }] of resources) {
    const beside =
      other !== id.toLowerCase() && other.startsWith(`${target.toLowerCase()}/providers/microsoft.insights/`);
    if (!beside || String((others as Json).workspaceId).toLowerCase() !== workspace?.toLowerCase()) continue;
    const twice = logsIn(others as Json).find((name) => logsIn(properties).includes(name));
    if (twice) return [409, 'Conflict', `Data sink '${workspace}' is already used for category '${twice}'.`];
  }
  return undefined;
}

function logsIn(properties: Json): string[] {
  const logs = ((properties.logs ?? []) as Json[]).filter(({ enabled }) => enabled);
  return logs.map(({ category, categoryGroup }) => String(category ?? categoryGroup));
}

/** GiB of the local drives of the sizes that the sample names. */
const LOCAL_DRIVES: Readonly<Record<string, number>> = { Standard_D2ds_v5: 75, Standard_D4ds_v5: 150 };

function agentPool({ osDiskType, osDiskSizeGB, vmSize, maxPods }: Json): Refusal | undefined {
  const drive = LOCAL_DRIVES[String(vmSize)];
  const size = Number(osDiskSizeGB ?? 128);
  if (osDiskType === 'Ephemeral' && drive !== undefined && size > drive) {
    return bad(
      `The virtual machine size ${String(vmSize)} has ${drive} GB, not enough for an ephemeral disk of ${size}.`,
    );
  }
  return outside(maxPods, 10, 250);
}

function typeIn(id: string): string {
  const [namespace, ...rest] = id
    .toLowerCase()
    .slice(id.toLowerCase().lastIndexOf('/providers/') + 11)
    .split('/');
  return [namespace, ...rest.filter((_, place) => place % 2 === 0)].join('/');
}

function outside(value: unknown, least: number, most: number): Refusal | undefined {
  if (value === undefined || value === null || (Number(value) >= least && Number(value) <= most)) return undefined;
  return bad(`The value ${String(value)} is not between ${least} and ${most}.`);
}

function bad(message: string): Refusal {
  return [400, 'BadRequest', message];
}

function missing(id: string | undefined): Refusal {
  return [404, 'ResourceNotFound', `The Resource '${id ?? ''}' was not found.`];
}
