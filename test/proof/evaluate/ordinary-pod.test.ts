import { Problems } from '../../../lib/proof/read/problems';
import fc from 'fast-check';
import { admitAzure } from '../../../lib/admission/admit-azure';
import { admitEks } from '../../../lib/admission/admit-eks';
import { podTemplateOf } from '../../../lib/admission/pod-template';
import { receivesToken } from '../../../lib/admission/received-token';
import type { Workload } from '../../../lib/proof/model/workload';
import { readKubernetesObject } from '../../../lib/proof/read/kubernetes/kubernetes-object';
import type { JsonObject } from '../../../lib/proof/read/kubernetes/kubernetes-object';
import { isOrdinaryPod } from '../../../lib/proof/evaluate/ordinary-pod';

const USE = { 'azure.workload.identity/use': 'true' };

/** A list or nothing, or what no API server takes. */
const lists = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 10, arbitrary: fc.array(item, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.constantFrom(null, 'text', {}) },
  );

const plainly = <T>(plain: T, ...odd: unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(plain) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });

const variables = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ name: 'LEVEL', value: 'x' }) },
  fc.record({
    name: fc.constantFrom('LEVEL', 'AWS_ROLE_ARN', 'AWS_REGION', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET', ''),
    value: fc.constantFrom('x', '', undefined, 1),
  }),
  fc.constant('LEVEL=x'),
);
const mounts = fc.record({
  name: fc.constantFrom('data', 'aws-iam-token', 'eks-pod-identity-token'),
  mountPath: plainly(
    '/data',
    '/tmp',
    '/var/run/secrets/azure/wi',
    '/var/run/secrets/eks.amazonaws.com/serviceaccount',
    '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount',
    undefined,
  ),
});
const containers = fc.record(
  {
    name: fc.constantFrom('app', 'metrics'),
    env: lists(variables),
    envFrom: plainly(undefined, [], [{ configMapRef: { name: 'settings' } }]),
    volumeMounts: lists(mounts),
  },
  { requiredKeys: ['name'] },
);
const volumes = fc.record({
  name: fc.constantFrom('data', 'aws-iam-token', 'eks-pod-identity-token'),
  projected: plainly(
    undefined,
    { sources: [] },
    { sources: [{ serviceAccountToken: { audience: 'x', path: 'token' } }] },
  ),
});
const annotations = plainly(
  {},
  { note: 'x' },
  { note: 1 },
  { 'eks.amazonaws.com/skip-containers': 'app' },
  { 'azure.workload.identity/skip-containers': 'app' },
  { 'azure.workload.identity/inject-proxy-sidecar': 'true' },
  { 'azure.workload.identity/service-account-token-expiration': '1' },
);
const labels = plainly(USE, { ...USE, 'eks.amazonaws.com/skip-pod-identity-webhook': '' }, { ...USE, tier: true });
const deployments = fc
  .record(
    {
      containers: lists(containers),
      initContainers: lists(containers),
      volumes: lists(volumes),
      nodeSelector: plainly(undefined, { 'kubernetes.io/os': 'windows' }),
      hostNetwork: plainly(undefined, true),
    },
    { requiredKeys: ['containers'] },
  )
  .chain((spec) =>
    fc.record({ labels, annotations }).map((metadata) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'backend', namespace: 'todo' },
      spec: { template: { metadata, spec: { serviceAccountName: 'backend', ...spec } } },
    })),
  );

function workloadOf(object: JsonObject): Workload {
  const workloads: Workload[] = [];
  const into = { serviceAccounts: [], workloads, accountMakers: [] };
  readKubernetesObject({ object, clusters: [], at: { file: 'app.yaml', pointer: '' } }, into, new Problems());
  return workloads[0]!;
}

function receives(object: JsonObject): (boolean | null)[] {
  const pod = podTemplateOf(object);
  const account = {
    metadata: {
      annotations: {
        'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/backend',
        'azure.workload.identity/client-id': '0a1b2c3d-0000-4444-8888-cccccccccccc',
        'azure.workload.identity/tenant-id': '0a1b2c3d-0000-4444-8888-cccccccccccc',
      },
    },
  };
  const associations = ['todo/backend'];
  return [
    receivesToken(admitEks(pod, account), 'irsa').receives,
    receivesToken(admitEks(pod, account, { containerCredentials: { associations } }), 'eks-pod-identity').receives,
    receivesToken(admitAzure(pod, account), 'entra-workload-identity').receives,
  ];
}

test('a pod that counts as ordinary receives its token by every mechanism', () => {
  let ordinary = 0;
  fc.assert(
    fc.property(deployments, (object) => {
      if (!isOrdinaryPod(workloadOf(object as JsonObject))) return;
      ordinary++;
      expect(receives(object as JsonObject)).toEqual([true, true, true]);
    }),
    { numRuns: 3000 },
  );
  expect(ordinary).toBeGreaterThan(50);
});

test('a plain Deployment and a plain CronJob are ordinary', () => {
  const template = { metadata: { labels: USE }, spec: { containers: [{ name: 'app', image: 'app:1' }] } };
  const metadata = { name: 'backend', namespace: 'todo' };
  expect(isOrdinaryPod(workloadOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template } }))).toBe(
    true,
  );
  expect(
    isOrdinaryPod(
      workloadOf({ apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: { jobTemplate: { spec: { template } } } }),
    ),
  ).toBe(true);
});
