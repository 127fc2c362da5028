import { deployment, EKS_ISSUER, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(irsa({ principal: `arn:aws:iam::444455556666:oidc-provider/${EKS_ISSUER}` })),
    manifests(irsaAccount(), deployment()),
  ],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
