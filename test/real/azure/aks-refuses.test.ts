import { AZURE_ROLE_IDS } from '../../../lib/core/azure/azure-roles';
import { aksRefuses } from './aks-refuses';
import { identitiesOfAks } from './aks-identities';
import type { Json } from './azure-computes';

const group = '/subscriptions/sub/resourceGroups/todo/providers';
const vnet = `${group}/Microsoft.Network/virtualNetworks/net/subnets`;
const identity = `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/control-plane`;
const kubelet = `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/kubelet`;
const reports = `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/reports`;
const zone = `${group}/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io`;
const table = `${group}/Microsoft.Network/routeTables/nodes`;
const delegated = { delegations: [{ properties: { serviceName: 'Microsoft.ContainerService/managedClusters' } }] };

/** What is there: resources by id, and roles of the control plane. */
const THERE: Readonly<Record<string, Json>> = {
  [identity]: { properties: { principalId: 'control-plane' } },
  [kubelet]: { properties: { principalId: 'kubelet' } },
  [zone]: {},
  [table]: {},
  [`${vnet}/nodes`]: { properties: {} },
  [`${vnet}/pods`]: { properties: {} },
  [`${vnet}/routed`]: { properties: { routeTable: { id: table } } },
  [`${vnet}/api-server`]: { properties: delegated },
  [reports]: { properties: { clientId: 'client', principalId: 'reports' } },
  ...role('Managed Identity Operator', kubelet),
  ...role('Managed Identity Operator', reports),
  ...role('Private DNS Zone Contributor', zone),
  ...role('Network Contributor', table),
  ...role('Network Contributor', `${vnet}/api-server`),
};

function role(name: keyof typeof AZURE_ROLE_IDS, scope: string): Record<string, Json> {
  const properties = { principalId: 'control-plane', roleDefinitionId: `/roleDefinitions/${AZURE_ROLE_IDS[name]}` };
  return { [`${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`]: { properties } };
}

const pool = { vnetSubnetID: `${vnet}/nodes` };
const overlay = {
  networkPlugin: 'azure',
  networkPluginMode: 'overlay',
  networkDataplane: 'cilium',
  networkPolicy: 'cilium',
};
const cni = { networkPlugin: 'azure', networkDataplane: 'azure', networkPolicy: 'azure' };
const ownKubelet = { kubeletidentity: { resourceId: kubelet } };

/** The code, or the message of a bad request, by which AKS refuses a cluster. */
function refusedOf(
  properties: Json,
  more: Json = {},
  there: Readonly<Record<string, Json>> = THERE,
): string | undefined {
  const resources = new Map(Object.entries(there).map(([id, resource]) => [id.toLowerCase(), resource]));
  const body = {
    location: 'westeurope',
    identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
    ...more,
  };
  const all = { agentPoolProfiles: [pool], networkProfile: overlay, ...properties };
  const refusal = aksRefuses(
    { id: 'cluster', type: 'cluster', body, resource: (id) => resources.get(id.toLowerCase()), resources },
    all,
  );
  return refusal && (refusal[1] === 'BadRequest' ? refusal[2] : refusal[1]);
}

const without = (...ids: string[]) =>
  Object.fromEntries(Object.entries(THERE).filter(([id]) => !ids.some((one) => id.startsWith(one))));
const systemAssigned = { identity: { type: 'SystemAssigned' } };

const podIdentity = {
  name: 'reports',
  namespace: 'shop',
  bindingSelector: 'reports',
  identity: { resourceId: reports, clientId: 'client', objectId: 'reports' },
};
const exception = { name: 'agent', namespace: 'ops', podLabels: { app: 'agent' } };
/** The add-on of AAD Pod Identity, with a list of identities and one of exceptions. */
const addon = (userAssignedIdentities: Json[], userAssignedIdentityExceptions: Json[] = [], more: Json = {}): Json => ({
  podIdentityProfile: { enabled: true, userAssignedIdentities, userAssignedIdentityExceptions, ...more },
});

