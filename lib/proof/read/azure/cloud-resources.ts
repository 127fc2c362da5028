import type { CloudResource } from '../../model/cloud-resource';
import { hasSymbol, symbolOf } from '../../model/known/symbol';
import type { Instance } from '../terraform/configuration/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { usedProvider } from '../terraform/configuration/provider-block';
import { asText } from '../terraform/expression/value';
import { withDataSources } from '../with-data-sources';

/** Resources of a resource group, by what their ids have after `providers/`. Azure, "Resource providers". */
const IN_GROUPS: Readonly<Record<string, string>> = {
  azurerm_app_configuration: 'Microsoft.AppConfiguration/configurationStores',
  azurerm_cognitive_account: 'Microsoft.CognitiveServices/accounts',
  azurerm_container_registry: 'Microsoft.ContainerRegistry/registries',
  azurerm_cosmosdb_account: 'Microsoft.DocumentDB/databaseAccounts',
  azurerm_dns_zone: 'Microsoft.Network/dnsZones',
  azurerm_eventhub_namespace: 'Microsoft.EventHub/namespaces',
  azurerm_key_vault: 'Microsoft.KeyVault/vaults',
  azurerm_kubernetes_cluster: 'Microsoft.ContainerService/managedClusters',
  azurerm_log_analytics_workspace: 'Microsoft.OperationalInsights/workspaces',
  azurerm_private_dns_zone: 'Microsoft.Network/privateDnsZones',
  azurerm_servicebus_namespace: 'Microsoft.ServiceBus/namespaces',
  azurerm_storage_account: 'Microsoft.Storage/storageAccounts',
  azurerm_user_assigned_identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  azurerm_virtual_network: 'Microsoft.Network/virtualNetworks',
};

/** Resources inside of others: the argument that names the outer one, and what is between the two. */
const INSIDE: Readonly<Record<string, readonly [string, string]>> = {
  azurerm_servicebus_queue: ['namespace_id', 'queues'],
  azurerm_servicebus_topic: ['namespace_id', 'topics'],
  azurerm_storage_container: ['storage_account_id', 'blobServices/default/containers'],
  azurerm_storage_queue: ['storage_account_id', 'queueServices/default/queues'],
};

/** Reads what permissions of Azure are about, by their resource ids: groups too, which are scopes around others. */
export function readAzureResourceIds(program: TerraformProgram): readonly CloudResource[] {
  const make = (instance: Instance, service: string, arn: string, more: Partial<CloudResource> = {}): CloudResource => {
    const shown = String(program.reference(instance, ['id']));
    const own = hasSymbol(shown) ? arn : shown;
    return {
      ...{ id: instance.id, name: String(program.reference(instance, ['name'])), service, arn: own },
      spellings: new Map(hasSymbol(shown) ? [[shown, own]] : []),
      declared: instance.block.mode === 'managed' && !instance.lost,
      policies: [],
      at: instance.at,
      ...more,
    };
  };
  const nameOf = (instance: Instance): string => String(program.reference(instance, ['name']));
  const groups = withDataSources(program, 'azurerm_resource_group').map((group) =>
    make(group, 'group', `${subscriptionOf(program, group)}/resourceGroups/${nameOf(group)}`),
  );
  const subscriptions = program.instances('data.azurerm_subscription').map((instance) => {
    const own = program.text(instance, 'subscription_id');
    return make(
      instance,
      'subscription',
      own === undefined ? subscriptionOf(program, instance) : `/subscriptions/${own}`,
    );
  });
  const inGroups = Object.entries(IN_GROUPS).flatMap(([type, service]) =>
    withDataSources(program, type).map((instance) => {
      const group = String(program.reference(instance, ['resource_group_name']));
      const arn = `${subscriptionOf(program, instance)}/resourceGroups/${group}/providers/${service}/${nameOf(instance)}`;
      return make(instance, service, arn, { isByRoles: isByRoles(program, instance) });
    }),
  );
  const inside = Object.entries(INSIDE).flatMap(([type, [argument, between]]) =>
    withDataSources(program, type).map((instance) => {
      const outer = String(program.reference(instance, [argument]));
      return make(instance, between, `${outer}/${between}/${nameOf(instance)}`);
    }),
  );
  return [...groups, ...subscriptions, ...inGroups, ...inside];
}

/** Whether roles decide in a vault, and not access policies of its own. azurerm before 5 calls it otherwise. */
function isByRoles(program: TerraformProgram, instance: Instance): boolean {
  return ['rbac_authorization_enabled', 'enable_rbac_authorization'].some(
    (name) => program.attribute(instance, name) === true,
  );
}

/** A subscription's id as ids begin with it: one symbol for all that one provider makes. */
function subscriptionOf(program: TerraformProgram, instance: Instance): string {
  const written = program.providerText(instance, 'azurerm', 'subscription_id');
  if (written !== undefined) return `/subscriptions/${written}`;
  const { configuration, block } = instance;
  const { configuration: owner, name } = usedProvider(
    configuration,
    'azurerm',
    asText(block.body.provider as never) ?? null,
  );
  return `/subscriptions/${symbolOf(`${owner.label}the subscription of ${name}`, 'segment')}`;
}
