import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { App as Charts, ApiObject, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { OidcIssuer } from '../../lib';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { AzureadProvider } from '../../lib/azure/azuread-provider';
import { graphGrant } from '../../lib/azure/grants/graph-grant';
import { storageGrant } from '../../lib/azure/grants/storage-grant';
import { PodApplication } from '../../lib/azure/identity/pod-application';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { workloadIdentity } from '../../lib/azure/identity/workload-identity';
import { workloadIdentityWebhook } from '../../lib/azure/identity/workload-identity-webhook';
import { bindApiObject } from '../../lib/kubernetes/pods/bind-pod';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { useHelm } from '../../lib/kubernetes/helm/helm-provider';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';

const tenantId = '11111111-1111-1111-1111-111111111111';
const group = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-shop';
const app = new App();
const identities = new TerraformStack(app, 'identities');
new AwsProvider(identities, 'aws', { region: 'eu-west-1' });
new AzurermProvider(identities, 'azurerm', { features: [{}] });
new AzureadProvider(identities, 'azuread', { tenantId });
const eks = EksCluster.fromAttributes(identities, 'eks', {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  region: 'eu-west-1',
  issuerUrl: 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
  endpoint: 'https://EXAMPLED539D.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});
// A cluster of one's own, of which the issuer is all that Entra needs.
const edge = { name: 'edge', issuer: OidcIssuer.fromUrl('https://oidc.edge.example.com') };

const exporting = { namespace: 'shop', name: 'exporter' };
const exporter = new PodManagedIdentity(identities, 'exporter', {
  name: 'id-exporter',
  resourceGroupName: 'rg-shop',
  location: 'westeurope',
  trusts: [
    workloadIdentity({ cluster: eks, serviceAccount: exporting }),
    workloadIdentity({ cluster: edge, serviceAccount: { namespace: 'edge', name: 'exporter' } }),
  ],
  grants: [storageGrant.readWriteBlobs(`${group}/providers/Microsoft.Storage/storageAccounts/stshop`)],
});

// The webhook's chart runs on this EKS: the pods carry a label, and no volume.
const sync = { namespace: 'shop', name: 'directory-sync' };
const syncApplication = new PodApplication(identities, 'sync', {
  name: 'Shop directory sync',
  tenantId,
  trusts: [workloadIdentity({ cluster: eks, serviceAccount: sync, webhook: true })],
  grants: [graphGrant.use('User.Read.All')],
});

const workloads = new TerraformStack(app, 'workloads');
useKubernetes(workloads, eks.connection);
useHelm(workloads, eks.connection);
const webhook = new Release(workloads, 'webhook', workloadIdentityWebhook({ tenantId }));
const chart = new Chart(new Charts(), 'shop');
for (const binding of [exporter.bindingFor(exporting), syncApplication.bindingFor(sync)]) {
  const { namespace, name } = binding.serviceAccount;
  new BoundServiceAccount(chart, name, { bindings: [binding] });
  const spec = { containers: [{ name, image: `registry.example.com/${name}:1.4.2` }] };
  const metadata = { name, namespace };
  bindApiObject(new ApiObject(chart, `${name}-pod`, { apiVersion: 'v1', kind: 'Pod', metadata, spec }), [binding]);
}
new KubernetesObjects(workloads, 'shop', { objects: chart, dependsOn: [webhook] });

app.synth();
