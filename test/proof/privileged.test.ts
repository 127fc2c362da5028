import { prove } from '../../lib/proof';
import { isPrivilegedOnAzure } from '../../lib/proof/read/azure/azure-privileged';
import { reportTable } from '../../lib/report/table';

const AKS = `
resource "azurerm_kubernetes_cluster" "c" {
  name                      = "shop"
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
}
resource "azurerm_user_assigned_identity" "i" {
  name = "id-api"
}
resource "azurerm_federated_identity_credential" "f" {
  name      = "api"
  parent_id = azurerm_user_assigned_identity.i.id
  issuer    = azurerm_kubernetes_cluster.c.oidc_issuer_url
  subject   = "system:serviceaccount:shop:api"
  audience  = ["api://AzureADTokenExchange"]
}`;
const assignment = (role: string) => `
resource "azurerm_role_assignment" "a" {
  scope        = "/subscriptions/22222222-2222-2222-2222-222222222222"
  principal_id = azurerm_user_assigned_identity.i.principal_id
  ${role}
}`;
const custom = (actions: string, notActions = '[]') => `
resource "azurerm_role_definition" "d" {
  name  = "ours"
  scope = "/subscriptions/22222222-2222-2222-2222-222222222222"
  permissions {
    actions     = ${actions}
    not_actions = ${notActions}
  }
}
${assignment('role_definition_id = azurerm_role_definition.d.role_definition_resource_id')}`;

const permissionsOf = (text: string) => prove([{ file: 'main.tf', text: AKS + text }]).permissions;

test.each(['Owner', 'Contributor', 'User Access Administrator'])('the built-in role %s is privileged', (role) => {
  expect(permissionsOf(assignment(`role_definition_name = "${role}"`))).toMatchObject([{ role, privileged: true }]);
});

test('a built-in role is privileged by the id of its definition too', () => {
  const id = '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
  expect(permissionsOf(assignment(`role_definition_id = "${id}"`))).toMatchObject([
    { role: 'Owner', privileged: true },
  ]);
});

test('a built-in role that reads is not privileged', () => {
  const [permission] = permissionsOf(assignment('role_definition_name = "Reader"'));
  expect(permission).toMatchObject({ role: 'Reader' });
  expect(permission).not.toHaveProperty('privileged');
});

test.each<[string, string | undefined, boolean]>([
  ['["*"]', undefined, true],
  ['["*"]', '["Microsoft.Authorization/*/Write"]', true],
  ['["Microsoft.Authorization/*"]', undefined, true],
  // What is taken out stands behind a mark, which is no part of an action that is given.
  ['["M*"]', undefined, true],
  ['["microsoft.authorization/roleassignments/write"]', undefined, true],
  ['["*/write"]', undefined, true],
  ['["*/write"]', '["Microsoft.Authorization/roleAssignments/*"]', false],
  ['["*/read"]', undefined, false],
  ['["Microsoft.Storage/*"]', undefined, false],
])('a custom role with the actions %s and without %s: %s', (actions, notActions, privileged) => {
  expect(permissionsOf(custom(actions, notActions)).some((permission) => permission.privileged)).toBe(privileged);
});

test('a managed policy of AWS that shares its name with a role of Azure is none', () => {
  const text = `
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/Owner"
}`;
  const { permissions } = prove([{ file: 'main.tf', text }]);
  expect(permissions).toHaveLength(1);
  expect(permissions[0]).not.toHaveProperty('privileged');
});

const tableOf = (role: string) =>
  reportTable(prove([{ file: 'main.tf', text: AKS + assignment(`role_definition_name = "${role}"`) }]), {
    width: 160,
    color: false,
  });

test('the table shows a privileged role, and says what that means', () => {
  expect(tableOf('Owner')).toContain('Owner (privileged) on');
  expect(tableOf('Owner')).toMatch(/^privileged: the role has every action or can assign roles/m);
  expect(tableOf('Reader')).not.toContain('privileged');
});

test('what is no role, such as an access policy’s actions, is privileged by its actions alone', () => {
  expect(isPrivilegedOnAzure({ role: null, actions: ['Microsoft.Storage/storageAccounts/read'] })).toBe(false);
  expect(isPrivilegedOnAzure({ role: null, actions: ['Microsoft.Authorization/roleAssignments/write'] })).toBe(true);
});

describe('a custom role', () => {
  const byName = (name: string, definition: string) =>
    permissionsOf(`${definition}\n${assignment(`role_definition_name = "${name}"`)}`);
  const definition = (mode = 'resource') => `
${mode} "azurerm_role_definition" "d" {
  name  = "ours"
  scope = "/subscriptions/22222222-2222-2222-2222-222222222222"
  permissions {
    actions      = ["Microsoft.Storage/b", null, "Microsoft.Storage/a"]
    data_actions = ["Microsoft.Storage/a"]
  }
}`;

  test('is found by its name too, with its actions sorted and each once', () => {
    expect(byName('ours', definition())).toMatchObject([
      { role: 'ours', actions: ['Microsoft.Storage/a', 'Microsoft.Storage/b'] },
    ]);
  });

  test('is not another one, nor one that is looked up', () => {
    expect(byName('Reader', definition())).toMatchObject([{ role: 'Reader', actions: [] }]);
    const looked = `${definition('data')}\n${assignment('role_definition_id = data.azurerm_role_definition.d.id')}`;
    expect(permissionsOf(looked)).toMatchObject([{ actions: [] }]);
  });

  test('without a name is not what names no role', () => {
    const nameless = definition().replace('name  = "ours"', '');
    const id = '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7';
    expect(permissionsOf(`${nameless}\n${assignment(`role_definition_id = "${id}"`)}`)).toMatchObject([
      { role: 'Reader', actions: [] },
    ]);
    const own = assignment('role_definition_id = azurerm_role_definition.d.role_definition_resource_id');
    expect(permissionsOf(`${nameless}\n${own}`)).toMatchObject([
      { role: '', actions: ['Microsoft.Storage/a', 'Microsoft.Storage/b'] },
    ]);
  });
});
