import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(irsa({ actions: ['sts:AssumeRole'] })), manifests(irsaAccount(), deployment())],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
