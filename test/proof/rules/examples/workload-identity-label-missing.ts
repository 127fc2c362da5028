import { deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  // The label on the Deployment does nothing: it belongs on the pod template.
  bad: [terraform(entra()), manifests(entraAccount(), deployment({ metadata: { labels: USE } }))],
  good: [terraform(entra()), manifests(entraAccount(), deployment({ labels: USE }))],
};
