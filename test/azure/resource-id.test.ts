import { TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { checkRoleName, roleDefinitionIdOf } from '../../lib/azure/grants/role';
import {
  groupIdOf,
  idsOf,
  partOfId,
  resourceIdOf,
  subscriptionOf,
  virtualNetworkIdOf,
} from '../../lib/azure/resource-id';
import { RESOURCE_KINDS } from '../../lib/azure/resource-kinds';
import { errorOf } from './synthesized';

const ID = '2222bbbb-2222-2222-2222-22222222cccc';
const SUBSCRIPTION = `/subscriptions/${ID}`;
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg`;
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/todo`;
const DEFINITION = '/providers/Microsoft.Authorization/roleDefinitions/';

/** The type that an id is said to have where a DNS zone is asked for. */
const typeOf = (id: string): string | undefined =>
  / is of type (\S+), not/.exec(errorOf(() => resourceIdOf(id, [RESOURCE_KINDS.dnsZone], 'here')).message)?.[1];

describe('a resource id', () => {
  test.each([
    [SUBSCRIPTION, 'Microsoft.Resources/subscriptions'],
    [GROUP, 'Microsoft.Resources/resourceGroups'],
    [VAULT, 'Microsoft.KeyVault/vaults'],
    [`${SUBSCRIPTION}/providers/Microsoft.A.B/c/d/e/f`, 'Microsoft.A.B/c/e'],
    [`${VAULT}${DEFINITION}${ID}`, 'Microsoft.Authorization/roleDefinitions'],
    [`${VAULT.replace('todo', 'providers')}`, 'Microsoft.KeyVault/vaults'],
    [`${VAULT}${DEFINITION.replace('providers', 'Providers')}x`, 'Microsoft.Authorization/roleDefinitions'],
    ['/providers/Microsoft.Management/managementGroups/root', 'Microsoft.Management/managementGroups'],
  ])('%s is of type %s', (id, type) => {
    expect(typeOf(id)).toBe(type);
  });

  test.each([
    `x${SUBSCRIPTION}`,
    `${SUBSCRIPTION}${VAULT}`,
    `${SUBSCRIPTION}x`,
    `/subscriptions/${'-'.repeat(36)}/resourceGroups/rg`,
    // Such as a letter that is missing in resourceGroups.
    VAULT.replace('resourceGroups', 'resourceGroup'),
    `${SUBSCRIPTION}/x/resourceGroups/rg`,
    `${GROUP}/x/providers/Microsoft.KeyVault/vaults/todo`,
    `${GROUP}/providers/KeyVault/vaults/todo`,
    `${VAULT}/providers/x`,
    `${VAULT}/providers/x/y/z`,
    `${VAULT}/providers/Microsoft.Authorization`,
    `x/providers/Microsoft.Management/managementGroups/root`,
    `/providers/Microsoft.Management/managementGroups/root/x`,
    `/providers/Microsoft.Management/managementGroups/`,
  ])('%s is none', (id) => {
    expect(errorOf(() => resourceIdOf(id, [], 'here')).code).toBe('resource-id-malformed');
  });

  test('is quoted where it is refused, and what is no text is not', () => {
    const saying = (id: unknown): string => errorOf(() => resourceIdOf(id as string, [], 'here')).message;
    expect(saying('rg')).toContain('here: "rg" is not the Azure resource id of');
    expect(saying(undefined)).toContain('here: undefined is not the Azure resource id of');
  });

  test('of an object of azurerm need not be known where it is of one of the kinds', () => {
    const queue = { id: '${azurerm_dns_zone.x.id}', terraformResourceType: 'azurerm_dns_zone' };
    expect(resourceIdOf(queue, [RESOURCE_KINDS.keyVault, RESOURCE_KINDS.dnsZone], 'here')).toBe(queue.id);
  });

  test('names its subscription, in lower case', () => {
    for (const id of [SUBSCRIPTION, VAULT, VAULT.toUpperCase()]) expect(subscriptionOf(id)).toBe(ID);
    for (const id of [`x${VAULT}`, `${SUBSCRIPTION}0/resourceGroups/rg`, '${azurerm_key_vault.x.id}']) {
      expect(subscriptionOf(id)).toBeUndefined();
    }
  });
});

test('resources of one kind keep their names, and one of another kind is refused', () => {
  expect(idsOf({ own: VAULT, other: { id: VAULT } }, RESOURCE_KINDS.keyVault, 'here')).toEqual({
    own: VAULT,
    other: VAULT,
  });
  expect(errorOf(() => idsOf({ own: VAULT }, RESOURCE_KINDS.dnsZone, 'here')).code).toBe('resource-id-of-other-type');
});

describe('a part of a resource id', () => {
  const network = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net`;
  const subnet = `${network}/subnets/pods`;
  const ofVariable = (part: (id: string) => string): unknown => {
    const stack = new TerraformStack(Testing.app(), 'parts');
    const { stringValue } = new TerraformVariable(stack, 'id', {});
    new TerraformOutput(stack, 'part', { value: part(stringValue) });
    return (JSON.parse(Testing.synth(stack)) as { output: { part: { value: unknown } } }).output.part.value;
  };

  test('is its subscription, its group or its name', () => {
    const parts = (['subscription', 'group', 'name'] as const).map((part) => partOfId(VAULT, part));
    expect(parts).toEqual([ID, 'rg', 'todo']);
    expect(groupIdOf(subnet)).toBe(GROUP);
    expect(virtualNetworkIdOf(subnet)).toBe(network);
  });

  test('of an id that is not known is read by Terraform', () => {
    expect(ofVariable((id) => partOfId(id, 'group'))).toBe('${element(split("/", var.id), 4)}');
    expect(ofVariable(groupIdOf)).toBe('${join("/", slice(split("/", var.id), 0, 5))}');
    expect(ofVariable(virtualNetworkIdOf)).toBe('${join("/", slice(split("/", var.id), 0, 9))}');
  });
});

describe('a resource whose id is not known', () => {
  const object = (terraformResourceType: unknown) => ({ id: Token.asString('${x.id}'), terraformResourceType });
  const said = (type: unknown): string =>
    errorOf(() => resourceIdOf(object(type) as never, [RESOURCE_KINDS.dnsZone], 'here')).message;

  test('is of the type that azurerm has for it', () => {
    expect(said('azurerm_key_vault')).toContain('the resource is an azurerm_key_vault, not ');
    for (const type of [RESOURCE_KINDS.dnsZone.terraform, 'azapi_resource', 'x_azurerm_key_vault', 7, undefined]) {
      expect(resourceIdOf(object(type) as never, [RESOURCE_KINDS.dnsZone], 'here')).toContain('${');
    }
  });
});

describe('a role', () => {
  const saying = (role: unknown): string => errorOf(() => checkRoleName(role as string, 'here')).message;

  test('that is not built in is refused, with the one whose name is nearest', () => {
    expect(saying('Key Vault Secret User')).toContain('"Key Vault Secret User" is not a built-in role');
    expect(saying('Key Vault Secret User')).toContain('Did you mean "Key Vault Secrets User"?');
    expect(saying('KeyVaultSecretsUser')).toContain('Did you mean "Key Vault Secrets User"?');
    expect(saying('KeyVaultSecretUser')).not.toContain('Did you mean');
    expect(saying(undefined)).toContain('here: undefined is not a built-in role');
  });

  test('is suggested by the smallest difference, whichever is the first in the list', () => {
    // `AcrPull`, which comes before, is three letters off.
    expect(saying('crPush')).toContain('Did you mean "AcrPush"?');
  });

  test('by its definition’s id is that of a built-in role, or lies in a subscription', () => {
    const builtIn = `${DEFINITION}${ID}`;
    expect(roleDefinitionIdOf(builtIn, 'here')).toBe(builtIn);
    expect(roleDefinitionIdOf(`${SUBSCRIPTION}${builtIn}`, 'here')).toBe(`${SUBSCRIPTION}${builtIn}`);
    for (const id of [`x${builtIn}`, `${builtIn}/x`, `${DEFINITION}Reader`, undefined, {}]) {
      expect(errorOf(() => roleDefinitionIdOf(id as string, 'here')).code).toBe('resource-id-malformed');
    }
  });
});
