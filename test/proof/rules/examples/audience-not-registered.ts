import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(irsa({ provider: { client_id_list: ['https://sts.amazonaws.com'] } })),
    manifests(irsaAccount(), deployment()),
  ],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
