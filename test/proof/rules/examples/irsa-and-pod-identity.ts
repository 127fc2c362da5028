import { deployment, irsaAccount, manifests, podIdentity, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(podIdentity()),
    manifests(irsaAccount({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/reports' }), deployment()),
  ],
  good: [terraform(podIdentity()), manifests(serviceAccount(), deployment())],
};
