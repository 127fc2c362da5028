import { CosmosdbAccount } from '@cdktf/provider-azurerm/lib/cosmosdb-account';
import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { App, TerraformStack, Testing } from 'cdktf';
import { type AzurermVersion, useAzurermVersion } from '../../lib/terraform/azurerm-version';

const PLACE = { resourceGroupName: 'rg', location: 'westeurope' };

/** A user's own resources, made after the setting, as the setting is given first. */
function synthesized(version?: AzurermVersion | 'both') {
  const stack = new TerraformStack(new App(), 'stack');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  if (version) useAzurermVersion(stack, version === 'both' ? undefined : version);
  for (const [id, rbacAuthorizationEnabled] of [
    ['vault', undefined],
    ['rbac', true],
  ] as const) {
    new KeyVault(stack, id, { name: id, ...PLACE, tenantId: 'x', skuName: 'standard', rbacAuthorizationEnabled });
  }
  const identity = new UserAssignedIdentity(stack, 'identity', { name: 'backend', ...PLACE });
  new FederatedIdentityCredential(stack, 'credential', {
    name: 'todo',
    resourceGroupName: identity.resourceGroupName,
    parentId: identity.id,
    issuer: 'https://issuer.example/',
    subject: 'system:serviceaccount:todo:backend',
    audience: ['api://AzureADTokenExchange'],
  });
  new KubernetesCluster(stack, 'cluster', {
    name: 'todo',
    ...PLACE,
    defaultNodePool: { name: 'system' },
    identity: { type: 'SystemAssigned' },
  });
  new CosmosdbAccount(stack, 'cosmos', {
    name: 'todo-data',
    ...PLACE,
    offerType: 'Standard',
    localAuthenticationDisabled: true,
    consistencyPolicy: { consistencyLevel: 'Session' },
    geoLocation: [{ location: 'westeurope', failoverPriority: 0 }],
  });
  const json = JSON.parse(Testing.synth(stack));
  const [credential, cluster, cosmos] = [
    'azurerm_federated_identity_credential',
    'azurerm_kubernetes_cluster',
    'azurerm_cosmosdb_account',
  ].map((type) => Object.values(json.resource[type])[0] as Record<string, unknown>);
  const vaults = json.resource.azurerm_key_vault as Record<string, { rbac_authorization_enabled?: boolean }>;
  return { credential, cluster, cosmos, vaults, provider: json.terraform.required_providers.azurerm };
}

test('without a call, resources and version stay as the typed package writes them', () => {
  const { credential, cluster, cosmos, vaults, provider } = synthesized();

  expect(credential).toHaveProperty('parent_id');
  expect(cluster).not.toHaveProperty('node_provisioning_profile');
  expect(cosmos!.local_authentication_disabled).toBe(true);
  expect(vaults.vault).not.toHaveProperty('rbac_authorization_enabled');
  expect(provider.version).toMatch(/^4\./);
});

test('4 and 5 have the same resources: only the version that is asked for differs', () => {
  const [four, five, both] = [synthesized(4), synthesized(5), synthesized('both')];

  expect({ ...four, provider: undefined }).toEqual({ ...five, provider: undefined });
  expect({ ...both, provider: undefined }).toEqual({ ...five, provider: undefined });
  expect([four, five, both].map(({ provider }) => provider.version)).toEqual(['~> 4.78', '~> 5.0', '>= 4.78, < 6.0']);
  expect(four.provider.source).toBe(synthesized().provider.source);
});

describe('for azurerm 4.78 to 5', () => {
  test('a federated credential names its identity by user_assigned_identity_id alone', () => {
    const { credential } = synthesized(5);

    expect(credential!.user_assigned_identity_id).toMatch(/^\$\{azurerm_user_assigned_identity\.identity\.id\}$/);
    expect(credential).not.toHaveProperty('parent_id');
    expect(credential).not.toHaveProperty('resource_group_name');
    expect(credential!.subject).toBe('system:serviceaccount:todo:backend');
  });

  test('a cluster has the node provisioning profile that version 5 requires', () => {
    expect(synthesized(5).cluster!.node_provisioning_profile).toEqual({ mode: 'Manual' });
  });

  test('a Cosmos DB account that refuses keys still refuses them', () => {
    const { cosmos } = synthesized(5);

    expect(cosmos!.local_authentication_enabled).toBe(false);
    expect(cosmos).not.toHaveProperty('local_authentication_disabled');
  });

  test('a vault says whether it uses RBAC, as 5 requires, and as it was', () => {
    const { vaults } = synthesized(5);

    expect(vaults.vault!.rbac_authorization_enabled).toBe(false);
    expect(vaults.rbac!.rbac_authorization_enabled).toBe(true);
  });
});

