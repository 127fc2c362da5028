import { aks, azureIdentity, azureIdentityBinding, labelledPod, nmi } from '../aad-pod-identity-example';
import { manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(aks()),
    manifests(
      nmi(),
      azureIdentity({ spec: { resourceID: 'backend' } }),
      azureIdentityBinding({ spec: { azureIdentity: undefined, AzureIdentity: 'backend' } }),
      labelledPod(),
    ),
  ],
  good: [terraform(aks()), manifests(nmi(), azureIdentity(), azureIdentityBinding(), labelledPod())],
};
