import { aks, azureIdentity, azureIdentityBinding, labelledPod, nmi } from '../aad-pod-identity-example';
import { manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(aks()),
    manifests(nmi(), azureIdentity({ metadata: { namespace: 'identities' } }), azureIdentityBinding(), labelledPod()),
  ],
  good: [terraform(aks()), manifests(nmi(), azureIdentity(), azureIdentityBinding(), labelledPod())],
};
