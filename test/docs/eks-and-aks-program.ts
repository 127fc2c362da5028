import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import type { BindingLike, ClusterConnection } from '../../lib';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { storageGrant } from '../../lib/azure/grants/storage-grant';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { workloadIdentity } from '../../lib/azure/identity/workload-identity';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';

const app = new App();
const serviceAccount = { namespace: 'shop', name: 'reports' };

const eks = new TerraformStack(app, 'eks');
new AwsProvider(eks, 'aws', { region: 'eu-west-1' });
const eksCluster = new EksCluster(eks, 'cluster', {
  name: 'shop',
  region: 'eu-west-1',
  network: { subnetIds: ['subnet-0a', 'subnet-0b'] },
});
const role = new PodRole(eks, 'reports', {
  name: 'reports',
  trusts: [podIdentity({ cluster: eksCluster, serviceAccount })],
  grants: [s3Grant.read('arn:aws:s3:::shop-reports')],
});
addWorkloads('eks-workloads', eksCluster.connection, role.bindings);

const aks = new TerraformStack(app, 'aks');
new AzurermProvider(aks, 'azurerm', { features: [{}] });
const place = { resourceGroupName: 'rg-shop', location: 'westeurope' };
const tenantId = '11111111-2222-3333-4444-555555555555';
const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop';
const aksCluster = new AksCluster(aks, 'cluster', {
  ...place,
  name: 'shop',
  tenantId,
  network: { subnetId: `${group}/providers/Microsoft.Network/virtualNetworks/shop/subnets/nodes` },
});
const identity = new PodManagedIdentity(aks, 'reports', {
  ...place,
  name: 'id-reports',
  tenantId,
  trusts: [workloadIdentity({ cluster: aksCluster, serviceAccount })],
  grants: [storageGrant.readBlobs(`${group}/providers/Microsoft.Storage/storageAccounts/stshop`)],
});
addWorkloads('aks-workloads', aksCluster.connection, identity.bindings);

app.synth();

/** The same objects for both: what differs is in the bindings. */
function addWorkloads(id: string, connection: ClusterConnection, bindings: readonly BindingLike[]): void {
  const stack = new TerraformStack(app, id);
  useKubernetes(stack, connection);
  const chart = new Chart(new Charts(), 'reports');
  new BoundServiceAccount(chart, 'account', { bindings });
  new KubernetesObjects(stack, 'reports', { objects: chart });
}
