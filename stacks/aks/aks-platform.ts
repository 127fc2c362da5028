import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { Construct } from 'constructs';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { AksNetwork } from '../../lib/azure/network/aks-network';
import { cosmosdbGrant } from '../../lib/azure/grants/cosmosdb-grant';
import type { AzureGrant } from '../../lib/azure/grants/grant';
import { keyVaultGrant } from '../../lib/azure/grants/key-vault-grant';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { serviceBusGrant } from '../../lib/azure/grants/service-bus-grant';
import { storageGrant } from '../../lib/azure/grants/storage-grant';
import { workloadIdentity } from '../../lib/azure/identity/workload-identity';
import { useAzurermVersion } from '../../lib/terraform';
import { AksTodoData } from './aks-todo-data';
import { RESOURCE_PROVIDERS } from './resource-providers';
import { SampleStack } from '../sample-stack';
import type { Settings } from '../settings/settings';
import { inSettingsWords } from '../settings/settings-words';
import { TODO_SERVICE_ACCOUNTS } from '../todo-service-accounts';

/** An AKS cluster, the todo sample's data, and a managed identity for each of its two workloads. */
export class AksPlatformStack extends SampleStack {
  public readonly cluster: AksCluster;
  /** What deploying needs that the settings don't bring, in sentences. */
  public readonly deploymentNeeds: readonly string[];
  public readonly data: AksTodoData;
  public readonly frontend: PodManagedIdentity;
  public readonly backend: PodManagedIdentity;
  private readonly place: { readonly location: string; readonly resourceGroupName: string };
  private readonly tenantId: string;

  public constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, settings);
    const { environment, azure } = settings;
    const { location, nodes } = azure;
    useAzurermVersion(this, azure.azurermVersion);
    // Account keys are off, so the provider itself reaches storage by Entra ID. The subscription is ARM_SUBSCRIPTION_ID.
    new AzurermProvider(this, 'azurerm', {
      // Storage is closed to who deploys, so the provider asks the Resource Manager alone of it.
      features: [{ storage: [{ dataPlaneAvailable: false }] }],
      storageUseAzuread: true,
      resourceProvidersToRegister: [...RESOURCE_PROVIDERS],
    });
    this.tenantId = new DataAzurermClientConfig(this, 'Client').tenantId;
    const group = new ResourceGroup(this, 'ResourceGroup', { name: `rg-todo-${environment}`, location });
    this.place = { location, resourceGroupName: group.name };

    const network = new AksNetwork(this, 'Network', { ...this.place, name: `vnet-todo-${environment}` });
    this.cluster = new AksCluster(this, 'Cluster', {
      ...this.place,
      name: `todo-${environment}`,
      tenantId: this.tenantId,
      network,
      adminGroupObjectIds: azure.adminGroupObjectIds,
      publicAccessCidrs: azure.publicAccessCidrs,
      deployer: azure.deployerObjectId === undefined ? undefined : { principalId: azure.deployerObjectId },
      workloadNodePool: {
        vmSize: nodes.size,
        // The smallest of these sizes has a local drive of 75 GiB.
        ephemeralDisk: true,
        diskSizeGib: 64,
        scaling: { minimum: nodes.minimum, maximum: nodes.maximum },
      },
    });

    this.data = new AksTodoData(this, 'Data', {
      ...this.place,
      environment,
      nameSuffix: azure.nameSuffix,
      tenantId: this.tenantId,
      network,
      logsWorkspaceId: this.cluster.logsWorkspaceId!,
    });
    const { vault, storage, container, cosmos, queue } = this.data;
    this.frontend = this.makeIdentity('frontend', [
      keyVaultGrant.readSecrets(vault),
      storageGrant.readWriteBlobs(storage, { containerName: container.name }),
    ]);
    this.backend = this.makeIdentity('backend', [cosmosdbGrant.readWrite(cosmos), serviceBusGrant.send(queue)]);

    this.expose({
      cluster_name: this.cluster.resource.name,
      cluster_host: this.cluster.connection.host,
      cluster_certificate_authority: this.cluster.connection.certificateAuthority,
      tenant_id: this.tenantId,
      frontend_client_id: this.frontend.clientId,
      backend_client_id: this.backend.clientId,
      vault_name: vault.name,
      blob_endpoint: storage.primaryBlobEndpoint,
      cosmos_endpoint: cosmos.endpoint,
      service_bus_namespace: this.data.serviceBus.name,
    });
    this.deploymentNeeds = this.cluster.deploymentNeeds.map((need) => inSettingsWords(need, 'azure'));
    this.warnOf(this.deploymentNeeds);
  }

  private makeIdentity(name: keyof typeof TODO_SERVICE_ACCOUNTS, grants: readonly AzureGrant[]): PodManagedIdentity {
    return new PodManagedIdentity(this, `${name}-identity`, {
      ...this.place,
      name: `id-todo-${this.settings.environment}-${name}`,
      tenantId: this.tenantId,
      trusts: [workloadIdentity({ cluster: this.cluster, serviceAccount: TODO_SERVICE_ACCOUNTS[name] })],
      grants,
    });
  }
}
