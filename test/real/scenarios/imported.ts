import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { stringify } from 'yaml';
import type { AadPodIdentityStep } from '../../../lib/azure/aad-pod-identity/aad-pod-identity-move';
import { AadPodIdentity, AadPodIdentityDefinitions } from '../../../lib/kubernetes';
import { prove } from '../../../lib/proof';
import { azureIdentity, azureIdentityBinding, azurePodIdentityException, workload } from '../../import/dump';
import { accessOf, load } from '../../import/run-program';
import type { KubernetesObject } from '../kubernetes';
import type { LocalCloud } from '../local-cloud';
import { pause } from '../processes';
import type { Program } from '../program';
import { type Scenario, type Step, destroyLeavesNothing, failure, planIsEmpty, planIsEmptyOf } from './scenarios';

/** Of the project that is deployed: where it is, and the home of who deploys it, whose kubeconfig it reads. */
const variables: Record<string, string> = {};

const GROUP = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-shop';
const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/shop`;
const IDENTITIES = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
const NAMESPACES = ['demo', 'my-app', 'shop'];
const API = '/apis/aadpodidentity.k8s.io/v1';
const TSX = path.resolve(__dirname, '../../../node_modules/tsx/dist/cli.mjs');
const COMMAND = path.resolve(__dirname, '../../../lib/cli/main.ts');

type Json = Readonly<Record<string, unknown>>;

/** What the demo of the articles runs: one as AAD Pod Identity’s own pages have it, one as AKS’ walkthrough has it. */
const DEMO = {
  containers: [
    {
      name: 'demo',
      image: 'mcr.microsoft.com/oss/azure/aad-pod-identity/demo:v1.8.17',
      args: ['--subscription-id=s', '--identity-client-id=c', '--resource-group=g'],
      env: ['metadata.name', 'metadata.namespace', 'status.podIP'].map((fieldPath, index) => ({
        name: ['MY_POD_NAME', 'MY_POD_NAMESPACE', 'MY_POD_IP'][index],
        valueFrom: { fieldRef: { fieldPath } },
      })),
    },
  ],
  nodeSelector: { 'kubernetes.io/os': 'linux' },
};

/** The objects of the cluster, with the client ids that Azure has given. */
function objectsOf(clientIds: readonly string[]): Json[] {
  const bound = (namespace: string, name: string, number: number, selector = name) => [
    azureIdentity([namespace, name], number, {
      spec: { resourceID: `${IDENTITIES}/id-${number}`, clientID: clientIds[number - 1] },
    }),
    azureIdentityBinding([namespace, `${name}-binding`], name, selector),
  ];
  return [
    ...bound('demo', 'demo', 1),
    workload('Deployment', ['demo', 'demo'], { selector: 'demo', spec: DEMO }),
    ...bound('my-app', 'my-pod-identity', 2),
    workload('Pod', ['my-app', 'demo'], { selector: 'my-pod-identity', spec: DEMO }),
    // Two identities by one label, and an account of its own that it keeps.
    ...bound('shop', 'reports', 1),
    ...bound('shop', 'archive', 2, 'reports'),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reports', namespace: 'shop' } },
    workload('Deployment', ['shop', 'reports'], { selector: 'reports', account: 'reports' }),
    workload('CronJob', ['shop', 'tick'], { selector: 'reports' }),
    azurePodIdentityException(['shop', 'agents'], { tier: 'agent' }),
  ].map(complete);
}

/** With what the API server requires and test/import/dump.ts leaves out. */
function complete(object: Json): Json {
  const spec = object.spec as Json;
  if (object.kind === 'Deployment') return { ...object, spec: { replicas: 1, ...spec } };
  if (object.kind !== 'CronJob') return object;
  const jobTemplate = spec.jobTemplate as { spec: { template: { spec: Json } } };
  const { template } = jobTemplate.spec;
  const pod = { ...template, spec: { ...template.spec, restartPolicy: 'Never' } };
  return { ...object, spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { template: pod } } } };
}

/** MIC, NMI and their roles, and the CustomResourceDefinitions. */
function installation(): Json[] {
  const chart = new Chart(new Charts(), 'installation');
  new AadPodIdentityDefinitions(chart, 'definitions');
  new AadPodIdentity(chart, 'pod-identity', { mode: 'standard' });
  for (const name of NAMESPACES)
    new ApiObject(chart, `namespace-${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  return chart.toJson() as Json[];
}

