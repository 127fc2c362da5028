import { prove } from '../../../lib/proof';

const permissionsIn = (text: string) =>
  prove([{ file: 'main.tf', text }]).permissions.map(({ identity, role, resource, source }) => ({
    identity,
    role,
    resource,
    source,
  }));

const ROLE = `
resource "aws_iam_role" "api" {
  name               = "api"
  assume_role_policy = "{}"
}`;

const IDENTITY = `
resource "azurerm_user_assigned_identity" "api" {
  name = "id-api"
}`;

const VAULT_ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/keys';

test('a policy that aws_iam_policy_attachment attaches to several roles is a permission of each that was read', () => {
  const text = `${ROLE}
resource "aws_iam_policy_attachment" "all" {
  name       = "all"
  roles      = [aws_iam_role.api.name, "another"]
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
}`;
  expect(permissionsIn(text)).toEqual([
    {
      identity: 'aws_iam_role.api',
      role: 'AmazonS3ReadOnlyAccess',
      resource: '*',
      source: 'aws_iam_policy_attachment.all',
    },
  ]);
});

test('the statements of a policy of the program that aws_iam_policy_attachment attaches are permissions', () => {
  const text = `${ROLE}
resource "aws_iam_policy" "queue" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }] })
}
resource "aws_iam_policy_attachment" "all" {
  name       = "all"
  roles      = [aws_iam_role.api.name]
  policy_arn = aws_iam_policy.queue.arn
}`;
  const { permissions } = prove([{ file: 'main.tf', text }]);
  expect(permissions).toMatchObject([{ identity: 'aws_iam_role.api', actions: ['sqs:SendMessage'] }]);
});

test.each([
  ['the managed policies of a role', 'managed_policy_arns = var.arns', '', 'aws_iam_role.api', 'var.arns'],
  [
    'the rest of the managed policies of a role',
    'managed_policy_arns = concat(["arn:aws:iam::aws:policy/ReadOnlyAccess"], var.arns)',
    '',
    'aws_iam_role.api',
    'var.arns',
  ],
  [
    'the roles of an attachment',
    '',
    'resource "aws_iam_policy_attachment" "all" {\n roles = var.roles\n policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}',
    'aws_iam_policy_attachment.all',
    'var.roles',
  ],
])('that %s are not known is said once', (_what, argument, more, about, cause) => {
  const text = `${ROLE.slice(0, -1)}  ${argument}\n}\n${more}`;
  const { undecided } = prove([{ file: 'main.tf', text: `variable "arns" {}\nvariable "roles" {}\n${text}` }]);
  const said = undecided.filter(({ because }) => because.includes(cause));
  expect(said).toMatchObject([{ about }]);
});

test('access policies of a vault are permissions of the identity whose principal they name', () => {
  const text = `${IDENTITY}
resource "azurerm_key_vault" "own" {
  name = "own"
  access_policy {
    object_id          = azurerm_user_assigned_identity.api.principal_id
    secret_permissions = ["List", "Get"]
  }
  access_policy {
    object_id          = "55555555-5555-5555-5555-555555555555"
    secret_permissions = ["Purge"]
  }
}
resource "azurerm_key_vault_access_policy" "other" {
  key_vault_id       = "${VAULT_ID}"
  object_id          = azurerm_user_assigned_identity.api.principal_id
  key_permissions    = ["Sign"]
  secret_permissions = ["Get"]
}`;
  expect(permissionsIn(text)).toEqual([
    {
      identity: 'azurerm_user_assigned_identity.api',
      role: 'access policy (secret: Get, List)',
      resource: '${azurerm_key_vault.own.id}',
      source: 'azurerm_key_vault.own',
    },
    {
      identity: 'azurerm_user_assigned_identity.api',
      role: 'access policy (key: Sign; secret: Get)',
      resource: VAULT_ID,
      source: 'azurerm_key_vault_access_policy.other',
    },
  ]);
});

