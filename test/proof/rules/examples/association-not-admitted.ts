import {
  condition,
  deployment,
  manifests,
  POD_IDENTITY_CONDITIONS,
  podIdentity,
  serviceAccount,
  terraform,
} from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(
      podIdentity({
        conditions: [
          condition('StringEquals', 'aws:RequestTag/kubernetes-service-account', 'api'),
          POD_IDENTITY_CONDITIONS[2],
        ],
      }),
    ),
    manifests(serviceAccount(), deployment()),
  ],
  good: [terraform(podIdentity()), manifests(serviceAccount(), deployment())],
};
