/** What a subscription must know before it can have what the sample makes; azurerm 5 registers none of it by itself. */
export const RESOURCE_PROVIDERS: readonly string[] = [
  'Microsoft.Compute',
  'Microsoft.ContainerService',
  'Microsoft.DocumentDB',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.ManagedIdentity',
  'Microsoft.Network',
  'Microsoft.OperationalInsights',
  'Microsoft.ServiceBus',
  'Microsoft.Storage',
];
