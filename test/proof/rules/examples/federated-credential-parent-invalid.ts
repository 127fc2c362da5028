import { deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { ExampleFile, RuleExample } from '../example';

const of = (parent_id: string): ExampleFile => terraform(entra({ credential: { parent_id } }));
const app = manifests(entraAccount(), deployment({ labels: USE }));

export const example: RuleExample = {
  bad: [of('${azurerm_user_assigned_identity.backend.principal_id}'), app],
  good: [of('${azurerm_user_assigned_identity.backend.id}'), app],
};
