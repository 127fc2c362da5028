import { aks, azureIdentity, azureIdentityBinding, labelledPod } from '../aad-pod-identity-example';
import { manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(aks()),
    manifests(azureIdentity({ metadata: { namespace: 'identities' } }), azureIdentityBinding(), labelledPod()),
  ],
  good: [terraform(aks()), manifests(azureIdentity(), azureIdentityBinding(), labelledPod())],
};
