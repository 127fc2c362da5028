import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import type { TerraformStack } from 'cdktf';
import fc from 'fast-check';
import { PodManagedIdentity, type PodManagedIdentityProps } from '../../../lib/azure/identity/pod-managed-identity';
import { roleGrant } from '../../../lib/azure/grants/role-grant';
import { type WorkloadIdentityTrust, workloadIdentity } from '../../../lib/azure/identity/workload-identity';
import { GROUP, PLACE, TENANT, errorOf, synthesized } from '../synthesized';

const ISSUER = 'https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/abc/';
/** An AKS cluster, new each time: an object of a cluster knows which service accounts are bound. */
const aks = () => ({ name: 'todo-aks', issuer: { url: ISSUER }, workloadIdentityWebhook: true });
const EKS = { name: 'todo-eks', issuer: { url: 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF' } };
const BACKEND = { namespace: 'todo', name: 'backend' };

const CREDENTIAL = 'azurerm_federated_identity_credential';

function identity(stack: TerraformStack, props: Partial<PodManagedIdentityProps> = {}): PodManagedIdentity {
  return new PodManagedIdentity(stack, 'backend-identity', {
    name: 'id-backend',
    ...PLACE,
    tenantId: TENANT,
    ...props,
  });
}
const trusting = (...trusts: WorkloadIdentityTrust[]) => synthesized((stack) => identity(stack, { trusts }));
const refused = (...trusts: WorkloadIdentityTrust[]) => errorOf((stack) => identity(stack, { trusts }));
const inAks = (name: string, namespace = 'todo') =>
  workloadIdentity({ cluster: aks(), serviceAccount: { namespace, name } });

describe('a trust becomes a federated credential', () => {
  test('with issuer, subject and audience as the token has them, on the identity itself', () => {
    const { only } = trusting(workloadIdentity({ cluster: aks(), serviceAccount: BACKEND }));

    expect(only(CREDENTIAL)).toMatchObject({
      name: 'todo-aks_todo_backend',
      issuer: ISSUER,
      subject: 'system:serviceaccount:todo:backend',
      audience: ['api://AzureADTokenExchange'],
      parent_id: expect.stringMatching(/^\$\{azurerm_user_assigned_identity\.[^.]+\.id\}$/),
      resource_group_name: 'rg',
    });
  });

  test('several are made one after the other, since Azure refuses concurrent writes', () => {
    const { byId } = trusting(inAks('a'), inAks('b'), inAks('c'));

    const credentials = Object.entries(byId(CREDENTIAL));
    const addressOf = (subject: string) =>
      `${CREDENTIAL}.${credentials.find(([, { subject: other }]) => other.endsWith(`:${subject}`))![0]}`;
    const waitsFor = Object.fromEntries(credentials.map(([, c]) => [c.subject.split(':').at(-1), c.depends_on]));
    expect(waitsFor).toEqual({ a: undefined, b: [addressOf('a')], c: [addressOf('b')] });
  });

  test('an identity that exists gets credentials and roles, and is not made again', () => {
    const { json, only } = synthesized((stack) =>
      PodManagedIdentity.fromAttributes(stack, 'backend-identity', {
        id: `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-backend`,
        name: 'id-backend',
        resourceGroupName: 'rg',
        clientId: '33333333-3333-3333-3333-333333333333',
        principalId: '44444444-4444-4444-4444-444444444444',
        tenantId: TENANT,
        trusts: [inAks('backend')],
        grants: [
          roleGrant({ role: 'AcrPull', scope: `${GROUP}/providers/Microsoft.ContainerRegistry/registries/todo` }),
        ],
      }),
    );

    expect(json.resource).not.toHaveProperty('azurerm_user_assigned_identity');
    expect(only(CREDENTIAL)).toMatchObject({
      parent_id: `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-backend`,
      resource_group_name: 'rg',
    });
    expect(only('azurerm_role_assignment').principal_id).toBe('44444444-4444-4444-4444-444444444444');
  });
});

describe('a credential’s name', () => {
  const names = (...trusts: WorkloadIdentityTrust[]) =>
    trusting(...trusts)
      .all(CREDENTIAL)
      .map(({ name, subject }) => [subject, name]);

  test('stays when trusts are added and reordered', () => {
    const few = Object.fromEntries(names(inAks('a'), inAks('b')));
    const more = Object.fromEntries(names(inAks('c'), inAks('b'), inAks('a')));

    expect(more).toMatchObject(few);
  });

  test('keeps a service account apart whose dots would have to go', () => {
    expect(Object.fromEntries(names(inAks('a.b'), inAks('a-b')))).toEqual({
      'system:serviceaccount:todo:a.b': expect.stringMatching(/^todo-aks_todo_a-b_[0-9a-f]{8}$/),
      'system:serviceaccount:todo:a-b': 'todo-aks_todo_a-b',
    });
  });

  test('is made of the issuer where no cluster is given', () => {
    const { only } = trusting(
      workloadIdentity({ issuer: { url: 'https://issuer.example/x/' }, serviceAccount: BACKEND }),
    );

    expect(only(CREDENTIAL).name).toMatch(/^issuer-example-x-_todo_backend_[0-9a-f]{8}$/);
  });

  test('is made of the construct’s path where the cluster’s name is known only after apply', () => {
    const cluster = { ...EKS, name: '${aws_eks_cluster.eks.name}', node: { path: 'eks-platform/cluster' } };
    const { only } = trusting(workloadIdentity({ cluster, serviceAccount: BACKEND }));

    expect(only(CREDENTIAL).name).toMatch(/^eks-platform-cluster_todo_backend_[0-9a-f]{8}$/);
  });

  test('must be given where the issuer alone is given and known only after apply', () => {
    const options = { issuer: { url: '${module.cluster.issuer}' }, serviceAccount: BACKEND };

    expect(refused(workloadIdentity(options)).code).toBe('federated-credential-unnamed');
    const { only } = trusting(workloadIdentity({ ...options, credentialName: 'todo' }));
    expect(only(CREDENTIAL)).toMatchObject({ name: 'todo', issuer: '${module.cluster.issuer}' });
  });

  test('of two clusters that share a name must be told apart by hand', () => {
    const other = workloadIdentity({ cluster: { ...EKS, name: 'Todo-AKS' }, serviceAccount: BACKEND });

    expect(refused(inAks('backend'), other).code).toBe('duplicate-federated-credential');
  });

  test('is valid and unique whatever valid clusters, namespaces and service accounts there are', () => {
    const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/);
    const cluster = fc.stringMatching(/^[a-zA-Z0-9]([-_a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/);
    const account = fc.stringMatching(
      /^[a-z0-9]([-a-z0-9]{0,60}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,60}[a-z0-9])?){0,3}$/,
    );
    const trust = fc.record({ cluster, namespace: label, name: account });
    const unlike = {
      selector: (t: { cluster: string; namespace: string; name: string }) => JSON.stringify(t).toLowerCase(),
    };

    fc.assert(
      fc.property(fc.uniqueArray(trust, { ...unlike, minLength: 1, maxLength: 20 }), (trusts) => {
        const { all } = trusting(
          ...trusts
            .map(({ cluster: name, ...serviceAccount }) =>
              workloadIdentity({ cluster: { ...EKS, name }, serviceAccount, credentialName: undefined }),
            )
            .filter((t, i, every) => every.findIndex((u) => sameSubject(t, u)) === i),
        );
        const found = all(CREDENTIAL).map(({ name }) => name as string);
        expect(found.every((name) => /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,119}$/.test(name))).toBe(true);
        expect(new Set(found.map((name) => name.toLowerCase())).size).toBe(found.length);
      }),
      { numRuns: 50 },
    );
  });
  const sameSubject = (one: WorkloadIdentityTrust, other: WorkloadIdentityTrust) =>
    one.serviceAccount.namespace === other.serviceAccount.namespace &&
    one.serviceAccount.name === other.serviceAccount.name;
});

