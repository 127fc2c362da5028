import { aks, azureIdentity, azureIdentityBinding, labelledPod, nmi } from '../aad-pod-identity-example';
import { manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(aks()),
    manifests(nmi(), azureIdentity(), azureIdentityBinding(), labelledPod({ metadata: { labels: { app: 'todo' } } })),
  ],
  good: [terraform(aks()), manifests(nmi(), azureIdentity(), azureIdentityBinding(), labelledPod())],
};
