import { deployment, irsa, manifests, ROLE_ARN, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(irsa()),
    manifests(serviceAccount(), deployment({ annotations: { 'eks.amazonaws.com/role-arn': ROLE_ARN } })),
  ],
  good: [terraform(irsa()), manifests(serviceAccount({ 'eks.amazonaws.com/role-arn': ROLE_ARN }), deployment())],
};