/** Where the API server keeps the objects of each kind that there is here. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  ServiceAccount: '/api/v1/serviceaccounts',
  Pod: '/api/v1/pods',
  Deployment: '/apis/apps/v1/deployments',
  ReplicaSet: '/apis/apps/v1/replicasets',
  DaemonSet: '/apis/apps/v1/daemonsets',
  CronJob: '/apis/batch/v1/cronjobs',
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  RoleBinding: '/apis/rbac.authorization.k8s.io/v1/rolebindings',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  CustomResourceDefinition: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  AzureIdentity: `${API}/azureidentities`,
  AzureIdentityBinding: `${API}/azureidentitybindings`,
  AzurePodIdentityException: `${API}/azurepodidentityexceptions`,
};

/** What the page tells to ask kubectl for, as far as there is any here. */
const DUMPED = [
  ...['AzureIdentity', 'AzureIdentityBinding', 'AzurePodIdentityException', 'Deployment', 'DaemonSet', 'ReplicaSet'],
  ...['CronJob', 'Pod', 'ServiceAccount', 'RoleBinding', 'ClusterRoleBinding'],
];

function collectionOf(kind: string, namespace?: string): string {
  const collection = COLLECTIONS[kind]!;
  return namespace === undefined ? collection : collection.replace(/\/([^/]+)$/, `/namespaces/${namespace}/$1`);
}

async function create({ kubernetes }: LocalCloud, object: Json): Promise<void> {
  const { name, namespace } = object.metadata as { name: string; namespace?: string };
  const place = collectionOf(String(object.kind), namespace);
  for (const end = Date.now() + 20_000; ; await pause(250)) {
    const { status, body } = await kubernetes.request(
      'POST',
      `${place}?fieldManager=kubectl-client-side-apply`,
      object,
    );
    if (status === 201 || (status === 409 && ['Namespace', 'ServiceAccount'].includes(String(object.kind)))) return;
    // A kind is served, and a namespace has its account, a moment after it is made.
    if (Date.now() > end || status === 422) throw failure(`${String(object.kind)} ${name}: ${JSON.stringify(body)}`);
  }
}

async function itemsOf({ kubernetes }: LocalCloud, kind: string, namespace?: string): Promise<KubernetesObject[]> {
  const { body } = await kubernetes.request('GET', collectionOf(kind, namespace));
  const { items = [], apiVersion } = body as { items?: KubernetesObject[]; apiVersion?: string };
  return items.map((item) => ({ apiVersion, ...item, kind }));
}

/** The pods that run, sorted by namespace and name. */
async function podsOf(cloud: LocalCloud): Promise<KubernetesObject[]> {
  const pods = await Promise.all(NAMESPACES.map((namespace) => itemsOf(cloud, 'Pod', namespace)));
  return pods.flat().filter(({ metadata }) => !metadata.deletionTimestamp);
}

async function rolledOut(cloud: LocalCloud): Promise<void> {
  for (const namespace of NAMESPACES) {
    if (!(await cloud.kubernetes.rolledOut(namespace))) throw failure(`${namespace} has not rolled out after 60 s`);
  }
}

let projectFolder = '';
let before: readonly string[] = [];
let running: readonly string[] = [];

const clusterIsThere: Step = {
  name: 'a cluster runs MIC, NMI and the demos of both articles',
  run: async (cloud) => {
    const put = (id: string, body: Json = {}) =>
      cloud.api.put!(id, { location: 'westeurope', ...body }) as Promise<{ properties: { clientId: string } }>;
    await put(GROUP);
    await put(CLUSTER, {
      identity: { type: 'SystemAssigned' },
      sku: { name: 'Base', tier: 'Free' },
      properties: { dnsPrefix: 'shop' },
    });
    const clientIds: string[] = [];
    for (const number of [1, 2]) clientIds.push((await put(`${IDENTITIES}/id-${number}`)).properties.clientId);
    for (const object of [...installation(), ...objectsOf(clientIds)]) await create(cloud, object);
    await rolledOut(cloud);
  },
};

