import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IdentityBinding, ServiceAccountImagePull, type ServiceAccountImagePullProps } from '../../../lib/azure';
import { PodtrustError } from '../../../lib/core';
import { BoundProgram, seen } from '../identity/bound-program';
import { type Arguments, GROUP } from '../synthesized';

const BACKEND = { namespace: 'todo', name: 'backend' };

/** A cluster that is bound to an identity, which pulls the images of one service account, and what switches that on. */
function pulling(
  change: (binding: IdentityBinding, program: BoundProgram) => Partial<ServiceAccountImagePullProps> = () => ({}),
) {
  const program = new BoundProgram();
  const cluster = program.cluster();
  const binding = new IdentityBinding(program.stack, 'binding', {
    cluster,
    identity: program.identity(),
    imagePulls: [BACKEND],
  });
  const pull = new ServiceAccountImagePull(program.stack, 'pulls', { cluster, ...change(binding, program) });
  program.pod(cluster, [binding.imagePullFor(BACKEND)]);
  return { program, pull };
}

function updateOf({ program }: ReturnType<typeof pulling>): Arguments {
  const file = join(program.synthesize(), 'stacks/platform/cdk.tf.json');
  return Object.values(JSON.parse(readFileSync(file, 'utf8')).resource.azapi_update_resource)[0] as Arguments;
}

function refused(...[change]: Parameters<typeof pulling>): PodtrustError {
  try {
    pulling(change);
  } catch (error) {
    if (PodtrustError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('the cluster’s security profile is updated, and nothing else of it', () => {
  expect(updateOf(pulling())).toMatchObject({
    type: 'Microsoft.ContainerService/managedClusters@2026-08-02-preview',
    resource_id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/blue`,
    body: { properties: { securityProfile: { serviceAccountImagePullProfile: { enabled: true } } } },
  });
});

test('the proof has a row of the kubelet’s pull, which no container gets', () => {
  expect(seen(pulling().program.prove())).toEqual({
    admitted: ['blue todo/backend -> backend-identity entra-workload-identity image-pull'],
    findings: [],
    undecided: [],
  });
});

test('a default is the identity of a binding, which is there first', () => {
  const { body, depends_on } = updateOf(pulling((defaultBinding) => ({ defaultBinding })));

  expect(body.properties.securityProfile.serviceAccountImagePullProfile).toEqual({
    enabled: true,
    defaultManagedIdentityId: expect.stringMatching(/^\$\{azurerm_user_assigned_identity\..*\.id\}$/),
  });
  expect(depends_on).toEqual([expect.stringMatching(/^azapi_resource\.binding/)]);
});

test('it is switched off by name, since azapi leaves as it is what a program no longer has', () => {
  const off = pulling(() => ({ enabled: false }));

  expect(updateOf(off).body.properties.securityProfile.serviceAccountImagePullProfile).toEqual({ enabled: false });
  expect(off.pull.deploymentNeeds).toEqual([]);
});

test('says that it is a preview, and that the kubelet’s own role pulls nothing more', () => {
  expect(pulling().pull.deploymentNeeds).toEqual([
    expect.stringContaining('preview'),
    expect.stringContaining('no longer pulls images'),
  ]);
  expect(pulling((defaultBinding) => ({ defaultBinding })).pull.deploymentNeeds).toHaveLength(1);
});

test('takes another version of the API, and none that is no version', () => {
  expect(updateOf(pulling(() => ({ apiVersion: '2027-02-01' }))).type).toMatch(/@2027-02-01$/);
  expect(refused(() => ({ apiVersion: 'latest' })).code).toBe('api-version-malformed');
});

test('a binding of another cluster is no default', () => {
  const error = refused((_, program) => {
    const identity = program.identity('other');
    return {
      defaultBinding: new IdentityBinding(program.stack, 'other', { cluster: program.cluster('green'), identity }),
    };
  });

  expect(error.code).toBe('identity-binding-of-other-cluster');
  expect(error.message).toMatch(/other is of the cluster green, not of blue/);
});

test('a cluster without its resource id, or of another cloud, is refused', () => {
  const issuer = { url: 'https://oidc.example.com' };
  const named = (id?: string) => refused(() => ({ cluster: { name: 'eks', issuer, id } })).code;

  expect(named()).toBe('cluster-id-missing');
  expect(named('arn:aws:eks:eu-west-1:111122223333:cluster/eks')).toBe('resource-id-malformed');
});

describe('kubelets hand over the token of an account from Kubernetes 1.34 on', () => {
  const of = (kubernetesVersion: string) => () => ({
    cluster: {
      name: 'blue',
      issuer: { url: 'https://oidc.example.com' },
      id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/blue`,
      kubernetesVersion,
    },
  });

  test('an older cluster is refused', () => {
    expect(refused(of('1.33.5')).code).toBe('cluster-choices-conflict');
  });

  test.each(['1.34', '1.35.2', '2.0', '${var.version}'])('%s is not', (version) => {
    expect(() => pulling(of(version))).not.toThrow();
  });
});
