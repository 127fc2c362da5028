import { deployment, EKS_ISSUER, irsa, manifests, serviceAccount, terraform } from '../example';
import type { RuleExample } from '../example';

const ACCOUNT = serviceAccount({ 'eks.amazonaws.com/role-arn': 'arn:aws-us-gov:iam::111122223333:role/backend' });
const GOVCLOUD = { provider: { aws: { region: 'us-gov-west-1' } } };

export const example: RuleExample = {
  bad: [
    terraform({ ...GOVCLOUD, ...irsa({ principal: `arn:aws:iam::111122223333:oidc-provider/${EKS_ISSUER}` }) }),
    manifests(ACCOUNT, deployment()),
  ],
  good: [terraform({ ...GOVCLOUD, ...irsa() }), manifests(ACCOUNT, deployment())],
};
