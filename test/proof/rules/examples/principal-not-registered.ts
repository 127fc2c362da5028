import { deployment, EKS_ISSUER, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(irsa({ principal: EKS_ISSUER.split('/')[0] })), manifests(irsaAccount(), deployment())],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
