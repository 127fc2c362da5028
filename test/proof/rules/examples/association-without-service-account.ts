import { deployment, manifests, POD_IDENTITY_CONDITIONS, podIdentity, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(
      podIdentity({ association: { service_account: 'back-end' }, conditions: POD_IDENTITY_CONDITIONS.slice(2) }),
    ),
    manifests(serviceAccount(), deployment()),
  ],
  good: [terraform(podIdentity()), manifests(serviceAccount(), deployment())],
};
