import { aks, azureIdentity, azureIdentityBinding, labelledPod } from '../aad-pod-identity-example';
import { manifests, terraform } from '../example';
import type { ExampleFile, RuleExample } from '../example';

function platform(): ExampleFile {
  const addon = {
    type: 'Microsoft.ContainerService/managedClusters@2023-08-01',
    resource_id: '${azurerm_kubernetes_cluster.main.id}',
    body: { properties: { podIdentityProfile: { enabled: true, allowNetworkPluginKubenet: true } } },
  };
  return terraform(
    aks({
      cluster: { network_profile: { network_plugin: 'kubenet' } },
      more: { azapi_update_resource: { pod_identity: addon } },
    }),
  );
}

const constraint = {
  apiVersion: 'constraints.gatekeeper.sh/v1beta1',
  kind: 'K8sPSPCapabilities',
  metadata: { name: 'drop-net-raw' },
  spec: {
    match: { kinds: [{ apiGroups: [''], kinds: ['Pod'] }], excludedNamespaces: ['kube-system'] },
    parameters: { requiredDropCapabilities: ['NET_RAW'] },
  },
};

export const example: RuleExample = {
  bad: [platform(), manifests(azureIdentity(), azureIdentityBinding(), labelledPod())],
  good: [platform(), manifests(constraint, azureIdentity(), azureIdentityBinding(), labelledPod())],
};
