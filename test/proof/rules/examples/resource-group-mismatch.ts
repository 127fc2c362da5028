import { deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { ExampleFile, RuleExample } from '../example';

const ofGroup = (resource_group_name: string): ExampleFile =>
  terraform(entra({ identity: { resource_group_name: 'identities' }, credential: { resource_group_name } }));

export const example: RuleExample = {
  bad: [ofGroup('clusters'), manifests(entraAccount(), deployment({ labels: USE }))],
  good: [
    ofGroup('${azurerm_user_assigned_identity.backend.resource_group_name}'),
    manifests(entraAccount(), deployment({ labels: USE })),
  ],
};
