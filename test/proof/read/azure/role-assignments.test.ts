import { prove } from '../../../../lib/proof';

const SCOPE = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg';

/** What an identity may do, and what is found, where a role is assigned to something of it. */
function assignedTo(principal: string) {
  const text = `
    resource "azurerm_user_assigned_identity" "shop" {
      name                = "shop"
      resource_group_name = "rg"
      location            = "westeurope"
    }
    resource "azuread_application" "shop" {
      display_name = "shop"
    }
    resource "azuread_service_principal" "shop" {
      client_id = azuread_application.shop.client_id
    }
    locals {
      client = azurerm_user_assigned_identity.shop.client_id
    }
    resource "azurerm_role_assignment" "own" {
      scope                = "${SCOPE}"
      role_definition_name = "Owner"
      principal_id         = ${principal}
    }`;
  const { permissions, findings } = prove([{ file: 'main.tf', text }]);
  return { permissions: permissions.map(({ identity }) => identity), rules: findings.map(({ rule }) => rule) };
}

test.each([
  ['azurerm_user_assigned_identity.shop.principal_id', 'azurerm_user_assigned_identity.shop'],
  ['azuread_service_principal.shop.object_id', 'azuread_application.shop'],
])('a role assigned to %s is that of %s', (principal, identity) => {
  const { permissions, rules } = assignedTo(principal);
  expect(permissions).toEqual([identity]);
  expect(rules).not.toContain('role-assigned-to-no-principal');
});

test.each([
  'azurerm_user_assigned_identity.shop.client_id',
  'azurerm_user_assigned_identity.shop.id',
  'local.client',
  'azuread_application.shop.object_id',
  'azuread_application.shop.client_id',
  'azuread_service_principal.shop.client_id',
])('a role assigned to %s is nobody’s, and Azure says so', (principal) => {
  expect(assignedTo(principal)).toEqual({ permissions: [], rules: ['role-assigned-to-no-principal'] });
});

test.each([
  ['data.azurerm_role_definition.role.id', 'name = "Storage Blob Data Reader"'],
  ['"${data.azurerm_subscription.own.id}${data.azurerm_role_definition.role.id}"', 'name = "Storage Blob Data Reader"'],
  ['data.azurerm_role_definition.role.id', 'role_definition_id = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"'],
])('a role that %s looks up by %s is the one of that name', (id, by) => {
  const text = `
    data "azurerm_subscription" "own" {}
    data "azurerm_role_definition" "role" {
      ${by}
    }
    resource "azurerm_user_assigned_identity" "shop" {
      name                = "shop"
      resource_group_name = "rg"
    }
    resource "azurerm_role_assignment" "own" {
      scope              = "${SCOPE}"
      role_definition_id = ${id}
      principal_id       = azurerm_user_assigned_identity.shop.principal_id
    }`;
  const { permissions } = prove([{ file: 'main.tf', text }]);
  expect(permissions).toMatchObject([{ role: 'Storage Blob Data Reader' }]);
});

test('a credential of the identity that AKS made for the kubelet has a parent', () => {
  const text = `
    resource "azurerm_kubernetes_cluster" "main" {
      name                      = "main"
      oidc_issuer_enabled       = true
      workload_identity_enabled = true
    }
    resource "azurerm_federated_identity_credential" "jobs" {
      name                      = "jobs"
      user_assigned_identity_id = azurerm_kubernetes_cluster.main.kubelet_identity[0].user_assigned_identity_id
      audience                  = ["api://AzureADTokenExchange"]
      issuer                    = azurerm_kubernetes_cluster.main.oidc_issuer_url
      subject                   = "system:serviceaccount:shop:jobs"
    }`;
  const { access, findings } = prove([{ file: 'main.tf', text }]);
  expect(access.map(({ mechanism }) => mechanism).sort()).toEqual(['entra-workload-identity', 'node']);
  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
});
