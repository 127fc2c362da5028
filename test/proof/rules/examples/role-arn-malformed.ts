import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(irsa()), manifests(irsaAccount({ 'eks.amazonaws.com/role-arn': 'backend' }), deployment())],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
