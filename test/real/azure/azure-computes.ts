import { randomUUID } from 'node:crypto';
import { identitiesOfAks } from './aks-identities';
import type { Deployer } from './azure-resource-manager';

export type Json = Record<string, unknown>;

/** A resource that is being put. */
export interface Putting {
  readonly id: string;
  readonly name: string;
  /** Such as `Microsoft.KeyVault/vaults`. */
  readonly type: string;
  readonly asked: Json;
  /** The resource as it was, if it was there. */
  readonly before?: Json;
  /** Of the Resource Manager. */
  readonly url: string;
  readonly deployer: Deployer;
  /** Another resource by its id. */
  readonly resource: (id: string) => Json | undefined;
}

/** What becomes of a put resource, and of parts that Azure makes with it. */
export interface Completed {
  readonly resource: Json;
  readonly children: readonly { readonly id: string; readonly body: Json }[];
}

/** A put resource, completed by what Azure computes, and by nothing else. */
export function azureComputes(putting: Putting): Completed {
  const { type, asked } = putting;
  const resource: Json = { ...asked, identity: withPrincipals(putting) };
  if (resource.identity === undefined) delete resource.identity;
  const isCluster = type.toLowerCase() === 'microsoft.containerservice/managedclusters';
  const made = isCluster ? identitiesOfAks(putting, nodeGroupOf(putting)) : undefined;
  const own = { ...(computedProperties[type.toLowerCase()]?.(putting) ?? {}), ...made?.properties };
  // What was asked for wins, also a level down: Azure fills in, it does not change.
  const properties = {
    ...filledIn(withoutEmpty(asked.properties, 'nodeResourceGroup'), own),
    provisioningState: 'Succeeded',
  };
  if (made) {
    const pools = (properties as Json).agentPoolProfiles as Json[] | undefined;
    return {
      resource: { ...resource, properties },
      children: [
        ...(pools ?? []).map(({ name, ...pool }) => ({
          id: `${putting.id}/agentPools/${String(name)}`,
          body: { properties: pool },
        })),
        ...made.children,
      ],
    };
  }
  return { resource: { ...resource, properties }, children: [] };
}

/** Properties that Azure computes, by resource type in lower case. */
const computedProperties: Readonly<Record<string, (putting: Putting) => Json>> = {
  'microsoft.managedidentity/userassignedidentities': ({ before, deployer }) => ({
    tenantId: deployer.tenantId,
    principalId: was(before, 'principalId') ?? randomUUID(),
    clientId: was(before, 'clientId') ?? randomUUID(),
  }),
  'microsoft.containerservice/managedclusters': managedCluster,
  'microsoft.containerservice/managedclusters/agentpools': () => agentPool(),
  'microsoft.keyvault/vaults': ({ name, url }) => ({ vaultUri: `${url}/vaults/${name}/`, enableSoftDelete: true }),
  'microsoft.storage/storageaccounts': ({ name, asked }) => ({
    primaryLocation: asked.location,
    statusOfPrimary: 'available',
    primaryEndpoints: Object.fromEntries(
      ['blob', 'queue', 'table', 'file', 'web', 'dfs'].map((kind) => [
        kind,
        `https://${name}.${kind}.core.local.test/`,
      ]),
    ),
  }),
  'microsoft.documentdb/databaseaccounts': ({ name, asked }) => {
    const locations = (((asked.properties as Json).locations ?? []) as Json[]).map((location): Json => ({
      ...location,
      id: `${name}-${String(location.locationName)}`,
      documentEndpoint: `https://${name}-${String(location.locationName)}.documents.local.test:443/`,
      provisioningState: 'Succeeded',
    }));
    return {
      documentEndpoint: `https://${name}.documents.local.test:443/`,
      readLocations: locations,
      writeLocations: locations,
      failoverPolicies: locations.map(({ id, locationName, failoverPriority }) => ({
        id,
        locationName,
        failoverPriority,
      })),
    };
  },
  'microsoft.servicebus/namespaces': ({ name }) => ({
    serviceBusEndpoint: `https://${name}.servicebus.local.test:443/`,
  }),
  'microsoft.operationalinsights/workspaces': ({ before }) => ({
    customerId: was(before, 'customerId') ?? randomUUID(),
  }),
  'microsoft.network/privateendpoints': ({ asked }) => ({
    privateLinkServiceConnections: (
      ((asked.properties as Json).privateLinkServiceConnections ?? []) as { properties: Json }[]
    ).map((connection) => ({
      ...connection,
      properties: {
        ...connection.properties,
        privateLinkServiceConnectionState: {
          status: 'Approved',
          description: 'Auto-Approved',
          actionsRequired: 'None',
        },
      },
    })),
    customDnsConfigs: [],
    networkInterfaces: [],
  }),
  'microsoft.containerregistry/registries': ({ name }) => ({
    loginServer: `${name}.azurecr.local.test`,
    adminUserEnabled: false,
    publicNetworkAccess: 'Enabled',
    zoneRedundancy: 'Disabled',
  }),
  'microsoft.insights/datacollectionrules': ({ before }) => ({
    immutableId: was(before, 'immutableId') ?? `dcr-${randomUUID().replaceAll('-', '')}`,
  }),
  'microsoft.kubernetesconfiguration/extensions': () => ({
    currentVersion: '1.0.0',
    aksAssignedIdentity: { type: 'UserAssigned', principalId: randomUUID(), tenantId: randomUUID() },
  }),
  'microsoft.authorization/roleassignments': ({ id }) => ({ scope: id.slice(0, id.lastIndexOf('/providers/')) || '/' }),
};

