import { ask, prove } from '../../../lib/proof';
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
    azuread_user: { a: { display_name: 'a' } },
    ...resources,
  };
  const data = { azurerm_subscription: { current: {} }, azurerm_client_config: { current: {} } };
  const variable = { some: {}, text: { type: 'string' } };
  return [{ file: 'main.tf.json', text: JSON.stringify({ resource, data, variable }) }];
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

  // Azure Resource Manager, "Naming rules and restrictions": no name has a slash.
  test('on what is called otherwise gives nothing, though both names begin with what is not known', () => {
    const group = '${azurerm_resource_group.main.id}';
    const vault = (name: string): Json => ({
      azurerm_key_vault: {
        main: { name: '${var.text}-kv', resource_group_name: 'rg-shop', rbac_authorization_enabled: true },
        other: { name, resource_group_name: 'rg-shop', rbac_authorization_enabled: true },
      },
    });
    const on = (scope: string, name = '${var.text}-logs'): Answer['allowed'] =>
      may(program({ ...vault(name), ...named('Key Vault Secrets User', scope) })).allowed;
    expect(on('${azurerm_key_vault.other.id}')).toBe(false);
    expect(on('${azurerm_key_vault.other.id}/secrets/a')).toBe(false);
    expect(on('${azurerm_key_vault.other.id}', '${var.some}')).toBe(null);
    expect(on(`${group}/providers/Microsoft.KeyVault/vaults/\${var.some}-logs`)).toBe(false);
    expect(on(group)).toBe(true);
    expect(on('${var.some}/resourceGroups/rg-shop')).toBe(null);
  });

  test('of a vault with access policies gives nothing of what it holds', () => {
    const { allowed, because } = may(program(named('Key Vault Secrets User'), {}));
    expect(allowed).toBe(false);
    expect(because).toContain(
      'azurerm_key_vault.main is not set to Azure RBAC: its access policies decide, and no role',
    );
    expect(may(program(named('Reader'), {}), 'Microsoft.KeyVault/vaults/read').allowed).toBe(true);
  });

  test('of a vault that may be set to either decides nothing for certain', () => {
    const open = { enable_rbac_authorization: '${var.rbac}' };
    expect(may(program(named('Key Vault Secrets User'), open)).allowed).toBeNull();
    expect(may(program({}, open)).allowed).toBe(false);
    expect(may(program(named('Key Vault Secrets User'), { enable_rbac_authorization: true })).allowed).toBe(true);
  });

  test('of a vault that was not read counts, which is said', () => {
    const id = '/subscriptions/s/resourceGroups/other/providers/Microsoft.KeyVault/vaults/kv';
    const { allowed, because } = may(program(named('Key Vault Secrets User', '/subscriptions/s')), SECRET, id);
    expect(allowed).toBe(true);
    expect(because).toContain(`assumed: ${id} is set to Azure RBAC; it was not read`);
  });

  test('of the directory gives nothing of Azure', () => {
    const roles = {
      azuread_directory_role_assignment: {
        a: { role_id: 'r', principal_object_id: '${azurerm_user_assigned_identity.api.principal_id}' },
      },
    };
    expect(may(program(roles)).allowed).toBe(false);
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

/** Blocks of which it is not known how many there are. */
const perhaps = (name: string, content: Json): Json => ({ dynamic: { [name]: { for_each: '${var.some}', content } } });

describe('a custom role of the program', () => {
  const own = (definition: Json): Json => ({
    azurerm_role_definition: { own: { name: 'own', scope: '/', ...definition } },
    ...assigned(
      { role_definition_id: '${azurerm_role_definition.own.role_definition_resource_id}' },
      '${azurerm_key_vault.main.id}',
    ),
  });
  const custom = (permissions: Json): Json => own({ permissions: [permissions] });

  test.each<[string, Json, boolean | null]>([
    ['has a data action', { data_actions: ['Microsoft.KeyVault/vaults/secrets/*'] }, true],
    ['takes it out again', { data_actions: ['Microsoft.KeyVault/*'], not_data_actions: [SECRET.toLowerCase()] }, false],
    ['has it in the other plane', { actions: ['Microsoft.KeyVault/vaults/secrets/*'] }, false],
    ['may have it', { data_actions: '${var.some}' }, null],
    ['has it, whatever it has besides', { data_actions: ['${var.text}', SECRET], actions: '${var.some}' }, true],
    ['may have it among others', { data_actions: ['Microsoft.Storage/*', '${var.text}'] }, null],
    ['may take it out again', { data_actions: [SECRET], not_data_actions: '${var.some}' }, null],
    ['has nothing', { data_actions: null }, false],
  ])('%s', (_, permissions, allowed) => expect(may(program(custom(permissions))).allowed).toBe(allowed));

  const READ = 'Microsoft.KeyVault/vaults/read';
  test.each<[string, Json, boolean | null]>([
    ['has it', { actions: ['Microsoft.KeyVault/*'] }, true],
    ['may have it', { actions: '${var.some}' }, null],
    ['takes it out again', { actions: ['*'], not_actions: ['*/read'] }, false],
    ['may take it out again', { actions: ['*'], not_actions: '${var.some}' }, null],
    ['has it in the other plane', { data_actions: ['*'] }, false],
  ])('%s, of the control plane', (_, permissions, allowed) =>
    expect(may(program(custom(permissions)), READ).allowed).toBe(allowed),
  );

  test('whose blocks are made by `dynamic` has what they give, or may have where it is not known how many there are', () => {
    const content = { data_actions: [SECRET] };
    const made = own({ dynamic: { permissions: { for_each: ['one'], content } } });
    expect(may(program(made)).allowed).toBe(true);
    expect(may(program(own(perhaps('permissions', content)))).allowed).toBeNull();
    // AND the name that a built-in role has as well tells nothing of it
    const named = { name: 'Key Vault Secrets User', ...perhaps('permissions', content) };
    expect(may(program(own(named))).allowed).toBeNull();
    expect(may(program(own({}))).allowed).toBe(false);
  });

  test('may have anything where a plan does not know its blocks, of which it keeps no expression', () => {
    const api = 'azurerm_user_assigned_identity.api';
    const credential = { issuer: ISSUER, subject: 'system:serviceaccount:shop:api' };
    // What is known of each, and what what is not known refers to, as far as a plan tells.
    const planned: readonly (readonly [string, Json, Record<string, string | undefined>])[] = [
      ['azurerm_key_vault.main', { name: 'kv-shop', rbac_authorization_enabled: true }, {}],
      [api, { name: 'id-api' }, {}],
      ['azurerm_role_definition.own', { name: 'own' }, { permissions: undefined }],
      [
        'azurerm_role_assignment.api',
        { role_definition_name: 'own' },
        { scope: 'azurerm_key_vault.main.id', principal_id: `${api}.principal_id` },
      ],
      [
        'azurerm_federated_identity_credential.api',
        { ...credential, audience: ['api://AzureADTokenExchange'] },
        { parent_id: `${api}.id` },
      ],
    ];
    const resources = planned.map(([address, values, references]) => {
      const [type, name] = address.split('.');
      const keys = Object.entries(references);
      const after_unknown = Object.fromEntries(keys.map(([key]) => [key, true]));
      const expressions = Object.fromEntries(
        keys.flatMap(([key, to]) => (to === undefined ? [] : [[key, { references: [to] }]])),
      ) as Json;
      const own = { address, mode: 'managed', type, name };
      return { ...own, values, expressions, change: { actions: ['create'], after: values, after_unknown } };
    });
    const plan = {
      ...{ format_version: '1.2', planned_values: { root_module: { resources } } },
      ...{ resource_changes: resources, configuration: { root_module: { resources } } },
    };
    const { allowed, because } = may([{ file: 'plan.json', text: JSON.stringify(plan) }]);
    expect(allowed).toBeNull();
    expect(because[0]).toContain('what own allows was not read');
  });

  test('shows in the inventory what it leaves out and what is not known', () => {
    const lists = { actions: '${var.some}', data_actions: ['${var.text}'], not_actions: ['*/write'] };
    expect(prove(program(custom(lists))).permissions).toMatchObject([
      { role: 'own', actions: ['!*/write', '${var.some}', '${var.text}'] },
    ]);
  });
});

const PRINCIPAL = '${azurerm_user_assigned_identity.api.principal_id}';
const toPrincipal = (principal_id: string): Json => ({
  azurerm_role_assignment: {
    api: { principal_id, scope: '${azurerm_key_vault.main.id}', role_definition_name: 'Key Vault Secrets User' },
  },
});

describe('a role that is assigned to a group of Entra', () => {
  const group = (main: Json, more: Json = {}): Json => ({
    azuread_group: { main: { display_name: 'g', ...main } },
    ...toPrincipal('${azuread_group.main.object_id}'),
    ...more,
  });
  const member = (member_object_id: string, more: Json = {}): Json => ({
    azuread_group_member: { a: { group_object_id: '${azuread_group.main.object_id}', member_object_id, ...more } },
  });

  test.each<[string, Json, boolean | null]>([
    ['that lists it', group({ members: [PRINCIPAL] }), true],
    ['that lists others', group({ members: ['${azuread_user.a.object_id}'] }), false],
    ['that lists nobody', group({}), false],
    ['that it is added to', group({}, member(PRINCIPAL)), true],
    ['that others are added to', group({}, member('${azuread_user.a.object_id}')), false],
    ['that it may be added to', group({}, member(PRINCIPAL, { count: '${var.n}' })), null],
    ['that somebody is added to', group({}, member('${var.member}')), null],
    ['whose members are not known', group({ members: '${var.members}' }), null],
    ['whose members a rule chooses', group({ dynamic_membership: [{ enabled: true, rule: 'r' }] }), null],
    ['whose members a rule may choose', group(perhaps('dynamic_membership', { enabled: true, rule: 'r' })), null],
    ['that no rule chooses, as a state writes it', group({ dynamic_membership: [] }), false],
  ])('%s', (_, resources, allowed) => expect(may(program(resources)).allowed).toBe(allowed));

  test('in a group counts as well, even in a circle', () => {
    const nested = group({ members: ['${azuread_group.inner.object_id}'] });
    const of = (members: string[]): Json => ({
      ...nested,
      azuread_group: { ...(nested.azuread_group as Json), inner: { display_name: 'i', members } },
    });
    expect(may(program(of([PRINCIPAL]))).allowed).toBe(true);
    expect(may(program(of(['${azuread_group.main.object_id}']))).allowed).toBe(false);
  });

  test('of which it is a member is named', () => {
    expect(may(program(group({ members: [PRINCIPAL] }))).because[0]).toContain(
      'to azuread_group.main, of which it is a member',
    );
  });

  test('that is looked up leaves a no open, where its role has the action alone', () => {
    const [document] = program(toPrincipal('${data.azuread_group.ops.object_id}'));
    const text = JSON.parse(document!.text);
    text.data.azuread_group = { ops: { display_name: 'ops' } };
    const documents = [{ ...document!, text: JSON.stringify(text) }];
    const { allowed, because } = may(documents);
    expect(allowed).toBeNull();
    expect(because[0]).toContain('who is a member of data.azuread_group.ops is not known');
    expect(may(documents, 'Microsoft.KeyVault/vaults/write').allowed).toBe(false);
  });

  test('is an assignment of the identity in the inventory', () => {
    const { policies } = prove(program(group({ members: [PRINCIPAL] })));
    expect(policies).toContainEqual(
      expect.objectContaining({
        source: 'azurerm_role_assignment.api',
        identity: 'azurerm_user_assigned_identity.api',
      }),
    );
  });
});

test.each<[string, string, boolean | null]>([
  ['a variable', '${var.principal}', null],
  ['a module that was not read', '${module.app.principal_id}', null],
  ['somebody signed in', '${data.azurerm_client_config.current.object_id}', false],
  ['another object id', '11111111-1111-1111-1111-111111111111', false],
])('a role that is assigned to %s', (_, principal, allowed) =>
  expect(may(program(toPrincipal(principal))).allowed).toBe(allowed),
);

describe('an access policy of a vault', () => {
  const inline = (policy: Json): Json => ({ access_policy: [{ object_id: PRINCIPAL, ...policy }] });
  const apart = (policy: Json): Json => ({
    azurerm_key_vault_access_policy: {
      a: { key_vault_id: '${azurerm_key_vault.main.id}', object_id: PRINCIPAL, ...policy },
    },
  });
  const GET = { secret_permissions: ['Get'] };

  test.each<[string, Json, boolean | null]>([
    ['gives what it lists', GET, true],
    ['in any case', { secret_permissions: ['get'] }, true],
    ['gives nothing else', { secret_permissions: ['List'], key_permissions: ['Get'] }, false],
    ['gives others nothing', { ...GET, object_id: '${azuread_user.a.object_id}' }, false],
    ['may give what is not known', { secret_permissions: '${var.some}' }, null],
    ['may give it beside what it lists', { secret_permissions: ['List', '${var.text}'] }, null],
    ['may be somebody’s', { ...GET, object_id: '${var.principal}' }, null],
    ['is for the group that it is in', { ...GET, object_id: '${azuread_group.main.object_id}' }, true],
  ])('%s', (_, policy, allowed) => {
    const group = { azuread_group: { main: { display_name: 'g', members: [PRINCIPAL] } } };
    expect(may(program({ ...group, ...apart(policy) }, {})).allowed).toBe(allowed);
    expect(may(program(group, inline(policy))).allowed).toBe(allowed);
  });

  test('is named once, with the group by which the identity has it', () => {
    const role = (to = '') =>
      `azurerm_key_vault_access_policy.a gives access policy (secret: Get) on \${azurerm_key_vault.main.id}${to}, which has ${SECRET}`;
    const ofVault = (resources: Json) =>
      may(program(resources, {})).because.filter((one) => one.startsWith('azurerm_key_vault_access_policy'));
    expect(ofVault(apart(GET))).toEqual([role()]);
    const group = { azuread_group: { main: { display_name: 'g', members: [PRINCIPAL] } } };
    expect(ofVault({ ...group, ...apart({ ...GET, object_id: '${azuread_group.main.object_id}' }) })).toEqual([
      role(' to azuread_group.main, of which it is a member'),
    ]);
  });

  test('gives nothing where the vault is set to roles, and nothing of the control plane', () => {
    expect(may(program(apart(GET))).allowed).toBe(false);
    expect(may(program(apart(GET), {}), 'Microsoft.KeyVault/vaults/read').allowed).toBe(false);
  });

  test.each([
    ['keys/wrap/action', { key_permissions: ['WrapKey'] }, true],
    ['keys/sign/action', { key_permissions: ['Sign'] }, true],
    ['keys/read', { key_permissions: ['Get'] }, null],
    ['keys/read', { key_permissions: ['Get', 'List'] }, true],
    ['secrets/delete', { secret_permissions: ['Delete'] }, true],
    ['certificates/import/action', { certificate_permissions: ['Import'] }, true],
  ])('%s', (action, policy, allowed) =>
    expect(may(program(apart(policy), {}), `Microsoft.KeyVault/vaults/${action}`).allowed).toBe(allowed),
  );

  test('of a vault whose policies are a variable’s may be anybody’s, and of what it holds alone', () => {
    const open = program({}, { access_policy: '${var.some}' });
    expect(may(open).allowed).toBeNull();
    expect(may(open).because.join()).toContain('azurerm_key_vault.main may give it by access policy (${var.some})');
    expect(may(open, 'Microsoft.KeyVault/vaults/read').allowed).toBe(false);
  });

  test('of a vault whose policies are not known leaves a no open', () => {
    const open = { dynamic: { access_policy: { for_each: '${var.policies}', content: { object_id: 'x' } } } };
    expect(may(program({}, open)).allowed).toBeNull();
  });
});

describe('a condition of a role assignment', () => {
  const READ = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';
  const WRITE = READ.replace('read', 'write');
  const storage = { azurerm_storage_account: { s: { name: 's', resource_group_name: 'rg-shop' } } };
  const asked = (condition: string, action: string) =>
    may(
      program({
        ...storage,
        ...assigned(
          { role_definition_name: 'Storage Blob Data Contributor', condition },
          '${azurerm_storage_account.s.id}',
        ),
      }),
      action,
      'azurerm_storage_account.s',
    ).allowed;
  const CONTAINER = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'reports'";

  test('that asks for another action holds, and one on the request is not known', () => {
    const condition = `((!(ActionMatches{'${READ}'} AND NOT SubOperationMatches{'Blob.List'})) OR (${CONTAINER}))`;
    expect(asked(condition, WRITE)).toBe(true);
    expect(asked(condition, READ)).toBeNull();
  });

  test('that leaves an action out does not hold for it', () => {
    expect(asked(`!(ActionMatches{'${WRITE}'})`, WRITE)).toBe(false);
    expect(asked(`!(ActionMatches{'${WRITE}'})`, READ)).toBe(true);
  });

  test('that is not understood is not known', () => {
    expect(asked(`(ActionMatches{'${READ}'}`, READ)).toBeNull();
    expect(asked(`ActionMatches{'${READ}'} OR ${CONTAINER} AND ${CONTAINER}`, READ)).toBeNull();
    expect(asked('${var.condition}', WRITE)).toBeNull();
  });
});

describe('a deny assignment', () => {
  const denial = (properties: Json, more: Json = {}): Json => ({
    ...named('Key Vault Secrets User'),
    azapi_resource: {
      deny: {
        type: 'Microsoft.Authorization/denyAssignments@2024-07-01-preview',
        parent_id: '${azurerm_resource_group.main.id}',
        body: {
          properties: {
            permissions: [{ dataActions: ['Microsoft.KeyVault/vaults/secrets/*'] }],
            principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
            ...properties,
          },
        },
        ...more,
      },
    },
  });

  test('refuses what a role gives, and is named', () => {
    const { allowed, because, assumes } = may(program(denial({})));
    expect([allowed, assumes]).toEqual([false, undefined]);
    expect(because).toContain('azapi_resource.deny denies it');
  });

  test.each<[string, Json, Json, boolean | null]>([
    ['the identity', { principals: [{ id: PRINCIPAL }] }, {}, false],
    ['others', { principals: [{ id: '${azuread_user.a.object_id}' }] }, {}, true],
    ['somebody', { principals: [{ id: '${var.principal}' }] }, {}, null],
    ['all but the identity', { excludePrincipals: [{ id: PRINCIPAL }] }, {}, true],
    ['all but somebody', { excludePrincipals: [{ id: '${var.principal}' }] }, {}, null],
    ['other actions', { permissions: [{ dataActions: ['Microsoft.KeyVault/vaults/keys/*'] }] }, {}, true],
    ['the other plane', { permissions: [{ actions: ['*'] }] }, {}, true],
    ['all but the action', { permissions: [{ dataActions: ['*'], notDataActions: [SECRET] }] }, {}, true],
    ['what is not known', { permissions: '${var.permissions}' }, {}, null],
    ['its scope alone', { doNotApplyToChildScopes: true }, {}, true],
    ['on a condition', { condition: "@Resource[Microsoft.KeyVault/vaults:name] StringEquals 'a'" }, {}, null],
    ['nobody: it is an audit', { denyAssignmentEffect: 'Audit' }, {}, true],
    ['another scope', {}, { parent_id: '/subscriptions/s/resourceGroups/other' }, true],
    ['what need not be there', {}, { count: '${var.n}' }, null],
  ])('of %s', (_, properties, more, allowed) => expect(may(program(denial(properties, more))).allowed).toBe(allowed));
});

describe('a role on a management group', () => {
  const asked = (main: Json, more: Json = {}, scope = '${azurerm_management_group.main.id}') => {
    const [document] = program({
      ...named('Key Vault Secrets User', scope),
      azurerm_management_group: { main: { name: 'main', ...main }, ...(more.azurerm_management_group as Json) },
      ...(more.azurerm_management_group_subscription_association !== undefined && {
        azurerm_management_group_subscription_association: more.azurerm_management_group_subscription_association,
      }),
    });
    const text = JSON.parse(document!.text);
    text.provider = { azurerm: { features: {}, subscription_id: 's-1' } };
    return may([{ ...document!, text: JSON.stringify(text) }]).allowed;
  };

  test('is one on the subscriptions that the program puts there, and may be one on others', () => {
    expect(asked({ subscription_ids: ['s-1'] })).toBe(true);
    expect(asked({ subscription_ids: ['s-1'] }, {}, '/providers/Microsoft.Management/managementGroups/main')).toBe(
      true,
    );
    expect(asked({ subscription_ids: ['s-2'] })).toBeNull();
    expect(asked({})).toBeNull();
  });

  test('counts in the groups below it', () => {
    const inner = { inner: { name: 'inner', parent_management_group_id: '${azurerm_management_group.main.id}' } };
    const association = {
      a: { management_group_id: '${azurerm_management_group.inner.id}', subscription_id: '/subscriptions/s-1' },
    };
    expect(
      asked({}, { azurerm_management_group: inner, azurerm_management_group_subscription_association: association }),
    ).toBe(true);
  });
});

test('what is nothing of Azure is refused', () => {
  expect(() => may(program({}), SECRET, 'arn:aws:s3:::data/x')).toThrow(
    expect.objectContaining({ code: 'resource-unknown' }),
  );
  expect(() => may(program({}), 's3:GetObject')).toThrow(expect.objectContaining({ code: 'action-unknown' }));
});
