import { USE, deployment, entra, entraAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(entra({ credential: { audience: ['api://AzureADTokenExchangeUSGov'] } })),
    manifests(entraAccount(), deployment({ labels: USE })),
  ],
  good: [terraform(entra()), manifests(entraAccount(), deployment({ labels: USE }))],
};
