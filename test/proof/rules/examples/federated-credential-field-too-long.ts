import { deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(entra({ credential: { subject: `system:serviceaccount:todo:${'backend-'.repeat(80)}` } })),
    manifests(entraAccount(), deployment({ labels: USE })),
  ],
  good: [terraform(entra()), manifests(entraAccount(), deployment({ labels: USE }))],
};