describe('the local Resource Manager refuses of a cluster, as AKS does,', () => {
  test.each<[string, RegExp | string, Json, ...Json[]]>([
    [
      'a kubelet identity with a system-assigned control plane',
      'CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster',
      { identityProfile: ownKubelet },
      systemAssigned,
    ],
    ['a subnet that is not there', 'ResourceNotFound', { agentPoolProfiles: [{ vnetSubnetID: `${vnet}/none` }] }],
    [
      'a private zone with a system-assigned control plane',
      /user-assigned/,
      { apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: zone } },
      systemAssigned,
    ],
    ['a private zone of a public cluster', /private cluster/, { apiServerAccessProfile: { privateDNSZone: zone } }],
    [
      'no zone, and no name in public DNS',
      /public FQDN/,
      { apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: 'none' } },
    ],
    [
      'authorized ranges of a private cluster',
      /authorized/,
      { apiServerAccessProfile: { enablePrivateCluster: true, authorizedIPRanges: ['203.0.113.7/32'] } },
    ],
    [
      'an API server in a subnet that is not delegated',
      /not delegated/,
      { apiServerAccessProfile: { enableVnetIntegration: true, subnetId: `${vnet}/nodes` } },
    ],
    [
      'Cilium in the nodes’ subnet',
      /Cilium/,
      { networkProfile: { ...cni, networkDataplane: 'cilium', networkPolicy: 'cilium' } },
    ],
    ['Calico on Cilium', /Cilium/, { networkProfile: { ...overlay, networkPolicy: 'calico' } }],
    ['kubenet without a route table', /route table/, { networkProfile: { networkPlugin: 'kubenet' } }],
    [
      'kubenet with a system-assigned control plane',
      'CustomRouteTableMissingPermission',
      { networkProfile: { networkPlugin: 'kubenet' }, agentPoolProfiles: [{ vnetSubnetID: `${vnet}/routed` }] },
      systemAssigned,
    ],
    [
      'virtual nodes with the overlay',
      /Azure CNI/,
      { addonProfiles: { aciConnectorLinux: { enabled: true, config: { SubnetName: 'pods' } } } },
    ],
    [
      'virtual nodes in a subnet that is not there',
      'ResourceNotFound',
      { networkProfile: cni, addonProfiles: { aciConnectorLinux: { enabled: true, config: { SubnetName: 'none' } } } },
    ],
    [
      'a DNS zone that is not there',
      'ResourceNotFound',
      {
        ingressProfile: {
          webAppRouting: { enabled: true, dnsZoneResourceIds: [`${group}/Microsoft.Network/dnsZones/none`] },
        },
      },
    ],
    [
      'cost analysis in the tier Free',
      /Cost analysis/,
      { metricsProfile: { costAnalysis: { enabled: true } } },
      { sku: { tier: 'Free' } },
    ],
    [
      'long-term support in the tier Standard',
      /Premium/,
      { supportPlan: 'AKSLongTermSupport' },
      { sku: { tier: 'Standard' } },
    ],
    [
      'node images by two channels',
      /NodeImage/,
      { autoUpgradeProfile: { upgradeChannel: 'node-image', nodeOSUpgradeChannel: 'SecurityPatch' } },
    ],
  ])('%s', (_, refusal, properties, ...[more]) => {
    expect(refusedOf(properties, more)).toEqual(typeof refusal === 'string' ? refusal : expect.stringMatching(refusal));
  });

  test.each<[string, string, string, Json]>([
    ['an identity of pods', 'MissingManagedIdentityOperator', reports, addon([podIdentity])],
    ['the kubelet identity', 'CustomKubeletIdentityMissingPermissionError', kubelet, { identityProfile: ownKubelet }],
    [
      'its private zone',
      'CustomPrivateDNSZoneMissingPermissionError',
      zone,
      { apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: zone } },
    ],
    [
      'the subnet of the API server',
      'MissingPermissionOnApiServerSubnet',
      `${vnet}/api-server`,
      { apiServerAccessProfile: { enableVnetIntegration: true, subnetId: `${vnet}/api-server` } },
    ],
    [
      'the route table',
      'CustomRouteTableMissingPermission',
      table,
      { networkProfile: { networkPlugin: 'kubenet' }, agentPoolProfiles: [{ vnetSubnetID: `${vnet}/routed` }] },
    ],
  ])('a control plane without its role on %s, and accepts it with it', (_, code, scope, properties) => {
    expect(refusedOf(properties)).toBeUndefined();
    expect(refusedOf(properties, {}, without(`${scope}/providers/Microsoft.Authorization`))).toBe(code);
  });

  test.each<[string, RegExp | string, Json]>([
    ['two of a name', /two of shop.reports/, addon([podIdentity, podIdentity])],
    ['201 of them', /at most 200/, addon(Array.from({ length: 201 }, (_, at) => ({ ...podIdentity, name: `n${at}` })))],
    ['one without a namespace', /no namespace/, addon([{ ...podIdentity, namespace: undefined }])],
    [
      'one of an identity that is not there',
      'ResourceNotFound',
      addon([{ ...podIdentity, identity: { ...podIdentity.identity, resourceId: kubelet.replace(/\w+$/, 'none') } }]),
    ],
    [
      'one with the client id of another',
      /client id/,
      addon([{ ...podIdentity, identity: { ...podIdentity.identity, clientId: 'other' } }]),
    ],
    ['an exception without labels', /podLabels/, addon([], [{ ...exception, podLabels: {} }])],
  ])('of pod identities %s', (_, refusal, properties) => {
    expect(refusedOf(properties)).toEqual(typeof refusal === 'string' ? refusal : expect.stringMatching(refusal));
    const off = { podIdentityProfile: { ...(properties.podIdentityProfile as Json), enabled: false } };
    expect(refusedOf(off)).toBeUndefined();
  });

  test('pod identities with kubenet, unless it is told to allow them, and nothing of those that can be', () => {
    const kubenet = {
      networkProfile: { networkPlugin: 'kubenet' },
      agentPoolProfiles: [{ vnetSubnetID: `${vnet}/routed` }],
    };
    expect(refusedOf({ ...kubenet, ...addon([podIdentity]) })).toMatch(/kubenet/);
    const allowed = addon([podIdentity], [exception], { allowNetworkPluginKubenet: true });
    expect(refusedOf({ ...kubenet, ...allowed })).toBeUndefined();
    expect(refusedOf(addon([podIdentity], [exception]))).toBeUndefined();
  });

  test('a subnet of the API server without VNet integration, which an automatic cluster always has', () => {
    const properties = { apiServerAccessProfile: { subnetId: `${vnet}/api-server` } };
    expect(refusedOf(properties)).toMatch(/VNet integration/);
    expect(refusedOf(properties, { sku: { name: 'Automatic', tier: 'Standard' } })).toBeUndefined();
  });

  test('nothing of an ordinary cluster, and identities that are not there', () => {
    expect(refusedOf({})).toBeUndefined();
    expect(refusedOf({}, {}, without(identity))).toBe('ResourceNotFound');
  });
});

test('AKS makes an identity of the kubelet where none is given, and of each add-on that needs one, and keeps it', () => {
  const asked = {
    location: 'westeurope',
    properties: {
      addonProfiles: {
        omsagent: { enabled: true },
        azurepolicy: { enabled: true },
        aciConnectorLinux: { enabled: false },
      },
      ingressProfile: { webAppRouting: { enabled: true } },
    },
  };
  const made = new Map<string, Json>();
  const putting = {
    ...{ id: 'cluster', name: 'todo', type: 'cluster', asked, url: '' },
    deployer: { tenantId: '', subscriptionId: '', clientId: '', objectId: '' },
    resource: (id: string) => made.get(id),
  };
  const { properties, children } = identitiesOfAks(putting, '/subscriptions/sub/resourceGroups/MC_todo');
  expect(children.map(({ id }) => id.split('/').at(-1))).toEqual([
    'MC_todo',
    'todo-agentpool',
    'omsagent-todo',
    'webapprouting-todo',
  ]);
  for (const { id, body } of children) made.set(id, body);
  expect(identitiesOfAks(putting, '/subscriptions/sub/resourceGroups/MC_todo').properties).toEqual(properties);
});
