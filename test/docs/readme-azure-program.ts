import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { keyVaultGrant } from '../../lib/azure/grants/key-vault-grant';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { workloadIdentity } from '../../lib/azure/identity/workload-identity';

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop';
const app = new App();
const stack = new TerraformStack(app, 'shop');
new AzurermProvider(stack, 'azurerm', { features: [{}] });
const cluster = AksCluster.fromAttributes(stack, 'cluster', {
  name: 'shop',
  // az aks show --query oidcIssuerProfile.issuerUrl, with the slash at its end
  issuerUrl: 'https://westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/66666666/',
});
new PodManagedIdentity(stack, 'reports', {
  name: 'id-reports',
  resourceGroupName: 'rg-shop',
  location: 'westeurope',
  trusts: [workloadIdentity({ cluster, serviceAccount: { namespace: 'shop', name: 'reports' } })],
  grants: [keyVaultGrant.readSecrets(`${group}/providers/Microsoft.KeyVault/vaults/kv-shop`)],
});

app.synth();
