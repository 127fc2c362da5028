import { deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(entra()),
    manifests(
      entraAccount(),
      deployment({ labels: USE, annotations: { 'azure.workload.identity/inject-proxy-sidecar': 'false' } }),
    ),
  ],
  good: [terraform(entra()), manifests(entraAccount(), deployment({ labels: USE }))],
};
