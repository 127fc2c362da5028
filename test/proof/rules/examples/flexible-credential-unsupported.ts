import { USE, credential, deployment, entra, entraAccount, manifests, terraform } from '../example';
import type { RuleExample } from '../example';

const flexible = {
  azapi_resource: {
    backend: {
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2025-01-31-preview',
      name: 'backend',
      parent_id: '${azurerm_user_assigned_identity.backend.id}',
      body: {
        properties: {
          issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
          audiences: ['api://AzureADTokenExchange'],
          claimsMatchingExpression: {
            value: "claims['sub'] matches 'system:serviceaccount:todo:*'",
            languageVersion: 1,
          },
        },
      },
    },
  },
};

const objects = manifests(entraAccount(), deployment({ labels: USE }));

export const example: RuleExample = {
  bad: [terraform(entra({ credential: credential('backend'), more: flexible })), objects],
  good: [terraform(entra()), objects],
};