const isImported: Step = {
  name: 'podtrust import writes a project of what the API server has, and carries everything over',
  run: async (cloud) => {
    const items = (await Promise.all(DUMPED.map((kind) => itemsOf(cloud, kind)))).flat();
    const dump = path.join(cloud.folder, 'dump.yaml');
    fs.writeFileSync(dump, stringify({ apiVersion: 'v1', kind: 'List', items }));
    // A ReplicaSet and a pod that something makes stand for it.
    const made = new Set(
      items
        .filter(({ metadata }) => metadata.ownerReferences)
        .map(({ kind, metadata: { namespace, name } }) => `${kind}/${namespace}/${name}`),
    );
    before = accessOf(prove([dump], { config: false })).filter((line) => !made.has(line.split(' ')[0]!));
    projectFolder = path.join(cloud.folder, 'way-out');
    const args = [COMMAND, 'import', dump, '--cluster-id', CLUSTER, '--to', projectFolder];
    const { status, stdout, stderr } = spawnSync(process.execPath, [TSX, ...args], { encoding: 'utf8' });
    if (status !== 0) throw failure(`it ends with ${status}: ${stdout} ${stderr}`);
    // `az aks get-credentials` calls the context after the cluster.
    const home = path.join(cloud.folder, 'home');
    fs.mkdirSync(path.join(home, '.kube'), { recursive: true });
    const kubeconfig = fs.readFileSync(cloud.kubernetes.kubeconfigFile, 'utf8').replaceAll('"azure"', '"shop"');
    fs.writeFileSync(path.join(home, '.kube/config'), kubeconfig, { mode: 0o600 });
    Object.assign(variables, { HOME: home, PODTRUST_REAL_IMPORTED: projectFolder });
  },
};

/** The script take-over.ts of the project, by the API in place of kubectl. */
const isTakenOver: Step = {
  name: 'Terraform is given the fields of the objects, and pods do not notice',
  run: async (cloud) => {
    running = (await podsOf(cloud)).map(({ metadata }) => metadata.uid).sort();
    const { handOver } = load(projectFolder, 'managed-fields') as {
      handOver: (object: KubernetesObject) => readonly object[] | undefined;
    };
    for (const kind of ['Deployment', 'CronJob', 'Pod', 'DaemonSet', ...DUMPED.slice(0, 3)]) {
      for (const object of await itemsOf(cloud, kind)) {
        const patch = handOver(object as unknown as KubernetesObject);
        if (patch === undefined) continue;
        const { namespace, name } = object.metadata;
        const place = `${collectionOf(kind, namespace)}/${name}`;
        const { status, body } = await cloud.kubernetes.request('PATCH', place, patch, 'application/json-patch+json');
        if (status !== 200) throw failure(`${place}: ${JSON.stringify(body)}`);
      }
    }
  },
};

/** What a step of docs/importing.md makes of the cluster. */
interface Expected {
  readonly deployed: AadPodIdentityStep;
  readonly step: AadPodIdentityStep;
  readonly rolls: boolean;
  readonly label: 'aadpodidbinding' | 'azure.workload.identity/use';
  /** The accounts that are annotated. */
  readonly annotated: boolean;
  /** Whether AAD Pod Identity is there. */
  readonly installed: boolean;
}

const OLD = { label: 'aadpodidbinding', installed: true } as const;
const NEW = { label: 'azure.workload.identity/use', annotated: true } as const;

const STEPS: readonly Expected[] = [
  { deployed: 'pod-identity', step: 'beside', ...OLD, annotated: false, rolls: false },
  { deployed: 'beside', step: 'credentials', ...OLD, annotated: true, rolls: false },
  { deployed: 'credentials', step: 'switched', ...NEW, installed: true, rolls: true },
  { deployed: 'switched', step: 'left', ...NEW, installed: false, rolls: false },
  { deployed: 'left', step: 'switched', ...NEW, installed: true, rolls: false },
  { deployed: 'switched', step: 'credentials', ...OLD, annotated: true, rolls: true },
];

