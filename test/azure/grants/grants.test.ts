import { cosmosDbGrant } from '../../../lib/azure/grants/cosmosdb-grant';
import type { Grant } from '../../../lib/azure/grants/grant';
import { keyVaultGrant } from '../../../lib/azure/grants/key-vault-grant';
import { PodManagedIdentity } from '../../../lib/azure/identity/pod-managed-identity';
import { roleGrant } from '../../../lib/azure/grants/role-grant';
import { serviceBusGrant } from '../../../lib/azure/grants/service-bus-grant';
import { storageGrant } from '../../../lib/azure/grants/storage-grant';
import { GROUP, PLACE, errorOf, synthesized } from '../synthesized';

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

// What each grant gives, word for word: another role is another permission.
test.each<[string, () => Grant, { readonly id: string; readonly role: string; readonly scope: string }]>([
  [
    'any built-in role',
    () => roleGrant({ role: 'AcrPull', scope: GROUP }),
    { id: 'acrpull', role: 'AcrPull', scope: GROUP },
  ],
  [
    'secrets to read',
    () => keyVaultGrant({ vaultId: VAULT, access: 'read-secrets' }),
    { id: 'key-vault-secrets-user', role: 'Key Vault Secrets User', scope: VAULT },
  ],
  [
    'one secret to read',
    () => keyVaultGrant({ vaultId: VAULT, access: 'read-secrets', secretName: 'key' }),
    { id: 'key-vault-secrets-user-key', role: 'Key Vault Secrets User', scope: `${VAULT}/secrets/key` },
  ],
  [
    'secrets to write',
    () => keyVaultGrant({ vaultId: VAULT, access: 'write-secrets' }),
    { id: 'key-vault-secrets-officer', role: 'Key Vault Secrets Officer', scope: VAULT },
  ],
  [
    'keys to use',
    () => keyVaultGrant({ vaultId: VAULT, access: 'use-keys', id: 'keys' }),
    { id: 'keys', role: 'Key Vault Crypto User', scope: VAULT },
  ],
  [
    'certificates to read',
    () => keyVaultGrant({ vaultId: VAULT, access: 'read-certificates' }),
    { id: 'key-vault-certificate-user', role: 'Key Vault Certificate User', scope: VAULT },
  ],
  [
    'blobs to read',
    () => storageGrant({ accountId: ACCOUNT, access: 'read-blobs' }),
    { id: 'storage-blob-data-reader', role: 'Storage Blob Data Reader', scope: ACCOUNT },
  ],
  [
    'blobs of one container to write',
    () => storageGrant({ accountId: ACCOUNT, access: 'write-blobs', containerName: 'keys' }),
    {
      id: 'storage-blob-data-contributor-keys',
      role: 'Storage Blob Data Contributor',
      scope: `${ACCOUNT}/blobServices/default/containers/keys`,
    },
  ],
  [
    'queues to write',
    () => storageGrant({ accountId: ACCOUNT, access: 'write-queues', id: 'queues' }),
    { id: 'queues', role: 'Storage Queue Data Contributor', scope: ACCOUNT },
  ],
  [
    'tables to write',
    () => storageGrant({ accountId: ACCOUNT, access: 'write-tables' }),
    { id: 'storage-table-data-contributor', role: 'Storage Table Data Contributor', scope: ACCOUNT },
  ],
  [
    'messages to send',
    () => serviceBusGrant({ scope: QUEUE, access: 'send' }),
    { id: 'azure-service-bus-data-sender', role: 'Azure Service Bus Data Sender', scope: QUEUE },
  ],
  [
    'messages to take',
    () => serviceBusGrant({ scope: QUEUE, access: 'receive' }),
    { id: 'azure-service-bus-data-receiver', role: 'Azure Service Bus Data Receiver', scope: QUEUE },
  ],
])('%s', (_, grant, { id, role, scope }) => {
  expect(grant()).toMatchObject({ id, role, scope });
  const { only, byId } = given(grant());

  expect(Object.keys(byId(ASSIGNMENT))).toEqual([expect.stringMatching(new RegExp(`^backend_${id}_[0-9A-F]{8}$`))]);
  expect(only(ASSIGNMENT)).toEqual({
    scope,
    role_definition_name: role,
    principal_id: expect.stringMatching(/^\$\{azurerm_user_assigned_identity\.[^.]+\.principal_id\}$/),
    principal_type: 'ServicePrincipal',
    skip_service_principal_aad_check: true,
  });
});

test('a grant that was given says what, to whom, and what workloads wait for', () => {
  const grants = [
    serviceBusGrant({ scope: QUEUE, access: 'send' }),
    cosmosDbGrant({ account: COSMOS, access: 'read', databaseName: 'tasks' }),
  ];
  synthesized((stack) => {
    const backend = new PodManagedIdentity(stack, 'backend', { name: 'id-backend', ...PLACE, grants });
    expect(backend.grants).toEqual(
      grants.map(({ role, scope }) => ({
        role,
        scope,
        principalId: backend.principalId,
        dependables: [expect.objectContaining({ terraformResourceType: expect.stringContaining('role_assignment') })],
      })),
    );
  });
});

test('the id of a grant on Cosmos DB is made of its role and names, or one’s own', () => {
  const account = { account: COSMOS, access: 'read' } as const;
  const narrow = { databaseName: 'Tasks', containerName: 'Done' };
  expect(cosmosDbGrant(account).id).toBe('cosmos-db-built-in-data-reader');
  expect(cosmosDbGrant({ ...account, ...narrow }).id).toBe('cosmos-db-built-in-data-reader-tasks-done');
  expect(cosmosDbGrant({ ...account, id: 'own' }).id).toBe('own');
  expect(cosmosDbGrant({ account: COSMOS, access: 'write' })).toMatchObject({
    role: 'Cosmos DB Built-in Data Contributor',
    scope: COSMOS.id,
  });
  expect(cosmosDbGrant({ ...account, databaseName: 'Tasks' }).scope).toBe(`${COSMOS.id}/dbs/Tasks`);
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
  const error = errorOf(() => cosmosDbGrant(account));
  expect(error.code).toBe('cosmosdb-scope-incomplete');
  expect(error.message).toMatch(
    /"TodoApiCollection" has no database[^]*why: .*all of the account[^]*fix: .*databaseName/,
  );
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

test('an id is words with a hyphen between them, however a name is written', () => {
  expect(keyVaultGrant({ vaultId: VAULT, access: 'read-secrets', secretName: 'api--Key' }).id).toBe(
    'key-vault-secrets-user-api-key',
  );
});

test('a container whose name is a token gets an id without the token’s number', () => {
  const grant = storageGrant({ accountId: ACCOUNT, access: 'write-blobs', containerName: '${TfToken[TOKEN.7]}' });
  expect(grant.id).toBe('storage-blob-data-contributor');
});
