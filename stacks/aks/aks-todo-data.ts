import { CosmosdbAccount } from '@cdktf/provider-azurerm/lib/cosmosdb-account';
import { CosmosdbSqlContainer } from '@cdktf/provider-azurerm/lib/cosmosdb-sql-container';
import { CosmosdbSqlDatabase } from '@cdktf/provider-azurerm/lib/cosmosdb-sql-database';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import { ServicebusNamespace } from '@cdktf/provider-azurerm/lib/servicebus-namespace';
import { ServicebusQueue } from '@cdktf/provider-azurerm/lib/servicebus-queue';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { Construct } from 'constructs';
import type { AksNetwork } from '../../lib/azure/network/aks-network';
import { AksPrivateEndpoints } from './aks-private-endpoints';

export interface AksTodoDataProps {
  readonly environment: string;
  /** Makes the names unique that all of Azure shares. */
  readonly nameSuffix: string;
  readonly location: string;
  readonly resourceGroupName: string;
  readonly tenantId: string;
  /** Where the services are reached from, and from nowhere else. */
  readonly network: AksNetwork;
  /** Resource id of the Log Analytics workspace that keeps who read which secret and which blob. */
  readonly logsWorkspaceId: string;
}

/**
 * What the todo sample keeps on Azure: a vault and a blob container for the frontend, a database and a queue for the
 * backend. Keys and access policies are off everywhere: identities are the only way in. Vault, storage and database are
 * closed to the internet and have private addresses; Service Bus would need its premium tier for that.
 */
export class AksTodoData extends Construct {
  public readonly vault: KeyVault;
  public readonly storage: StorageAccount;
  public readonly container: StorageContainer;
  public readonly cosmos: CosmosdbAccount;
  public readonly serviceBus: ServicebusNamespace;
  public readonly queue: ServicebusQueue;

  public constructor(scope: Construct, id: string, props: AksTodoDataProps) {
    super(scope, id);
    const { environment, nameSuffix, location, resourceGroupName, tenantId } = props;
    const place = { location, resourceGroupName };
    const name = `todo-${environment}-${nameSuffix}`;

    this.vault = new KeyVault(this, 'Vault', {
      ...place,
      name: `kv${environment}${nameSuffix}`,
      tenantId,
      skuName: 'standard',
      rbacAuthorizationEnabled: true,
      purgeProtectionEnabled: true,
      softDeleteRetentionDays: 90,
      publicNetworkAccessEnabled: false,
      networkAcls: { defaultAction: 'Deny', bypass: 'None' },
    });

    this.storage = new StorageAccount(this, 'Storage', {
      ...place,
      name: `st${environment}${nameSuffix}`,
      accountTier: 'Standard',
      accountReplicationType: 'GZRS',
      minTlsVersion: 'TLS1_2',
      sharedAccessKeyEnabled: false,
      allowNestedItemsToBePublic: false,
      publicNetworkAccessEnabled: false,
      networkRules: { defaultAction: 'Deny', bypass: ['AzureServices'] },
      blobProperties: {
        versioningEnabled: true,
        deleteRetentionPolicy: { days: 30 },
        containerDeleteRetentionPolicy: { days: 30 },
      },
    });
    this.container = new StorageContainer(this, 'Container', {
      name: 'data-protection',
      storageAccountId: this.storage.id,
    });

    this.cosmos = new CosmosdbAccount(this, 'Cosmos', {
      ...place,
      name: `cosmos-${name}`,
      offerType: 'Standard',
      localAuthenticationDisabled: true,
      publicNetworkAccessEnabled: false,
      accessKeyMetadataWritesEnabled: false,
      backup: { type: 'Continuous', tier: 'Continuous7Days' },
      consistencyPolicy: { consistencyLevel: 'Session' },
      geoLocation: [{ location, failoverPriority: 0 }],
      capabilities: [{ name: 'EnableServerless' }],
    });
    const database = new CosmosdbSqlDatabase(this, 'Database', {
      name: 'TodoApiDb',
      resourceGroupName,
      accountName: this.cosmos.name,
    });
    new CosmosdbSqlContainer(this, 'Collection', {
      name: 'TodoApiCollection',
      resourceGroupName,
      accountName: this.cosmos.name,
      databaseName: database.name,
      partitionKeyPaths: ['/id'],
    });

    this.serviceBus = new ServicebusNamespace(this, 'ServiceBus', {
      ...place,
      name: `bus-${name}`,
      sku: 'Standard',
      localAuthEnabled: false,
      minimumTlsVersion: '1.2',
    });
    this.queue = new ServicebusQueue(this, 'Queue', { name: 'todoapi', namespaceId: this.serviceBus.id });

    new AksPrivateEndpoints(this, 'PrivateEndpoints', {
      ...place,
      network: props.network,
      resourceIds: { vault: this.vault.id, blob: this.storage.id, cosmos: this.cosmos.id },
    });
    const audited = { Vault: this.vault.id, Blobs: `${this.storage.id}/blobServices/default` };
    for (const [service, targetResourceId] of Object.entries(audited)) {
      new MonitorDiagnosticSetting(this, `${service}Audit`, {
        name: 'audit',
        targetResourceId,
        logAnalyticsWorkspaceId: props.logsWorkspaceId,
        enabledLog: [{ categoryGroup: 'audit' }],
      });
    }
  }
}
