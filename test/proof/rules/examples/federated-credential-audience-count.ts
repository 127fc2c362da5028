import { deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(entra({ credential: { audience: ['api://AzureADTokenExchange', 'sts.amazonaws.com'] } })),
    manifests(entraAccount(), deployment({ labels: USE })),
  ],
  good: [terraform(entra()), manifests(entraAccount(), deployment({ labels: USE }))],
};
