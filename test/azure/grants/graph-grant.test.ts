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
  const { json, all } = synthesized((stack) => {
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
  expect(all(ASSIGNMENT)).toMatchObject([{ provider: 'azuread.other' }]);
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

test('a grant is called after its permission, and gives nothing where an administrator consents', () => {
  const grant = graphGrant.use('User.Read.All', { consent: 'administrator' });

  expect(grant.id).toBe('graph-user-read-all');
  expect(grant.needsOf?.('${var.name}')).toEqual([expect.stringContaining(' of the identity: ')]);
  expect(grant.give(undefined as never, { principalId: 'p' } as never)).toEqual([]);
});

test('a privileged permission is one that is called so', () => {
  const grant = graphGrant.use('Application.ReadWrite.All', { privileged: true });

  expect(grant).toMatchObject({ privileged: true, description: expect.stringContaining('(privileged)') });
});

test.each([
  ...['Files', 'Notes', 'Tasks', 'User'].flatMap((what) => [`${what}.Read`, `${what}.ReadWrite`]),
  'People.Read',
])('%s, which people alone have who have signed in, is refused with the one for applications', (permission) => {
  const { code, message } = errorOf(() => graphGrant.use(permission));
  expect(code).toBe('graph-permission-invalid');
  expect(message).toContain(`graphGrant.use: "${permission}" is not an application permission of Microsoft Graph`);
  expect(message).toContain('a permission of people who have signed in');
  expect(message).toContain(`${permission}.All`);
});

test.each(['x User.Read.All', 'User.Read.All, Mail.Send', 'user.read', undefined, ['User.Read.All']])(
  '%j is no name of a permission',
  (permission) => {
    const { code, message } = errorOf(() => graphGrant.use(permission as string));
    expect(code).toBe('graph-permission-invalid');
    expect(message).toContain(`${JSON.stringify(permission) ?? 'nothing'} is not an application permission`);
    expect(message).toContain('Terraform finds the permission by its name');
    expect(message).toContain('such as User.Read.All.');
  },
);

test.each([
  ...[
    'AppRoleAssignment.ReadWrite.All',
    'Application.ReadWrite.All',
    'Directory.ReadWrite.All',
    'Domain.ReadWrite.All',
  ],
  ...['Policy.ReadWrite.PermissionGrant', 'RoleAssignmentSchedule.ReadWrite.Directory'],
  ...['RoleEligibilitySchedule.ReadWrite.Directory', 'RoleManagement.ReadWrite.Directory'],
  'UserAuthenticationMethod.ReadWrite.All',
])('%s, by which an identity gives itself all others, is refused until it is accepted by name', (permission) => {
  const { code, message } = errorOf(() => graphGrant.use(permission));
  expect(code).toBe('role-privileged');
  expect(message).toContain(`with ${permission} an identity can give itself every other permission`);
  expect(message).toContain('Whoever takes over such a pod has the tenant.');
  expect(message).toContain('privileged: true');
  const { description, scope } = graphGrant.use(permission, { privileged: true });
  expect([description, scope]).toEqual([`use ${permission} of Microsoft Graph (privileged)`, 'Microsoft Graph']);
});
