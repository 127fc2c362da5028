import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { ClusterSet } from '../../lib';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { storageGrant } from '../../lib/azure/grants/storage-grant';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { workloadIdentity } from '../../lib/azure/identity/workload-identity';

const group = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-shop';
const serviceAccount = { namespace: 'shop', name: 'reports' };
const app = new App();
const identities = new TerraformStack(app, 'identities');
new AzurermProvider(identities, 'azurerm', { features: [{}] });

/** A cluster that another team makes. */
const aks = (name: string, id: string) =>
  AksCluster.fromAttributes(identities, name, {
    name: `shop-${name}`,
    issuerUrl: `https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/${id}/`,
  });
const clusters = new ClusterSet({
  blue: aks('blue', '33333333-3333-3333-3333-333333333333'),
  green: aks('green', '44444444-4444-4444-4444-444444444444'),
});

const reports = new PodManagedIdentity(identities, 'reports', {
  name: 'id-reports',
  resourceGroupName: 'rg-shop',
  location: 'westeurope',
  trusts: clusters.trusts((cluster) => workloadIdentity({ cluster, serviceAccount })),
  grants: [storageGrant.readBlobs(`${group}/providers/Microsoft.Storage/storageAccounts/shopreports`)],
});
console.log(`${reports.trustSize()}`);

app.synth();
