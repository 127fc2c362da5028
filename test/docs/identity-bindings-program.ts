import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App as Charts, ApiObject, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { ServiceAccountImagePull } from '../../lib/azure/cluster/service-account-image-pull';
import { AzapiProvider } from '../../lib/azure/azapi-provider';
import { acrGrant } from '../../lib/azure/grants/acr-grant';
import { storageGrant } from '../../lib/azure/grants/storage-grant';
import { IdentityBinding } from '../../lib/azure/identity/identity-binding';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { bindApiObject } from '../../lib/kubernetes/pods/bind-pod';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';

const tenantId = '11111111-1111-1111-1111-111111111111';
const group = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-shop';
const app = new App();
const identities = new TerraformStack(app, 'identities');
new AzurermProvider(identities, 'azurerm', { features: [{}] });
new AzapiProvider(identities, 'azapi');
const cluster = AksCluster.fromAttributes(identities, 'shop', {
  name: 'shop',
  id: `${group}/providers/Microsoft.ContainerService/managedClusters/shop`,
  issuerUrl: `https://westeurope.oic.prod-aks.azure.com/${tenantId}/33333333-3333-3333-3333-333333333333/`,
  endpoint: 'https://shop-1a2b3c4d.hcp.westeurope.azmk8s.io:443',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});

// However many teams share it, the identity has one federated credential.
const teams = ['catalogue', 'orders', 'returns'].map((namespace) => ({ namespace, name: 'reports' }));
const place = { resourceGroupName: 'rg-shop', location: 'westeurope', tenantId };
const reports = new PodManagedIdentity(identities, 'reports', {
  name: 'id-reports',
  ...place,
  grants: [storageGrant.readBlobs(`${group}/providers/Microsoft.Storage/storageAccounts/stshop`)],
});
const binding = new IdentityBinding(identities, 'reports-binding', {
  cluster,
  identity: reports,
  serviceAccounts: teams,
});

// The kubelet pulls their images as an identity of theirs, and no longer as its own.
const images = new PodManagedIdentity(identities, 'images', {
  name: 'id-images',
  ...place,
  grants: [acrGrant.pull(`${group}/providers/Microsoft.ContainerRegistry/registries/crshop`)],
});
const pulls = new IdentityBinding(identities, 'images-binding', { cluster, identity: images, imagePulls: teams });
const switched = new ServiceAccountImagePull(identities, 'pulls', { cluster });
for (const need of [...binding.deploymentNeeds, ...switched.deploymentNeeds]) console.log(need);

const workloads = new TerraformStack(app, 'workloads');
useKubernetes(workloads, cluster.connection);
const chart = new Chart(new Charts(), 'shop');
for (const team of teams) {
  const { namespace, name } = team;
  const bindings = [binding.bindingFor(team), pulls.imagePullFor(team)];
  new BoundServiceAccount(chart, `${namespace}-account`, { bindings });
  const spec = { containers: [{ name, image: 'crshop.azurecr.io/reports:1.4.2' }] };
  const pod = new ApiObject(chart, `${namespace}-pod`, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec,
  });
  bindApiObject(pod, bindings);
}
new KubernetesObjects(workloads, 'shop', { objects: chart });

app.synth();
