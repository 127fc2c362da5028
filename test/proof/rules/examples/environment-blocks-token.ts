import { deployment, irsa, irsaAccount, manifests, ROLE_ARN, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(irsa()),
    manifests(irsaAccount(), deployment({ container: { env: [{ name: 'AWS_ROLE_ARN', value: ROLE_ARN }] } })),
  ],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
