import { deployment, manifests, podIdentity, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(podIdentity({ actions: ['sts:AssumeRole'] })), manifests(serviceAccount(), deployment())],
  good: [terraform(podIdentity()), manifests(serviceAccount(), deployment())],
};
