import { deployment, entra, entraAccount, manifests, serviceAccount, terraform, USE } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(entra()), manifests(serviceAccount(), deployment({ labels: USE }))],
  good: [terraform(entra()), manifests(entraAccount(), deployment({ labels: USE }))],
};
