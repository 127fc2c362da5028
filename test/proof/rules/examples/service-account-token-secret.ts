import { deployment, irsa, irsaAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(irsa()),
    manifests(irsaAccount(), deployment(), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'backend-token',
        namespace: 'todo',
        annotations: { 'kubernetes.io/service-account.name': 'backend' },
      },
      type: 'kubernetes.io/service-account-token',
    }),
  ],
  good: [terraform(irsa()), manifests(irsaAccount(), deployment())],
};
