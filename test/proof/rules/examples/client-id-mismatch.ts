import { credential, deployment, entra, serviceAccount, terraform, USE } from '../example';
import type { RuleExample } from '../example';

function two(named: string): unknown {
  const { resource } = entra();
  return {
    provider: { kubernetes: { host: '${azurerm_kubernetes_cluster.main.kube_config[0].host}' } },
    resource: {
      ...resource,
      azurerm_user_assigned_identity: { backend: { name: 'backend' }, frontend: { name: 'frontend' } },
      azurerm_federated_identity_credential: { backend: credential('backend') },
      kubernetes_manifest: {
        account: {
          manifest: serviceAccount({
            'azure.workload.identity/client-id': `\${azurerm_user_assigned_identity.${named}.client_id}`,
          }),
        },
        workload: { manifest: deployment({ labels: USE }) },
      },
    },
  };
}

export const example: RuleExample = {
  bad: [terraform(two('frontend'))],
  good: [terraform(two('backend'))],
};
