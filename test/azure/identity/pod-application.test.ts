import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { AzureadProvider, type AzureadProviderProps } from '../../../lib/azure/azuread-provider';
import { PodApplication, type PodApplicationProps } from '../../../lib/azure/identity/pod-application';
import { AwsRoleCredential } from '../../../lib/azure/identity/aws-role-credential';
import { roleGrant } from '../../../lib/azure/grants/role-grant';
import { type WorkloadIdentityTrust, workloadIdentity } from '../../../lib/azure/identity/workload-identity';
import { GROUP, TENANT, errorOf, synthesized } from '../synthesized';

const ISSUER = 'https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/abc/';
const OTHER_TENANT = '99999999-9999-9999-9999-999999999999';
const aks = () => ({ name: 'todo-aks', issuer: { url: ISSUER }, workloadIdentityWebhook: true });
const EKS = { name: 'todo-eks', issuer: { url: 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF' } };
const BACKEND = { namespace: 'todo', name: 'backend' };
const inAks = (name: string): WorkloadIdentityTrust =>
  workloadIdentity({ cluster: aks(), serviceAccount: { namespace: 'todo', name } });

const CREDENTIAL = 'azuread_application_federated_identity_credential';

function withApplication(props: Partial<PodApplicationProps>, provider: AzureadProviderProps = {}) {
  let application: PodApplication | undefined;
  const result = synthesized((stack) => {
    new AzureadProvider(stack, 'azuread', provider);
    application = new PodApplication(stack, 'backend-app', { name: 'Todo backend', ...props });
  });
  return { ...result, application: application! };
}

describe('an application', () => {
  test('is made with its principal, one of each', () => {
    const { only, application } = withApplication({ owners: [TENANT] });

    expect(only('azuread_application')).toMatchObject({
      display_name: 'Todo backend',
      sign_in_audience: 'AzureADMyOrg',
      owners: [TENANT],
      prevent_duplicate_names: true,
    });
    expect(only('azuread_service_principal')).toMatchObject({
      client_id: expect.stringMatching(/^\$\{azuread_application\.[^.]+\.client_id\}$/),
      owners: [TENANT],
    });
    expect(application.dependables).toEqual([application.servicePrincipal]);
  });

  test('asks for the azuread provider and nothing else that the program does not have', () => {
    const { json } = withApplication({}, { tenantId: TENANT, cloud: 'us-government' });

    expect(json.terraform.required_providers.azuread).toEqual({ source: 'hashicorp/azuread', version: '~> 3.0' });
    expect(json.provider.azuread).toEqual([{ tenant_id: TENANT, environment: 'usgovernmentl4' }]);
  });

  test('without a provider is refused at synthesis, as cdktf refuses every resource', () => {
    const stack = new TerraformStack(new App(), 'stack');
    new PodApplication(stack, 'app', { name: 'Todo backend' });

    expect(() => Testing.synth(stack, true)).toThrow(/azuread/);
  });

  test('of several providers is made by the one that is given, and its roles by the other', () => {
    const { only } = synthesized((stack) => {
      const provider = new AzureadProvider(stack, 'azuread', { alias: 'tenant' });
      const roleProvider = new AzurermProvider(stack, 'shared', { alias: 'shared', features: [{}] });
      new PodApplication(stack, 'app', {
        name: 'Todo backend',
        provider,
        roleProvider,
        trusts: [inAks('backend')],
        grants: [roleGrant({ role: 'AcrPull', scope: GROUP })],
      });
    });

    for (const type of ['azuread_application', 'azuread_service_principal', CREDENTIAL])
      expect(only(type).provider).toBe('azuread.tenant');
    expect(only('azurerm_role_assignment').provider).toBe('azurerm.shared');
  });

  test('is given roles by its principal, not by itself', () => {
    const { only } = withApplication({ grants: [roleGrant({ role: 'AcrPull', scope: GROUP })] });

    expect(only('azurerm_role_assignment')).toMatchObject({
      principal_id: expect.stringMatching(/^\$\{azuread_service_principal\.[^.]+\.object_id\}$/),
      principal_type: 'ServicePrincipal',
    });
  });

  test('says what its deployer needs', () => {
    expect(withApplication({}).application.deploymentNeeds).toEqual([
      expect.stringContaining('Application.ReadWrite.OwnedBy'),
    ]);
  });
});

describe('its credentials', () => {
  test('have the issuer with its slash, the subject and one audience, and are written one after the other', () => {
    const { all } = withApplication({ trusts: [inAks('backend'), inAks('worker'), inAks('cron')] });
    const of = (name: string) => all(CREDENTIAL).find(({ subject }) => subject.endsWith(`:${name}`))!;

    expect(of('backend')).toMatchObject({
      application_id: expect.stringMatching(/^\$\{azuread_application\.[^.]+\.id\}$/),
      display_name: 'todo-aks_todo_backend',
      issuer: ISSUER,
      subject: 'system:serviceaccount:todo:backend',
      audiences: ['api://AzureADTokenExchange'],
    });
    expect(of('backend')).not.toHaveProperty('depends_on');
    expect(of('worker').depends_on).toEqual([expect.stringContaining('todo_backend')]);
    expect(of('cron').depends_on).toEqual([expect.stringContaining('todo_worker')]);
  });

  test('are 20, and not 21', () => {
    const accounts = (count: number) => Array.from({ length: count }, (_, index) => inAks(`account-${index}`));

    expect(withApplication({ trusts: accounts(20) }).all(CREDENTIAL)).toHaveLength(20);
    expect(() => withApplication({ trusts: accounts(21) })).toThrow(
      expect.objectContaining({ code: 'federated-credentials-over-limit' }),
    );
  });

  test('let a role of AWS in beside the pods, and both count', () => {
    const { all, application } = withApplication({ trusts: [inAks('backend')] }, {});
    expect(all(CREDENTIAL)).toHaveLength(1);
    const { all: both } = synthesized((stack) => {
      new AzureadProvider(stack, 'azuread');
      const identity = new PodApplication(stack, 'app', { name: 'Todo backend', trusts: [inAks('backend')] });
      new AwsRoleCredential(stack, 'role', {
        identity,
        name: 'exporter',
        issuer: { url: 'https://5c0ffee0.tokens.sts.global.api.aws' },
        roleArn: 'arn:aws:iam::111122223333:role/exporter',
      });
      identity.addTrust(inAks('worker'));
      expect(`${identity.trustSize()}`).toContain('3 of 20 federated credentials');
    });
    const made = both(CREDENTIAL);
    expect(made.map(({ subject }) => subject)).toContain('arn:aws:iam::111122223333:role/exporter');
    // The role's credential is written in its place in the chain.
    expect(made.find(({ subject }) => subject.endsWith(':worker'))!.depends_on[0]).toContain('role');
    expect(application.trustSize().used).toBe(1);
  });
});

describe('its binding', () => {
  const bindingOf = (props: Partial<PodApplicationProps>) => withApplication(props).application.bindings[0]!;

  test('is that of a managed identity: annotations and the label where the webhook runs', () => {
    const binding = bindingOf({ tenantId: TENANT, trusts: [inAks('backend')] });

    expect(binding.serviceAccountAnnotations).toEqual({
      'azure.workload.identity/client-id': expect.stringContaining('TfToken'),
      'azure.workload.identity/tenant-id': TENANT,
    });
    expect(binding.podLabels).toEqual({ 'azure.workload.identity/use': 'true' });
  });

  test('names the tenant of the application where the cluster is in another one', () => {
    const trust = workloadIdentity({
      cluster: { ...aks(), tenantId: OTHER_TENANT } as object as ReturnType<typeof aks>,
      serviceAccount: BACKEND,
    });

    expect(bindingOf({ tenantId: TENANT, trusts: [trust] }).serviceAccountAnnotations).toMatchObject({
      'azure.workload.identity/tenant-id': TENANT,
    });
  });

  test('names the tenant of a customer where the application is for several', () => {
    const trust = workloadIdentity({ cluster: EKS, serviceAccount: BACKEND, tenantId: OTHER_TENANT });
    const several = { tenantId: TENANT, signInAudience: 'AzureADMultipleOrgs' } as const;

    expect(bindingOf({ ...several, trusts: [trust] }).environment).toMatchObject({ AZURE_TENANT_ID: OTHER_TENANT });
  });

  test.each([
    ['public', 'https://login.microsoftonline.com/'],
    ['us-government', 'https://login.microsoftonline.us/'],
    ['china', 'https://login.chinacloudapi.cn/'],
  ] as const)('in the cloud %s signs in at its host, with the audience of every cloud', (cloud, host) => {
    const binding = bindingOf({ cloud, trusts: [workloadIdentity({ cluster: EKS, serviceAccount: BACKEND })] });

    expect(binding.environment.AZURE_AUTHORITY_HOST).toBe(host);
    expect(binding.volumes[0]!.audience).toBe('api://AzureADTokenExchange');
  });
});

describe('an application that exists', () => {
  const EXISTING = {
    id: '/applications/33333333-3333-3333-3333-333333333333',
    name: 'Todo backend',
    clientId: '44444444-4444-4444-4444-444444444444',
    principalId: '55555555-5555-5555-5555-555555555555',
    tenantId: TENANT,
  };

  test('gets credentials and roles, and stays where it is managed', () => {
    const { all, only } = synthesized((stack) => {
      new AzureadProvider(stack, 'azuread');
      const application = PodApplication.fromAttributes(stack, 'app', {
        ...EXISTING,
        trusts: [inAks('backend')],
        grants: [roleGrant({ role: 'AcrPull', scope: GROUP })],
      });
      expect(application.bindingFor(BACKEND).identity).toBe(EXISTING.clientId);
      expect(application.deploymentNeeds[0]).toContain('be its owner');
    });

    expect(all('azuread_application')).toEqual([]);
    expect(only(CREDENTIAL).application_id).toBe(EXISTING.id);
    expect(only('azurerm_role_assignment').principal_id).toBe(EXISTING.principalId);
  });

  test.each([
    ['its client id as its id', { id: EXISTING.clientId }, 'resource-id-malformed'],
    ['a name as its client id', { clientId: 'todo' }, 'guid-invalid'],
    ['the name of its principal', { principalId: 'todo' }, 'guid-invalid'],
    ['the domain of its tenant', { tenantId: 'contoso.example' }, 'guid-invalid'],
  ])('is not found by %s', (_, attributes, code) => {
    const build = (stack: TerraformStack) => {
      PodApplication.fromAttributes(stack, 'app', { ...EXISTING, ...attributes });
    };

    expect(errorOf(build).code).toBe(code);
  });
});

test.each<[string, Partial<PodApplicationProps>, string]>([
  ['no name', { name: '' }, 'name-invalid'],
  ['a name that Entra refuses', { name: 'todo<backend>' }, 'name-invalid'],
  ['a name of 121 characters', { name: 'n'.repeat(121) }, 'name-invalid'],
  ['an owner by address', { owners: ['ada@contoso.example'] }, 'guid-invalid'],
  ['a cloud that there is not', { cloud: 'germany' as 'china' }, 'authority-host-invalid'],
  ['a cloud and a host', { cloud: 'china', authorityHost: 'https://login.example/' }, 'authority-host-invalid'],
  ['a host with a tenant', { authorityHost: `https://login.example/${TENANT}` }, 'authority-host-invalid'],
  ['a host without TLS', { authorityHost: 'http://login.example/' }, 'authority-host-invalid'],
  [
    'pods of another tenant, where it is for its own alone',
    { tenantId: TENANT, trusts: [workloadIdentity({ cluster: EKS, serviceAccount: BACKEND, tenantId: OTHER_TENANT })] },
    'tenant-mismatch',
  ],
])('%s is refused before Entra is asked', (_, props, code) => {
  const build = (stack: TerraformStack) => {
    new PodApplication(stack, 'app', { name: 'Todo backend', ...props });
  };

  expect(errorOf(build)).toMatchObject({ code, where: 'stack/app' });
});
