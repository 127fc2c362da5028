import { sourcesOf } from '../../../lib/proof/input';
import { read } from '../../../lib/proof/read/read';

const MAIN = `
resource "azurerm_user_assigned_identity" "data" { name = "made" }
data "azurerm_user_assigned_identity" "app" {
  for_each            = toset(["a/b"])
  name                = each.key
  resource_group_name = "rg"
}
data "aws_iam_role" "app" { name = "looked-up" }
data "azuread_application" "app" { display_name = "looked-up" }
module "data" { source = "./data" }
`;
const MODULE = `
resource "azurerm_user_assigned_identity" "app" { name = "made-below" }
data "azurerm_user_assigned_identity" "app" {
  name                = "looked-up-below"
  resource_group_name = "rg"
}
`;

test('an identity that a data source reads is made elsewhere, whatever modules and resources are called', () => {
  const sources = sourcesOf([
    { file: 'main.tf', text: MAIN },
    { file: 'data/main.tf', text: MODULE },
  ]);
  const { identities } = read(sources, { clusterOfPath: new Map() });
  const made = identities.filter(({ existing }) => !existing).map(({ id }) => id);
  expect(made.sort()).toEqual([
    'azurerm_user_assigned_identity.data',
    'module.data.azurerm_user_assigned_identity.app',
  ]);
  expect(
    identities
      .filter(({ existing }) => existing)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([
    'data.aws_iam_role.app',
    'data.azuread_application.app',
    'data.azurerm_user_assigned_identity.app["a/b"]',
    'module.data.data.azurerm_user_assigned_identity.app',
  ]);
});
