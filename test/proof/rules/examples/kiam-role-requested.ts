import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(irsa()),
    manifests(irsaAccount(), deployment({ annotations: { 'iam.amazonaws.com/role': 'backend' } })),
  ],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
