import { entra, entraAccount, deployment, manifests, terraform, USE } from '../example';
import type { ExampleFile, RuleExample } from '../example';

function assigned(principal_id: string): ExampleFile {
  const program = entra();
  const scope =
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/todo';
  const secrets = { scope, role_definition_name: 'Key Vault Secrets User', principal_id };
  return terraform({ ...program, resource: { ...program.resource, azurerm_role_assignment: { secrets } } });
}
const app = manifests(entraAccount(), deployment({ labels: USE }));

export const example: RuleExample = {
  bad: [assigned('${azurerm_user_assigned_identity.backend.client_id}'), app],
  good: [assigned('${azurerm_user_assigned_identity.backend.principal_id}'), app],
};
