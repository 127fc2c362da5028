import { prove } from '../../../lib/proof';
import { aksPlatform } from '../aks-program';

describe('a managed identity that the azapi provider makes', () => {
  it('is the identity of the credentials below it and of the accounts that name its client id', () => {
    const type = 'Microsoft.ManagedIdentity/userAssignedIdentities';
    const proof = prove([
      aksPlatform((resource) => {
        resource.azapi_resource = {
          dns: { type: `${type}@2023-01-31`, name: 'dns', parent_id: 'group' },
          credential: {
            type: `${type}/federatedIdentityCredentials@2023-01-31`,
            name: 'dns',
            parent_id: '${azapi_resource.dns.id}',
            body: {
              properties: {
                issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
                subject: 'system:serviceaccount:dns:external-dns',
                audiences: ['api://AzureADTokenExchange'],
              },
            },
          },
        };
        resource.kubernetes_service_account_v1 = {
          dns: {
            metadata: {
              name: 'external-dns',
              namespace: 'dns',
              annotations: {
                'azure.workload.identity/client-id': '${azapi_resource.dns.output.properties.clientId}',
              },
            },
          },
        };
      }),
    ]);
    expect(proof.access).toContainEqual(
      expect.objectContaining({ identity: 'azapi_resource.dns', namespace: 'dns', serviceAccount: 'external-dns' }),
    );
    expect(proof.undecided.filter(({ about }) => /dns|azapi/.test(about))).toEqual([]);
  });
});
