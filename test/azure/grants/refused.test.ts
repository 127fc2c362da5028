import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { type TerraformStack, Tokenization } from 'cdktf';
import { acrGrant } from '../../../lib/azure/grants/acr-grant';
import { appConfigurationGrant } from '../../../lib/azure/grants/app-configuration-grant';
import { openaiGrant } from '../../../lib/azure/grants/openai-grant';
import { azureSqlGrant } from '../../../lib/azure/grants/azure-sql-grant';
import { cosmosdbGrant } from '../../../lib/azure/grants/cosmosdb-grant';
import { dnsGrant } from '../../../lib/azure/grants/dns-grant';
import { eventHubsGrant } from '../../../lib/azure/grants/event-hubs-grant';
import type { AzureGrant } from '../../../lib/azure/grants/grant';
import { keyVaultGrant } from '../../../lib/azure/grants/key-vault-grant';
import { monitorGrant } from '../../../lib/azure/grants/monitor-grant';
import { postgresqlGrant } from '../../../lib/azure/grants/postgresql-grant';
import { type RoleGrantOptions, roleGrant } from '../../../lib/azure/grants/role-grant';
import { serviceBusGrant } from '../../../lib/azure/grants/service-bus-grant';
import { storageGrant } from '../../../lib/azure/grants/storage-grant';
import { PodManagedIdentity } from '../../../lib/azure/identity/pod-managed-identity';
import type { AzureRoleName } from '../../../lib/core';
import { GROUP, PLACE, errorOf, synthesized } from '../synthesized';

const TOKEN = '${TfToken[TOKEN.7]}';
const id = (type: string, ...names: string[]): string => {
  const [namespace, ...types] = type.split('/');
  return `${GROUP}/providers/${namespace}/${types.map((one, index) => `${one}/${names[index] ?? 'todo'}`).join('/')}`;
};
const VAULT = id('Microsoft.KeyVault/vaults');

type Call = (resource: string) => AzureGrant;

/** Each grant on a kind of resource, by how errors name it, and the types that it accepts. */
const GRANTS: [string, Call, string[]][] = [
  ...Object.entries(keyVaultGrant).map(([verb, grant]): [string, Call, string[]] => [
    `keyVaultGrant.${verb}`,
    (vault) => grant(vault),
    ['Microsoft.KeyVault/vaults'],
  ]),
  ...Object.entries(storageGrant).map(([verb, grant]): [string, Call, string[]] => [
    `storageGrant.${verb}`,
    (account) => grant(account),
    ['Microsoft.Storage/storageAccounts'],
  ]),
  ...Object.entries(cosmosdbGrant).map(([verb, grant]): [string, Call, string[]] => [
    `cosmosdbGrant.${verb}`,
    (account) => grant(account),
    ['Microsoft.DocumentDB/databaseAccounts'],
  ]),
  [
    'serviceBusGrant.send',
    (entity) => serviceBusGrant.send(entity),
    [
      'Microsoft.ServiceBus/namespaces',
      'Microsoft.ServiceBus/namespaces/queues',
      'Microsoft.ServiceBus/namespaces/topics',
    ],
  ],
  [
    'serviceBusGrant.receive',
    (entity) => serviceBusGrant.receive(entity),
    [
      'Microsoft.ServiceBus/namespaces',
      'Microsoft.ServiceBus/namespaces/queues',
      'Microsoft.ServiceBus/namespaces/topics',
      'Microsoft.ServiceBus/namespaces/topics/subscriptions',
    ],
  ],
  [
    'eventHubsGrant.send',
    (hub) => eventHubsGrant.send(hub),
    ['Microsoft.EventHub/namespaces', 'Microsoft.EventHub/namespaces/eventhubs'],
  ],
  [
    'eventHubsGrant.receive',
    (hub) => eventHubsGrant.receive(hub),
    [
      'Microsoft.EventHub/namespaces',
      'Microsoft.EventHub/namespaces/eventhubs',
      'Microsoft.EventHub/namespaces/eventhubs/consumergroups',
    ],
  ],
  ...Object.entries(appConfigurationGrant).map(([verb, grant]): [string, Call, string[]] => [
    `appConfigurationGrant.${verb}`,
    (store) => grant(store),
    ['Microsoft.AppConfiguration/configurationStores'],
  ]),
  ...Object.entries(acrGrant).map(([verb, grant]): [string, Call, string[]] => [
    `acrGrant.${verb}`,
    (registry) => grant(registry),
    ['Microsoft.ContainerRegistry/registries'],
  ]),
  ['openaiGrant.use', (account) => openaiGrant.use(account), ['Microsoft.CognitiveServices/accounts']],
  ['monitorGrant.readMetrics', (workspace) => monitorGrant.readMetrics(workspace), ['Microsoft.Monitor/accounts']],
  ['dnsGrant.readWrite', (zone) => dnsGrant.readWrite(zone), ['Microsoft.Network/dnsZones']],
  ['dnsGrant.readWritePrivate', (zone) => dnsGrant.readWritePrivate(zone), ['Microsoft.Network/privateDnsZones']],
  ...Object.entries(azureSqlGrant).map(([verb, grant]): [string, Call, string[]] => [
    `azureSqlGrant.${verb}`,
    (database) => grant(database),
    ['Microsoft.Sql/servers/databases'],
  ]),
  ...Object.entries(postgresqlGrant).map(([verb, grant]): [string, Call, string[]] => [
    `postgresqlGrant.${verb}`,
    (server) => grant(server, { databaseName: 'tasks' }),
    ['Microsoft.DBforPostgreSQL/flexibleServers'],
  ]),
];
/** Every type that one of them accepts, and some that none does. */
const TYPES = [...new Set(GRANTS.flatMap(([, , types]) => types)), 'Microsoft.Network/virtualNetworks'];

