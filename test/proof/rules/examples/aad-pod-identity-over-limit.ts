import { aks, azureIdentity, azureIdentityBinding, labelledPod, nmi } from '../aad-pod-identity-example';
import { manifests, terraform } from '../example';
import type { RuleExample } from '../example';

function exceptions(count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: 'aadpodidentity.k8s.io/v1',
    kind: 'AzurePodIdentityException',
    metadata: { name: `agent-${index}`, namespace: 'todo' },
    spec: { podLabels: { agent: String(index) } },
  }));
}

const objects = [nmi(), azureIdentity(), azureIdentityBinding(), labelledPod()];

export const example: RuleExample = {
  bad: [terraform(aks()), manifests(...objects, ...exceptions(201))],
  good: [terraform(aks()), manifests(...objects, ...exceptions(200))],
};
