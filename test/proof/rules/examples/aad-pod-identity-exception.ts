import { aks, azureIdentity, azureIdentityBinding, labelledPod, nmi } from '../aad-pod-identity-example';
import { manifests, terraform } from '../example';
import type { RuleExample } from '../example';

function exception(podLabels: Record<string, string>): unknown {
  return {
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzurePodIdentityException',
    metadata: { name: 'agents', namespace: 'todo' },
    spec: { podLabels },
  };
}

const objects = [nmi(), azureIdentity(), azureIdentityBinding(), labelledPod({ labels: { app: 'todo' } })];

export const example: RuleExample = {
  bad: [terraform(aks()), manifests(...objects, exception({ app: 'Todo', component: 'agent' }))],
  good: [terraform(aks()), manifests(...objects, exception({ component: 'agent' }))],
};