/** The resource id of the group that AKS makes for the nodes. */
function nodeGroupOf({ id, name, asked }: Putting): string {
  const [, , subscription, , group] = id.split('/');
  const given = ((asked.properties ?? {}) as Json).nodeResourceGroup as string | undefined;
  return `/subscriptions/${subscription}/resourceGroups/${given || `MC_${group}_${name}_${String(asked.location)}`}`;
}

function managedCluster(putting: Putting): Json {
  const { name, asked, before, deployer } = putting;
  const properties = (asked.properties ?? {}) as Json;
  const location = String(asked.location);
  const host = `${String(properties.dnsPrefix ?? name)}-local.hcp.${location}.azmk8s.local.test`;
  const isPrivate = (properties.apiServerAccessProfile as Json | undefined)?.enablePrivateCluster === true;
  const nodeGroup = nodeGroupOf(putting);
  const isAutomatic = (asked.sku as Json | undefined)?.name === 'Automatic';
  const issuer = isAutomatic || (properties.oidcIssuerProfile as Json | undefined)?.enabled === true;
  const issuerBefore = (was(before, 'oidcIssuerProfile') as Json | undefined)?.issuerURL;
  const version = String(properties.kubernetesVersion ?? was(before, 'kubernetesVersion') ?? '1.34');
  return {
    powerState: { code: 'Running' },
    kubernetesVersion: version,
    currentKubernetesVersion: version,
    // azurerm sends no name as an empty one.
    nodeResourceGroup: nodeGroup.split('/').pop(),
    fqdn: isPrivate ? undefined : host,
    privateFQDN: isPrivate ? host : undefined,
    azurePortalFQDN: host,
    resourceUID: was(before, 'resourceUID') ?? randomUUID(),
    maxAgentPools: 100,
    supportPlan: 'KubernetesOfficial',
    servicePrincipalProfile: { clientId: 'msi' },
    ...(issuer
      ? {
          oidcIssuerProfile: {
            enabled: true,
            issuerURL:
              issuerBefore ?? `https://${location}.oic.prod-aks.azure.com/${deployer.tenantId}/${randomUUID()}/`,
          },
        }
      : {}),
    ...(properties.podIdentityProfile
      ? { podIdentityProfile: { userAssignedIdentities: assigned(properties.podIdentityProfile as Json) } }
      : {}),
    networkProfile: {
      podCidr: '10.244.0.0/16',
      podCidrs: ['10.244.0.0/16'],
      serviceCidr: '10.0.0.0/16',
      serviceCidrs: ['10.0.0.0/16'],
      dnsServiceIP: '10.0.0.10',
      ipFamilies: ['IPv4'],
      outboundType: 'loadBalancer',
      loadBalancerProfile: {
        managedOutboundIPs: { count: 1 },
        effectiveOutboundIPs: [
          {
            id: `${nodeGroup}/providers/Microsoft.Network/publicIPAddresses/outbound`,
          },
        ],
      },
    },
    agentPoolProfiles: ((properties.agentPoolProfiles ?? []) as Json[]).map((pool) => filledIn(pool, agentPool())),
  };
}

