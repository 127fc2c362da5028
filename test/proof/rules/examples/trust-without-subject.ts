import { deployment, irsa, IRSA_CONDITIONS, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(irsa({ conditions: [IRSA_CONDITIONS[1]] })), manifests(irsaAccount(), deployment())],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