test('an access policy is told by all that it speaks of, as far as it is known', () => {
  const policies = prove([
    {
      file: 'main.tf',
      text: `${IDENTITY}
variable "keys" {}
resource "azurerm_key_vault_access_policy" "all" {
  key_vault_id            = "${VAULT_ID}"
  object_id               = azurerm_user_assigned_identity.api.principal_id
  key_permissions         = var.keys
  certificate_permissions = ["Get"]
  storage_permissions     = ["Set", "List"]
}
resource "azurerm_key_vault_access_policy" "none" {
  object_id = azurerm_user_assigned_identity.api.principal_id
}
resource "azurerm_key_vault_access_policy" "stranger" {
  key_vault_id    = "${VAULT_ID}"
  key_permissions = ["Get"]
}`,
    },
  ]).permissions;
  expect(policies).toEqual([
    expect.objectContaining({
      source: 'azurerm_key_vault_access_policy.all',
      role: 'access policy (key: ${var.keys}; certificate: Get; storage: List, Set)',
      actions: [],
    }),
    expect.objectContaining({
      source: 'azurerm_key_vault_access_policy.none',
      role: 'access policy (nothing)',
      resource: '',
    }),
  ]);
});

test('a role of the directory is for its scope', () => {
  const text = `
resource "azuread_application" "api" {
  display_name = "api"
}
resource "azuread_service_principal" "api" {
  client_id = azuread_application.api.client_id
}
resource "azuread_directory_role_assignment" "readers" {
  role_id             = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
  principal_object_id = azuread_service_principal.api.object_id
  directory_scope_id  = "/administrativeUnits/shop"
}
resource "azuread_directory_role_assignment" "unnamed" {
  principal_object_id = azuread_service_principal.api.object_id
}`;
  expect(permissionsIn(text)).toMatchObject([
    { role: 'directory role 88d8e3e3-8f55-4a1e-953a-9b9898b8876b', resource: '/administrativeUnits/shop' },
    { role: 'directory role ', resource: '/' },
  ]);
});

test('roles of applications and of the directory are permissions of the application behind the service principal', () => {
  const text = `
resource "azuread_application" "api" {
  display_name = "api"
}
resource "azuread_service_principal" "api" {
  client_id = azuread_application.api.client_id
}
data "azuread_service_principal" "graph" {
  client_id = "00000003-0000-0000-c000-000000000000"
}
resource "azuread_app_role_assignment" "users" {
  app_role_id         = "df021288-bdef-4463-88db-98f22de89214"
  principal_object_id = azuread_service_principal.api.object_id
  resource_object_id  = data.azuread_service_principal.graph.object_id
}
resource "azuread_directory_role_assignment" "readers" {
  role_id             = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
  principal_object_id = azuread_service_principal.api.object_id
}`;
  expect(permissionsIn(text)).toEqual([
    {
      identity: 'azuread_application.api',
      role: 'app role df021288-bdef-4463-88db-98f22de89214',
      resource: '${data.azuread_service_principal.graph.object_id}',
      source: 'azuread_app_role_assignment.users',
    },
    {
      identity: 'azuread_application.api',
      role: 'directory role 88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
      resource: '/',
      source: 'azuread_directory_role_assignment.readers',
    },
  ]);
});

test('an app role that is looked up by its name is told by it, and any other text as it is written', () => {
  const roleOf = (role: string): string | null | undefined =>
    permissionsIn(`
resource "azuread_application" "api" {
  display_name = "api"
}
resource "azuread_service_principal" "api" {
  client_id = azuread_application.api.client_id
}
data "azuread_service_principal" "graph" {
  client_id = "00000003-0000-0000-c000-000000000000"
}
resource "azuread_app_role_assignment" "users" {
  app_role_id         = ${role}
  principal_object_id = azuread_service_principal.api.object_id
  resource_object_id  = data.azuread_service_principal.graph.object_id
}`)[0]?.role;
  const byName = 'data.azuread_service_principal.graph.app_role_ids["User.Read.All"]';
  expect(roleOf(byName)).toBe('app role User.Read.All');
  expect(roleOf(`"\${${byName}}-more"`)).toBe(`app role \${${byName}}-more`);
});
