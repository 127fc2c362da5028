import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { AadPodIdentityMove, type AadPodIdentityMoveOptions, AksCluster, PodManagedIdentity } from '../../../lib/azure';
import {
  AadPodIdentity,
  AadPodIdentityDefinitions,
  KubernetesObjects,
  MovedWorkload,
  RolledPods,
  UnassignedIdentities,
  bindWorkload,
  useKubernetes,
} from '../../../lib/kubernetes';
import { StackOutputs, useAzurermVersion, useStateBackend } from '../../../lib/terraform';

/**
 * Two workloads that leave AAD Pod Identity’s standard mode; `PODTRUST_REAL_LEAVE` has the step that is deployed and the one that
 * is made, as JSON. One of them has two identities by one label.
 */
const move = new AadPodIdentityMove(JSON.parse(process.env.PODTRUST_REAL_LEAVE!) as AadPodIdentityMoveOptions);
const image = `registry.example/shop@sha256:${'0'.repeat(64)}`;
const tenant = '11111111-1111-1111-1111-111111111111';
const namespace = 'shop';

const app = new App();
function stackOf(id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  useStateBackend(stack);
  StackOutputs.of(stack);
  return stack;
}
const identities = stackOf('aks-2-identities');
new AzurermProvider(identities, 'azurerm', { features: [{}] });
useAzurermVersion(identities);
const cluster = AksCluster.fromAttributes(identities, 'cluster', {
  name: 'shop',
  issuerUrl: `https://westeurope.oic.prod-aks.azure.com/${tenant}/33333333-3333-3333-3333-333333333333/`,
  endpoint: 'https://shop.example',
  certificateAuthority: 'QQ==',
});
const group = new ResourceGroup(identities, 'group', { name: 'rg-shop', location: 'westeurope' });
const identityOf = (name: string) =>
  new PodManagedIdentity(identities, name, { name, resourceGroupName: group.name, location: 'westeurope' });

const chart = new Chart(new Charts(), namespace);
for (const [name, ...others] of [['reports', 'archive'], ['orders']] as const) {
  const serviceAccount = { namespace, name };
  const pods = move.addWorkload({ cluster, identities: [name, ...others].map(identityOf), serviceAccount });
  new MovedWorkload(chart, name, pods);
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name, image }] } };
  new ApiObject(
    chart,
    `${name}-deployment`,
    bindWorkload(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace },
        spec: { replicas: 1, selector: { matchLabels: labels }, template },
      },
      pods.bindings,
    ),
  );
}

const definitions = stackOf('aks-1-definitions');
useKubernetes(definitions, cluster.connection);
const kinds = new Chart(new Charts(), 'definitions');
new ApiObject(kinds, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
new AadPodIdentityDefinitions(kinds, 'definitions');
new KubernetesObjects(definitions, 'objects', { objects: kinds });
// In the first deploy there is nothing yet that could have rolled.
if (move.takenAway) {
  new RolledPods(definitions, 'pods', { serviceAccounts: move.serviceAccounts, left: move.takenAway });
}

// A stack of its own says in few words why it stops.
const unassigned = stackOf('aks-3-unassigned');
useKubernetes(unassigned, cluster.connection);
new UnassignedIdentities(unassigned, 'unassigned', { namespaces: [namespace], required: !move.hasPodIdentity });

const installation = stackOf('aks-3-installation');
useKubernetes(installation, cluster.connection);
const installed = new Chart(new Charts(), 'installation');
new AadPodIdentity(installed, 'pod-identity', { mode: 'standard', installed: move.hasPodIdentity });
new KubernetesObjects(installation, 'objects', { objects: installed });

const workloads = stackOf('aks-4-workloads');
useKubernetes(workloads, cluster.connection);
new KubernetesObjects(workloads, 'objects', { objects: chart });

identities.addDependency(definitions);
installation.addDependency(definitions);
workloads.addDependency(definitions);
// MIC takes identities off the nodes when their bindings are gone: it comes before them, and goes after them.
if (move.hasPodIdentity) {
  workloads.addDependency(installation);
} else {
  unassigned.addDependency(workloads);
  installation.addDependency(unassigned);
}

app.synth();
