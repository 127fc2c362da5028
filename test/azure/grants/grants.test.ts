import { acrGrant } from '../../../lib/azure/grants/acr-grant';
import { appConfigurationGrant } from '../../../lib/azure/grants/app-configuration-grant';
import { openaiGrant } from '../../../lib/azure/grants/openai-grant';
import { cosmosdbGrant } from '../../../lib/azure/grants/cosmosdb-grant';
import { dnsGrant } from '../../../lib/azure/grants/dns-grant';
import { eventHubsGrant } from '../../../lib/azure/grants/event-hubs-grant';
import type { AzureGrant } from '../../../lib/azure/grants/grant';
import { keyVaultGrant } from '../../../lib/azure/grants/key-vault-grant';
import { monitorGrant } from '../../../lib/azure/grants/monitor-grant';
import { PodManagedIdentity } from '../../../lib/azure/identity/pod-managed-identity';
import { roleGrant } from '../../../lib/azure/grants/role-grant';
import { serviceBusGrant } from '../../../lib/azure/grants/service-bus-grant';
import { storageGrant } from '../../../lib/azure/grants/storage-grant';
import { GROUP, PLACE, errorOf, synthesized } from '../synthesized';

const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/todo`;
const ACCOUNT = `${GROUP}/providers/Microsoft.Storage/storageAccounts/todo`;
const QUEUE = `${GROUP}/providers/Microsoft.ServiceBus/namespaces/todo/queues/todoapi`;
const HUB = `${GROUP}/providers/Microsoft.EventHub/namespaces/todo/eventhubs/tasks`;
const STORE = `${GROUP}/providers/Microsoft.AppConfiguration/configurationStores/todo`;
const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/todo`;
const OPENAI = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/todo`;
const ZONE = `${GROUP}/providers/Microsoft.Network/dnsZones/example.com`;
const PRIVATE_ZONE = `${GROUP}/providers/Microsoft.Network/privateDnsZones/example.internal`;
const PROMETHEUS = `${GROUP}/providers/Microsoft.Monitor/accounts/todo`;
const COSMOS = {
  id: `${GROUP}/providers/Microsoft.DocumentDB/databaseAccounts/todo`,
  name: 'todo',
  resourceGroupName: 'rg',
};
const ASSIGNMENT = 'azurerm_role_assignment';
const SQL_ASSIGNMENT = 'azurerm_cosmosdb_sql_role_assignment';

const given = (...grants: AzureGrant[]) =>
  synthesized((stack) => new PodManagedIdentity(stack, 'backend-identity', { name: 'id-backend', ...PLACE, grants }));

// What each grant gives, word for word: another role is another permission.
test.each<
  [
    string,
    () => AzureGrant,
    { readonly description: string; readonly id: string; readonly role: string; readonly scope: string },
  ]
>([
  [
    'any built-in role',
    () => roleGrant({ role: 'AcrPull', scope: GROUP }),
    { description: `AcrPull on ${GROUP}`, id: 'acrpull', role: 'AcrPull', scope: GROUP },
  ],
  [
    'secrets to read',
    () => keyVaultGrant.readSecrets(VAULT),
    {
      description: `read secrets of ${VAULT}`,
      id: 'key-vault-secrets-user',
      role: 'Key Vault Secrets User',
      scope: VAULT,
    },
  ],
  [
    'one secret to read',
    () => keyVaultGrant.readSecrets(VAULT, { secretName: 'key' }),
    {
      description: `read secrets of ${VAULT}/secrets/key`,
      id: 'key-vault-secrets-user-key',
      role: 'Key Vault Secrets User',
      scope: `${VAULT}/secrets/key`,
    },
  ],
  [
    'secrets to write',
    () => keyVaultGrant.readWriteSecrets(VAULT),
    {
      description: `read and write secrets of ${VAULT}`,
      id: 'key-vault-secrets-officer',
      role: 'Key Vault Secrets Officer',
      scope: VAULT,
    },
  ],
  [
    'keys to use',
    () => keyVaultGrant.useKeys(VAULT, { id: 'keys' }),
    { description: `use keys of ${VAULT}`, id: 'keys', role: 'Key Vault Crypto User', scope: VAULT },
  ],
  [
    'certificates to read',
    () => keyVaultGrant.readCertificates(VAULT),
    {
      description: `read certificates of ${VAULT}`,
      id: 'key-vault-certificate-user',
      role: 'Key Vault Certificate User',
      scope: VAULT,
    },
  ],
  [
    'blobs to read',
    () => storageGrant.readBlobs(ACCOUNT),
    {
      description: `read blobs of ${ACCOUNT}`,
      id: 'storage-blob-data-reader',
      role: 'Storage Blob Data Reader',
      scope: ACCOUNT,
    },
  ],
  [
    'blobs of one container to write',
    () => storageGrant.readWriteBlobs(ACCOUNT, { containerName: 'keys' }),
    {
      description: `read and write blobs of ${ACCOUNT}/blobServices/default/containers/keys`,
      id: 'storage-blob-data-contributor-keys',
      role: 'Storage Blob Data Contributor',
      scope: `${ACCOUNT}/blobServices/default/containers/keys`,
    },
  ],
  [
    'queues to write',
    () => storageGrant.readWriteQueues(ACCOUNT, { id: 'queues' }),
    {
      description: `read and write queues of ${ACCOUNT}`,
      id: 'queues',
      role: 'Storage Queue Data Contributor',
      scope: ACCOUNT,
    },
  ],
  [
    'tables to write',
    () => storageGrant.readWriteTables(ACCOUNT),
    {
      description: `read and write tables of ${ACCOUNT}`,
      id: 'storage-table-data-contributor',
      role: 'Storage Table Data Contributor',
      scope: ACCOUNT,
    },
  ],
  [
    'messages to send',
    () => serviceBusGrant.send(QUEUE),
    {
      description: `send messages to ${QUEUE}`,
      id: 'azure-service-bus-data-sender',
      role: 'Azure Service Bus Data Sender',
      scope: QUEUE,
    },
  ],
  [
    'messages to receive',
    () => serviceBusGrant.receive(QUEUE),
    {
      description: `receive messages from ${QUEUE}`,
      id: 'azure-service-bus-data-receiver',
      role: 'Azure Service Bus Data Receiver',
      scope: QUEUE,
    },
  ],
  [
    'one key to use',
    () => keyVaultGrant.useKeys(VAULT, { keyName: 'disk' }),
    {
      description: `use keys of ${VAULT}/keys/disk`,
      id: 'key-vault-crypto-user-disk',
      role: 'Key Vault Crypto User',
      scope: `${VAULT}/keys/disk`,
    },
  ],
  [
    'one secret to write',
    () => keyVaultGrant.readWriteSecrets(VAULT, { secretName: 'key' }),
    {
      description: `read and write secrets of ${VAULT}/secrets/key`,
      id: 'key-vault-secrets-officer-key',
      role: 'Key Vault Secrets Officer',
      scope: `${VAULT}/secrets/key`,
    },
  ],
  [
    'keys to wrap others with',
    () => keyVaultGrant.wrapWithKeys(VAULT),
    {
      description: `wrap with keys of ${VAULT}`,
      id: 'key-vault-crypto-service-encryption-user',
      role: 'Key Vault Crypto Service Encryption User',
      scope: VAULT,
    },
  ],
  [
    'one key to wrap others with',
    () => keyVaultGrant.wrapWithKeys(VAULT, { keyName: 'disk' }),
    {
      description: `wrap with keys of ${VAULT}/keys/disk`,
      id: 'key-vault-crypto-service-encryption-user-disk',
      role: 'Key Vault Crypto Service Encryption User',
      scope: `${VAULT}/keys/disk`,
    },
  ],
  [
    'certificates to write',
    () => keyVaultGrant.readWriteCertificates(VAULT),
    {
      description: `read and write certificates of ${VAULT}`,
      id: 'key-vault-certificates-officer',
      role: 'Key Vault Certificates Officer',
      scope: VAULT,
    },
  ],
  [
    'queues to read',
    () => storageGrant.readQueues(ACCOUNT),
    {
      description: `read queues of ${ACCOUNT}`,
      id: 'storage-queue-data-reader',
      role: 'Storage Queue Data Reader',
      scope: ACCOUNT,
    },
  ],
  [
    'one queue to send to',
    () => storageGrant.sendToQueues(ACCOUNT, { queueName: 'tasks' }),
    {
      description: `send to queues of ${ACCOUNT}/queueServices/default/queues/tasks`,
      id: 'storage-queue-data-message-sender-tasks',
      role: 'Storage Queue Data Message Sender',
      scope: `${ACCOUNT}/queueServices/default/queues/tasks`,
    },
  ],
  [
    'queues to receive from',
    () => storageGrant.receiveFromQueues(ACCOUNT),
    {
      description: `receive from queues of ${ACCOUNT}`,
      id: 'storage-queue-data-message-processor',
      role: 'Storage Queue Data Message Processor',
      scope: ACCOUNT,
    },
  ],
  [
    'tables to read',
    () => storageGrant.readTables(ACCOUNT),
    {
      description: `read tables of ${ACCOUNT}`,
      id: 'storage-table-data-reader',
      role: 'Storage Table Data Reader',
      scope: ACCOUNT,
    },
  ],
  [
    'one table to write',
    () => storageGrant.readWriteTables(ACCOUNT, { tableName: 'tasks' }),
    {
      description: `read and write tables of ${ACCOUNT}/tableServices/default/tables/tasks`,
      id: 'storage-table-data-contributor-tasks',
      role: 'Storage Table Data Contributor',
      scope: `${ACCOUNT}/tableServices/default/tables/tasks`,
    },
  ],
  [
    'files to read',
    () => storageGrant.readFiles(ACCOUNT),
    {
      description: `read files of ${ACCOUNT}`,
      id: 'storage-file-data-privileged-reader',
      role: 'Storage File Data Privileged Reader',
      scope: ACCOUNT,
    },
  ],
  [
    'files of one share to write',
    () => storageGrant.readWriteFiles(ACCOUNT, { shareName: 'tasks' }),
    {
      description: `read and write files of ${ACCOUNT}/fileServices/default/fileshares/tasks`,
      id: 'storage-file-data-privileged-contributor-tasks',
      role: 'Storage File Data Privileged Contributor',
      scope: `${ACCOUNT}/fileServices/default/fileshares/tasks`,
    },
  ],
  [
    'events to send',
    () => eventHubsGrant.send(HUB),
    {
      description: `send events to ${HUB}`,
      id: 'azure-event-hubs-data-sender',
      role: 'Azure Event Hubs Data Sender',
      scope: HUB,
    },
  ],
  [
    'events to receive',
    () => eventHubsGrant.receive(HUB),
    {
      description: `receive events from ${HUB}`,
      id: 'azure-event-hubs-data-receiver',
      role: 'Azure Event Hubs Data Receiver',
      scope: HUB,
    },
  ],
  [
    'configuration to read',
    () => appConfigurationGrant.read(STORE),
    {
      description: `read configuration of ${STORE}`,
      id: 'app-configuration-data-reader',
      role: 'App Configuration Data Reader',
      scope: STORE,
    },
  ],
  [
    'configuration to write',
    () => appConfigurationGrant.readWrite(STORE),
    {
      description: `read and write configuration of ${STORE}`,
      id: 'app-configuration-data-owner',
      role: 'App Configuration Data Owner',
      scope: STORE,
    },
  ],
  [
    'images to pull',
    () => acrGrant.pull(REGISTRY),
    {
      description: `pull images of ${REGISTRY}`,
      id: 'acrpull',
      role: 'AcrPull',
      scope: REGISTRY,
    },
  ],
  [
    'images to push',
    () => acrGrant.push(REGISTRY),
    {
      description: `pull and push images of ${REGISTRY}`,
      id: 'acrpush',
      role: 'AcrPush',
      scope: REGISTRY,
    },
  ],
  [
    'images to pull of a registry with permissions of repositories',
    () => acrGrant.pull(REGISTRY, { repositoryPermissions: true }),
    {
      description: `pull images of ${REGISTRY}`,
      id: 'container-registry-repository-reader',
      role: 'Container Registry Repository Reader',
      scope: REGISTRY,
    },
  ],
  [
    'images to push to a registry with permissions of repositories',
    () => acrGrant.push(REGISTRY, { repositoryPermissions: true }),
    {
      description: `pull and push images of ${REGISTRY}`,
      id: 'container-registry-repository-writer',
      role: 'Container Registry Repository Writer',
      scope: REGISTRY,
    },
  ],
  [
    'models to use',
    () => openaiGrant.use(OPENAI),
    {
      description: `use models of ${OPENAI}`,
      id: 'cognitive-services-openai-user',
      role: 'Cognitive Services OpenAI User',
      scope: OPENAI,
    },
  ],
  [
    'metrics to publish',
    () => monitorGrant.publishMetrics(QUEUE),
    {
      description: `publish metrics of ${QUEUE}`,
      id: 'monitoring-metrics-publisher',
      role: 'Monitoring Metrics Publisher',
      scope: QUEUE,
    },
  ],
  [
    'monitoring data to read',
    () => monitorGrant.read(GROUP),
    {
      description: `read monitoring data of ${GROUP}`,
      id: 'monitoring-reader',
      role: 'Monitoring Reader',
      scope: GROUP,
    },
  ],
  [
    'metrics to read',
    () => monitorGrant.readMetrics(PROMETHEUS),
    {
      description: `read metrics of ${PROMETHEUS}`,
      id: 'monitoring-data-reader',
      role: 'Monitoring Data Reader',
      scope: PROMETHEUS,
    },
  ],
  [
    'records of a public zone',
    () => dnsGrant.readWrite(ZONE),
    {
      description: `read and write records of ${ZONE}`,
      id: 'dns-zone-contributor',
      role: 'DNS Zone Contributor',
      scope: ZONE,
    },
  ],
  [
    'records of a private zone',
    () => dnsGrant.readWritePrivate(PRIVATE_ZONE),
    {
      description: `read and write records of ${PRIVATE_ZONE}`,
      id: 'private-dns-zone-contributor',
      role: 'Private DNS Zone Contributor',
      scope: PRIVATE_ZONE,
    },
  ],
])('%s', (_, grant, { description, id, role, scope }) => {
  expect(grant()).toMatchObject({ description, id, role, scope });
  const { only, byId } = given(grant());

  expect(Object.keys(byId(ASSIGNMENT))).toEqual([
    expect.stringMatching(new RegExp(`^backend-identity_${id}_[0-9A-F]{8}$`)),
  ]);
  expect(only(ASSIGNMENT)).toEqual({
    scope,
    role_definition_name: role,
    principal_id: expect.stringMatching(/^\$\{azurerm_user_assigned_identity\.[^.]+\.principal_id\}$/),
    principal_type: 'ServicePrincipal',
    skip_service_principal_aad_check: true,
  });
});

test('a grant that was given says what, to whom, and what workloads wait for', () => {
  const grants = [serviceBusGrant.send(QUEUE), cosmosdbGrant.read(COSMOS, { databaseName: 'tasks' })];
  synthesized((stack) => {
    const backend = new PodManagedIdentity(stack, 'backend-identity', { name: 'id-backend', ...PLACE, grants });
    expect(backend.grants).toEqual(
      grants.map((grant) => ({
        grant,
        grantee: backend.principalId,
        dependables: [expect.objectContaining({ terraformResourceType: expect.stringContaining('role_assignment') })],
      })),
    );
  });
});

test('the id of a grant on Cosmos DB is made of its role and names, or one’s own', () => {
  const narrow = { databaseName: 'Tasks', containerName: 'Done' };
  expect(cosmosdbGrant.read(COSMOS).id).toBe('cosmos-db-built-in-data-reader');
  expect(cosmosdbGrant.read(COSMOS, narrow).id).toBe('cosmos-db-built-in-data-reader-tasks-done');
  expect(cosmosdbGrant.read(COSMOS, { id: 'own' }).id).toBe('own');
  expect(cosmosdbGrant.readWrite(COSMOS)).toMatchObject({
    description: `read and write items of ${COSMOS.id}`,
    role: 'Cosmos DB Built-in Data Contributor',
    scope: COSMOS.id,
  });
  expect(cosmosdbGrant.read(COSMOS, { databaseName: 'Tasks' })).toMatchObject({
    description: `read items of ${COSMOS.id}/dbs/Tasks`,
    scope: `${COSMOS.id}/dbs/Tasks`,
  });
});

test('a resource is given by its id or as it is', () => {
  const vault = { id: VAULT, name: 'todo' };
  for (const [one, other] of [
    [keyVaultGrant.readSecrets(vault, { secretName: 'key' }), keyVaultGrant.readSecrets(VAULT, { secretName: 'key' })],
    [keyVaultGrant.useKeys(vault), keyVaultGrant.useKeys(VAULT)],
    [keyVaultGrant.readCertificates(vault), keyVaultGrant.readCertificates(VAULT)],
    [storageGrant.readBlobs({ id: ACCOUNT }), storageGrant.readBlobs(ACCOUNT)],
    [storageGrant.readWriteQueues({ id: ACCOUNT }), storageGrant.readWriteQueues(ACCOUNT)],
    [storageGrant.readWriteTables({ id: ACCOUNT }), storageGrant.readWriteTables(ACCOUNT)],
    [serviceBusGrant.send({ id: QUEUE }), serviceBusGrant.send(QUEUE)],
    [serviceBusGrant.receive({ id: QUEUE }), serviceBusGrant.receive(QUEUE)],
    [roleGrant({ role: 'AcrPull', scope: { id: GROUP } }), roleGrant({ role: 'AcrPull', scope: GROUP })],
  ] as const) {
    expect({ ...one, give: undefined }).toEqual({ ...other, give: undefined });
  }
});

test('a custom role is assigned by its definition’s id', () => {
  const roleDefinitionId = `${GROUP}/providers/Microsoft.Authorization/roleDefinitions/0a1b2c3d-0000-4000-8000-000000000000`;
  const { only } = given(roleGrant({ roleDefinitionId, scope: GROUP, id: 'own' }));

  expect(only(ASSIGNMENT)).toMatchObject({ role_definition_id: roleDefinitionId });
  expect(only(ASSIGNMENT)).not.toHaveProperty('role_definition_name');
});

test('Cosmos DB’s data comes by the account’s own roles, not by Azure’s', () => {
  const { json, only } = given(cosmosdbGrant.readWrite(COSMOS));

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
  const { only } = given(cosmosdbGrant.read({ ...COSMOS, name: '${var.account}' }, narrow));

  expect(only(SQL_ASSIGNMENT)).toMatchObject({
    // The account's own name, which may be known where its id is not.
    account_name: '${var.account}',
    scope: `${COSMOS.id}/dbs/TodoApiDb/colls/TodoApiCollection`,
    role_definition_id: `${COSMOS.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001`,
  });
});

test('a container without its database is refused, since all of the account would be given', () => {
  // @ts-expect-error a container is of a database
  const error = errorOf(() => cosmosdbGrant.read(COSMOS, { containerName: 'TodoApiCollection' }));
  expect(error.code).toBe('cosmosdb-scope-incomplete');
  expect(error.message).toMatch(
    /"TodoApiCollection" has no database[^]*why: .*all of the account[^]*fix: .*databaseName/,
  );
});

test('addresses in the state stay when grants are reordered', () => {
  const grants = [serviceBusGrant.send(QUEUE), serviceBusGrant.receive(QUEUE), keyVaultGrant.readSecrets(VAULT)];

  expect(given(...grants).byId(ASSIGNMENT)).toEqual(given(...grants.reverse()).byId(ASSIGNMENT));
});

test('one role at two scopes needs an id for one of them', () => {
  const other = `${QUEUE}2`;
  const build = (...grants: AzureGrant[]) =>
    errorOf((stack) => new PodManagedIdentity(stack, 'backend-identity', { name: 'id-backend', ...PLACE, grants }));

  expect(build(serviceBusGrant.send(QUEUE), serviceBusGrant.send(other)).code).toBe('grant-id-taken');
  expect(given(serviceBusGrant.send(QUEUE), serviceBusGrant.send(other, { id: 'other' })).all(ASSIGNMENT)).toHaveLength(
    2,
  );
});

test('an id is words with a hyphen between them, however a name is written', () => {
  expect(keyVaultGrant.readSecrets(VAULT, { secretName: 'api--Key' }).id).toBe('key-vault-secrets-user-api-key');
});

test('a container whose name is a token gets an id without the token’s number', () => {
  const grant = storageGrant.readWriteBlobs(ACCOUNT, { containerName: '${TfToken[TOKEN.7]}' });
  expect(grant.id).toBe('storage-blob-data-contributor');
});
