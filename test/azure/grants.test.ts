import { cosmosDbGrant } from '../../lib/azure/cosmosdb-grant';
import type { Grant } from '../../lib/azure/grant';
import { keyVaultGrant } from '../../lib/azure/key-vault-grant';
import { PodManagedIdentity } from '../../lib/azure/pod-managed-identity';
import { roleGrant } from '../../lib/azure/role-grant';
import { serviceBusGrant } from '../../lib/azure/service-bus-grant';
import { storageGrant } from '../../lib/azure/storage-grant';
import { GROUP, PLACE, errorOf, synthesized } from './synthesized';

const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/todo`;
const ACCOUNT = `${GROUP}/providers/Microsoft.Storage/storageAccounts/todo`;
const QUEUE = `${GROUP}/providers/Microsoft.ServiceBus/namespaces/todo/queues/todoapi`;
const COSMOS = {
  id: `${GROUP}/providers/Microsoft.DocumentDB/databaseAccounts/todo`,
  name: 'todo',
  resourceGroupName: 'rg',
};
const ASSIGNMENT = 'azurerm_role_assignment';
const SQL_ASSIGNMENT = 'azurerm_cosmosdb_sql_role_assignment';

const given = (...grants: Grant[]) =>
  synthesized((stack) => new PodManagedIdentity(stack, 'backend', { name: 'id-backend', ...PLACE, grants }));

test.each<[string, Grant, string, string]>([
  ['any built-in role', roleGrant({ role: 'AcrPull', scope: GROUP }), 'AcrPull', GROUP],
  ['secrets to read', keyVaultGrant({ vaultId: VAULT, access: 'read-secrets' }), 'Key Vault Secrets User', VAULT],
  [
    'one secret to read',
    keyVaultGrant({ vaultId: VAULT, access: 'read-secrets', secretName: 'key' }),
    'Key Vault Secrets User',
    `${VAULT}/secrets/key`,
  ],
  ['secrets to write', keyVaultGrant({ vaultId: VAULT, access: 'write-secrets' }), 'Key Vault Secrets Officer', VAULT],
  ['keys to use', keyVaultGrant({ vaultId: VAULT, access: 'use-keys' }), 'Key Vault Crypto User', VAULT],
  ['blobs to read', storageGrant({ accountId: ACCOUNT, access: 'read-blobs' }), 'Storage Blob Data Reader', ACCOUNT],
  [
    'blobs of one container to write',
    storageGrant({ accountId: ACCOUNT, access: 'write-blobs', containerName: 'keys' }),
    'Storage Blob Data Contributor',
    `${ACCOUNT}/blobServices/default/containers/keys`,
  ],
  ['messages to send', serviceBusGrant({ scope: QUEUE, access: 'send' }), 'Azure Service Bus Data Sender', QUEUE],
  ['messages to take', serviceBusGrant({ scope: QUEUE, access: 'receive' }), 'Azure Service Bus Data Receiver', QUEUE],
])('%s', (_, grant, role, scope) => {
  const { only } = given(grant);

  expect(only(ASSIGNMENT)).toEqual({
    scope,
    role_definition_name: role,
    principal_id: expect.stringMatching(/^\$\{azurerm_user_assigned_identity\.[^.]+\.principal_id\}$/),
    principal_type: 'ServicePrincipal',
    skip_service_principal_aad_check: true,
  });
});

test('a custom role is assigned by its definition’s id', () => {
  const roleDefinitionId = `${GROUP}/providers/Microsoft.Authorization/roleDefinitions/own`;
  const { only } = given(roleGrant({ roleDefinitionId, scope: GROUP, id: 'own' }));

  expect(only(ASSIGNMENT)).toMatchObject({ role_definition_id: roleDefinitionId });
  expect(only(ASSIGNMENT)).not.toHaveProperty('role_definition_name');
});

test('Cosmos DB’s data comes by the account’s own roles, not by Azure’s', () => {
  const { json, only } = given(cosmosDbGrant({ account: COSMOS, access: 'write' }));

  expect(json.resource).not.toHaveProperty(ASSIGNMENT);
  expect(only(SQL_ASSIGNMENT)).toEqual({
    resource_group_name: 'rg',
    account_name: 'todo',
    scope: COSMOS.id,
    role_definition_id: `${COSMOS.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002`,
    principal_id: expect.stringMatching(/\.principal_id\}$/),
  });
});

test('Cosmos DB’s data may be narrowed to a container, and to reading', () => {
  const narrow = { databaseName: 'TodoApiDb', containerName: 'TodoApiCollection' };
  const { only } = given(cosmosDbGrant({ account: COSMOS, access: 'read', ...narrow }));

  expect(only(SQL_ASSIGNMENT)).toMatchObject({
    scope: `${COSMOS.id}/dbs/TodoApiDb/colls/TodoApiCollection`,
    role_definition_id: `${COSMOS.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001`,
  });
});

test('a container without its database is refused, since all of the account would be given', () => {
  const account = { account: COSMOS, access: 'read', containerName: 'TodoApiCollection' } as const;

  // @ts-expect-error a container is of a database
  expect(errorOf(() => cosmosDbGrant(account)).code).toBe('cosmosdb-scope-incomplete');
});

test('addresses in the state stay when grants are reordered', () => {
  const grants = [
    serviceBusGrant({ scope: QUEUE, access: 'send' }),
    serviceBusGrant({ scope: QUEUE, access: 'receive' }),
    keyVaultGrant({ vaultId: VAULT, access: 'read-secrets' }),
  ];

  expect(given(...grants).byId(ASSIGNMENT)).toEqual(given(...grants.reverse()).byId(ASSIGNMENT));
});

test('one role at two scopes needs an id for one of them', () => {
  const other = { scope: `${QUEUE}2`, access: 'send' } as const;
  const build = (...grants: Grant[]) =>
    errorOf((stack) => new PodManagedIdentity(stack, 'backend', { name: 'id-backend', ...PLACE, grants }));

  expect(build(serviceBusGrant({ scope: QUEUE, access: 'send' }), serviceBusGrant(other)).code).toBe('grant-id-taken');
  expect(
    given(serviceBusGrant({ scope: QUEUE, access: 'send' }), serviceBusGrant({ ...other, id: 'other' })).all(
      ASSIGNMENT,
    ),
  ).toHaveLength(2);
});

test('a container whose name is a token gets an id without the token’s number', () => {
  const grant = storageGrant({ accountId: ACCOUNT, access: 'write-blobs', containerName: '${TfToken[TOKEN.7]}' });
  expect(grant.id).toBe('storage-blob-data-contributor');
});
