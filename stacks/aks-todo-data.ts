import { CosmosdbAccount } from '@cdktf/provider-azurerm/lib/cosmosdb-account';
import { CosmosdbSqlContainer } from '@cdktf/provider-azurerm/lib/cosmosdb-sql-container';
import { CosmosdbSqlDatabase } from '@cdktf/provider-azurerm/lib/cosmosdb-sql-database';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { ServicebusNamespace } from '@cdktf/provider-azurerm/lib/servicebus-namespace';
import { ServicebusQueue } from '@cdktf/provider-azurerm/lib/servicebus-queue';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { Construct } from 'constructs';

export interface AksTodoDataProps {
  readonly environment: string;
  /** Makes the names unique that all of Azure shares. */
  readonly nameSuffix: string;
  readonly location: string;
  readonly resourceGroupName: string;
  readonly tenantId: string;
}

/**
 * What the todo sample keeps on Azure: a vault and a blob container for the frontend, a database and a queue for the
 * backend. Keys and access policies are off everywhere: identities are the only way in.
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
    });

    this.storage = new StorageAccount(this, 'Storage', {
      ...place,
      name: `st${environment}${nameSuffix}`,
      accountTier: 'Standard',
      accountReplicationType: 'ZRS',
      minTlsVersion: 'TLS1_2',
      sharedAccessKeyEnabled: false,
      allowNestedItemsToBePublic: false,
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
    });
    this.queue = new ServicebusQueue(this, 'Queue', { name: 'todoapi', namespaceId: this.serviceBus.id });
  }
}
