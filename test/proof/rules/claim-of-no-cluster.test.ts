import { prove } from '../../../lib/proof';

/** An identity whose credential has an issuer of no cluster, and an account of none that claims a client id that nobody knows. */
const PROGRAM = `
resource "azurerm_user_assigned_identity" "app" {
  name                = "app"
  resource_group_name = "rg"
  location            = "westeurope"
}
resource "azurerm_federated_identity_credential" "app" {
  name                = "app"
  resource_group_name = "rg"
  parent_id           = azurerm_user_assigned_identity.app.id
  audience            = ["api://AzureADTokenExchange"]
  issuer              = "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001/v2.0"
  subject             = "system:serviceaccount:shop:app"
}
`;
const ACCOUNT = `
apiVersion: v1
kind: ServiceAccount
metadata:
  name: app
  namespace: shop
  annotations:
    azure.workload.identity/client-id: 10000000-0000-0000-0000-000000000000
---
apiVersion: v1
kind: Pod
metadata: { name: app, namespace: shop, labels: { azure.workload.identity/use: 'true' } }
spec: { serviceAccountName: app, containers: [{ name: app, image: app }] }
`;

test('objects of no cluster that was read are held against the credentials of the identities', () => {
  const documents = [
    { file: 'main.tf', text: PROGRAM },
    { file: 'app.yaml', text: ACCOUNT },
  ];
  expect(prove(documents).identities.map(({ id }) => id)).toEqual(['azurerm_user_assigned_identity.app']);
});
