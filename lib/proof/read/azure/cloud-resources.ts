import type { CloudResource } from '../../model/cloud-resource';
import { unknown } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import { hasSymbol, symbolOf } from '../../model/known/symbol';
import { uncountedBy } from '../terraform/configuration/instances/instance';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { usedProvider } from '../terraform/configuration/blocks/provider-block';
import { asText } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
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
  azurerm_kubernetes_automatic_cluster: 'Microsoft.ContainerService/managedClusters',
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
      return make(instance, service, arn, type === VAULT ? vaultFacts(program, instance) : {});
    }),
  );
  const inside = Object.entries(INSIDE).flatMap(([type, [argument, between]]) =>
    withDataSources(program, type).map((instance) => {
      const outer = String(program.reference(instance, [argument]));
      return make(instance, between, `${outer}/${between}/${nameOf(instance)}`);
    }),
  );
  return [...groups, ...managementGroups(program, make), ...subscriptions, ...inGroups, ...inside];
}

const VAULT = 'azurerm_key_vault';

/**
 * How a vault decides who may do what with what it holds. azurerm 3 and 4 call the argument `enable_rbac_authorization`, from 4.42 on
 * `rbac_authorization_enabled` too; without it access policies decide. azurerm 5 asks for it.
 */
function vaultFacts(program: TerraformProgram, instance: Instance): Pick<CloudResource, 'isByRoles' | 'isPolicyOpen'> {
  const values = ['rbac_authorization_enabled', 'enable_rbac_authorization'].map((name) =>
    program.attribute(instance, name),
  );
  const value = values.find((one) => one !== undefined && one !== null);
  const text = value === undefined ? undefined : asText(value as never);
  const isLookedUp = instance.block.mode === 'data' || instance.lost?.has('rbac_authorization_enabled');
  const isByRoles: Known =
    text === 'true' ||
    (text === 'false' || (value === undefined && !isLookedUp)
      ? false
      : unknown(`whether ${instance.id} is set to Azure RBAC, or to its access policies, is not known`));
  const isOpen = isLookedUp || program.blocks(instance, 'access_policy') === undefined;
  return { isByRoles, ...(isOpen ? { isPolicyOpen: true } : {}) };
}

/** Management groups, with what the program puts into them. Azure, "What are Azure management groups?". */
function managementGroups(
  program: TerraformProgram,
  make: (instance: Instance, service: string, arn: string, more?: Partial<CloudResource>) => CloudResource,
): readonly CloudResource[] {
  const groups = withDataSources(program, 'azurerm_management_group');
  const idOf = (group: Instance): string => {
    const name = program.text(group, 'name') ?? program.text(group, 'group_id');
    return name === undefined ? String(program.reference(group, ['id'])) : `${MANAGEMENT_GROUPS}${name}`;
  };
  return groups.map((group) => {
    const isOf = (one: Instance, argument: string): boolean => {
      const target = program.target(one, argument)?.instance;
      return target ? program.canonical(target).id === group.id : program.text(one, argument) === idOf(group);
    };
    const own = program.attribute(group, 'subscription_ids');
    const listed = Array.isArray(own) ? (own as readonly Value[]).flatMap((one) => asText(one) ?? []) : [];
    const associated = program
      .instances('azurerm_management_group_subscription_association')
      .filter((one) => isOf(one, 'management_group_id') && uncountedBy(one).length === 0)
      .flatMap((one) => program.text(one, 'subscription_id') ?? []);
    const below = groups.filter((one) => one !== group && isOf(one, 'parent_management_group_id')).map(idOf);
    const subscriptions = [...listed, ...associated].map((one) =>
      one.startsWith('/') || hasSymbol(one) ? one : `/subscriptions/${one}`,
    );
    return make(group, 'managementGroup', idOf(group), { holds: [...subscriptions, ...below] });
  });
}

/** What the id of a management group begins with. */
const MANAGEMENT_GROUPS = '/providers/Microsoft.Management/managementGroups/';

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
