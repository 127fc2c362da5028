import { ask } from '../../../lib/proof';
import type { Answer, InMemoryDocument, SubjectQuery } from '../../../lib/proof';
import type { Json } from './program';

const ISSUER = 'https://westeurope.oic.prod-aks.azure.com/T/C/';
const SECRET = 'Microsoft.KeyVault/vaults/secrets/getSecret/action';

/** An identity that pods of `shop/api` get, a group with a vault, and what else a test gives it. */
function program(resources: Json, vault: Json = { rbac_authorization_enabled: true }): InMemoryDocument[] {
  const resource = {
    azurerm_resource_group: { main: { name: 'rg-shop', location: 'westeurope' } },
    azurerm_key_vault: {
      main: { name: 'kv-shop', resource_group_name: '${azurerm_resource_group.main.name}', ...vault },
    },
    azurerm_user_assigned_identity: { api: { name: 'id-api', resource_group_name: 'rg-shop' } },
    azurerm_federated_identity_credential: {
      api: {
        name: 'api',
        parent_id: '${azurerm_user_assigned_identity.api.id}',
        issuer: ISSUER,
        subject: 'system:serviceaccount:shop:api',
        audience: ['api://AzureADTokenExchange'],
      },
    },
    ...resources,
  };
  const data = { azurerm_subscription: { current: {} } };
  return [{ file: 'main.tf.json', text: JSON.stringify({ resource, data }) }];
}

const assigned = (role: Json, scope: string): Json => ({
  azurerm_role_assignment: {
    api: { principal_id: '${azurerm_user_assigned_identity.api.principal_id}', scope, ...role },
  },
});
const named = (name: string, scope = '${azurerm_key_vault.main.id}'): Json =>
  assigned({ role_definition_name: name }, scope);

function may(documents: InMemoryDocument[], action = SECRET, resource = 'azurerm_key_vault.main'): Answer {
  const subject = { namespace: 'shop', name: 'api' };
  return ask(documents, { identity: 'id-api', issuer: ISSUER, subject, action, resource } as SubjectQuery);
}

describe('a role assignment', () => {
  test('names the role and the scope', () => {
    expect(may(program(named('Key Vault Secrets User')))).toMatchObject({
      allowed: true,
      because: expect.arrayContaining([
        `azurerm_role_assignment.api gives Key Vault Secrets User on \${azurerm_key_vault.main.id}, which has ${SECRET}`,
      ]),
    });
  });

  test.each<[string, Json, boolean | null]>([
    ['a role without the action', named('Key Vault Crypto User'), false],
    ['* of the control plane', named('Owner'), false],
    ['the group around it', named('Key Vault Secrets User', '${azurerm_resource_group.main.id}'), true],
    ['the subscription', named('Key Vault Secrets User', '${data.azurerm_subscription.current.id}'), true],
    ['one secret', named('Key Vault Secrets User', '${azurerm_key_vault.main.id}/secrets/a'), false],
    ['another group', named('Key Vault Secrets User', '/subscriptions/s/resourceGroups/other'), false],
    ['a management group', named('Key Vault Secrets User', '/providers/Microsoft.Management/managementGroups/m'), null],
    ['a role that is not in the table', named('AgFood Platform Dataset Admin'), null],
    [
      'a condition',
      assigned({ role_definition_name: 'Key Vault Secrets User', condition: '((x))' }, '${azurerm_key_vault.main.id}'),
      null,
    ],
    ['none', {}, false],
  ])('%s', (_, resources, allowed) => expect(may(program(resources)).allowed).toBe(allowed));

  test('of a vault with access policies decides nothing for certain', () => {
    expect(may(program(named('Key Vault Secrets User'), {})).allowed).toBeNull();
  });

  test.each(['/subscriptions/s/resourcegroups/RG-SHOP/providers/microsoft.keyvault/vaults/KV-shop'])(
    'is compared without case: %s',
    (id) => {
      const documents = program(named('Key Vault Secrets User', '/subscriptions/s/resourceGroups/rg-shop'));
      expect(may(documents, SECRET, id).allowed).toBe(true);
      expect(may(documents, SECRET, id.replace('/s/', '/other/')).allowed).toBe(false);
    },
  );

  test('of the control plane', () => {
    const read = 'Microsoft.KeyVault/vaults/read';
    expect(may(program(named('Reader')), read).allowed).toBe(true);
    expect(may(program(named('Contributor')), 'Microsoft.Authorization/roleAssignments/write').allowed).toBe(false);
    expect(may(program(named('Owner')), 'Microsoft.Authorization/roleAssignments/write').allowed).toBe(true);
  });
});

describe('a custom role of the program', () => {
  const custom = (permissions: Json): Json => ({
    azurerm_role_definition: { own: { name: 'own', scope: '/', permissions: [permissions] } },
    ...assigned(
      { role_definition_id: '${azurerm_role_definition.own.role_definition_resource_id}' },
      '${azurerm_key_vault.main.id}',
    ),
  });

  test.each<[string, Json, boolean | null]>([
    ['has a data action', { data_actions: ['Microsoft.KeyVault/vaults/secrets/*'] }, true],
    ['takes it out again', { data_actions: ['Microsoft.KeyVault/*'], not_data_actions: [SECRET.toLowerCase()] }, false],
    ['has it in the other plane', { actions: ['Microsoft.KeyVault/vaults/secrets/*'] }, false],
    ['is not known', { data_actions: '${var.actions}' }, null],
  ])('%s', (_, permissions, allowed) => expect(may(program(custom(permissions))).allowed).toBe(allowed));
});

test('what is nothing of Azure is refused', () => {
  expect(() => may(program({}), SECRET, 'arn:aws:s3:::data/x')).toThrow(
    expect.objectContaining({ code: 'resource-unknown' }),
  );
  expect(() => may(program({}), 's3:GetObject')).toThrow(expect.objectContaining({ code: 'action-unknown' }));
});
