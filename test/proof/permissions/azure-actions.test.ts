import { hasAction, hasRole, planeOf } from '../../../lib/proof/permissions/azure-actions';
import { hasVaultPermission, vaultOf } from '../../../lib/proof/permissions/azure-vault';
import type { CloudResource } from '../../../lib/proof/model/cloud-resource';
import type { AzureActions } from '../../../lib/proof/model/identity/identity-policy';

const NOTHING = { actions: [], notActions: [], dataActions: [], notDataActions: [] };
const READ = 'Contoso.Shop/orders/read';

describe('an action', () => {
  test.each([
    // Of a provider whose data actions the roles name by a pattern alone.
    ['Microsoft.AgFoodPlatform/farmBeats/fields/shrink/action', undefined],
    ['Microsoft.KeyVault/vaults/secrets/getSecret/action', 'data'],
    ['microsoft.keyvault/VAULTS/secrets/getsecret/action', 'data'],
    ['Microsoft.KeyVault/vaults/read', 'control'],
    ['Microsoft.KeyVault/vaults/write', 'control'],
    ['Microsoft.KeyVault/vaults/delete', 'control'],
    ['Microsoft.ContainerService/managedClusters/delete', 'control'],
    ['Microsoft.ContainerService/fleets/write', 'control'],
    ['Microsoft.Devices/IotHubs/delete', 'control'],
    ['Microsoft.Kubernetes/connectedClusters/read', 'control'],
    ['Microsoft.SignalRService/SignalR/read', 'control'],
    ['Microsoft.SignalRService/WebPubSub/write', 'control'],
    ['Microsoft.ContainerService/managedClusters/pods/read', 'data'],
    ['Microsoft.ContainerService/managedClusters/serviceaccounts/impersonate/action', 'data'],
    ['Microsoft.ContainerService/managedClusters/apps/deployments/write', 'data'],
    ['Microsoft.ContainerService/managedClusters/batch/jobs/write', 'data'],
    ['Contoso.Microsoft.ContainerService/managedClusters/pods/read', 'control'],
    ['Microsoft.DocumentDB/databaseAccounts/readMetadata', 'data'],
    ['Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/create', 'data'],
    ['Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery', 'data'],
    ['Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/read', 'control'],
    ['Contoso.Microsoft.DocumentDB/databaseAccounts/readMetadata', 'control'],
    ['Microsoft.Authorization/roleAssignments/write', 'control'],
  ])('%s is of the plane %s', (action, plane) => expect(planeOf(action)).toBe(plane));

  test.each<[string, Partial<AzureActions>, boolean | object]>([
    ['both planes', { actions: ['*'], dataActions: ['*'] }, true],
    ['no plane', {}, false],
    ['the one plane', { actions: ['*'] }, { why: expect.stringContaining('whether Contoso.Shop/orders/read is of') }],
    [
      'the other plane',
      { dataActions: ['*/READ'] },
      { why: expect.stringContaining('of the data plane is not known') },
    ],
    ['both, taken out of one', { actions: ['*'], dataActions: ['*'], notActions: ['*'] }, { why: expect.anything() }],
    [
      'both, taken out of both',
      { actions: ['*'], dataActions: ['*'], notActions: ['*'], notDataActions: ['*'] },
      false,
    ],
  ])('of a plane that is not known is had where a role has it in %s', (_, block, has) =>
    expect(hasAction({ ...NOTHING, ...block }, READ, undefined)).toEqual(has),
  );
});

describe('a built-in role', () => {
  const has = (name: string | undefined, action: string) =>
    hasRole(
      { kind: 'role-assignment', source: '', at: { file: '', pointer: '' }, ...(name && { name }) },
      action,
      'data',
    );
  const COSMOS = 'Microsoft.DocumentDB/databaseAccounts';
  const ITEMS = `${COSMOS}/sqlDatabases/containers`;

  test.each([
    ['Reader', `${COSMOS}/readMetadata`, true],
    ['Reader', `${ITEMS}/items/read`, true],
    ['Reader', `${ITEMS}/executeQuery`, true],
    ['Reader', `${ITEMS}/readChangeFeed`, true],
    ['Reader', `${ITEMS}/items/create`, false],
    ['Contributor', `${COSMOS}/readMetadata`, true],
    ['Contributor', `${ITEMS}/items/create`, true],
    ['Contributor', `${ITEMS}/executeStoredProcedure`, true],
    ['Contributor', `${COSMOS}/sqlDatabases/write`, false],
  ])('Cosmos DB Built-in Data %s has %s: %s', (name, action, allowed) =>
    expect(has(`Cosmos DB Built-in Data ${name}`, action)).toBe(allowed),
  );

  test('that the table does not have is not known, whatever its name', () => {
    for (const name of ['AgFood Platform Dataset Admin', 'constructor'])
      expect(has(name, READ)).toEqual({ why: `what ${name} allows was not read` });
    expect(has(undefined, READ)).toEqual({ why: 'what a role that is not known allows was not read' });
  });
});

