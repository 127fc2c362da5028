import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(irsa()),
    manifests(irsaAccount(), deployment({ labels: { 'eks.amazonaws.com/skip-pod-identity-webhook': 'false' } })),
  ],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
