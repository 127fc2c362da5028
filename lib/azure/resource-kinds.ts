/** A kind of resource that a grant or a construct accepts. */
export interface ResourceKind {
  /** With its article, as it stands in a message. */
  readonly name: string;
  /** The type in its resource id; upper and lower case are the same. */
  readonly type: string;
  /** The type of azurerm's resource and data source. */
  readonly terraform: string;
  readonly example: string;
}

const GROUP = '/subscriptions/<id>/resourceGroups/<name>';

function kind(name: string, type: string, terraform: string): ResourceKind {
  const [namespace, ...types] = type.split('/');
  return { name, type, terraform, example: [`${GROUP}/providers/${namespace}`, ...types].join('/') + '/<name>' };
}

/** Azure's resource types, as its "Resource providers" pages name them. */
export const RESOURCE_KINDS = {
  applicationGateway: kind(
    'an application gateway',
    'Microsoft.Network/applicationGateways',
    'azurerm_application_gateway',
  ),
  aksCluster: kind('an AKS cluster', 'Microsoft.ContainerService/managedClusters', 'azurerm_kubernetes_cluster'),
  appConfiguration: kind(
    'an App Configuration store',
    'Microsoft.AppConfiguration/configurationStores',
    'azurerm_app_configuration',
  ),
  cognitiveAccount: kind(
    'an Azure OpenAI account',
    'Microsoft.CognitiveServices/accounts',
    'azurerm_cognitive_account',
  ),
  cosmosdbAccount: kind('a Cosmos DB account', 'Microsoft.DocumentDB/databaseAccounts', 'azurerm_cosmosdb_account'),
  dnsZone: kind('a public DNS zone', 'Microsoft.Network/dnsZones', 'azurerm_dns_zone'),
  eventHub: kind('an event hub', 'Microsoft.EventHub/namespaces/eventhubs', 'azurerm_eventhub'),
  eventHubsConsumerGroup: kind(
    'a consumer group of one',
    'Microsoft.EventHub/namespaces/eventhubs/consumergroups',
    'azurerm_eventhub_consumer_group',
  ),
  eventHubsNamespace: kind('a namespace of Event Hubs', 'Microsoft.EventHub/namespaces', 'azurerm_eventhub_namespace'),
  keyVault: kind('a key vault', 'Microsoft.KeyVault/vaults', 'azurerm_key_vault'),
  managedIdentity: kind(
    'a user-assigned managed identity',
    'Microsoft.ManagedIdentity/userAssignedIdentities',
    'azurerm_user_assigned_identity',
  ),
  monitorWorkspace: kind('an Azure Monitor workspace', 'Microsoft.Monitor/accounts', 'azurerm_monitor_workspace'),
  postgresqlServer: kind(
    'a flexible server for PostgreSQL',
    'Microsoft.DBforPostgreSQL/flexibleServers',
    'azurerm_postgresql_flexible_server',
  ),
  logAnalyticsWorkspace: kind(
    'a Log Analytics workspace',
    'Microsoft.OperationalInsights/workspaces',
    'azurerm_log_analytics_workspace',
  ),
  privateDnsZone: kind('a private DNS zone', 'Microsoft.Network/privateDnsZones', 'azurerm_private_dns_zone'),
  registry: kind('a container registry', 'Microsoft.ContainerRegistry/registries', 'azurerm_container_registry'),
  resourceGroup: {
    name: 'a resource group',
    type: 'Microsoft.Resources/resourceGroups',
    terraform: 'azurerm_resource_group',
    example: GROUP,
  },
  routeTable: kind('a route table', 'Microsoft.Network/routeTables', 'azurerm_route_table'),
  roleDefinition: kind('a role definition', 'Microsoft.Authorization/roleDefinitions', 'azurerm_role_definition'),
  serviceBusNamespace: kind(
    'a namespace of Service Bus',
    'Microsoft.ServiceBus/namespaces',
    'azurerm_servicebus_namespace',
  ),
  serviceBusQueue: kind('a queue of Service Bus', 'Microsoft.ServiceBus/namespaces/queues', 'azurerm_servicebus_queue'),
  serviceBusSubscription: kind(
    'a subscription of one',
    'Microsoft.ServiceBus/namespaces/topics/subscriptions',
    'azurerm_servicebus_subscription',
  ),
  scaleSet: kind(
    'a virtual machine scale set',
    'Microsoft.Compute/virtualMachineScaleSets',
    'azurerm_orchestrated_virtual_machine_scale_set',
  ),
  serviceBusTopic: kind('a topic of Service Bus', 'Microsoft.ServiceBus/namespaces/topics', 'azurerm_servicebus_topic'),
  sqlDatabase: kind('an Azure SQL database', 'Microsoft.Sql/servers/databases', 'azurerm_mssql_database'),
  subnet: kind('a subnet', 'Microsoft.Network/virtualNetworks/subnets', 'azurerm_subnet'),
  userAssignedIdentity: kind(
    'a user-assigned managed identity',
    'Microsoft.ManagedIdentity/userAssignedIdentities',
    'azurerm_user_assigned_identity',
  ),
  virtualNetwork: kind('a virtual network', 'Microsoft.Network/virtualNetworks', 'azurerm_virtual_network'),
  storageAccount: kind('a storage account', 'Microsoft.Storage/storageAccounts', 'azurerm_storage_account'),
} as const satisfies Readonly<Record<string, ResourceKind>>;
