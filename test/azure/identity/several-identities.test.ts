import type { TerraformStack } from 'cdktf';
import { ClusterSet } from '../../../lib';
import { AzureadProvider } from '../../../lib/azure/azuread-provider';
import { PodApplications } from '../../../lib/azure/identity/pod-applications';
import {
  PodManagedIdentities,
  type PodManagedIdentitiesProps,
} from '../../../lib/azure/identity/pod-managed-identities';
import { plannedCredentials, workloadIdentities } from '../../../lib/azure/identity/workload-identities';
import { type WorkloadIdentityTrust, workloadIdentity } from '../../../lib/azure/identity/workload-identity';
import { roleGrant } from '../../../lib/azure/grants/role-grant';
import { GROUP, PLACE, errorOf, synthesized } from '../synthesized';

const aks = (name: string) => ({
  name,
  id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/${name}`,
  issuer: { url: `https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/${name}/` },
  workloadIdentityWebhook: true,
});
const EKS = { name: 'eks', issuer: { url: 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF' } };
const teams = (count: number) => Array.from({ length: count }, (_, index) => `team-${index + 1}`);
const trustsOf = (count: number, cluster = aks('shop')): WorkloadIdentityTrust[] =>
  workloadIdentities({ cluster, namespaces: teams(count), serviceAccounts: ['reports'] });

const CREDENTIAL = 'azurerm_federated_identity_credential';
const IDENTITY = 'azurerm_user_assigned_identity';

function split(stack: TerraformStack, props: Partial<PodManagedIdentitiesProps> = {}): PodManagedIdentities {
  return new PodManagedIdentities(stack, 'teams', { name: 'id-teams', ...PLACE, trusts: trustsOf(45), ...props });
}
const inAny = (build: (stack: TerraformStack) => void) => synthesized(build);

test('45 service accounts share three identities with the same roles, none over 20 credentials', () => {
  const { all } = inAny((stack) => {
    const identities = split(stack, { grants: [roleGrant({ role: 'AcrPull', scope: GROUP })] });
    expect(`${identities}`).toBe(
      [20, 20, 5]
        .map(
          (used, index) =>
            `teams/${index + 1}: ${used} of 20 federated credentials: shop ${used}; ${
              ['no more clusters fit', 'no more clusters fit', '3 more clusters fit'][index]
            }`,
        )
        .join('\n'),
    );
    expect(identities.bindings).toHaveLength(45);
    expect(identities.dependables).toHaveLength(48);
  });

  expect(all(IDENTITY).map(({ name }) => name)).toEqual(['id-teams-1', 'id-teams-2', 'id-teams-3']);
  expect(all(CREDENTIAL)).toHaveLength(45);
  expect(all('azurerm_role_assignment')).toHaveLength(3);
});

test('a service account is bound to the identity that admits it', () => {
  inAny((stack) => {
    const identities = split(stack);
    const account = { namespace: 'team-21', name: 'reports' };

    expect(identities.identityFor(account)).toBe(identities.identities[1]);
    expect(identities.bindingFor(account).identity).toBe(identities.identities[1]!.clientId);
    expect(errorOf(() => identities.bindingFor({ namespace: 'team-46', name: 'reports' })).code).toBe(
      'binding-unknown',
    );
  });
});

test('what is added at the end moves nobody, whether with the rest or later', () => {
  const made = (build: (stack: TerraformStack) => void) => inAny(build).byId(CREDENTIAL);
  const few = made((stack) => void split(stack, { trusts: trustsOf(39) }));
  const more = made((stack) => void split(stack, { trusts: trustsOf(42) }));
  const later = made((stack) => {
    const cluster = aks('shop');
    const identities = split(stack, { trusts: trustsOf(39, cluster) });
    for (const trust of trustsOf(42, cluster).slice(39)) identities.addTrust(trust);
    expect(identities.identities).toHaveLength(3);
  });

  expect(more).toMatchObject(few);
  expect(later).toEqual(more);
});

test('a grant that is given later is that of all, and of those that come', () => {
  const { all } = inAny((stack) => {
    const cluster = aks('shop');
    const identities = split(stack, { trusts: trustsOf(20, cluster) });
    identities.addGrant(roleGrant({ role: 'AcrPull', scope: GROUP }));
    identities.addTrust(workloadIdentity({ cluster, serviceAccount: { namespace: 'team-21', name: 'reports' } }));
    expect(identities.grants).toHaveLength(2);
  });

  expect(all('azurerm_role_assignment')).toHaveLength(2);
});

test('by cluster, nothing moves when another cluster comes', () => {
  const namesOf = (...names: string[]) => {
    const clusters = new ClusterSet(Object.fromEntries(names.map((name) => [name, aks(name)])));
    const { byId } = inAny((stack) => {
      const trusts = clusters.trusts((cluster) =>
        workloadIdentities({ cluster, namespaces: teams(25), serviceAccounts: ['reports'] }),
      );
      split(stack, { trusts, by: 'cluster' });
    });
    return byId(IDENTITY);
  };

  expect(Object.values(namesOf('blue')).map(({ name }) => name as string)).toEqual(
    expect.arrayContaining(['id-teams-blue', 'id-teams-blue-2']),
  );
  expect(namesOf('blue', 'green')).toMatchObject(namesOf('blue'));
  expect(Object.values(namesOf('blue', 'green'))).toHaveLength(4);
});

test('the same service account of two clusters needs the cluster to be named', () => {
  inAny((stack) => {
    const [blue, green] = [aks('blue'), aks('green')];
    const identities = split(stack, { trusts: [...trustsOf(20, blue), ...trustsOf(1, green)] });
    const account = { namespace: 'team-1', name: 'reports' };

    expect(errorOf(() => identities.bindingFor(account)).code).toBe('binding-ambiguous');
    expect(identities.identityFor(account, green)).toBe(identities.identities[1]);
  });
});

test('applications are shared out alike', () => {
  const { all } = inAny((stack) => {
    new AzureadProvider(stack, 'azuread');
    const applications = new PodApplications(stack, 'teams', { name: 'Teams', trusts: trustsOf(21) });
    expect(applications.deploymentNeeds).toHaveLength(1);
  });

  expect(all('azuread_application').map(({ display_name: name }) => name)).toEqual(['Teams-1', 'Teams-2']);
  expect(all('azuread_application_federated_identity_credential')).toHaveLength(21);
});

test.each<[string, Partial<PodManagedIdentitiesProps>, string]>([
  ['nobody', { trusts: [] }, 'subjects-missing'],
  ['the same service account twice', { trusts: [...trustsOf(21), ...trustsOf(1)] }, 'duplicate-federated-credential'],
  ['a name that is too long with its number', { name: 'i'.repeat(127) }, 'name-invalid'],
])('%s is refused', (_, props, code) => {
  expect(errorOf((stack) => void split(stack, props)).code).toBe(code);
});

test('a list without namespaces, or without service accounts, is refused', () => {
  const of = (namespaces: string[], serviceAccounts: string[]) =>
    errorOf(() => void workloadIdentities({ cluster: aks('shop'), namespaces, serviceAccounts })).code;

  expect([of([], ['reports']), of(['team-1'], [])]).toEqual(['subjects-missing', 'subjects-missing']);
});

describe('what trusts come to is planned before any is made', () => {
  test('in identities, or in identity bindings where all are on AKS', () => {
    const trusts = [...trustsOf(25, aks('blue')), ...trustsOf(20, aks('green'))];
    const plan = plannedCredentials(trusts);

    expect(plan).toMatchObject({ credentials: 45, identities: 3, identityBindings: 2 });
    expect(`${plan}`).toBe('45 federated credentials of 3 identities, or 1 identity by 2 identity bindings');
  });

  test.each<[string, WorkloadIdentityTrust[], string]>([
    [
      'pods of EKS',
      trustsOf(1, EKS as never),
      '1 federated credential of 1 identity; no identity bindings: eks is not',
    ],
    [
      'an audience of one’s own',
      [workloadIdentity({ cluster: aks('a'), serviceAccount: { namespace: 'a', name: 'b' }, audience: 'api://own' })],
      'no identity bindings: a trust has an audience of its own',
    ],
    ['nobody', [], '0 federated credentials of 0 identities; no identity bindings: nobody is trusted'],
  ])('but not for %s', (_, trusts, text) => {
    expect(`${plannedCredentials(trusts)}`).toContain(text);
    expect(plannedCredentials(trusts).identityBindings).toBeUndefined();
  });
});
