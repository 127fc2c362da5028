import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

/** The name stands in the Deployment’s spec, where Kubernetes knows none. */
const misplaced = deployment({ spec: { serviceAccountName: undefined } });
misplaced.spec.serviceAccountName = 'backend';

export const example: RuleExample = {
  bad: [terraform(irsa()), manifests(irsaAccount(), misplaced)],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
