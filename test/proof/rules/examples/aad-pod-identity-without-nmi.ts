import { aks, azureIdentity, azureIdentityBinding, labelledPod, nmi } from '../aad-pod-identity-example';
import { manifests, terraform } from '../example';
import type { RuleExample } from '../example';

const objects = [azureIdentity(), azureIdentityBinding(), labelledPod()];

export const example: RuleExample = {
  bad: [terraform(aks()), manifests(...objects)],
  good: [terraform(aks()), manifests(nmi(), ...objects)],
};
