// N managed identities with as many federated credentials each as the second argument says, by PodManagedIdentities, which
// share out the service accounts.
const { App, TerraformStack } = require('cdktf');
const { AzurermProvider } = require('@cdktf/provider-azurerm/lib/provider');
const { AksCluster } = require('../../dist/lib/azure/cluster/aks-cluster');
const { PodManagedIdentities } = require('../../dist/lib/azure/identity/pod-managed-identities');
const { PodManagedIdentity } = require('../../dist/lib/azure/identity/pod-managed-identity');
const { workloadIdentities, plannedCredentials } = require('../../dist/lib/azure/identity/workload-identities');
const { workloadIdentity } = require('../../dist/lib/azure/identity/workload-identity');
const { withoutTokenStackTraces } = require('../../dist/lib/terraform');
const { outputFolder } = require('./identities');

const [count, each] = process.argv.slice(2).map(Number);
const place = { resourceGroupName: 'rg-bench', location: 'westeurope' };

withoutTokenStackTraces(() => {
  const app = new App({ stackTraces: false, outdir: outputFolder('credentials') });
  const stack = new TerraformStack(app, 'platform');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  const cluster = AksCluster.fromAttributes(stack, 'cluster', {
    name: 'bench',
    issuerUrl: 'https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/bench/',
  });
  if (each === 1) {
    for (let index = 0; index < count; index += 1) {
      const id = `identity-${index}`;
      const trusts = [workloadIdentity({ cluster, serviceAccount: { namespace: `team-${index % 100}`, name: id } })];
      new PodManagedIdentity(stack, id, { name: id, ...place, trusts });
    }
  } else {
    const namespaces = Array.from({ length: count * each }, (_, index) => `team-${index}`);
    const trusts = workloadIdentities({ cluster, namespaces, serviceAccounts: ['reports'] });
    const { identities } = plannedCredentials(trusts);
    const made = new PodManagedIdentities(stack, 'teams', { name: 'id-teams', ...place, trusts }).identities.length;
    if (identities !== count || made !== count) throw new Error(`${identities} identities planned, ${made} made`);
  }
  app.synth();
});