describe('what a program says in the new words already stays', () => {
  const resourceOf = (type: string, make: (stack: TerraformStack) => void) => {
    const stack = new TerraformStack(new App(), 'stack');
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    useAzurermVersion(stack);
    make(stack);
    // A stack may be written more than once.
    Testing.synth(stack);
    return Object.values(JSON.parse(Testing.synth(stack)).resource[type])[0] as Record<string, unknown>;
  };
  const cluster = { name: 'todo', ...PLACE, defaultNodePool: { name: 'system' }, identity: { type: 'SystemAssigned' } };

  test('of a cluster whose nodes Azure provisions, by an override', () => {
    const made = resourceOf('azurerm_kubernetes_cluster', (stack) =>
      new KubernetesCluster(stack, 'cluster', cluster).addOverride('node_provisioning_profile', { mode: 'Auto' }),
    );
    expect(made.node_provisioning_profile).toEqual({ mode: 'Auto' });
  });

  test('of a cluster whose nodes Azure provisions, where the package has the argument', () => {
    if (!('nodeProvisioningProfileInput' in KubernetesCluster.prototype)) return;
    const made = resourceOf('azurerm_kubernetes_cluster', (stack) => {
      const props: object = { nodeProvisioningProfile: { mode: 'Auto' } };
      new KubernetesCluster(stack, 'cluster', { ...cluster, ...props });
    });
    expect(made.node_provisioning_profile).toEqual({ mode: 'Auto' });
  });

  test('of a federated credential, where the package has the argument', () => {
    if (!('userAssignedIdentityIdInput' in FederatedIdentityCredential.prototype)) return;
    const made = resourceOf('azurerm_federated_identity_credential', (stack) => {
      const identity: object = { userAssignedIdentityId: 'the-identity' };
      new FederatedIdentityCredential(stack, 'credential', {
        name: 'todo',
        issuer: 'https://issuer.example/',
        subject: 'system:serviceaccount:todo:backend',
        audience: ['api://AzureADTokenExchange'],
        ...identity,
      } as ConstructorParameters<typeof FederatedIdentityCredential>[2]);
    });
    expect(made.user_assigned_identity_id).toBe('the-identity');
  });
});

describe('a link of a private DNS zone, which 4 and 5 name by different arguments,', () => {
  const linkFor = (version: AzurermVersion | undefined, zoneName?: string) => {
    const stack = new TerraformStack(new App(), 'stack');
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    useAzurermVersion(stack, version);
    const zone = new PrivateDnsZone(stack, 'zone', { name: 'privatelink.example', resourceGroupName: 'rg' });
    new PrivateDnsZoneVirtualNetworkLink(stack, 'link', {
      name: 'nodes',
      resourceGroupName: 'rg',
      privateDnsZoneName: zoneName ?? zone.name,
      virtualNetworkId: '/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/net',
    });
    return () => JSON.parse(Testing.synth(stack)).resource.azurerm_private_dns_zone_virtual_network_link.link;
  };

  test('has the zone’s name for 4, and its id for 5', () => {
    expect(linkFor(4)()).toMatchObject({
      private_dns_zone_name: '${azurerm_private_dns_zone.zone.name}',
      resource_group_name: 'rg',
    });
    const link = linkFor(5)();
    expect(link.private_dns_zone_id).toBe('${azurerm_private_dns_zone.zone.id}');
    expect(link).not.toHaveProperty('private_dns_zone_name');
    expect(link).not.toHaveProperty('resource_group_name');
  });

  test('is refused where the stack is for both, and says what to give', () => {
    expect(linkFor(undefined)).toThrow(/^azurerm-version-missing at stack\/link[^]*fix: .*useAzurermVersion: 4 or 5/);
  });

  test('is refused for 5 where only the name of its zone is known', () => {
    expect(linkFor(4, 'privatelink.example')().private_dns_zone_name).toBe('privatelink.example');
    expect(linkFor(5, 'privatelink.example')).toThrow(/^azurerm-argument-unknown at stack\/link/);
  });
});