describe('what Azure would take and never match, or refuse late, is refused at once', () => {
  const accounts = (count: number) => Array.from({ length: count }, (_, index) => inAks(`account-${index}`));
  const asked = (options: object) => refused(workloadIdentity({ cluster: aks(), serviceAccount: BACKEND, ...options }));

  test('20 credentials fit, the 21st does not', () => {
    expect(trusting(...accounts(20)).all(CREDENTIAL)).toHaveLength(20);
    expect(refused(...accounts(21)).code).toBe('federated-credentials-over-limit');
  });

  test('the same issuer and subject twice', () => {
    expect(refused(inAks('backend'), inAks('backend')).code).toBe('duplicate-federated-credential');
    const renamed = workloadIdentity({ cluster: aks(), serviceAccount: BACKEND, credentialName: 'another' });
    expect(refused(inAks('backend'), renamed).code).toBe('duplicate-federated-credential');
  });

  test.each([
    ['a wildcard namespace', { serviceAccount: { namespace: '*', name: 'backend' } }, 'subject-wildcard'],
    ['a wildcard service account', { serviceAccount: { namespace: 'todo', name: 'back*' } }, 'subject-wildcard'],
    ['a wildcard audience', { audience: 'api://*' }, 'federated-credential-audience-wrong'],
    ['an empty audience', { audience: '' }, 'federated-credential-audience-wrong'],
    ['a namespace that cannot exist', { serviceAccount: { namespace: 'Todo', name: 'backend' } }, 'subject-invalid'],
    ['an issuer without TLS', { cluster: { name: 'k', issuer: { url: 'http://issuer.example' } } }, 'issuer-not-https'],
    ['a cluster without an issuer', { cluster: { name: 'k' } }, 'issuer-missing'],
    [
      'an issuer of 601 characters',
      { cluster: { name: 'k', issuer: { url: `https://${'i'.repeat(593)}` } } },
      'federated-credential-field-too-long',
    ],
    ['an audience of 601 characters', { audience: 'a'.repeat(601) }, 'federated-credential-field-too-long'],
    [
      'a subject of 601 characters',
      { serviceAccount: { namespace: 'todo', name: 'n'.repeat(601 - 'system:serviceaccount:todo:'.length) } },
      'subject-invalid',
    ],
    ['a credential name of 2 characters', { credentialName: 'ab' }, 'name-invalid'],
    ['a credential name of 121 characters', { credentialName: 'a'.repeat(121) }, 'name-invalid'],
    ['a token of an hour less a second', { tokenExpirationSeconds: 3599 }, 'token-expiration-invalid'],
    ['a token of a day and a second', { tokenExpirationSeconds: 86401 }, 'token-expiration-invalid'],
  ])('%s', (_, options, code) => {
    const build = () => asked(options);
    expect(codeOf(build)).toBe(code);
  });
  /** workloadIdentity() itself refuses a cluster without an issuer; all else is refused by the identity. */
  function codeOf(build: () => { code: string }): string {
    try {
      return build().code;
    } catch (error) {
      return (error as { code: string }).code;
    }
  }

  test('exactly 600 characters pass', () => {
    const issuer = { url: `https://${'i'.repeat(592)}` };

    expect(
      trusting(workloadIdentity({ cluster: { name: 'k', issuer }, serviceAccount: BACKEND })).only(CREDENTIAL).issuer,
    ).toHaveLength(600);
  });

  test('two audiences are impossible by type', () => {
    // @ts-expect-error one audience, no list
    const trust = workloadIdentity({ cluster: aks(), serviceAccount: BACKEND, audience: ['a', 'b'] });

    expect(refused(trust).code).toBe('federated-credential-audience-wrong');
  });

  test.each([
    ['an identity’s name of 2 characters', { name: 'id' }, 'name-invalid'],
    ['an identity’s name of 129 characters', { name: 'i'.repeat(129) }, 'name-invalid'],
    ['a tenant by its domain', { tenantId: 'contoso.example' }, 'guid-invalid'],
  ])('%s', (_, props, code) => {
    const error = errorOf((stack) => identity(stack, props));

    expect(error).toMatchObject({ code, where: 'stack/backend-identity' });
  });
});

