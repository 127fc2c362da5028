import { AZURE_ROLE_IDS } from '../../lib/core/azure-roles';
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
