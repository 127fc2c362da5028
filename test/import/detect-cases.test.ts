import { readPodIdentityAccess } from '../../lib/import/read-access';
import type { PodIdentityAccess } from '../../lib/import/access';
import { azureIdentity, azureIdentityBinding, dump, serviceAccount, workload } from './dump';

type Json = Readonly<Record<string, unknown>>;

/**
 * The cases that `azwi podidentity detect` is tested with (Azure/azure-workload-identity v1.6.0, pkg/cmd/podidentity), and what
 * becomes of each here. It looks at one namespace at a time, as here the identities are kept to theirs.
 */
const read = (...items: readonly Json[]): PodIdentityAccess => readPodIdentityAccess([dump(...items)]);
const api = (more: Parameters<typeof workload>[2] = {}): Json =>
  workload('Deployment', ['default', 'deployment'], { selector: 'selector-1', ...more });
const bound = (number: number, selector: string): Json[] => [
  azureIdentity(['default', `identity-${number}`], number),
  azureIdentityBinding(['default', `binding-${number}`], `identity-${number}`, selector),
];

test('a binding without its identity gives nothing', () => {
  const { accounts, left } = read(azureIdentityBinding(['default', 'binding-1'], 'identity-1', ''), api());
  expect(accounts).toEqual([]);
  expect(left.map(({ object }) => object)).toEqual([
    'AzureIdentityBinding/default/binding-1',
    'Deployment/default/deployment',
  ]);
});

test('an empty selector is passed over', () => {
  const second = workload('Deployment', ['default', 'second'], { selector: 'selector-2' });
  const { accounts } = read(...bound(1, ''), ...bound(2, 'selector-2'), workload('Pod', ['default', 'plain']), second);
  expect(
    accounts.map(({ identities, workloads }) => [identities[0]!.name, workloads.map(({ object }) => object)]),
  ).toEqual([['id-2', ['Deployment/default/second']]]);
});

test('of several bindings with one selector the first gives the default, and none is lost', () => {
  const { accounts } = read(...bound(1, 'selector-1'), ...bound(2, 'selector-2'), ...bound(3, 'selector-1'), api());
  expect(accounts.map(({ identities }) => identities.map(({ name }) => name))).toEqual([['id-1', 'id-3']]);
});

test('a pod of the default account gets one of its own', () => {
  const { accounts } = read(...bound(1, 'selector-1'), api());
  expect(accounts.map(({ name, kept }) => [name, kept])).toEqual([['id-1', undefined]]);
});

test('an account of its own is kept, also where it was not read', () => {
  const account = 'deployment-sa';
  const nameOf = ({ accounts }: PodIdentityAccess) => accounts.map(({ name, kept }) => [name, kept?.object]);
  const own = api({ account });
  expect(nameOf(read(...bound(1, 'selector-1'), own, serviceAccount(['default', account])))).toEqual([
    [account, 'ServiceAccount/default/deployment-sa'],
  ]);
  expect(nameOf(read(...bound(1, 'selector-1'), own))).toEqual([[account, 'Deployment/default/deployment']]);
});

test('a pod that has the proxy already gets no second one', () => {
  const image = 'mcr.microsoft.com/oss/azure/workload-identity/proxy:v0.8.0';
  const containers = [
    { name: 'app', image: 'app' },
    { name: 'proxy', image },
  ];
  const [without] = read(...bound(1, 'selector-1'), api()).accounts;
  const [having] = read(...bound(1, 'selector-1'), api({ spec: { containers } })).accounts;
  expect([without!.proxyPort, having!.proxyPort]).toEqual([8000, undefined]);
  expect(having!.workloads[0]!.withoutProxy).toBe('it has the proxy already');
});

test('the proxy listens where no container of the pods does', () => {
  const containers = [{ name: 'app', image: 'app', ports: [{ containerPort: 8000 }, { containerPort: 8001 }] }];
  expect(read(...bound(1, 'selector-1'), api({ spec: { containers } })).accounts[0]!.proxyPort).toBe(8002);
});

test('what the cluster adds to an object is not written', () => {
  const status = { observedGeneration: 1 };
  const ofCluster = {
    uid: '1',
    resourceVersion: '2',
    creationTimestamp: '2026-01-01T00:00:00Z',
    selfLink: '/x',
    generation: 3,
    managedFields: [{ manager: 'kubectl' }],
    annotations: { 'deployment.kubernetes.io/revision': '4', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
  };
  const [account] = read(...bound(1, 'selector-1'), { ...api({ metadata: ofCluster }), status }).accounts;
  const { metadata, ...rest } = account!.workloads[0]!.manifest;
  expect(metadata).toEqual({ name: 'deployment', namespace: 'default' });
  expect(Object.keys(rest).sort()).toEqual(['apiVersion', 'kind', 'spec']);
});

test('a Job lacks the selector and the labels that the cluster gives it, and a Pod its token’s volume', () => {
  const job = workload('Job', ['default', 'job'], {
    selector: 'selector-1',
    labels: { 'controller-uid': '1', 'batch.kubernetes.io/job-name': 'job' },
  }) as { spec: Json };
  const selected = { ...job, spec: { ...job.spec, selector: { matchLabels: { 'controller-uid': '1' } } } };
  const token = 'kube-api-access-x7x7x';
  const pod = workload('Pod', ['default', 'pod'], {
    selector: 'selector-1',
    account: 'default',
    spec: {
      nodeName: 'node-1',
      volumes: [
        { name: token, projected: {} },
        { name: 'data', emptyDir: {} },
      ],
      containers: [
        { name: 'app', image: 'app', volumeMounts: [{ name: token }, { name: 'data', mountPath: '/data' }] },
      ],
    },
  });
  const manifests = read(...bound(1, 'selector-1'), selected, pod).accounts[0]!.workloads.map(
    ({ manifest }) => manifest,
  );
  expect(manifests).toEqual([
    expect.objectContaining({
      spec: {
        template: { metadata: { labels: { app: 'job', aadpodidbinding: 'selector-1' } }, spec: expect.anything() },
      },
    }),
    expect.objectContaining({
      spec: {
        serviceAccountName: 'default',
        volumes: [{ name: 'data', emptyDir: {} }],
        containers: [{ name: 'app', image: 'app', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
      },
    }),
  ]);
});
