import { deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(entra()),
    manifests(entraAccount({ 'azure.workload.identity/client-id': 'backend' }), deployment({ labels: USE })),
  ],
  good: [terraform(entra()), manifests(entraAccount(), deployment({ labels: USE }))],
};