async function check(cloud: LocalCloud, { rolls, label, annotated, installed }: Expected): Promise<void> {
  await rolledOut(cloud);
  const pods = await podsOf(cloud);
  const uids = pods.map(({ metadata }) => metadata.uid).sort();
  const kept = uids.filter((uid) => running.includes(uid));
  if (pods.length !== 3 || kept.length !== (rolls ? 0 : 3)) {
    throw failure(`${kept.length} of ${pods.length} pods were there before, and ${rolls ? 0 : 3} of 3 should be`);
  }
  running = uids;
  const other = label === OLD.label ? NEW.label : OLD.label;
  const wrong = pods.filter(({ metadata: { labels = {} } }) => !(label in labels) || other in labels);
  if (wrong.length > 0) throw failure(`${wrong.length} pods lack the label ${label}, or have ${other}`);
  const accounts = (await Promise.all(NAMESPACES.map((one) => itemsOf(cloud, 'ServiceAccount', one)))).flat();
  const named = accounts
    .filter(({ metadata }) => metadata.annotations?.['azure.workload.identity/client-id'])
    .map(({ metadata: { namespace, name } }) => `${namespace}/${name}`)
    .sort();
  const meant = annotated ? ['demo/id-1', 'my-app/id-2', 'shop/id-2-id-1', 'shop/reports'] : [];
  if (named.join() !== meant.join()) throw failure(`annotated are ${named.join()}, and should be ${meant.join()}`);
  for (const [kind, count] of [
    ['AzureIdentity', 4],
    ['AzureIdentityBinding', 4],
    ['AzurePodIdentityException', 3],
    ['DaemonSet', 1],
  ] as const) {
    const found = await itemsOf(cloud, kind);
    if (found.length !== (installed ? count : 0)) throw failure(`there are ${found.length} ${kind}`);
  }
}

function stepOf(expected: Expected): Step {
  const { deployed, step } = expected;
  return {
    name: `${deployed} to ${step}: deployed, its plan is empty, and who gets in is as before`,
    run: async (cloud: LocalCloud, program: Program) => {
      const file = path.join(projectFolder, 'main.ts');
      const text = fs
        .readFileSync(file, 'utf8')
        .replace(/^ {2}deployed: '.*',$/m, `  deployed: '${deployed}',`)
        .replace(/^ {2}step: '.*',$/m, `  step: '${step}',`);
      fs.writeFileSync(file, text);
      // As the project’s README says: a pod on its own cannot be changed.
      if (expected.rolls) await cloud.kubernetes.request('DELETE', `${collectionOf('Pod', 'my-app')}/demo`);
      await program.deploy();
      await check(cloud, expected);
      for (const stack of ['azure', 'workloads']) await planIsEmptyOf(program, stack);
      const after = accessOf(prove([program.synthesized], { config: false }));
      if (after.join() !== before.join()) throw failure(`the proof says ${after.join('; ')}, not ${before.join('; ')}`);
    },
  };
}

/**
 * The project that `podtrust import` writes of a cluster with the demos of both articles is deployed, step by step, and two steps
 * are taken back. The API server, its objects and who owns their fields are real; see docs/real-components.md for azapi.
 */
export const IMPORTED: Scenario = {
  id: 'import',
  only: 'azure',
  name: 'what podtrust import writes, step by step',
  program: './programs/imported',
  variables,
  steps: [
    clusterIsThere,
    isImported,
    isTakenOver,
    ...STEPS.map(stepOf),
    { ...planIsEmpty, name: 'the plan of every stack is empty' },
    {
      ...destroyLeavesNothing,
      name: "cdktf destroy '*' leaves the cluster and its identities as they were, without credentials",
      run: async (cloud, program) => {
        await program.destroy();
        const left = await cloud.api.left();
        const credentials = left.filter((id) => /federatedIdentityCredentials/i.test(id));
        const workloads = (await podsOf(cloud)).map(({ metadata }) => `Pod ${metadata.name}`);
        const wrong = [...credentials, ...workloads];
        if (wrong.length > 0) throw failure(`there are still: ${wrong.join(', ')}`);
        const kept = [CLUSTER, `${IDENTITIES}/id-1`, `${IDENTITIES}/id-2`].filter((id) => !left.includes(id));
        if (kept.length > 0) throw failure(`gone are: ${kept.join(', ')}`);
      },
    },
  ],
};