describe('a binding', () => {
  const bindingsOf = (...trusts: WorkloadIdentityTrust[]) => {
    let bindings: PodManagedIdentity['bindings'] = [];
    synthesized((stack) => {
      bindings = identity(stack, { trusts }).bindings;
    });
    return bindings;
  };

  test('where the webhook runs: annotations on the service account, the label on the pod, and nothing else', () => {
    const [binding] = bindingsOf(inAks('backend'));

    expect(binding!.serviceAccountAnnotations).toEqual({
      'azure.workload.identity/client-id': expect.stringContaining('TfToken'),
      'azure.workload.identity/tenant-id': TENANT,
    });
    expect(binding!.podLabels).toEqual({ 'azure.workload.identity/use': 'true' });
    expect([binding!.serviceAccountLabels, binding!.podAnnotations, binding!.environment]).toEqual([{}, {}, {}]);
    expect(binding!.volumes).toEqual([]);
  });

  test('on EKS: the token and the four variables that nobody injects there', () => {
    const [binding] = bindingsOf(workloadIdentity({ cluster: EKS, serviceAccount: BACKEND }));

    expect(binding!.volumes).toEqual([
      expect.objectContaining({ audience: 'api://AzureADTokenExchange', expirationSeconds: 3600 }),
    ]);
    const [volume] = binding!.volumes;
    expect(binding!.environment).toEqual({
      AZURE_CLIENT_ID: binding!.identity,
      AZURE_TENANT_ID: TENANT,
      AZURE_FEDERATED_TOKEN_FILE: `${volume!.mountPath}/${volume!.path}`,
      AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com/',
    });
    expect([binding!.serviceAccountAnnotations, binding!.podLabels]).toEqual([{}, {}]);
  });

  test('on EKS with the webhook’s chart: as on AKS', () => {
    const [binding] = bindingsOf(workloadIdentity({ cluster: EKS, serviceAccount: BACKEND, webhook: true }));

    expect(binding!.podLabels).toEqual({ 'azure.workload.identity/use': 'true' });
    expect(binding!.volumes).toEqual([]);
  });

  test('of an audience of one’s own brings its volume even on AKS, whose webhook asks for one audience only', () => {
    const [binding] = bindingsOf(workloadIdentity({ cluster: aks(), serviceAccount: BACKEND, audience: 'api://own' }));

    expect(binding!.volumes).toEqual([expect.objectContaining({ audience: 'api://own' })]);
    expect(binding!.podLabels).toEqual({});
  });

  test('carries the token’s life where one is given', () => {
    const life = { serviceAccount: BACKEND, tokenExpirationSeconds: 7200 };
    const [onAks, onEks] = bindingsOf(
      workloadIdentity({ cluster: aks(), ...life }),
      workloadIdentity({ cluster: EKS, ...life }),
    );

    expect(onAks!.serviceAccountAnnotations).toHaveProperty(
      ['azure.workload.identity/service-account-token-expiration'],
      '7200',
    );
    expect(onEks!.volumes[0]!.expirationSeconds).toBe(7200);
  });

  test('is found by service account, and by cluster where two trust the same one', () => {
    synthesized((stack) => {
      const backend = identity(stack, {
        trusts: [inAks('backend'), workloadIdentity({ cluster: EKS, serviceAccount: BACKEND }), inAks('worker')],
      });

      expect(backend.bindingFor({ namespace: 'todo', name: 'worker' }).serviceAccount.name).toBe('worker');
      expect(backend.bindingFor(BACKEND, EKS).volumes).toHaveLength(1);
      expect(backend.bindingFor(BACKEND, aks()).volumes).toHaveLength(0);
      expect(errorOf(() => backend.bindingFor(BACKEND)).code).toBe('binding-ambiguous');
      expect(errorOf(() => backend.bindingFor({ namespace: 'todo', name: 'nobody' })).code).toBe('binding-unknown');
    });
  });
});

