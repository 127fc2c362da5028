import { deployment, entra, entraAccount, manifests, terraform, USE } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(entra()),
    manifests(
      entraAccount({ 'azure.workload.identity/service-account-token-expiration': '600' }),
      deployment({ labels: USE }),
    ),
  ],
  good: [
    terraform(entra()),
    manifests(
      entraAccount({ 'azure.workload.identity/service-account-token-expiration': '3600' }),
      deployment({ labels: USE }),
    ),
  ],
};
