import { deployment, irsaAccount, manifests, podIdentity, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(podIdentity()), manifests(irsaAccount(), deployment())],
  good: [terraform(podIdentity()), manifests(serviceAccount(), deployment())],
};
