import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App as Charts } from 'cdk8s';
import { type App, TerraformStack } from 'cdktf';
import { AksCluster } from 'podtrust/azure/aks-cluster';
import { AksNetwork } from 'podtrust/azure/aks-network';
import { keyVaultGrant } from 'podtrust/azure/key-vault-grant';
import { PodManagedIdentity } from 'podtrust/azure/pod-managed-identity';
import { workloadIdentity } from 'podtrust/azure/workload-identity';
import { KubernetesObjects } from 'podtrust/kubernetes/kubernetes-objects';
import { useKubernetes } from 'podtrust/kubernetes/kubernetes-provider';
import { useStateBackend } from 'podtrust/terraform/state-backend';
import { suppressCheck } from 'podtrust/terraform/suppress-check';
import { REPORTS, ReportsChart } from './reports-chart';

const location = 'westeurope';

/**
 * Adds the stacks `aks-platform` (network, cluster, nodes, a key vault, an identity that may read its secrets) and
 * `aks-workloads` (the pods that get the identity).
 *
 * @returns what deploying still needs, in sentences
 */
export function addAks(app: App): readonly string[] {
  const platform = new TerraformStack(app, 'aks-platform');
  useStateBackend(platform);
  // The subscription is that of ARM_SUBSCRIPTION_ID.
  new AzurermProvider(platform, 'azurerm', { features: [{}] });
  const { tenantId } = new DataAzurermClientConfig(platform, 'client');
  const group = new ResourceGroup(platform, 'group', { name: 'rg-shop', location });
  const place = { location, resourceGroupName: group.name };
  const network = new AksNetwork(platform, 'network', { ...place, name: 'vnet-shop' });
  const cluster = new AksCluster(platform, 'cluster', {
    ...place,
    name: 'shop',
    tenantId,
    network,
    // Who runs Terraform, and from where. The API server is private without publicAccessCidrs.
    // deployer: { principalId: '00000000-0000-0000-0000-000000000000' },
    // publicAccessCidrs: ['203.0.113.7/32'],
  });
  const vault = new KeyVault(platform, 'vault', {
    ...place,
    // All of Azure shares the names of vaults: choose your own.
    name: 'kv-shop-reports',
    tenantId,
    skuName: 'standard',
    rbacAuthorizationEnabled: true,
    purgeProtectionEnabled: true,
  });
  suppressChecks(cluster, vault);
  const reports = new PodManagedIdentity(platform, 'reports', {
    ...place,
    name: 'id-reports',
    tenantId,
    trusts: [workloadIdentity({ cluster, serviceAccount: REPORTS })],
    grants: [keyVaultGrant.readSecrets(vault)],
  });

  const workloads = new TerraformStack(app, 'aks-workloads');
  useStateBackend(workloads);
  useKubernetes(workloads, cluster.connection);
  const chart = new ReportsChart(new Charts(), 'reports', {
    bindings: reports.bindings,
    environment: { VAULT_URI: vault.vaultUri },
  });
  new KubernetesObjects(workloads, 'reports', { objects: chart });
  return cluster.deploymentNeeds.map((need) => `${platform.node.id}: ${need}`);
}

/** What checkov asks for and a first project does not do, each with its reason. */
function suppressChecks({ resource }: AksCluster, vault: KeyVault): void {
  const open =
    'Only identities with a role read it. A private endpoint is paid by the hour and closes it to your machine.';
  for (const check of ['CKV_AZURE_109', 'CKV_AZURE_189', 'CKV2_AZURE_32']) suppressCheck(vault, check, open);
  suppressCheck(resource, 'CKV_AZURE_117', 'The nodes’ disks are their own drives, encrypted at the host.');
  suppressCheck(resource, 'CKV_AZURE_4', 'Logs are paid by what they hold: add a workspace and a diagnostic setting.');
  suppressCheck(
    resource,
    'CKV_AZURE_172',
    'The Secrets Store driver is not installed: pods read the vault themselves.',
  );
}
