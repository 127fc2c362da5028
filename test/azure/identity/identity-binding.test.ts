import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AksCluster,
  AzureadProvider,
  IdentityBinding,
  type IdentityBindingProps,
  PodApplication,
  PodManagedIdentity,
  workloadIdentity,
} from '../../../lib/azure';
import { PodtrustError } from '../../../lib/core';
import { ask, prove } from '../../../lib/proof';
import { BoundProgram, seen } from './bound-program';
import { type Arguments, GROUP, PLACE, TENANT } from '../synthesized';

const BACKEND = { namespace: 'todo', name: 'backend' };
const WORKER = { namespace: 'jobs', name: 'worker' };

/** The error of an identity binding of a cluster `blue` and an identity `id-backend`, with anything in its place. */
function refused(change: (props: IdentityBindingProps, program: BoundProgram) => Partial<IdentityBindingProps>) {
  const program = new BoundProgram();
  const props = { cluster: program.cluster(), identity: program.identity() };
  try {
    new IdentityBinding(program.stack, 'binding', { ...props, ...change(props, program) });
  } catch (error) {
    if (PodtrustError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function resourcesOf(program: BoundProgram, stack: string, type: string): Arguments[] {
  const file = join(program.synthesize(), 'stacks', stack, 'cdk.tf.json');
  return Object.values(JSON.parse(readFileSync(file, 'utf8')).resource?.[type] ?? {});
}

describe('an identity binding', () => {
  test('is what azapi sends to AKS’ stable API, and names the cluster and the identity by their resource ids', () => {
    const program = new BoundProgram();
    new IdentityBinding(program.stack, 'binding', { cluster: program.cluster(), identity: program.identity() });
    expect(resourcesOf(program, 'platform', 'azapi_resource')).toEqual([
      expect.objectContaining({
        type: 'Microsoft.ContainerService/managedClusters/identityBindings@2026-04-01',
        name: expect.stringMatching(/^idbackend[0-9a-f]{8}$/),
        parent_id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/blue`,
        body: {
          properties: {
            managedIdentity: { resourceId: expect.stringMatching(/^\$\{azurerm_user_assigned_identity\..*\.id\}$/) },
          },
        },
      }),
    ]);
  });

  test('gives pods the label and the annotation, service accounts the client id, and RBAC a role of each account', () => {
    const program = new BoundProgram();
    const cluster = program.cluster();
    const identity = program.identity();
    const binding = new IdentityBinding(program.stack, 'binding', {
      cluster,
      identity,
      serviceAccounts: [{ ...BACKEND, tokenExpirationSeconds: 7200 }, WORKER],
    });
    expect(binding.bindingFor(BACKEND)).toMatchObject({
      mechanism: 'entra-workload-identity',
      identity: identity.clientId,
      serviceAccountAnnotations: {
        'azure.workload.identity/client-id': identity.clientId,
        'azure.workload.identity/tenant-id': TENANT,
        'azure.workload.identity/service-account-token-expiration': '7200',
      },
      podLabels: { 'azure.workload.identity/use': 'true' },
      podAnnotations: { 'azure.workload.identity/use-identity-binding': 'true' },
      environment: {},
      volumes: [],
    });
    for (const each of binding.bindings) program.pod(cluster, [each]);
    const objects = resourcesOf(program, 'workloads-blue', 'kubernetes_manifest').map(({ manifest }) => manifest);
    const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
    expect(ofKind('ClusterRole').map(({ metadata, rules }) => ({ metadata, rules }))).toEqual(
      ['jobs:worker', 'todo:backend'].map((account) => ({
        metadata: { name: `use-managed-identity:${account}:id-backend` },
        rules: [
          {
            verbs: ['use-managed-identity'],
            apiGroups: ['cid.wi.aks.azure.com'],
            resources: [expect.stringContaining('terraform_remote_state')],
          },
        ],
      })),
    );
    expect(ofKind('ClusterRoleBinding').map(({ subjects }) => subjects)).toEqual([
      [{ kind: 'ServiceAccount', ...WORKER }],
      [{ kind: 'ServiceAccount', ...BACKEND }],
    ]);
  });

  test('is proven: its service accounts get in and no others, on the clusters that are bound alone', () => {
    const program = new BoundProgram();
    const [blue, green] = [program.cluster('blue'), program.cluster('green')];
    const identity = program.identity();
    for (const cluster of [blue, green]) {
      const account = cluster === blue ? BACKEND : WORKER;
      const binding = new IdentityBinding(program.stack, `binding-${cluster.name}`, {
        cluster,
        identity,
        serviceAccounts: [account],
      });
      program.pod(cluster, [binding.bindingFor(account)]);
    }
    const folder = program.synthesize();
    const inventory = prove([folder]);
    expect(seen(inventory)).toEqual({
      admitted: [
        'blue todo/backend -> backend-identity entra-workload-identity',
        'green jobs/worker -> backend-identity entra-workload-identity',
      ],
      findings: [],
      undecided: [],
    });
    // And ask says the same.
    const { identity: id } = inventory.access[0]!;
    const admitted = (cluster: string, account: string) => {
      const [namespace, name] = account.split('/') as [string, string];
      return ask([folder], { identity: id, cluster: `platform/${cluster}`, subject: { namespace, name } }).admitted;
    };
    expect(admitted('blue', 'todo/backend')).toBe(true);
    // The cluster is made elsewhere, and so may its RBAC be.
    expect(admitted('green', 'todo/backend')).toBeNull();
    expect(admitted('green', 'jobs/worker')).toBe(true);
  });

  test('waits for the identity’s other credentials, and the next one for it: Azure refuses concurrent writes', () => {
    const program = new BoundProgram();
    const [blue, green] = [program.cluster('blue'), program.cluster('green')];
    const trusts = [workloadIdentity({ cluster: blue, serviceAccount: WORKER })];
    const identity = program.identity('backend', { trusts });
    new IdentityBinding(program.stack, 'blue-binding', { cluster: blue, identity });
    new IdentityBinding(program.stack, 'green-binding', { cluster: green, identity });
    const waits = resourcesOf(program, 'platform', 'azapi_resource').map(({ depends_on }) => depends_on);
    expect(waits).toEqual([
      [expect.stringMatching(/^azurerm_federated_identity_credential\./)],
      [expect.stringMatching(/^azapi_resource\.blue-binding/)],
    ]);
  });

  test('may be of an identity that exists', () => {
    const program = new BoundProgram();
    const cluster = program.cluster();
    const identity = PodManagedIdentity.fromAttributes(program.stack, 'given', {
      id: `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-given`,
      name: 'id-given',
      resourceGroupName: 'rg',
      clientId: '33333333-3333-3333-3333-333333333333',
      principalId: '44444444-4444-4444-4444-444444444444',
      tenantId: TENANT,
    });
    const binding = new IdentityBinding(program.stack, 'binding', {
      cluster,
      identity,
      serviceAccounts: [BACKEND],
      name: 'given-ib',
    });
    program.pod(cluster, binding.bindings);
    expect(seen(program.prove()).admitted).toEqual(['blue todo/backend -> given entra-workload-identity']);
  });

  test('says what a person must do: the application switches the token proxy on', () => {
    const program = new BoundProgram();
    const identity = program.identity('my_app', { name: 'my_app' });
    const binding = new IdentityBinding(program.stack, 'binding', { cluster: program.cluster(), identity });
    expect(binding.deploymentNeeds).toEqual([expect.stringContaining('whether AKS accepts "my_app"')]);
    binding.addServiceAccount(BACKEND);
    expect(binding.deploymentNeeds[0]).toMatch(/todo\/backend become my_app .* WorkloadIdentityCredential/);
  });

  test('says that a cluster with its API server in the network may not have it', () => {
    const program = new BoundProgram();
    const needs = (id: string, attributes: object) => {
      const cluster = AksCluster.fromAttributes(program.stack, id, {
        name: id,
        id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/${id}`,
        issuerUrl: `https://westeurope.oic.prod-aks.azure.com/${TENANT}/${id}/`,
        ...attributes,
      });
      return new IdentityBinding(program.stack, `of-${id}`, { cluster, identity: program.identity(id) })
        .deploymentNeeds;
    };
    expect(needs('blue', {})).toEqual([]);
    const said = [expect.stringMatching(/API server in the network, .* does not have them yet/)];
    expect(needs('inside', { isApiServerInNetwork: true })).toEqual(said);
    expect(needs('auto', { isAutomatic: true })).toEqual(said);
  });
});

describe('what cannot be right is refused', () => {
  test.each<[string, string, Parameters<typeof refused>[0], RegExp]>([
    [
      'a cluster without its resource id',
      'cluster-id-missing',
      ({ cluster }) => ({ cluster: { name: cluster.name, issuer: cluster.issuer, workloadIdentityWebhook: true } }),
      /az aks show --query id/,
    ],
    [
      'a cluster of another cloud',
      'resource-id-malformed',
      ({ cluster }) => ({
        cluster: {
          name: 'eks',
          issuer: cluster.issuer,
          workloadIdentityWebhook: true,
          id: 'arn:aws:eks:eu-west-1:111122223333:cluster/eks',
        },
      }),
      /an AKS cluster/,
    ],
    [
      'a cluster without the webhook',
      'identity-binding-without-webhook',
      ({ cluster }) => ({ cluster: { name: cluster.name, issuer: cluster.issuer, id: cluster.id } }),
      /workloadIdentityWebhook: true/,
    ],
    [
      'an Entra application',
      'resource-id-of-other-type',
      (_, { stack }) => {
        new AzureadProvider(stack, 'azuread');
        // What TypeScript refuses.
        return { identity: new PodApplication(stack, 'app', { name: 'app' }) as unknown as PodManagedIdentity };
      },
      /app is in no resource group/,
    ],
    ['a name with a capital', 'name-invalid', () => ({ name: 'Backend' }), /AKS identity binding/],
    ['a name that begins with a digit', 'name-invalid', () => ({ name: '1backend' }), /starting with a letter/],
    ['a name of 64 characters', 'name-invalid', () => ({ name: 'b'.repeat(64) }), /63/],
    [
      'a token that lives too short',
      'token-expiration-invalid',
      () => ({ serviceAccounts: [{ ...BACKEND, tokenExpirationSeconds: 600 }] }),
      /3600/,
    ],
    [
      'a pattern of service accounts',
      'subject-wildcard',
      () => ({ serviceAccounts: [{ namespace: 'todo', name: '*' }] }),
      /\*/,
    ],
    [
      'a service account that cannot be',
      'subject-invalid',
      () => ({ imagePulls: [{ namespace: 'Todo', name: 'a' }] }),
      /Todo/,
    ],
    [
      'one service account twice',
      'duplicate-binding',
      () => ({ serviceAccounts: [BACKEND, BACKEND] }),
      /todo\/backend/,
    ],
    [
      'one image pull twice',
      'duplicate-binding',
      () => ({ imagePulls: [BACKEND, BACKEND] }),
      /for image pulls already/,
    ],
    [
      'a service account that a credential binds',
      'duplicate-binding',
      ({ cluster }, program) => {
        program.identity('other', { trusts: [workloadIdentity({ cluster, serviceAccount: BACKEND })] });
        return { serviceAccounts: [BACKEND] };
      },
      /bind: false/,
    ],
    [
      'a cluster that is bound to the identity already',
      'duplicate-identity-binding',
      (props, program) => {
        new IdentityBinding(program.stack, 'first', props);
        return { name: 'second' };
      },
      /by platform\/first/,
    ],
    [
      'two bindings of one name',
      'duplicate-identity-binding',
      ({ cluster }, program) => {
        new IdentityBinding(program.stack, 'first', { cluster, identity: program.identity('other'), name: 'ib' });
        return { name: 'ib' };
      },
      /called "ib" already/,
    ],
    [
      'an identity whose 20 credentials are taken',
      'federated-credentials-over-limit',
      ({ cluster }, program) => ({
        identity: program.identity('full', {
          trusts: Array.from({ length: 20 }, (_, index) =>
            workloadIdentity({ cluster, serviceAccount: { namespace: 'todo', name: `a${index}` } }),
          ),
        }),
      }),
      /aks-identity-binding/,
    ],
  ])('%s', (_, code, change, message) => {
    const error = refused(change);
    expect(error.code).toBe(code);
    expect(error.where).toBe('platform/binding');
    expect(error.message).toMatch(message);
  });

  test('the binding of a service account that is not let in', () => {
    const program = new BoundProgram();
    const binding = new IdentityBinding(program.stack, 'binding', {
      cluster: program.cluster(),
      identity: program.identity(),
      serviceAccounts: [BACKEND],
    });
    expect(() => binding.bindingFor(WORKER)).toThrow(/^binding-unknown at platform\/binding: .*jobs\/worker/);
    expect(() => binding.imagePullFor(BACKEND)).toThrow(/`imagePulls`/);
  });
});

test('names that AKS could not have keep identities apart', () => {
  const program = new BoundProgram();
  const cluster = program.cluster();
  const nameOf = (id: string, name: string, resourceGroupName = PLACE.resourceGroupName) =>
    new IdentityBinding(program.stack, id, { cluster, identity: program.identity(id, { name, resourceGroupName }) })
      .name;
  const names = [
    nameOf('a', 'id-app'),
    nameOf('b', 'idapp'),
    nameOf('c', 'id-app', 'other'),
    nameOf('d', '1-app'),
    nameOf('e', '123'),
    nameOf('f', 'x'.repeat(128)),
  ];
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]{0,62}$/);
});
