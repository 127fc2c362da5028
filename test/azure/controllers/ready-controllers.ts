import {
  type AksController,
  argocdImageUpdater,
  argocdRepoServer,
  azureServiceOperator,
  certManager,
  externalDns,
  externalSecrets,
  fluxImageReflector,
  fluxSource,
  keda,
  prometheus,
  roleGrant,
  secretsStoreProvider,
  velero,
} from '../../../lib/azure';

export const SUBSCRIPTION = '22222222-2222-2222-2222-222222222222';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shop`;
const of = (type: string, ...names: string[]): string => {
  const [namespace, ...types] = type.split('/');
  return `${GROUP}/providers/${namespace}/${types.map((one, index) => `${one}/${names[index]}`).join('/')}`;
};

export const IDS = {
  group: GROUP,
  zone: of('Microsoft.Network/dnsZones', 'example.com'),
  privateZone: of('Microsoft.Network/privateDnsZones', 'shop.internal'),
  vault: of('Microsoft.KeyVault/vaults', 'kv-shop'),
  queue: of('Microsoft.ServiceBus/namespaces/queues', 'sb-shop', 'orders'),
  storage: of('Microsoft.Storage/storageAccounts', 'stshop'),
  hub: of('Microsoft.EventHub/namespaces/eventhubs', 'eh-shop', 'clicks'),
  workspace: of('Microsoft.OperationalInsights/workspaces', 'log-shop'),
  rule: of('Microsoft.Insights/dataCollectionRules', 'dcr-shop'),
  registry: of('Microsoft.ContainerRegistry/registries', 'crshop'),
  gateway: of('Microsoft.Network/applicationGateways', 'agw-shop'),
  role: `${GROUP}/providers/Microsoft.Authorization/roleDefinitions/33333333-3333-3333-3333-333333333333`,
};

/** Every controller for which an identity is ready, by the function that makes it, with all its options in use. */
export const READY: Readonly<Record<string, AksController>> = {
  argocdImageUpdater: argocdImageUpdater({ registries: [IDS.registry] }),
  argocdRepoServer: argocdRepoServer({ registries: [IDS.registry] }),
  azureServiceOperator: azureServiceOperator({
    subscriptionId: SUBSCRIPTION,
    grants: [roleGrant({ role: 'Managed Identity Contributor', scope: IDS.group })],
    crdPattern: ['managedidentity.azure.com/*'],
  }),
  certManager: certManager({ zones: [IDS.zone] }),
  externalDns: externalDns({ zones: [IDS.zone] }),
  externalSecrets: externalSecrets({ vault: IDS.vault, secretNames: ['api-key'], certificates: true }),
  fluxImageReflector: fluxImageReflector({ registries: [IDS.registry] }),
  fluxSource: fluxSource({ registries: [IDS.registry] }),
  keda: keda({
    serviceBus: [IDS.queue],
    storageQueues: [IDS.storage],
    storageBlobs: [IDS.storage],
    eventHubs: [IDS.hub],
    metrics: [IDS.gateway],
    logAnalytics: [IDS.workspace],
  }),
  prometheus: prometheus({
    dataCollectionRule: IDS.rule,
    remoteWriteUrl:
      'https://shop.westeurope-1.metrics.ingest.monitor.azure.com/dataCollectionRules/dcr-1/streams/x/api/v1/write',
  }),
  secretsStoreProvider: secretsStoreProvider({
    serviceAccount: { namespace: 'shop', name: 'api' },
    vault: IDS.vault,
    secretNames: ['api-key'],
  }),
  velero: velero({
    storageAccount: IDS.storage,
    container: 'backups',
    diskSnapshots: { role: IDS.role, resourceGroups: [IDS.group] },
  }),
};
