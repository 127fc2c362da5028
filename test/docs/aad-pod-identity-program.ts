import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { AadPodIdentityMove } from '../../lib/azure/aad-pod-identity/aad-pod-identity-move';
import { AksPodIdentityAddon } from '../../lib/azure/aad-pod-identity/aks-pod-identity-addon';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { AzapiProvider } from '../../lib/azure/azapi-provider';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { roleGrant } from '../../lib/azure/grants/role-grant';
import { AadPodIdentityDemo } from '../../lib/kubernetes/aad-pod-identity/aad-pod-identity-demo';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';
import { RolledPods } from '../../lib/kubernetes/pods/rolled-pods';
import { StackOutputs } from '../../lib/terraform/stack-outputs';

const app = new App();
const place = { resourceGroupName: 'legacy', location: 'westeurope' };
const tenantId = '11111111-1111-1111-1111-111111111111';
const subscriptionId = '22222222-2222-2222-2222-222222222222';

const move = new AadPodIdentityMove({ mode: 'addon', deployed: 'pod-identity', step: 'pod-identity' });

function azureStack(id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  StackOutputs.of(stack);
  new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId });
  new AzapiProvider(stack, 'azapi', { subscriptionId });
  return stack;
}
const subnets = `/subscriptions/${subscriptionId}/resourceGroups/legacy/providers/Microsoft.Network/virtualNetworks/legacy/subnets`;
const cluster = new AksCluster(azureStack('cluster'), 'cluster', {
  ...place,
  name: 'legacy',
  tenantId,
  network: { subnetId: `${subnets}/nodes` },
});

// Terraform stops here while pods are left that the step would take the identity from.
const rolled = new TerraformStack(app, 'rolled');
useKubernetes(rolled, cluster.connection);

const identities = azureStack('identities');
identities.addDependency(rolled);
const nodes = cluster.resource;
const identity = new PodManagedIdentity(identities, 'demo', {
  ...place,
  name: 'demo',
  tenantId,
  grants: [roleGrant({ role: 'Virtual Machine Contributor', scope: nodes.nodeResourceGroupId })],
});
const serviceAccount = { namespace: 'demo', name: 'demo' };
const pods = move.addWorkload({ cluster, identities: [identity], serviceAccount, proxySidecar: true });
new RolledPods(rolled, 'pods', { serviceAccounts: move.serviceAccounts, left: move.takenAway });
new AksPodIdentityAddon(identities, 'addon', {
  cluster,
  podIdentities: move.podIdentities,
  enabled: move.hasPodIdentity,
});

const workloads = new TerraformStack(app, 'workloads');
useKubernetes(workloads, cluster.connection);
const chart = new Chart(new Charts(), 'demo');
new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'demo' } });
new AadPodIdentityDemo(chart, 'demo', {
  pods,
  subscriptionId,
  clientId: identity.clientId,
  resourceGroupName: nodes.nodeResourceGroup,
});
new KubernetesObjects(workloads, 'objects', { objects: chart });

app.synth();