/** The identities of the add-on of AAD Pod Identity, as AKS says that the nodes have them. */
function assigned({ userAssignedIdentities = [] }: { userAssignedIdentities?: Json[] }): Json[] {
  return userAssignedIdentities.map((one) => ({ ...one, provisioningState: 'Assigned' }));
}

function agentPool(): Json {
  return {
    provisioningState: 'Succeeded',
    powerState: { code: 'Running' },
    osSKU: 'Ubuntu',
    osDiskSizeGB: 128,
    osDiskType: 'Managed',
    kubeletDiskType: 'OS',
    maxPods: 250,
    scaleDownMode: 'Delete',
    currentOrchestratorVersion: '1.34',
    nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202601.01.0',
  };
}

/** What an action of a resource gives: credentials of a cluster, and keys that are good for nothing. */
export function azureRunsAction(action: string, parent: Json | undefined): Json {
  const properties = (parent?.properties ?? {}) as Json;
  if (/^listCluster(User|Admin|MonitoringUser)Credential$/i.test(action)) {
    const server = `https://${String(properties.fqdn ?? properties.privateFQDN)}:443`;
    const value = Buffer.from(JSON.stringify(kubeconfigWithoutCredential(String(parent?.name), server))).toString(
      'base64',
    );
    return { kubeconfigs: [{ name: 'clusterUser', value }] };
  }
  if (/^checkNameAvailability$/i.test(action)) return { nameAvailable: true };
  const key = Buffer.from('good for nothing').toString('base64');
  return {
    keys: [{ keyName: 'key1', value: key, permissions: 'FULL' }],
    connectionStrings: [],
    primaryMasterKey: key,
    secondaryMasterKey: key,
    primaryReadonlyMasterKey: key,
    secondaryReadonlyMasterKey: key,
    primaryKey: key,
    secondaryKey: key,
  };
}

/** With local accounts off, AKS hands out where the cluster is and how to sign in, and no credential. */
function kubeconfigWithoutCredential(name: string, server: string): Json {
  const certificate = Buffer.from('-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n').toString('base64');
  const exec = { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'kubelogin', args: ['get-token'] };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': certificate } }],
    contexts: [{ name, context: { cluster: name, user: `clusterUser_${name}` } }],
    'current-context': name,
    users: [{ name: `clusterUser_${name}`, user: { exec } }],
  };
}

/** The `identity` of a resource: Azure writes the principals beside what was asked for. */
function withPrincipals({ asked, before, deployer, resource }: Putting): Json | undefined {
  const identity = (asked.identity ?? undefined) as Json | undefined;
  if (!identity) return undefined;
  const had = before?.identity as Json | undefined;
  const assigned = Object.keys((identity.userAssignedIdentities ?? {}) as Json).map((id) => {
    const { principalId, clientId } = (resource(id)?.properties ?? {}) as Json;
    return [id, { principalId, clientId }];
  });
  const isSystem = /SystemAssigned/i.test(String(identity.type));
  return {
    ...identity,
    ...(assigned.length > 0 ? { userAssignedIdentities: Object.fromEntries(assigned) } : {}),
    ...(isSystem ? { principalId: had?.principalId ?? randomUUID(), tenantId: deployer.tenantId } : {}),
  };
}

/** Properties without one that is an empty text, which stands for Azure's own choice. */
function withoutEmpty(properties: unknown, name: string): Json {
  const entries = Object.entries((properties ?? {}) as Json);
  return Object.fromEntries(entries.filter(([key, value]) => key !== name || value !== ''));
}

function was(before: Json | undefined, property: string): unknown {
  return (before?.properties as Json | undefined)?.[property];
}

function filledIn(asked: Json, computed: Json): Json {
  const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
  const given = Object.entries(asked).filter(([, value]) => value !== undefined && value !== null);
  const entries = given.map(([key, value]) => {
    const fill = computed[key];
    if (isMap(value) && isMap(fill)) return [key, filledIn(value, fill)];
    // A list that is computed was made from the one that was asked for.
    return [key, Array.isArray(value) && Array.isArray(fill) && value.length === fill.length ? fill : value];
  });
  return { ...computed, ...Object.fromEntries(entries) };
}
