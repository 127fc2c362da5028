import { AZURE_ROLE_IDS } from '../../../lib/core/azure/azure-roles';
import { AzureResourceManager, type ArmAnswer } from './azure-resource-manager';

const deployer = { tenantId: 'tenant', subscriptionId: 'sub', clientId: 'client', objectId: 'deployer' };
const group = '/subscriptions/sub/resourceGroups/todo';
const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/backend`;
const roleDefinitionId = `/subscriptions/sub/providers/Microsoft.Authorization/roleDefinitions/${AZURE_ROLE_IDS.AcrPull}`;

async function aManager() {
  const manager = new AzureResourceManager(deployer);
  const call = (method: string, path: string, body = {}) =>
    manager.answer({ method, path, query: new URLSearchParams(), body });
  await call('PUT', group, { location: 'westeurope' });
  await call('PUT', identity, { location: 'westeurope' });
  const put = (name: string, properties: Record<string, unknown> = {}) =>
    call('PUT', `${identity}/federatedIdentityCredentials/${name}`, {
      properties: { issuer: 'https://issuer/', subject: name, audiences: ['a'], ...properties },
    });
  const principalId = property(await call('GET', identity), 'principalId');
  const assign = (name: string, properties: Record<string, unknown> = {}) =>
    call('PUT', `${group}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
      properties: { principalId, roleDefinitionId, ...properties },
    });
  return { manager, call, put, assign };
}

function property(answer: ArmAnswer, name: string): unknown {
  return (answer.body as { properties: Record<string, unknown> }).properties[name];
}

function codeOf(answer: ArmAnswer): string | undefined {
  return (answer.body as { error?: { code: string } } | undefined)?.error?.code;
}

/** A cluster, and the add-on of AAD Pod Identity as azapi would send it. */
async function aCluster() {
  const { call } = await aManager();
  const id = `${group}/providers/Microsoft.ContainerService/managedClusters/todo`;
  const found = await call('GET', identity);
  const own = { clientId: property(found, 'clientId'), objectId: property(found, 'principalId') };
  const podIdentity = (more: Record<string, unknown> = {}) => ({
    name: 'backend',
    namespace: 'todo',
    identity: { resourceId: identity, ...own, ...more },
  });
  const put = (profile?: Record<string, unknown>) =>
    call('PUT', id, {
      location: 'westeurope',
      identity: { type: 'SystemAssigned' },
      properties: { podIdentityProfile: profile },
    });
  return { put, podIdentity };
}

describe('the add-on of AAD Pod Identity in the local Resource Manager', () => {
  test('has its identities assigned, and is off again without them', async () => {
    const { put, podIdentity } = await aCluster();
    const on = await put({ enabled: true, userAssignedIdentities: [podIdentity()] });
    expect(property(on, 'podIdentityProfile')).toEqual({
      enabled: true,
      userAssignedIdentities: [{ ...podIdentity(), provisioningState: 'Assigned' }],
    });
    expect(property(await put({ enabled: false }), 'podIdentityProfile')).toEqual({
      enabled: false,
      userAssignedIdentities: [],
    });
  });

  test('is refused with an identity that is not there, or with the client id of another one', async () => {
    const { put, podIdentity } = await aCluster();
    const refusedWith = async (more: Record<string, unknown>) =>
      codeOf(await put({ enabled: true, userAssignedIdentities: [podIdentity(more)] }));
    expect(await refusedWith({ resourceId: `${identity}-2` })).toBe('ResourceNotFound');
    expect(await refusedWith({ clientId: 'other' })).toBe('BadRequest');
  });
});

