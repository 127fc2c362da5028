import { CosmosdbAccount } from '@cdktf/provider-azurerm/lib/cosmosdb-account';
import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { App, TerraformStack, Testing } from 'cdktf';
import { type AzurermVersion, useAzurermVersion } from '../../lib/terraform/azurerm-version';

const PLACE = { resourceGroupName: 'rg', location: 'westeurope' };

/** A user's own resources, made after the setting, as the setting is given first. */
function synthesized(version?: AzurermVersion) {
  const stack = new TerraformStack(new App(), 'stack');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  if (version) useAzurermVersion(stack, version);
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
  return { credential, cluster, cosmos, provider: json.terraform.required_providers.azurerm };
}

describe('for azurerm 4', () => {
  test('resources stay as the typed package writes them, and any 4.x from 4.55 will do', () => {
    const pinned = synthesized();
    const four = synthesized(4);

    expect({ ...four, provider: undefined }).toEqual({ ...pinned, provider: undefined });
    expect(pinned.provider.version).toMatch(/^4\./);
    expect(four.provider).toEqual({ source: pinned.provider.source, version: '~> 4.55' });
  });
});

describe('for azurerm 5', () => {
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

  test('the provider is asked for in version 5', () => {
    expect(synthesized(5).provider.version).toBe('~> 5.0');
  });
});
