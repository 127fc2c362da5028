import { prove } from '../../../lib/proof';
import { AzureadProvider } from '../../../lib/azure/azuread-provider';
import { type GraphGrantOptions, graphGrant } from '../../../lib/azure/grants/graph-grant';
import { PodApplication } from '../../../lib/azure/identity/pod-application';
import { PodManagedIdentity } from '../../../lib/azure/identity/pod-managed-identity';
import { PLACE, errorOf, synthesized } from '../synthesized';

const ASSIGNMENT = 'azuread_app_role_assignment';

function given(permission: string, options?: GraphGrantOptions) {
  const grants = [graphGrant.use(permission, options)];
  const needs: string[] = [];
  const result = synthesized((stack) => {
    new AzureadProvider(stack, 'azuread');
    const application = new PodApplication(stack, 'sync', { name: 'Directory sync', grants });
    const identity = new PodManagedIdentity(stack, 'identity', { name: 'id-sync', ...PLACE, grants });
    needs.push(...application.deploymentNeeds, ...identity.deploymentNeeds);
  });
  return { ...result, needs };
}

test('a permission is an app role of Graph, assigned to the principal of an application or a managed identity', () => {
  const { json, all } = given('User.Read.All');

  const [graph] = Object.entries(json.data.azuread_service_principal);
  expect(graph).toEqual(['microsoft-graph', { client_id: '00000003-0000-0000-c000-000000000000' }]);
  expect(all(ASSIGNMENT)).toHaveLength(2);
  for (const assignment of all(ASSIGNMENT)) {
    expect(assignment).toMatchObject({
      app_role_id: '${data.azuread_service_principal.microsoft-graph.app_role_ids["User.Read.All"]}',
      resource_object_id: '${data.azuread_service_principal.microsoft-graph.object_id}',
    });
  }
  const principals = all(ASSIGNMENT).map((one) => one.principal_object_id as string);
  expect(principals.sort()).toEqual([
    expect.stringMatching(/^\$\{azuread_service_principal\.[^.]+\.object_id\}$/),
    expect.stringMatching(/^\$\{azurerm_user_assigned_identity\.[^.]+\.principal_id\}$/),
  ]);
});

test('the proof tells it as a permission of both, by its name', () => {
  const { json } = given('User.Read.All');
  const { permissions } = prove([{ file: 'cdk.tf.json', text: JSON.stringify(json) }]);

  expect(permissions.map(({ identity, role }) => [identity.split('.')[0], role])).toEqual([
    ['azuread_application', 'app role User.Read.All'],
    ['azurerm_user_assigned_identity', 'app role User.Read.All'],
  ]);
});

test('the assignment is the consent of the administrator, which whoever deploys must be able to give', () => {
  const consent = expect.stringMatching(
    /^Let whoever deploys consent to User\.Read\.All .*Privileged Role Administrator\.$/,
  );

  expect(given('User.Read.All').needs).toEqual([expect.stringContaining('applications'), consent, consent]);
});

test('an administrator may consent by hand: nothing is made, and it is said for each', () => {
  const { all, json, needs } = given('User.Read.All', { consent: 'administrator' });

  expect([all(ASSIGNMENT), json.data]).toEqual([[], undefined]);
  expect(needs.slice(1)).toEqual([
    expect.stringMatching(/^Let a Privileged Role Administrator assign User\.Read\.All .* of Directory sync: New-Mg/),
    expect.stringMatching(/ of id-sync: New-Mg/),
  ]);
});

test('with a provider of another tenant Graph is looked up there', () => {
  const { json } = synthesized((stack) => {
    const provider = new AzureadProvider(stack, 'other', { alias: 'other' });
    new PodApplication(stack, 'sync', {
      name: 'Directory sync',
      provider,
      grants: [graphGrant.use('Mail.Send', { provider })],
    });
  });

  expect(json.data.azuread_service_principal).toEqual({
    'microsoft-graph-other': { client_id: expect.any(String), provider: 'azuread.other' },
  });
});

test.each<[string, string, GraphGrantOptions, string]>([
  ['a permission of people', 'User.Read', {}, 'graph-permission-invalid'],
  ['a scope of signing in', 'offline_access', {}, 'graph-permission-invalid'],
  ['a URL', 'https://graph.microsoft.com/.default', {}, 'graph-permission-invalid'],
  ['nothing', '', {}, 'graph-permission-invalid'],
  ['a permission by which it can have all others', 'RoleManagement.ReadWrite.Directory', {}, 'role-privileged'],
])('%s is refused', (_, permission, options, code) => {
  expect(errorOf(() => void graphGrant.use(permission, options)).code).toBe(code);
});

test('a privileged permission is one that is called so', () => {
  const grant = graphGrant.use('Application.ReadWrite.All', { privileged: true });

  expect(grant).toMatchObject({ privileged: true, description: expect.stringContaining('(privileged)') });
});
