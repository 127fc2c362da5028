import { AzureadProvider } from '../../lib/azure/azuread-provider';
import { graphGrant } from '../../lib/azure/grants/graph-grant';
import { AwsRoleCredential } from '../../lib/azure/identity/aws-role-credential';
import { PodApplication } from '../../lib/azure/identity/pod-application';
import { workloadIdentity } from '../../lib/azure/identity/workload-identity';
import { TENANT, synthesized } from './synthesized';

/**
 * What azuread 3.7 requires, and what it accepts beside: of the resources that podtrust types itself. The provider’s own
 * schema, as cdktf’s package 14.3.1 has it.
 */
const SCHEMA: Readonly<Record<string, { required: readonly string[]; optional: readonly string[] }>> = {
  azuread_application: {
    required: ['display_name'],
    optional: ['description', 'notes', 'owners', 'prevent_duplicate_names', 'sign_in_audience', 'tags'],
  },
  azuread_service_principal: {
    required: ['client_id'],
    optional: [
      'account_enabled',
      'app_role_assignment_required',
      'description',
      'notes',
      'owners',
      'tags',
      'use_existing',
    ],
  },
  azuread_application_federated_identity_credential: {
    required: ['application_id', 'audiences', 'display_name', 'issuer', 'subject'],
    optional: ['description'],
  },
  azuread_app_role_assignment: {
    required: ['app_role_id', 'principal_object_id', 'resource_object_id'],
    optional: [],
  },
};
const META = ['depends_on', 'provider'];

test('every resource of azuread has what the provider requires, and nothing that it does not know', () => {
  const { json } = synthesized((stack) => {
    const provider = new AzureadProvider(stack, 'azuread', { alias: 'tenant', tenantId: TENANT, cloud: 'china' });
    const cluster = { name: 'todo', issuer: { url: 'https://oidc.edge.example.com' } };
    const identity = new PodApplication(stack, 'app', {
      name: 'Todo',
      owners: [TENANT],
      provider,
      trusts: [workloadIdentity({ cluster, serviceAccount: { namespace: 'todo', name: 'backend' } })],
      grants: [graphGrant.use('User.Read.All', { provider })],
    });
    const issuer = { url: 'https://5c0ffee0.tokens.sts.global.api.aws' };
    const roleArn = 'arn:aws:iam::111122223333:role/exporter';
    new AwsRoleCredential(stack, 'role', { identity, name: 'exporter', issuer, roleArn });
  });

  const made = Object.entries(json.resource as Record<string, Record<string, Record<string, unknown>>>);
  expect(made.map(([type]) => type).sort()).toEqual(Object.keys(SCHEMA).sort());
  for (const [type, resources] of made) {
    const { required, optional } = SCHEMA[type]!;
    for (const given of Object.values(resources)) {
      const names = Object.keys(given).filter((name) => !META.includes(name));
      expect(names).toEqual(expect.arrayContaining([...required]));
      expect(names.filter((name) => !required.includes(name) && !optional.includes(name))).toEqual([]);
      expect(given.provider).toBe('azuread.tenant');
    }
  }
  expect(Object.keys(json.data)).toEqual(['azuread_service_principal']);
  expect(json.provider.azuread).toEqual([{ alias: 'tenant', tenant_id: TENANT, environment: 'china' }]);
});