test.each(GRANTS)('%s accepts its own types of resources and refuses every other one', (by, grant, types) => {
  for (const type of types) {
    const resource = id(type, 'todo', 'tasks', 'one');
    const { scope } = grant(resource);
    expect(scope.startsWith(resource)).toBe(true);
    expect(grant(resource.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')).scope).toMatch(/TODO/);
  }
  for (const type of TYPES.filter((one) => !types.includes(one))) {
    const { code, where, message } = errorOf(() => grant(id(type)));
    expect({ type, code, where }).toEqual({ type, code: 'resource-id-of-other-type', where: by });
    expect(message).toContain(`is of type ${type}, not a`);
  }
});

test.each<[string, Call, string[]]>([
  ...GRANTS,
  ['roleGrant', (scope) => roleGrant({ role: 'Reader', scope }), []],
  ['monitorGrant.publishMetrics', (resource) => monitorGrant.publishMetrics(resource), []],
])('%s refuses a name in place of a resource id', (by, grant) => {
  for (const given of [
    'todo',
    '',
    'https://todo.vault.azure.net/',
    'providers/Microsoft.KeyVault/vaults/todo',
    `${VAULT}/`,
    `${VAULT} `,
    `${VAULT}/secrets`,
    `${GROUP}/providers/Microsoft.KeyVault`,
    '/subscriptions/mine/resourceGroups/rg',
    '/subscriptions/22222222-2222-2222-2222-2222222222223',
    `${GROUP}2/ /x`,
    undefined,
    null,
    7,
    {},
  ]) {
    const { code, where, message } = errorOf(() => grant(given as string));
    expect({ given, code, where }).toEqual({ given, code: 'resource-id-malformed', where: by });
    expect(message).toMatch(
      / is not the Azure resource id of .*\n {2}why: .*\n {2}fix: Give an id such as \/subscriptions\//,
    );
  }
});

test('an error says what was given, what is asked for, and how it looks', () => {
  expect(errorOf(() => keyVaultGrant.readSecrets('todo')).message)
    .toContain(`resource-id-malformed at keyVaultGrant.readSecrets: "todo" is not the Azure resource id of a key vault
  why: Azure finds no resource by a name or a part of an id, and refuses the role assignment.
  fix: Give an id such as /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.KeyVault/vaults/<name>, a token of one, or the resource itself.`);
  expect(errorOf(() => serviceBusGrant.send(VAULT)).message)
    .toContain(`resource-id-of-other-type at serviceBusGrant.send: "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/todo" is of type Microsoft.KeyVault/vaults, not a queue of Service Bus, a topic of Service Bus or a namespace of Service Bus
  why: Azure assigns a role at any scope, and one that has nothing of what the role is for permits nothing.
  fix: Give an id such as /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.ServiceBus/namespaces/queues/<name>, a token of one, or the resource itself.`);
  expect(errorOf(() => roleGrant({ role: 'Reader', scope: 'rg' })).message)
    .toContain(`resource-id-malformed at roleGrant: "rg" is not the Azure resource id of a resource, a resource group or a subscription
  why: Azure finds no resource by a name or a part of an id, and refuses the role assignment.
  fix: Give an id such as /subscriptions/<id>/resourceGroups/<name>, a token of one, or the resource itself.`);
});

test('what is not known before apply passes', () => {
  expect(keyVaultGrant.readSecrets(TOKEN).scope).toBe(TOKEN);
  expect(keyVaultGrant.readSecrets({ id: TOKEN }, { secretName: '${var.secret}' }).scope).toBe(
    `${TOKEN}/secrets/\${var.secret}`,
  );
  expect(roleGrant({ role: TOKEN as AzureRoleName, scope: TOKEN }).role).toBe(TOKEN);
});

test('an object of azurerm is of its own type, even where its id is not known', () => {
  synthesized((stack) => {
    const account = new StorageAccount(stack, 'account', {
      ...PLACE,
      name: 'todo',
      accountTier: 'Standard',
      accountReplicationType: 'LRS',
    });
    const vault = new KeyVault(stack, 'vault', { ...PLACE, name: 'todo', tenantId: 'x', skuName: 'standard' });
    expect(Tokenization.reverseString(keyVaultGrant.readSecrets(vault).scope).tokens).toHaveLength(1);
    expect(Tokenization.reverseString(monitorGrant.publishMetrics(vault).scope).tokens).toHaveLength(1);
    const { code, message } = errorOf(() => keyVaultGrant.readSecrets(account));
    expect(code).toBe('resource-id-of-other-type');
    expect(message).toContain('the resource is an azurerm_storage_account, not a key vault');
    // Of another provider, nothing is known of what it makes.
    expect(keyVaultGrant.readSecrets({ id: TOKEN, terraformResourceType: 'azapi_resource' } as never).scope).toBe(
      TOKEN,
    );
  });
});

test.each<[string, string]>([
  ['a subscription', '/subscriptions/22222222-2222-2222-2222-222222222222'],
  ['a management group', '/providers/Microsoft.Management/managementGroups/mine'],
  ['a resource group, in any case', GROUP.toLowerCase()],
  ['an extension of a resource', `${VAULT}/providers/Microsoft.Insights/diagnosticSettings/logs`],
  ['a resource of a subscription', '/subscriptions/22222222-2222-2222-2222-222222222222/providers/Microsoft.A/b/c'],
])('a role may be given at %s', (_, scope) => {
  expect(roleGrant({ role: 'Reader', scope }).scope).toBe(scope);
});

test.each(['a/b', '', 'a b', 'keys/'])('the name %j, which would lead to another place, is refused', (name) => {
  expect(errorOf(() => keyVaultGrant.readSecrets(VAULT, { secretName: name }))).toMatchObject({
    code: 'name-invalid',
    where: 'keyVaultGrant.readSecrets',
    message: expect.stringMatching(/is not the name of something[^]*why: .*slash[^]*fix: Give the name alone/),
  });
});

describe('Cosmos DB', () => {
  test('a known id tells the account’s name and group', () => {
    const account = id('Microsoft.DocumentDB/databaseAccounts', 'tasks');
    const { only } = synthesized(
      (stack) =>
        new PodManagedIdentity(stack, 'workload', {
          name: 'id-backend',
          ...PLACE,
          grants: [cosmosdbGrant.read(account)],
        }),
    );
    expect(only('azurerm_cosmosdb_sql_role_assignment')).toMatchObject({
      account_name: 'tasks',
      resource_group_name: 'rg',
    });
  });

  test('a token of an id tells neither', () => {
    expect(errorOf(() => cosmosdbGrant.read(TOKEN))).toMatchObject({
      code: 'resource-id-malformed',
      where: 'cosmosdbGrant.read',
      message: expect.stringMatching(/before apply[^]*why: .*name and resource group[^]*fix: Give the account itself/),
    });
  });
});

describe('a role', () => {
  const refused = (options: object) => errorOf(() => roleGrant({ scope: GROUP, ...options } as RoleGrantOptions));

  test('that there is not is refused, with the one that may be meant', () => {
    expect(refused({ role: 'key vault secret user' })).toMatchObject({
      code: 'role-unknown',
      where: 'roleGrant',
      message: expect.stringMatching(
        /"key vault secret user" is not a built-in role[^]*why: [^]*fix: Did you mean "Key Vault Secrets User"\? A custom role/,
      ),
    });
    expect(refused({ role: 'toString' }).message).toMatch(/fix: A custom role, or one newer/);
    expect(refused({ role: undefined })).toMatchObject({ code: 'role-unknown' });
    // The nearest of several, not the first of them.
    expect(refused({ role: 'Log Analytics Readr' }).message).toContain('"Log Analytics Reader"');
  });

  test.each([
    ['with the action *', 'Contributor', 'b24988ac-6180-42a0-ab88-20f7382dd24c'],
    ['that assigns roles', 'User Access Administrator', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'],
    ['that assigns some roles', 'Key Vault Data Access Administrator', '8b54135c-b56d-4d72-a534-26097cfdc8d8'],
  ])('%s must be meant', (_, role, definition) => {
    const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${definition}`;
    for (const given of [
      { role },
      { roleDefinitionId, id: 'own' },
      { roleDefinitionId: roleDefinitionId.toUpperCase() },
    ]) {
      expect(refused(given)).toMatchObject({
        code: 'role-privileged',
        where: 'roleGrant',
        message: expect.stringMatching(/has the action \* or can assign roles[^]*why: [^]*fix: .*privileged: true/),
      });
      const meant = roleGrant({ scope: GROUP, ...given, privileged: true } as RoleGrantOptions);
      expect(meant.privileged).toBe(true);
      expect(meant.description).toMatch(/ on .* \(privileged\)$/);
    }
  });

  test('that is not privileged is told so only by who says it', () => {
    expect(roleGrant({ role: 'Reader', scope: GROUP })).toMatchObject({
      privileged: false,
      description: `Reader on ${GROUP}`,
    });
    expect(roleGrant({ role: 'Reader', scope: GROUP, privileged: true, description: 'all' })).toMatchObject({
      privileged: true,
      description: 'all (privileged)',
    });
  });

  test('is given by its definition’s resource id or by azurerm’s resource of it, whose id is another', () => {
    const own = `${GROUP}/providers/Microsoft.Authorization/roleDefinitions/0a1b2c3d-0000-4000-8000-000000000000`;
    expect(roleGrant({ roleDefinitionId: own, scope: GROUP, id: 'own' }).role).toBe(own);
    const { only } = synthesized((stack) => {
      const definition = new RoleDefinition(stack, 'role', { name: 'own', scope: GROUP });
      const { role } = roleGrant({ roleDefinitionId: definition, scope: GROUP, id: 'own' });
      new RoleAssignment(stack, 'given', { scope: GROUP, roleDefinitionId: role, principalId: 'x' });
    });
    expect(only('azurerm_role_assignment').role_definition_id).toBe(
      '${azurerm_role_definition.role.role_definition_resource_id}',
    );
    expect(refused({ roleDefinitionId: `${own}|${GROUP}`, id: 'own' }).code).toBe('resource-id-of-other-type');
    expect(refused({ roleDefinitionId: VAULT, id: 'own' }).code).toBe('resource-id-of-other-type');
    expect(refused({ roleDefinitionId: 'Reader', id: 'own' }).code).toBe('resource-id-malformed');
    expect(refused({ roleDefinitionId: undefined, id: 'own' }).code).toBe('resource-id-malformed');
    expect(
      refused({ roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/own', id: 'own' }).code,
    ).toBe('resource-id-malformed');
  });
});

describe('a grant in another subscription', () => {
  const other = VAULT.replaceAll('2', '3');
  const identity = (stack: TerraformStack, grant: AzureGrant) =>
    new PodManagedIdentity(stack, 'workload', { name: 'id-backend', ...PLACE, grants: [grant] });
  const existing = (stack: TerraformStack, grant: AzureGrant) =>
    PodManagedIdentity.fromAttributes(stack, 'workload', {
      id: id('Microsoft.ManagedIdentity/userAssignedIdentities'),
      name: 'todo',
      resourceGroupName: 'rg',
      clientId: '44444444-4444-4444-4444-444444444444',
      principalId: '55555555-5555-5555-5555-555555555555',
      tenantId: '11111111-1111-1111-1111-111111111111',
      grants: [grant],
    });
  const provider = (stack: TerraformStack, subscriptionId?: string, alias?: string) =>
    new AzurermProvider(stack, `azurerm-${alias ?? ''}`, { features: [{}], subscriptionId, alias });
  const OWN = '22222222-2222-2222-2222-222222222222';

  test('must be meant, where the identity’s is known by its id or by its provider', () => {
    for (const build of [
      (stack: TerraformStack, grant: AzureGrant) => existing(stack, grant),
      (stack: TerraformStack, grant: AzureGrant) => {
        provider(stack, other.split('/')[2]!, 'elsewhere');
        provider(stack, OWN.toUpperCase());
        identity(stack, grant);
      },
      (stack: TerraformStack, grant: AzureGrant) =>
        new PodManagedIdentity(stack, 'workload', {
          name: 'id-backend',
          ...PLACE,
          provider: provider(stack, OWN, 'own'),
          grants: [grant],
        }),
    ]) {
      expect(errorOf((stack) => build(stack, keyVaultGrant.readSecrets(other)))).toMatchObject({
        code: 'subscription-mismatch',
        where: 'stack/workload',
        message: expect.stringMatching(
          /vaults\/todo is in subscription 3{8}[^]*in 2{8}[^]*why: [^]*fix: .*crossSubscription: true/,
        ),
      });
      for (const grant of [
        keyVaultGrant.readSecrets(VAULT),
        keyVaultGrant.readSecrets(TOKEN),
        keyVaultGrant.readSecrets(other, { crossSubscription: true }),
        cosmosdbGrant.read(id('Microsoft.DocumentDB/databaseAccounts').replaceAll('2', '3'), {
          crossSubscription: true,
        }),
        azureSqlGrant.read(id('Microsoft.Sql/servers/databases').replaceAll('2', '3'), { crossSubscription: true }),
        roleGrant({ role: 'Reader', scope: '/providers/Microsoft.Management/managementGroups/mine' }),
      ]) {
        synthesizedOnly((stack) => build(stack, grant));
      }
    }
  });

  test('is not known where the provider takes its subscription from the environment, or there is none', () => {
    synthesizedOnly((stack) => identity(stack, keyVaultGrant.readSecrets(other)));
    synthesizedOnly((stack) => {
      provider(stack);
      identity(stack, keyVaultGrant.readSecrets(other));
    });
    synthesizedOnly((stack) => {
      provider(stack, '${var.subscription}');
      identity(stack, keyVaultGrant.readSecrets(other));
    });
  });
});

/** Builds, and expects nothing to be refused. */
function synthesizedOnly(build: (stack: TerraformStack) => void): void {
  expect(() => errorOf(build)).toThrow('nothing was refused');
}
