import { prove } from '../../../../lib/proof';
import type { Inventory } from '../../../../lib/proof';

function proved(text: string): Inventory {
  return prove([{ file: 'main.tf', text }]);
}

/** Rows of pods, without those of nodes. */
function ofPods({ access }: Inventory): Inventory['access'] {
  return access.filter(({ mechanism }) => mechanism !== 'node');
}

/** The same program in the two forms of azapi: in the second a body is an object, in the first it is JSON. */
const FORMS = {
  'azapi 2': {
    body: (text: string) => text,
    output: (name: string, path: string) => `${name}.output.${path}`,
  },
  'azapi 1': {
    body: (text: string) => `jsonencode(${text})`,
    output: (name: string, path: string) => `jsondecode(${name}.output).${path}`,
  },
} as const;

describe.each(Object.entries(FORMS))('%s', (_, { body, output }) => {
  const program = `
resource "azapi_resource" "aks" {
  type                   = "Microsoft.ContainerService/managedClusters@2024-05-01"
  name                   = "aks"
  parent_id              = "/subscriptions/s/resourceGroups/rg"
  body                   = ${body('{ properties = { oidcIssuerProfile = { enabled = true } } }')}
  response_export_values = ["properties.oidcIssuerProfile.issuerURL"]
}
resource "azapi_resource" "app" {
  type                   = "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31"
  name                   = "app"
  parent_id              = "/subscriptions/s/resourceGroups/rg"
  response_export_values = ["properties.clientId", "properties.principalId"]
}
resource "azapi_resource" "trust" {
  type      = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31"
  name      = "trust"
  parent_id = azapi_resource.app.id
  body = ${body(`{ properties = {
    issuer    = ${output('azapi_resource.aks', 'properties.oidcIssuerProfile.issuerURL')}
    subject   = "system:serviceaccount:app:app"
    audiences = ["api://AzureADTokenExchange"]
  } }`)}
}
resource "azapi_resource" "reader" {
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  name      = "11111111-1111-1111-1111-111111111111"
  parent_id = azurerm_key_vault.main.id
  body = ${body(`{ properties = {
    principalId      = ${output('azapi_resource.app', 'properties.principalId')}
    principalType    = "ServicePrincipal"
    roleDefinitionId = "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6"
  } }`)}
}
resource "azurerm_key_vault" "main" { name = "vault" }
resource "kubernetes_service_account_v1" "app" {
  metadata {
    name        = "app"
    namespace   = "app"
    annotations = { "azure.workload.identity/client-id" = ${output('azapi_resource.app', 'properties.clientId')} }
  }
}
`;

  test('a cluster, an identity, its trust and its role are read, and the claim is certain', () => {
    const inventory = proved(program);
    expect(ofPods(inventory)).toEqual([
      expect.objectContaining({ identity: 'azapi_resource.app', cluster: 'azapi_resource.aks', claimed: true }),
    ]);
    expect(inventory.findings.filter(({ rule }) => rule !== 'node-identity-reachable')).toEqual([]);
    expect(inventory.undecided).toEqual([]);
    expect(inventory.permissions).toEqual([
      expect.objectContaining({ identity: 'azapi_resource.app', role: 'Key Vault Secrets User' }),
    ]);
  });
});

