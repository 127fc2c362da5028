import { IDS } from './ready-controllers';

/**
 * What each ready identity may do, as the proof finds it: `role on scope`. Compared with what the projects document; a change
 * here is a change of what a controller may do, and wants its source looked up again.
 */
export const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  argocdImageUpdater: [`AcrPull on ${IDS.registry}`],
  argocdRepoServer: [`AcrPull on ${IDS.registry}`],
  azureServiceOperator: [`Managed Identity Contributor on ${IDS.group}`],
  certManager: [`DNS Zone Contributor on ${IDS.zone}`],
  externalDns: [`DNS Zone Contributor on ${IDS.zone}`, `Reader on ${IDS.group}`],
  externalSecrets: [
    `Key Vault Certificate User on ${IDS.vault}`,
    `Key Vault Secrets User on ${IDS.vault}/secrets/api-key`,
  ],
  fluxImageReflector: [`AcrPull on ${IDS.registry}`],
  fluxSource: [`AcrPull on ${IDS.registry}`],
  keda: [
    `Azure Event Hubs Data Receiver on ${IDS.hub}`,
    `Azure Service Bus Data Receiver on ${IDS.queue}`,
    `Log Analytics Data Reader on ${IDS.workspace}`,
    `Monitoring Reader on ${IDS.gateway}`,
    `Storage Blob Data Reader on ${IDS.storage}`,
    `Storage Queue Data Reader on ${IDS.storage}`,
  ],
  prometheus: [`Monitoring Metrics Publisher on ${IDS.rule}`],
  secretsStoreProvider: [`Key Vault Secrets User on ${IDS.vault}/secrets/api-key`],
  velero: [
    `${IDS.role} on ${IDS.group}`,
    `Storage Blob Data Contributor on ${IDS.storage}/blobServices/default/containers/backups`,
  ],
};
