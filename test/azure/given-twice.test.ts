import type { TerraformStack } from 'cdktf';
import { AksExtension } from '../../lib/azure/cluster/addons/aks-extension';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { AksNodePool } from '../../lib/azure/cluster/nodes/aks-node-pool';
import { ServiceAccountImagePull } from '../../lib/azure/cluster/service-account-image-pull';
import { keyVaultGrant } from '../../lib/azure/grants/key-vault-grant';
import { roleGrant } from '../../lib/azure/grants/role-grant';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { REGISTRY, cluster } from './cluster/made-cluster';
import { GROUP, PLACE, TENANT, errorOf, synthesized } from './synthesized';

const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/shop`;
const ZONE = `${GROUP}/providers/Microsoft.Network/dnsZones/shop.example`;

/** What a cluster of the same name would have. */
const SAME = {
  name: 'todo-aks',
  ...PLACE,
  tenantId: TENANT,
  network: { subnetId: `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes` },
};

const identity = (
  stack: TerraformStack,
  id: string,
  props: Partial<ConstructorParameters<typeof PodManagedIdentity>[2]> = {},
) => new PodManagedIdentity(stack, id, { name: 'id-shop', ...PLACE, tenantId: TENANT, trusts: [], ...props });

describe('a name that Azure has once, whatever its case, is refused the second time', () => {
  test.each<[string, (stack: TerraformStack) => unknown]>([
    ['of a cluster', (stack) => [cluster(stack), new AksCluster(stack, 'b', { ...SAME, name: 'TODO-aks' })]],
    ['of a managed identity', (stack) => [identity(stack, 'a'), identity(stack, 'b', { name: 'ID-shop' })]],
    ['of the system pool', (stack) => new AksNodePool(stack, 'pool', { cluster: cluster(stack), name: 'system' })],
    [
      'of the pool for workloads',
      (stack) => new AksNodePool(stack, 'pool', { cluster: cluster(stack), name: 'workload' }),
    ],
    [
      'of an extension',
      (stack) => {
        const aks = cluster(stack);
        aks.addExtension('flux', { type: 'microsoft.flux' });
        return new AksExtension(stack, 'again', { cluster: aks, name: 'Flux', type: 'microsoft.flux' });
      },
    ],
    [
      'of a cluster’s profile of image pulls',
      (stack) => {
        const aks = cluster(stack);
        return ['a', 'b'].map((id) => new ServiceAccountImagePull(stack, id, { cluster: aks, enabled: id === 'a' }));
      },
    ],
  ])('%s', (_, make) => {
    expect(errorOf((stack) => void make(stack)).code).toBe('name-taken');
  });

  test('and not in another resource group, in another cluster, or of an identity that exists', () => {
    const attributes = { id: `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-shop` };
    const ids = { clientId: TENANT, principalId: TENANT, tenantId: TENANT, name: 'id-shop', resourceGroupName: 'rg' };
    synthesized((stack) => {
      cluster(stack);
      const other = new AksCluster(stack, 'b', { ...SAME, resourceGroupName: 'other' });
      new AksNodePool(stack, 'pool', { cluster: other, name: 'spare' });
      identity(stack, 'a');
      identity(stack, 'c', { resourceGroupName: 'other' });
      PodManagedIdentity.fromAttributes(stack, 'd', { ...attributes, ...ids });
    });
  });
});

describe('a role that an identity would have twice at one scope is refused', () => {
  const twice = (id: string) => ({ one: id, other: id.replace('/providers/', '/PROVIDERS/') });
  test.each<[string, (stack: TerraformStack) => unknown]>([
    ['of a registry under two names', (stack) => cluster(stack, { registries: twice(REGISTRY) })],
    [
      'of a vault of the secrets provider',
      (stack) => cluster(stack).addAddon('key-vault-secrets-provider', { vaults: twice(VAULT) }),
    ],
    ['of a vault of the ingress', (stack) => cluster(stack).addAddon('application-routing', { vaults: twice(VAULT) })],
    ['of a zone of the ingress', (stack) => cluster(stack).addAddon('application-routing', { dnsZones: twice(ZONE) })],
    [
      'by two grants of other ids',
      (stack) =>
        identity(stack, 'a', {
          grants: [
            keyVaultGrant.readSecrets(VAULT),
            roleGrant({ role: 'Key Vault Secrets User', scope: VAULT, id: 'secrets' }),
          ],
        }),
    ],
  ])('%s', (_, make) => {
    expect(errorOf((stack) => void make(stack))).toMatchObject({
      code: 'scope-given-twice',
      message: expect.stringContaining('RoleAssignmentExists'),
    });
  });
});