describe('data azapi_resource', () => {
  const trust = (issuer: string, parent: string): string => `
resource "azurerm_federated_identity_credential" "trust" {
  name      = "trust"
  parent_id = ${parent}
  issuer    = ${issuer}
  subject   = "system:serviceaccount:app:app"
  audience  = ["api://AzureADTokenExchange"]
}`;

  test('what it reads from outside of the program is a cluster and an identity that exist', () => {
    const inventory = proved(`
data "azapi_resource" "aks" {
  type      = "Microsoft.ContainerService/managedClusters@2024-05-01"
  name      = "aks"
  parent_id = "/subscriptions/s/resourceGroups/rg"
}
data "azapi_resource" "app" {
  type      = "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31"
  name      = "app"
  parent_id = "/subscriptions/s/resourceGroups/rg"
}
${trust('data.azapi_resource.aks.output.properties.oidcIssuerProfile.issuerURL', 'data.azapi_resource.app.id')}`);
    expect(ofPods(inventory)).toEqual([
      expect.objectContaining({ identity: 'data.azapi_resource.app', cluster: 'data.azapi_resource.aks' }),
    ]);
  });

  test('what it reads of the program’s own is that', () => {
    const inventory = proved(`
resource "azurerm_kubernetes_cluster" "aks" { name = "aks" }
resource "azurerm_user_assigned_identity" "app" { name = "app" }
data "azapi_resource" "aks" {
  type        = "Microsoft.ContainerService/managedClusters@2024-05-01"
  resource_id = azurerm_kubernetes_cluster.aks.id
}
data "azapi_resource" "app" {
  type        = "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31"
  resource_id = azurerm_user_assigned_identity.app.id
}
${trust('data.azapi_resource.aks.output.properties.oidcIssuerProfile.issuerURL', 'data.azapi_resource.app.id')}
resource "azapi_resource" "reader" {
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  name      = "11111111-1111-1111-1111-111111111111"
  parent_id = "/subscriptions/s"
  body      = { properties = { principalId = data.azapi_resource.app.output.properties.principalId, roleDefinitionId = "acdd72a7-3385-48ef-bd42-f606fba81ae7" } }
}`);
    expect(inventory.clusters.map(({ id }) => id)).toEqual(['azurerm_kubernetes_cluster.aks']);
    expect(ofPods(inventory)).toEqual([
      expect.objectContaining({
        identity: 'azurerm_user_assigned_identity.app',
        cluster: 'azurerm_kubernetes_cluster.aks',
      }),
    ]);
    expect(inventory.permissions.map(({ identity }) => identity)).toEqual(['azurerm_user_assigned_identity.app']);
  });
});

describe('azapi_update_resource, which switches the issuer of a cluster on', () => {
  const ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks';
  const program = (cluster: string, resourceId: string): string => `
${cluster}
resource "azapi_update_resource" "issuer" {
  type                   = "Microsoft.ContainerService/managedClusters@2026-04-01"
  resource_id            = ${resourceId}
  body                   = { properties = { oidcIssuerProfile = { enabled = true } } }
  response_export_values = ["properties.oidcIssuerProfile.issuerURL"]
}
resource "azurerm_user_assigned_identity" "app" { name = "app" }
resource "azurerm_federated_identity_credential" "trust" {
  name      = "trust"
  parent_id = azurerm_user_assigned_identity.app.id
  issuer    = azapi_update_resource.issuer.output.properties.oidcIssuerProfile.issuerURL
  subject   = "system:serviceaccount:app:app"
  audience  = ["api://AzureADTokenExchange"]
}
`;

  test.each([
    [
      'azurerm’s',
      'resource "azurerm_kubernetes_cluster" "main" { name = "aks" }',
      'azurerm_kubernetes_cluster.main.id',
      'azurerm_kubernetes_cluster.main',
    ],
    [
      'one that is looked up',
      'data "azurerm_kubernetes_cluster" "main" { name = "aks" }',
      'data.azurerm_kubernetes_cluster.main.id',
      'data.azurerm_kubernetes_cluster.main',
    ],
    [
      'azapi’s',
      'resource "azapi_resource" "main" {\n  type = "Microsoft.ContainerService/managedClusters@2026-04-01"\n  name = "aks"\n}',
      'azapi_resource.main.id',
      'azapi_resource.main',
    ],
  ])('gives that of the cluster: %s', (_, cluster, resourceId, id) => {
    expect(ofPods(proved(program(cluster, resourceId)))).toEqual([
      expect.objectContaining({ identity: 'azurerm_user_assigned_identity.app', cluster: id }),
    ]);
  });

  test('gives that of the cluster whose resource id is written out, whatever its case', () => {
    const existing = {
      schema: 'podtrust.existing/v1',
      clusters: [{ id: 'platform/cluster', cloud: 'azure', name: 'aks', resourceId: ID }],
    };
    const text = program('', JSON.stringify(ID.toUpperCase()));
    const { access } = prove([
      { file: 'main.tf', text },
      { file: 'existing.json', text: JSON.stringify(existing) },
    ]);
    expect(access.map(({ cluster }) => cluster)).toEqual(['platform/cluster']);
  });

  test('gives no cluster’s that was read, if it is another one', () => {
    const cluster = 'resource "azurerm_kubernetes_cluster" "main" { name = "other" }';
    const [row] = ofPods(proved(program(cluster, JSON.stringify(ID))));
    expect(row?.cluster).toMatch(/^ref:azapi_update_resource\.issuer\.output/);
  });
});