describe('a vault', () => {
  const resource = { id: 'azurerm_key_vault.main', service: 'Microsoft.KeyVault/vaults' } as CloudResource;
  const GET = 'Microsoft.KeyVault/vaults/secrets/getSecret/action';
  const of = (read?: object, action = GET, plane: 'data' | 'control' | undefined = 'data') =>
    vaultOf({ action, resource: '/v', ...(read && { read: { ...resource, ...read } }), write: (text) => text }, plane);

  test('decides on what it holds, by roles or by access policies', () => {
    expect(of({ isByRoles: true })).toEqual({ isByRoles: true });
    expect(of({ isByRoles: false })).toEqual({
      isByRoles: false,
      why: 'azurerm_key_vault.main is not set to Azure RBAC: its access policies decide, and no role',
    });
    expect(of({ isByRoles: { why: 'x' } })).toEqual({ isByRoles: { why: 'x' }, why: 'x' });
    expect(of({})).toMatchObject({ why: 'how azurerm_key_vault.main decides is not known' });
    const assumed = { isByRoles: true, why: 'assumed: /v is set to Azure RBAC; it was not read' };
    expect(of()).toEqual(assumed);
    expect(of({ service: 'Microsoft.Resources/resourceGroups', isByRoles: false })).toEqual(assumed);
  });

  test('does not decide on the control plane, nor on what is in none', () => {
    expect(of({ isByRoles: false }, 'Microsoft.KeyVault/vaults/read', 'control')).toBeUndefined();
    expect(of({ isByRoles: false }, 'Microsoft.KeyVault/vaults/keys/write', 'control')).toBeUndefined();
    expect(of({ isByRoles: false }, 'Microsoft.Storage/storageAccounts/blobServices/read')).toBeUndefined();
    expect(of({ isByRoles: false }, `Contoso.${GET}`)).toBeUndefined();
  });

  // Azure Key Vault REST API reference: what each operation asks for.
  test.each<[string, readonly string[]]>([
    ['secrets/getSecret/action', ['secret: get']],
    ['secrets/readMetadata/action', ['secret: list']],
    ['secrets/setSecret/action', ['secret: set']],
    ['secrets/update/action', ['secret: set']],
    ['secrets/delete', ['secret: delete']],
    ['secrets/purge/action', ['secret: purge']],
    ['keys/read', ['key: get', 'key: list']],
    ['keys/wrap/action', ['key: wrapkey']],
    ['keys/unwrap/action', ['key: unwrapkey']],
    ['keys/sign/action', ['key: sign']],
    ['certificates/read', ['certificate: get', 'certificate: list']],
    ['certificates/import/action', ['certificate: import']],
    ['certificatecontacts/write', ['certificate: managecontacts']],
  ])('%s asks an access policy for %j', (operation, wanted) => {
    const action = `Microsoft.KeyVault/vaults/${operation}`;
    const given = (...vaultPermissions: string[]) => hasVaultPermission({ vaultPermissions }, action);
    const part = wanted[0]!.split(':')[0]!;
    expect(given(...wanted)).toBe(true);
    expect(given(`${part}: all`)).toBe(true);
    expect(given(`${part}: recover`, 'storage: get', 'storage: all')).toBe(false);
    if (wanted.length > 1) {
      expect(given(wanted[0]!)).toEqual({ why: `whether ${action} asks for ${wanted.join(' or ')} is not known` });
    }
  });

  test('an access policy that is not known may give each of them, and others ask for what is not known', () => {
    expect(hasVaultPermission({ isRoleOpen: true }, GET)).toEqual({ why: 'what the access policy gives is not known' });
    expect(hasVaultPermission({}, GET)).toBe(false);
    for (const operation of [
      'keyrotationpolicies/read',
      'secrets/delete/more',
      'keyrotationpolicies/keys/delete',
      'secrets/backup/action/x',
    ]) {
      const action = `Microsoft.KeyVault/vaults/${operation}`;
      const why = `which permission of an access policy ${action} asks for is not known`;
      expect(hasVaultPermission({ vaultPermissions: ['secret: all'] }, action)).toEqual({ why });
    }
    expect(hasVaultPermission({ isRoleOpen: true }, 'Microsoft.KeyVault/vaults/read')).toBe(false);
    expect(hasVaultPermission({ vaultPermissions: ['secret: all'] }, `Contoso.${GET}`)).toBe(false);
  });
});
