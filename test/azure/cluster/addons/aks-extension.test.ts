import type { AksExtensionProps } from '../../../../lib/azure/cluster/addons/aks-extension';
import { AksCluster } from '../../../../lib/azure/cluster/aks-cluster';
import { acrGrant } from '../../../../lib/azure/grants/acr-grant';
import { PLACE, errorOf } from '../../synthesized';
import { ASSIGNMENT, REGISTRY, made, refused, roles } from '../made-cluster';

const EXTENSION = 'azurerm_kubernetes_cluster_extension';
const CREDENTIAL = 'azurerm_federated_identity_credential';
const identity = { ...PLACE, grants: [acrGrant.pull(REGISTRY)] };
const installed = (name: string, props: Omit<AksExtensionProps, 'cluster' | 'name'>) =>
  made({}, (aks) => void aks.addExtension(name, props));

describe('Flux', () => {
  const { only, all, byId } = installed('flux', { type: 'Microsoft.Flux', identity });

  test('fetches by an identity of its own, and is told of it', () => {
    const [own] = Object.keys(byId('azurerm_user_assigned_identity')).filter((id) => id.includes('flux'));
    expect(only(EXTENSION)).toMatchObject({
      name: 'flux',
      extension_type: 'microsoft.flux',
      release_namespace: 'flux-system',
      configuration_settings: {
        'workloadIdentity.enable': 'true',
        'workloadIdentity.azureClientId': `\${azurerm_user_assigned_identity.${own}.client_id}`,
      },
    });
    expect(only(CREDENTIAL)).toMatchObject({
      subject: 'system:serviceaccount:flux-system:source-controller',
      audience: ['api://AzureADTokenExchange'],
    });
    expect(roles(all(ASSIGNMENT)).filter((role) => role.includes('AcrPull'))).toHaveLength(1);
  });

  test('waits for its trust and its roles', () => {
    expect(only(EXTENSION).depends_on).toEqual([
      expect.stringContaining(CREDENTIAL),
      expect.stringContaining(ASSIGNMENT),
    ]);
  });

  test('has other accounts where they are named', () => {
    const serviceAccounts = ['source-controller', 'image-reflector-controller'];
    const subjects = installed('flux', { type: 'microsoft.flux', identity: { ...identity, serviceAccounts } })
      .all(CREDENTIAL)
      .map(({ subject }) => subject);
    expect(subjects.sort()).toEqual(serviceAccounts.sort().map((name) => `system:serviceaccount:flux-system:${name}`));
  });
});

test('Argo CD is told of its identity by settings of its own', () => {
  const { only } = installed('argocd', {
    type: 'microsoft.argocd',
    releaseTrain: 'preview',
    configuration: { 'redis-ha.enabled': 'false' },
    identity: { ...identity, serviceAccounts: ['argocd-repo-server'] },
  });
  expect(only(EXTENSION)).toMatchObject({
    release_namespace: 'argocd',
    release_train: 'preview',
    configuration_settings: {
      'redis-ha.enabled': 'false',
      'azure.workloadIdentity.enabled': 'true',
      'azure.workloadIdentity.clientId': expect.stringContaining('client_id'),
    },
  });
});

test('an extension without an identity has none, and no settings', () => {
  const { only, all } = installed('dapr', { type: 'microsoft.dapr', version: '1.14.4' });
  expect(only(EXTENSION)).toMatchObject({ extension_type: 'microsoft.dapr', version: '1.14.4' });
  expect(only(EXTENSION)).not.toHaveProperty('configuration_settings');
  expect(all(CREDENTIAL)).toEqual([]);
});

describe('an extension is refused', () => {
  test.each<[string, Omit<AksExtensionProps, 'cluster' | 'name'>, string]>([
    ['with an identity that nothing tells it of', { type: 'microsoft.dapr', identity }, 'addon-role-incomplete'],
    [
      'with an identity for accounts that are not known',
      { type: 'microsoft.argocd', identity },
      'addon-role-incomplete',
    ],
    [
      'with two identities',
      { type: 'microsoft.flux', identity, configuration: { 'workloadIdentity.azureClientId': 'mine' } },
      'addon-identity-ambiguous',
    ],
    ['in a namespace that is none', { type: 'microsoft.flux', namespace: 'Flux_System' }, 'name-invalid'],
  ])('%s', (_, props, code) => {
    expect(refused({}, (aks) => aks.addExtension('flux', props))).toMatchObject({
      code,
      where: 'stack/aks/extension-flux',
    });
  });

  test('with a name that is none', () => {
    expect(refused({}, (aks) => aks.addExtension('flux-', { type: 'microsoft.flux' })).code).toBe('name-invalid');
  });

  test('in a cluster without its resource id', () => {
    const attributes = { name: 'old', issuerUrl: 'https://issuer.example/' };
    expect(
      errorOf((stack) =>
        AksCluster.fromAttributes(stack, 'old', attributes).addExtension('flux', { type: 'microsoft.flux' }),
      ).code,
    ).toBe('cluster-id-missing');
  });
});
