import { aks, azureIdentity, azureIdentityBinding, labelledPod } from '../aad-pod-identity-example';
import { USE, deployment, entra, entraAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(aks()), manifests(azureIdentity(), azureIdentityBinding(), labelledPod())],
  good: [terraform(entra()), manifests(entraAccount(), deployment({ labels: USE }))],
};
