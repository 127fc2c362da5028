import { CHART, aks, azureIdentity, azureIdentityBinding, labelledPod } from '../aad-pod-identity-example';
import { manifests, terraform } from '../example';
import type { RuleExample } from '../example';

const platform = terraform(aks({ more: CHART }));

export const example: RuleExample = {
  bad: [
    platform,
    manifests(azureIdentity({ metadata: { annotations: undefined } }), azureIdentityBinding(), labelledPod()),
  ],
  good: [platform, manifests(azureIdentity(), azureIdentityBinding(), labelledPod())],
};
