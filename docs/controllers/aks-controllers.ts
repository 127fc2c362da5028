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
} from '../../lib/azure';
import { table } from '../table';

/** A resource that is not known passes every check, and its name stands where its id would. */
const the = (name: string): string => `\${${name}}`;

/** Each controller by its call, with what it must be told and no more. */
export const CONTROLLERS: Readonly<Record<string, AksController>> = {
  'argocdImageUpdater({ registries })': argocdImageUpdater({ registries: [the('registries')] }),
  'argocdRepoServer({ registries })': argocdRepoServer({ registries: [the('registries')] }),
  'azureServiceOperator({ subscriptionId, grants })': azureServiceOperator({
    subscriptionId: the('subscriptionId'),
    grants: [{ ...roleGrant({ role: 'Reader', scope: the('scopes') }), role: 'the roles that you give' }],
  }),
  'certManager({ zones })': certManager({ zones: [the('zones')] }),
  'externalDns({ zones })': externalDns({ zones: [the('zones')] }),
  'externalSecrets({ vault })': externalSecrets({ vault: the('vault') }),
  'fluxImageReflector({ registries })': fluxImageReflector({ registries: [the('registries')] }),
  'fluxSource({ registries })': fluxSource({ registries: [the('registries')] }),
  'keda({ serviceBus, storageQueues, … })': keda({
    serviceBus: [the('serviceBus')],
    storageQueues: [the('storageQueues')],
    storageBlobs: [the('storageBlobs')],
    eventHubs: [the('eventHubs')],
    metrics: [the('metrics')],
    logAnalytics: [the('logAnalytics')],
  }),
  'prometheus({ dataCollectionRule, remoteWriteUrl })': prometheus({
    dataCollectionRule: the('dataCollectionRule'),
    remoteWriteUrl: the('remoteWriteUrl'),
  }),
  'secretsStoreProvider({ serviceAccount, vault })': secretsStoreProvider({
    serviceAccount: { namespace: 'the pods’ own', name: '' },
    vault: the('vault'),
  }),
  'velero({ storageAccount, container })': velero({ storageAccount: the('storageAccount'), container: 'container' }),
};

/** The table of all controllers: whom the identity admits, where the client id goes, and where its role is from. */
export function aksControllerTable(): string[] {
  const rows = Object.entries(CONTROLLERS).map(([call, { name, account, chart, component, object, source }]) => [
    `\`${call}\``,
    name,
    account.name === '' ? account.namespace : `\`${account.namespace}/${account.name}\``,
    chart === undefined ? '-' : component === undefined ? `\`${chart}\`` : `\`${chart}\`, component ${component}`,
    object === undefined ? '-' : `${object.kinds.join(', ')}: \`${object.place}\``,
    `${source.where}: ${source.version}`,
  ]);
  return table(['call', 'what it is', 'service account', 'chart', '`identity.object` goes to', 'role of'], rows);
}

/** The table of what each identity may do: one row a role. */
export function roleTable(): string[] {
  const shown = (scope: string): string =>
    /slice/.test(scope) ? 'the resource group of `zones`' : `\`${scope.replace(/\$\{([^}]*)\}/g, '$1')}\``;
  const rows = Object.entries(CONTROLLERS).flatMap(([call, { grants }]) =>
    grants.map(({ role, scope }, index) => [index === 0 ? `\`${call.replace(/\(.*/, '')}\`` : '', role, shown(scope)]),
  );
  return table(['controller', 'role', 'at'], rows);
}
