import { credential, deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(
      entra({
        more: { azurerm_federated_identity_credential: { backend: credential('backend'), old: credential('old') } },
      }),
    ),
    manifests(entraAccount(), deployment({ labels: USE })),
  ],
  good: [terraform(entra()), manifests(entraAccount(), deployment({ labels: USE }))],
};
