import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App as Charts, ApiObject, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { AzureadProvider } from '../../lib/azure/azuread-provider';
import { keyVaultGrant } from '../../lib/azure/grants/key-vault-grant';
import { PodApplication } from '../../lib/azure/identity/pod-application';
import { PodManagedIdentities } from '../../lib/azure/identity/pod-managed-identities';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { plannedCredentials, workloadIdentities } from '../../lib/azure/identity/workload-identities';
import { workloadIdentity } from '../../lib/azure/identity/workload-identity';
import { bindApiObject } from '../../lib/kubernetes/pods/bind-pod';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';

const tenantId = '11111111-1111-1111-1111-111111111111';
const group = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-shop';
const app = new App();
const identities = new TerraformStack(app, 'identities');
new AzurermProvider(identities, 'azurerm', { features: [{}] });
new AzureadProvider(identities, 'azuread', { tenantId });
const cluster = AksCluster.fromAttributes(identities, 'shop', {
  name: 'shop',
  id: `${group}/providers/Microsoft.ContainerService/managedClusters/shop`,
  issuerUrl: `https://westeurope.oic.prod-aks.azure.com/${tenantId}/33333333-3333-3333-3333-333333333333/`,
  endpoint: 'https://shop-1a2b3c4d.hcp.westeurope.azmk8s.io:443',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});
const grants = [keyVaultGrant.readSecrets(`${group}/providers/Microsoft.KeyVault/vaults/kv-shop`)];

const web = { namespace: 'shop', name: 'web' };
const webIdentity = new PodManagedIdentity(identities, 'web', {
  name: 'id-web',
  resourceGroupName: 'rg-shop',
  location: 'westeurope',
  trusts: [workloadIdentity({ cluster, serviceAccount: web })],
  grants,
});

// The same by a registered application.
const sync = { namespace: 'shop', name: 'directory-sync' };
const syncApplication = new PodApplication(identities, 'sync', {
  name: 'Shop directory sync',
  tenantId,
  trusts: [workloadIdentity({ cluster, serviceAccount: sync })],
  grants,
});
// A service account of each team. They share one identity as long as its 20 credentials hold them, and then a second one.
const namespaces = ['catalogue', 'orders', 'returns'];
const trusts = workloadIdentities({ cluster, namespaces, serviceAccounts: ['reports'] });
const place = { resourceGroupName: 'rg-shop', location: 'westeurope' };
const teams = new PodManagedIdentities(identities, 'teams', { name: 'id-teams', ...place, trusts, grants });
console.log(`${teams}`);
console.log(`${plannedCredentials(trusts)}`);

for (const need of syncApplication.deploymentNeeds) console.log(need);

const workloads = new TerraformStack(app, 'workloads');
useKubernetes(workloads, cluster.connection);
const chart = new Chart(new Charts(), 'shop');
for (const binding of [webIdentity.bindingFor(web), syncApplication.bindingFor(sync), ...teams.bindings]) {
  const { namespace, name } = binding.serviceAccount;
  new BoundServiceAccount(chart, `${namespace}-${name}`, { bindings: [binding] });
  const spec = { containers: [{ name, image: `registry.example.com/${name}:1.4.2` }] };
  const metadata = { name, namespace };
  const pod = new ApiObject(chart, `${namespace}-${name}-pod`, { apiVersion: 'v1', kind: 'Pod', metadata, spec });
  bindApiObject(pod, [binding]);
}
new KubernetesObjects(workloads, 'shop', { objects: chart });

app.synth();
