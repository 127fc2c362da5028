import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { ClusterSet } from '../../lib';
import {
  EksCluster,
  EksNetwork,
  EksNodeGroup,
  PodRole,
  podIdentity,
  s3Grant,
  sessionTag,
  sqsGrant,
} from '../../lib/aws';
import { AksCluster, AksNetwork, PodManagedIdentity, storageGrant, workloadIdentity } from '../../lib/azure';
import { BoundServiceAccount, KubernetesObjects, bindApiObject, useKubernetes } from '../../lib/kubernetes';

const [shop, finance] = ['111122223333', '444455556666'];
const subscription = '/subscriptions/00000000-0000-0000-0000-000000000000';
const place = { resourceGroupName: 'rg-shop', location: 'westeurope' };
const tenantId = '11111111-2222-3333-4444-555555555555';
const app = new App();

// Two EKS clusters, each in a stack and a network of its own.
function eksIn(region: string, id: string): EksCluster {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, 'aws', { region, allowedAccountIds: [shop] });
  const network = new EksNetwork(stack, 'network', { region, interfaceEndpoints: ['eks-auth'] });
  const cluster = new EksCluster(stack, 'cluster', { name: `shop-${id}`, region, network, accountId: shop });
  new EksNodeGroup(stack, 'nodes', { cluster });
  return cluster;
}
const [eu, us] = [eksIn('eu-west-1', 'eu'), eksIn('us-east-1', 'us')];

// An AKS cluster in a network of its own.
const azure = new TerraformStack(app, 'azure');
new AzurermProvider(azure, 'azurerm', { features: [{}] });
new ResourceGroup(azure, 'group', { name: place.resourceGroupName, location: place.location });
const network = new AksNetwork(azure, 'network', { ...place, name: 'vnet-shop' });
const aks = new AksCluster(azure, 'cluster', { ...place, name: 'shop', tenantId, network });

// What outlives each of them: the identities.
const onEks = new ClusterSet({ eu, us });
const everywhere = new ClusterSet({ eu, us, aks });
const identities = new TerraformStack(app, 'identities');
new AwsProvider(identities, 'aws', { region: 'eu-west-1', allowedAccountIds: [shop] });
new AzurermProvider(identities, 'azurerm', { features: [{}] });

// One role for two teams on both EKS clusters. Each writes what is under its own namespace, and sends to a queue of the
// finance department, in an account of its own.
const teams = ['orders', 'returns'].map((namespace) => ({ namespace, name: 'api' }));
const uploads = new PodRole(identities, 'uploads', {
  name: 'uploads',
  trusts: onEks.trusts((cluster) => teams.map((serviceAccount) => podIdentity({ cluster, serviceAccount }))),
  grants: [
    s3Grant.readWrite('arn:aws:s3:::shop-uploads', { prefix: `${sessionTag('kubernetes-namespace')}/` }),
    sqsGrant.send(`arn:aws:sqs:eu-west-1:${finance}:invoices`, { crossAccount: true }),
  ],
});

// One managed identity for the exporter, wherever it runs.
const exporting = { namespace: 'shop', name: 'exporter' };
const exporter = new PodManagedIdentity(identities, 'exporter', {
  ...place,
  name: 'id-exporter',
  tenantId,
  trusts: everywhere.trusts((cluster) => workloadIdentity({ cluster, serviceAccount: exporting })),
  grants: [
    storageGrant.readWriteBlobs(
      `${subscription}/resourceGroups/rg-shop/providers/Microsoft.Storage/storageAccounts/stshop`,
    ),
  ],
});
for (const line of [uploads.trustSize(), exporter.trustSize(), ...uploads.deploymentNeeds]) console.log(`${line}`);

// The workloads of each cluster: pods of EKS get Entra's token by a volume of their own, those of AKS by its webhook.
for (const { name: id, cluster } of everywhere.serving()) {
  const workloads = new TerraformStack(app, `workloads-${id}`);
  useKubernetes(workloads, cluster.connection);
  const chart = new Chart(new Charts(), 'shop');
  const bound = id === 'aks' ? [] : teams.map((team) => uploads.bindingFor(team, cluster));
  for (const binding of [...bound, exporter.bindingFor(exporting, cluster)]) {
    const { namespace, name } = binding.serviceAccount;
    new BoundServiceAccount(chart, `${namespace}-account`, { bindings: [binding] });
    const labels = { app: name };
    const containers = [{ name, image: `registry.example.com/${namespace}-${name}:1.4.2` }];
    const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
    const metadata = { namespace, name };
    const pods = new ApiObject(chart, namespace, { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec });
    bindApiObject(pods, [binding]);
  }
  new KubernetesObjects(workloads, 'objects', { objects: chart });
}

app.synth();