test('a service account that is bound to one identity is not bound to another', () => {
  const cluster = aks();
  const trust = (bind?: boolean) => workloadIdentity({ cluster, serviceAccount: BACKEND, bind });
  const both = (second: WorkloadIdentityTrust) => (stack: TerraformStack) => {
    identity(stack, { trusts: [trust()] });
    new PodManagedIdentity(stack, 'other', { name: 'id-other', ...PLACE, trusts: [second] });
  };

  expect(errorOf(both(trust()))).toMatchObject({ code: 'duplicate-binding', where: 'stack/other' });
  const { all } = synthesized((stack) => {
    const serviceAccount = { namespace: 'todo', name: 'worker' };
    identity(stack, { trusts: [workloadIdentity({ cluster, serviceAccount })] });
    const admits = workloadIdentity({ cluster, serviceAccount, bind: false });
    const other = new PodManagedIdentity(stack, 'other', { name: 'id-other', ...PLACE, trusts: [admits] });
    expect(other.bindings).toEqual([]);
  });
  expect(all(CREDENTIAL)).toHaveLength(2);
});

test('tags are the identity’s own', () => {
  const { only } = synthesized((stack) => identity(stack, { tags: { team: 'todo' } }));

  expect(only('azurerm_user_assigned_identity').tags).toEqual({ team: 'todo' });
});

test('an identity of another subscription is made with the provider of that one, its credentials and roles too', () => {
  const { byId, only } = synthesized((stack) => {
    const provider = new AzurermProvider(stack, 'other', { alias: 'other', features: [{}] });
    const grants = [roleGrant({ role: 'AcrPull', scope: GROUP })];
    identity(stack, { provider, grants, trusts: [inAks('backend')] });
  });

  expect(Object.keys(byId('azurerm_role_assignment'))).toHaveLength(1);
  for (const type of ['azurerm_user_assigned_identity', CREDENTIAL, 'azurerm_role_assignment'])
    expect(only(type).provider).toBe('azurerm.other');
});

test('workloads wait for the credentials and the roles', () => {
  synthesized((stack) => {
    const backend = identity(stack, {
      trusts: [inAks('backend')],
      grants: [roleGrant({ role: 'AcrPull', scope: GROUP })],
    });

    expect(backend.dependables).toEqual([...backend.credentials, ...backend.grants[0]!.dependables]);
    expect(backend.dependables).toHaveLength(2);
  });
});
