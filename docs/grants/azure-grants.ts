import {
  type AzureGrant,
  acrGrant,
  appConfigurationGrant,
  openaiGrant,
  azureSqlGrant,
  cosmosdbGrant,
  dnsGrant,
  eventHubsGrant,
  graphGrant,
  keyVaultGrant,
  monitorGrant,
  postgresqlGrant,
  serviceBusGrant,
  storageGrant,
} from '../../lib/azure';
import { table } from '../table';

/** A resource that is not known passes every check, and its name stands where its id would. */
const the = (name: string): string => `\${${name}}`;

const cosmos = { id: the('account'), name: the('name'), resourceGroupName: the('group') };
const inDatabase = { databaseName: 'databaseName' };

/** Each grant by its call: for all of the resource, and for the part of it that it can be narrowed to. */
export const AZURE_GRANTS: Readonly<Record<string, readonly [AzureGrant, AzureGrant?]>> = {
  'keyVaultGrant.readSecrets(vault)': [
    keyVaultGrant.readSecrets(the('vault')),
    keyVaultGrant.readSecrets(the('vault'), { secretName: 'secretName' }),
  ],
  'keyVaultGrant.readWriteSecrets(vault)': [
    keyVaultGrant.readWriteSecrets(the('vault')),
    keyVaultGrant.readWriteSecrets(the('vault'), { secretName: 'secretName' }),
  ],
  'keyVaultGrant.useKeys(vault)': [
    keyVaultGrant.useKeys(the('vault')),
    keyVaultGrant.useKeys(the('vault'), { keyName: 'keyName' }),
  ],
  'keyVaultGrant.wrapWithKeys(vault)': [
    keyVaultGrant.wrapWithKeys(the('vault')),
    keyVaultGrant.wrapWithKeys(the('vault'), { keyName: 'keyName' }),
  ],
  'keyVaultGrant.readCertificates(vault)': [keyVaultGrant.readCertificates(the('vault'))],
  'keyVaultGrant.readWriteCertificates(vault)': [keyVaultGrant.readWriteCertificates(the('vault'))],
  'storageGrant.readBlobs(account)': [
    storageGrant.readBlobs(the('account')),
    storageGrant.readBlobs(the('account'), { containerName: 'containerName' }),
  ],
  'storageGrant.readWriteBlobs(account)': [
    storageGrant.readWriteBlobs(the('account')),
    storageGrant.readWriteBlobs(the('account'), { containerName: 'containerName' }),
  ],
  'storageGrant.readQueues(account)': [
    storageGrant.readQueues(the('account')),
    storageGrant.readQueues(the('account'), { queueName: 'queueName' }),
  ],
  'storageGrant.readWriteQueues(account)': [
    storageGrant.readWriteQueues(the('account')),
    storageGrant.readWriteQueues(the('account'), { queueName: 'queueName' }),
  ],
  'storageGrant.sendToQueues(account)': [
    storageGrant.sendToQueues(the('account')),
    storageGrant.sendToQueues(the('account'), { queueName: 'queueName' }),
  ],
  'storageGrant.receiveFromQueues(account)': [
    storageGrant.receiveFromQueues(the('account')),
    storageGrant.receiveFromQueues(the('account'), { queueName: 'queueName' }),
  ],
  'storageGrant.readTables(account)': [
    storageGrant.readTables(the('account')),
    storageGrant.readTables(the('account'), { tableName: 'tableName' }),
  ],
  'storageGrant.readWriteTables(account)': [
    storageGrant.readWriteTables(the('account')),
    storageGrant.readWriteTables(the('account'), { tableName: 'tableName' }),
  ],
  'storageGrant.readFiles(account)': [
    storageGrant.readFiles(the('account')),
    storageGrant.readFiles(the('account'), { shareName: 'shareName' }),
  ],
  'storageGrant.readWriteFiles(account)': [
    storageGrant.readWriteFiles(the('account')),
    storageGrant.readWriteFiles(the('account'), { shareName: 'shareName' }),
  ],
  'cosmosdbGrant.read(account)': [
    cosmosdbGrant.read(cosmos),
    cosmosdbGrant.read(cosmos, { ...inDatabase, containerName: 'containerName' }),
  ],
  'cosmosdbGrant.readWrite(account)': [
    cosmosdbGrant.readWrite(cosmos),
    cosmosdbGrant.readWrite(cosmos, { ...inDatabase, containerName: 'containerName' }),
  ],
  'graphGrant.use(permission)': [graphGrant.use('User.Read.All')],
  'serviceBusGrant.send(entity)': [serviceBusGrant.send(the('entity'))],
  'serviceBusGrant.receive(entity)': [serviceBusGrant.receive(the('entity'))],
  'eventHubsGrant.send(hub)': [eventHubsGrant.send(the('hub'))],
  'eventHubsGrant.receive(hub)': [eventHubsGrant.receive(the('hub'))],
  'appConfigurationGrant.read(store)': [appConfigurationGrant.read(the('store'))],
  'appConfigurationGrant.readWrite(store)': [appConfigurationGrant.readWrite(the('store'))],
  'acrGrant.pull(registry)': [acrGrant.pull(the('registry'))],
  'acrGrant.push(registry)': [acrGrant.push(the('registry'))],
  'openaiGrant.use(account)': [openaiGrant.use(the('account'))],
  'monitorGrant.publishMetrics(resource)': [monitorGrant.publishMetrics(the('resource'))],
  'monitorGrant.read(resource)': [monitorGrant.read(the('resource'))],
  'monitorGrant.readMetrics(workspace)': [monitorGrant.readMetrics(the('workspace'))],
  'dnsGrant.readWrite(zone)': [dnsGrant.readWrite(the('zone'))],
  'dnsGrant.readWritePrivate(zone)': [dnsGrant.readWritePrivate(the('zone'))],
  'azureSqlGrant.connect(database)': [azureSqlGrant.connect(the('database'))],
  'azureSqlGrant.read(database)': [azureSqlGrant.read(the('database'))],
  'azureSqlGrant.readWrite(database)': [azureSqlGrant.readWrite(the('database'))],
  'postgresqlGrant.connect(server, { databaseName })': [postgresqlGrant.connect(the('server'), inDatabase)],
  'postgresqlGrant.read(server, { databaseName })': [postgresqlGrant.read(the('server'), inDatabase)],
  'postgresqlGrant.readWrite(server, { databaseName })': [postgresqlGrant.readWrite(the('server'), inDatabase)],
};

/** The table of all grants on Azure. */
export function azureGrantTable(): string[] {
  const rows = Object.entries(AZURE_GRANTS).map(([call, [grant, narrowed]]) => [
    `\`${call}\``,
    grant.needsOf ? `none: ${grant.role} of the database` : grant.role,
    placeOf(grant),
    narrowed ? placeOf(narrowed) : '',
  ]);
  return table(['call', 'role', 'at', 'or at'], rows);
}

function placeOf({ scope }: AzureGrant): string {
  return `\`${scope.replace(/\$\{([^}]*)\}/g, '$1')}\``;
}