describe('what the local Resource Manager refuses', () => {
  test('a 21st credential', async () => {
    const { put } = await aManager();
    for (let number = 1; number <= 20; number += 1) expect((await put(`credential-${number}`)).status).toBe(200);
    expect(codeOf(await put('credential-21'))).toBe('FederatedIdentityCredentialsLimitReached');
    expect((await put('credential-20')).status).toBe(200);
  }, 15_000);

  test('two credentials of one identity written at once', async () => {
    const { put } = await aManager();
    const answers = await Promise.all([put('one-credential'), put('other-credential')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.map(codeOf)).toContain('ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity');
  });

  test('the same issuer and subject under another name', async () => {
    const { put } = await aManager();
    await put('first', { subject: 'same' });
    expect((await put('second', { subject: 'same' })).status).toBe(409);
    expect((await put('second', { subject: 'Same' })).status).toBe(200);
  });

  test('a name that Azure does not take, and two audiences', async () => {
    const { put } = await aManager();
    expect((await put('ab')).status).toBe(400);
    expect((await put('a.b.c')).status).toBe(400);
    expect((await put('two-audiences', { audiences: ['a', 'b'] })).status).toBe(400);
  });

  test('a role assignment that exists, by its id or by what it grants', async () => {
    const { assign } = await aManager();
    expect((await assign('one')).status).toBe(200);
    expect(codeOf(await assign('one'))).toBe('RoleAssignmentExists');
    expect(codeOf(await assign('other'))).toBe('RoleAssignmentExists');
  });

  test('a principal and a role that do not exist', async () => {
    const { assign } = await aManager();
    expect(codeOf(await assign('one', { principalId: 'nobody' }))).toBe('PrincipalNotFound');
    expect(codeOf(await assign('one', { roleDefinitionId: 'no-role' }))).toBe('RoleDefinitionDoesNotExist');
    expect((await assign('one', { principalId: deployer.objectId })).status).toBe(200);
  });

  test('a resource without its resource group', async () => {
    const { call } = await aManager();
    const vault = '/subscriptions/sub/resourceGroups/other/providers/Microsoft.KeyVault/vaults/v';
    expect(codeOf(await call('PUT', vault))).toBe('ResourceGroupNotFound');
  });
});

describe('what it refuses of resources that need another one, or whose values cannot be right', () => {
  const net = `${group}/providers/Microsoft.Network`;
  const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv`;
  const bus = `${group}/providers/Microsoft.ServiceBus/namespaces/bus`;
  const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/aks`;
  const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/logs`;

  async function aPlace() {
    const { call } = await aManager();
    const put = async (path: string, properties: Record<string, unknown> = {}, more = {}) =>
      codeOf(await call('PUT', path, { location: 'westeurope', properties, ...more }));
    for (const path of [
      `${net}/virtualNetworks/net`,
      `${net}/virtualNetworks/net/subnets/private`,
      vault,
      cluster,
      workspace,
    ]) {
      expect(await put(path)).toBeUndefined();
    }
    await put(bus, {}, { sku: { name: 'Standard' } });
    const endpoint = (name: string, privateLinkServiceId: string, part: string, subnet = 'private') =>
      put(`${net}/privateEndpoints/${name}`, {
        subnet: { id: `${net}/virtualNetworks/net/subnets/${subnet}` },
        privateLinkServiceConnections: [{ name, properties: { privateLinkServiceId, groupIds: [part] } }],
      });
    const setting = (target: string, name: string, log: object, workspaceId = workspace) =>
      put(`${target}/providers/Microsoft.Insights/diagnosticSettings/${name}`, {
        workspaceId,
        logs: [{ enabled: true, ...log }],
      });
    return { put, endpoint, setting };
  }

  test('a private endpoint in no subnet, to nothing, to a part that the service has not, or to Service Bus’ standard tier', async () => {
    const { endpoint } = await aPlace();
    expect(await endpoint('good', vault, 'vault')).toBeUndefined();
    expect(await endpoint('a', vault, 'vault', 'none')).toBe('ResourceNotFound');
    expect(await endpoint('b', `${vault}-other`, 'vault')).toBe('ResourceNotFound');
    expect(await endpoint('c', vault, 'blob')).toBe('BadRequest');
    expect(await endpoint('d', bus, 'namespace')).toBe('BadRequest');
  });

  test('a link of no zone, to no network, or to a second zone of the same name', async () => {
    const { put } = await aPlace();
    const zone = `${net}/privateDnsZones/privatelink.example`;
    const link = (zoneId: string, network = 'net') =>
      put(`${zoneId}/virtualNetworkLinks/nodes`, { virtualNetwork: { id: `${net}/virtualNetworks/${network}` } });
    expect(await link(zone)).toBe('ParentResourceNotFound');
    await put(zone);
    expect(await link(zone, 'none')).toBe('ResourceNotFound');
    expect(await link(zone)).toBeUndefined();
    expect(await link(zone)).toBeUndefined();

    const elsewhere = zone.replace('/todo/', '/other/');
    await put('/subscriptions/sub/resourceGroups/other');
    await put(elsewhere);
    expect(await link(elsewhere)).toBe('Conflict');
  });

  test('a diagnostic setting of nothing, to no workspace, of a category that is none, or that sends one twice', async () => {
    const { setting } = await aPlace();
    expect(await setting(cluster, 'logs', { category: 'guard' })).toBeUndefined();
    expect(await setting(cluster, 'logs', { category: 'guard' })).toBeUndefined();
    expect(await setting(cluster, 'again', { category: 'guard' })).toBe('Conflict');
    expect(await setting(cluster, 'audits', { category: 'kube-audits' })).toBe('BadRequest');
    expect(await setting(`${cluster}-other`, 'logs', { category: 'guard' })).toBe('ResourceNotFound');
    expect(await setting(vault, 'logs', { categoryGroup: 'audit' }, `${workspace}-other`)).toBe('ResourceNotFound');
    expect(await setting(vault, 'logs', { categoryGroup: 'audit' })).toBeUndefined();
  });

  test('numbers out of their range, and two rules of one priority', async () => {
    const { put } = await aPlace();
    const rules = (...priorities: number[]) =>
      put(`${net}/networkSecurityGroups/rules`, {
        securityRules: priorities.map((priority) => ({ properties: { priority, direction: 'Inbound' } })),
      });
    expect(await rules(100, 4096)).toBeUndefined();
    expect(await rules(99)).toBe('BadRequest');
    expect(await rules(100, 100)).toBe('BadRequest');
    expect(await put(vault, { softDeleteRetentionInDays: 91 })).toBe('BadRequest');
    expect(await put(workspace, { retentionInDays: 29 })).toBe('BadRequest');
    expect(await put(bus, { publicNetworkAccess: 'Disabled' }, { sku: { name: 'Standard' } })).toBe('BadRequest');
    expect(await put(bus, { publicNetworkAccess: 'Disabled' }, { sku: { name: 'Premium' } })).toBeUndefined();
  });

  test('an ephemeral disk larger than the machine’s own drive, and more pods than a node can have', async () => {
    const { put } = await aPlace();
    const pool = (properties: object) =>
      put(`${cluster}/agentPools/workload`, { vmSize: 'Standard_D2ds_v5', ...properties });
    expect(await pool({ osDiskType: 'Ephemeral', osDiskSizeGB: 64, maxPods: 250 })).toBeUndefined();
    expect(await pool({ osDiskType: 'Ephemeral' })).toBe('BadRequest');
    expect(await pool({ osDiskType: 'Managed' })).toBeUndefined();
    expect(await pool({ maxPods: 251 })).toBe('BadRequest');
    expect(await put(cluster, { agentPoolProfiles: [{ name: 'system', maxPods: 9 }] })).toBe('BadRequest');
  });
});

describe('what the local Resource Manager computes', () => {
  test('an issuer with its slash, only where it is enabled, and the same ever after', async () => {
    const { call } = await aManager();
    const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/todo`;
    const put = (enabled: boolean) =>
      call('PUT', cluster, { location: 'westeurope', properties: { oidcIssuerProfile: { enabled } } });
    const issuer = async () => property(await call('GET', cluster), 'oidcIssuerProfile') as { issuerURL?: string };
    await put(false);
    expect((await issuer()).issuerURL).toBeUndefined();
    await put(true);
    const first = (await issuer()).issuerURL;
    expect(first).toMatch(/^https:\/\/westeurope\.oic\.prod-aks\.azure\.com\/tenant\/[0-9a-f-]{36}\/$/);
    await put(true);
    expect((await issuer()).issuerURL).toBe(first);
  });

  test('an identity made anew has another client id', async () => {
    const { call } = await aManager();
    const before = property(await call('GET', identity), 'clientId');
    await call('DELETE', identity);
    await call('PUT', identity, { location: 'westeurope' });
    expect(property(await call('GET', identity), 'clientId')).not.toBe(before);
  });

  test('what goes with what it is part of', async () => {
    const { manager, call, put, assign } = await aManager();
    await put('credential');
    await assign('one');
    await call('DELETE', group);
    expect(manager.left()).toEqual([]);
  });
});
