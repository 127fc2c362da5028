import { aks, azureIdentity, azureIdentityBinding, labelledPod, nmi } from '../aad-pod-identity-example';
import { manifests, terraform } from '../example';
import type { RuleExample } from '../example';

const other = labelledPod({ metadata: { name: 'backend', namespace: 'jobs' } });

export const example: RuleExample = {
  bad: [
    terraform(aks()),
    manifests(
      nmi(),
      azureIdentity(),
      azureIdentityBinding(),
      labelledPod(),
      other,
      labelledPod({
        metadata: { name: 'frontend', namespace: 'todo', labels: { aadpodidbinding: 'Todo-Backend' } },
      }),
    ),
  ],
  good: [
    terraform(aks()),
    manifests(
      nmi(),
      azureIdentity(),
      azureIdentityBinding(),
      labelledPod(),
      azureIdentity({ metadata: { namespace: 'jobs' } }),
      azureIdentityBinding({ metadata: { namespace: 'jobs' } }),
      other,
    ),
  ],
};