describe('a resource of azapi whose type is not known', () => {
  const CREDENTIAL = 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials';
  const BODY = `{ properties = {
    issuer    = azurerm_kubernetes_cluster.main.oidc_issuer_url
    subject   = "system:serviceaccount:app:app"
    audiences = ["api://AzureADTokenExchange"]
  } }`;
  const withType = (
    type: string,
    { body = BODY, resource = 'azapi_resource', parent = 'azurerm_user_assigned_identity.app.id', more = '' } = {},
  ): Inventory =>
    proved(`
variable "t" {}
resource "azurerm_kubernetes_cluster" "main" {
  name                = "aks"
  oidc_issuer_enabled = true
}
resource "azurerm_user_assigned_identity" "app" { name = "id-app" }
resource "${resource}" "x" {
  ${more}
  type      = ${type}
  name      = "trust"
  parent_id = ${parent}
  body      = ${body}
}`);
  const rows = (inventory: Inventory): readonly unknown[] =>
    ofPods(inventory).map(({ cluster, conditional }) => [cluster, conditional]);
  const said = ({ undecided }: Inventory): readonly string[] =>
    undecided.map(({ about, because }) => `${about}: ${because}`);
  const PERHAPS = [['azurerm_kubernetes_cluster.main', true]];

  test.each([
    'var.t',
    '"Microsoft.ManagedIdentity/${var.t}@2023-01-31"',
    `var.t ? "${CREDENTIAL}@v" : "Microsoft.Storage/a@v"`,
  ])('is %s and may be a credential, which need not be there', (type) => {
    const inventory = withType(type);
    expect(rows(inventory)).toEqual(PERHAPS);
    expect(said(inventory)).toEqual([
      expect.stringMatching(
        /^azapi_resource\.x: its type is not known before apply: .*it may make a federated credential$/,
      ),
    ]);
  });

  test('is said once for all of a for_each', () => {
    expect(said(withType('var.t', { more: 'for_each = toset(["a", "b"])' }))).toHaveLength(1);
  });

  test('is no matter of access where what is known of its type, or its body, is none', () => {
    for (const type of ['"Microsoft.Storage/${var.t}"', 'var.t ? "Microsoft.Web/sites@v" : "Microsoft.Storage/a@v"']) {
      expect([rows(withType(type)), said(withType(type))]).toEqual([[], []]);
    }
    const storage = { body: '{ properties = { accessTier = "Hot" } }', parent: '"/subscriptions/s"' };
    expect(said(withType('var.t', storage))).toEqual([]);
  });

  test('is a credential where only its version is not known', () => {
    const inventory = withType(`"${CREDENTIAL}@\${var.t}"`);
    expect(rows(inventory)).toEqual([['azurerm_kubernetes_cluster.main', undefined]]);
    expect(said(inventory)).toEqual([]);
  });

  test('may change a cluster', () => {
    const parts = {
      resource: 'azapi_update_resource',
      body: '{ properties = { podIdentityProfile = { enabled = true } } }',
    };
    expect(said(withType('var.t', parts))).toEqual([expect.stringContaining('it may make an AKS cluster')]);
    expect(said(withType('var.t', { ...parts, body: '{ properties = { dnsPrefix = "a" } }' }))).toEqual([]);
  });

  test('may give a role', () => {
    const body = '{ properties = { principalId = "p", roleDefinitionId = "r" } }';
    const inventory = withType('var.t', { body, parent: '"/subscriptions/s"' });
    expect(said(inventory)).toEqual([expect.stringContaining('it may make a role assignment')]);
  });
});
