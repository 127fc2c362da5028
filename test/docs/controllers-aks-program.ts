import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { certManager } from '../../lib/azure/controllers/cert-manager-controller';
import { externalDns } from '../../lib/azure/controllers/external-dns-controller';
import { ControllerIdentity } from '../../lib/azure/controllers/identity/controller-identity';
import { useHelm } from '../../lib/kubernetes/helm/helm-provider';
import { HelmWorkload } from '../../lib/kubernetes/helm/helm-workload';

const tenantId = '11111111-2222-3333-4444-555555555555';
const subscriptionId = '00000000-0000-0000-0000-000000000000';
const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-dns`;
const zone = `${group}/providers/Microsoft.Network/dnsZones/shop.example.com`;
const app = new App();

const platform = new TerraformStack(app, 'platform');
new AzurermProvider(platform, 'azurerm', { features: [{}], subscriptionId });
const cluster = AksCluster.fromAttributes(platform, 'shop', {
  name: 'shop',
  issuerUrl: `https://westeurope.oic.prod-aks.azure.com/${tenantId}/66666666/`,
  tenantId,
  endpoint: 'https://shop.hcp.westeurope.azmk8s.io:443',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});
const place = { resourceGroupName: 'rg-shop', location: 'westeurope', tenantId, cluster };

const dns = new ControllerIdentity(platform, 'external-dns', {
  ...place,
  name: 'id-external-dns',
  controller: externalDns({ zones: [zone] }),
});
const certificates = new ControllerIdentity(platform, 'cert-manager', {
  ...place,
  name: 'id-cert-manager',
  controller: certManager({ zones: [zone] }),
});

const workloads = new TerraformStack(app, 'workloads');
workloads.addDependency(platform);
useHelm(workloads, cluster.connection);
new HelmWorkload(workloads, 'external-dns', {
  ...dns.release,
  values: { ...dns.chartValues, policy: 'upsert-only' },
});
new HelmWorkload(workloads, 'cert-manager', certificates.release);

// For the spec.acme.solvers of a ClusterIssuer: the zone, its resource group, and the client id.
export const solvers = certificates.object;

app.synth();
