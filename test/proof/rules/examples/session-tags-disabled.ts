import { deployment, manifests, POD_IDENTITY_CONDITIONS, podIdentity, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(podIdentity({ association: { disable_session_tags: true } })),
    manifests(serviceAccount(), deployment()),
  ],
  good: [
    terraform(
      podIdentity({ association: { disable_session_tags: true }, conditions: POD_IDENTITY_CONDITIONS.slice(2) }),
    ),
    manifests(serviceAccount(), deployment()),
  ],
};
