import type { AadPodIdentityStep } from '../../../lib/azure/aad-pod-identity/aad-pod-identity-move';
import { prove } from '../../../lib/proof';
import type { LocalCloud } from '../local-cloud';
import { type Scenario, type Step, destroyLeavesNothing, failure, planIsEmpty, planIsEmptyOf } from './scenarios';

const namespace = 'shop';
const variables = { PODTRUST_REAL_LEAVE: leaving('pod-identity', 'pod-identity') };
const API = `/apis/aadpodidentity.k8s.io/v1/namespaces/${namespace}`;

function leaving(deployed: AadPodIdentityStep, step: AadPodIdentityStep): string {
  return JSON.stringify({ mode: 'standard', deployed, step });
}

async function itemsOf({ kubernetes }: LocalCloud, collection: string): Promise<string[]> {
  const { body } = await kubernetes.request('GET', collection);
  const { items = [] } = body as { items?: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name).sort();
}

/** What a step of docs/aad-pod-identity.md makes of two workloads. */
interface Expected {
  readonly deployed: AadPodIdentityStep;
  readonly step: AadPodIdentityStep;
  readonly by: 'aad-pod-identity' | 'entra-workload-identity';
  /** The accounts of the workloads that are annotated. */
  readonly annotated: readonly string[];
  readonly objects: readonly string[];
  readonly installed: boolean;
}

const ALL = ['archive', 'orders', 'reports'];
const BOTH = ['orders', 'reports'];
const before = { by: 'aad-pod-identity', annotated: [], objects: ALL, installed: true } as const;
const after = { by: 'entra-workload-identity', annotated: BOTH, objects: ALL, installed: true } as const;

const STEPS: readonly Expected[] = [
  { deployed: 'pod-identity', step: 'pod-identity', ...before },
  { deployed: 'pod-identity', step: 'beside', ...before },
  { deployed: 'beside', step: 'credentials', ...before, annotated: BOTH },
  { deployed: 'credentials', step: 'switched', ...after },
  { deployed: 'switched', step: 'left', ...after, objects: [], installed: false },
  { deployed: 'left', step: 'switched', ...after },
];

async function check(cloud: LocalCloud, { by, annotated, objects, installed }: Expected): Promise<void> {
  if (!(await cloud.kubernetes.rolledOut(namespace))) throw failure('a Deployment has not rolled out after 60 s');
  const found = await cloud.kubernetes.objectsIn(namespace);
  const label = by === 'aad-pod-identity' ? 'aadpodidbinding' : 'azure.workload.identity/use';
  const pods = found.filter(({ kind, metadata }) => kind === 'Pod' && !metadata.deletionTimestamp);
  const odd = pods.filter(({ metadata }) => metadata.labels?.[label] === undefined);
  if (pods.length !== 2 || odd.length > 0)
    throw failure(`${odd.length} of ${pods.length} pods lack the label ${label}`);
  const accounts = found
    .filter(
      ({ kind, metadata }) => kind === 'ServiceAccount' && metadata.annotations?.['azure.workload.identity/client-id'],
    )
    .map(({ metadata }) => metadata.name)
    .sort();
  const said = (what: string, is: readonly string[], should: readonly string[]): void => {
    if (is.join() !== should.join()) throw failure(`${what} are ${is.join(', ')}, and should be ${should.join(', ')}`);
  };
  said('annotated accounts', accounts, annotated);
  said('AzureIdentities', await itemsOf(cloud, `${API}/azureidentities`), objects);
  const bindings = objects.map((name) => `${name}-binding`);
  said('AzureIdentityBindings', await itemsOf(cloud, `${API}/azureidentitybindings`), bindings);
  const daemons = await itemsOf(cloud, '/apis/apps/v1/namespaces/kube-system/daemonsets');
  said('DaemonSets', daemons, installed ? ['nmi'] : []);
}

function proves(synthesized: string, { by }: Expected): void {
  const { access, findings } = prove([synthesized], { config: false });
  const wrong = findings.filter(({ level }) => level !== 'note');
  if (wrong.length > 0)
    throw failure(`the proof says ${wrong.map(({ rule, level }) => `${level} ${rule}`).join(', ')}`);
  const has = access
    .filter(({ mechanism, workloads }) => mechanism !== 'node' && workloads.length > 0)
    .map(
      ({ identity, workloads, mechanism }) =>
        `${identity.split('.').at(-1)!.split('_')[0]} ${workloads.join()} ${mechanism}`,
    )
    .sort();
  const should = [
    ['archive', 'reports'],
    ['orders', 'orders'],
    ['reports', 'reports'],
  ].map(([identity, workload]) => `${identity} Deployment/${namespace}/${workload} ${by}`);
  if (has.join('; ') !== should.join('; ')) throw failure(`the proof says ${has.join('; ')}, not ${should.join('; ')}`);
}

/** One identity that MIC has on a node still. */
const ASSIGNED = {
  apiVersion: 'aadpodidentity.k8s.io/v1',
  kind: 'AzureAssignedIdentity',
  metadata: { name: 'reports-shop-reports', namespace },
  spec: { pod: 'reports', podNamespace: namespace },
};

function stepOf(expected: Expected): Step {
  const { deployed, step } = expected;
  return {
    name: `${deployed} to ${step}: deployed, its plan is empty, and pods, objects and proof are as docs/aad-pod-identity.md says`,
    run: async (cloud, program) => {
      variables.PODTRUST_REAL_LEAVE = leaving(deployed, step);
      if (step === 'left') {
        await cloud.kubernetes.request('POST', `${API}/azureassignedidentities`, ASSIGNED);
        const refusal = await program.deployRefused();
        if (!/MIC has not taken all identities off the nodes: reports-shop-reports/.test(refusal)) {
          throw failure(`MIC may go while a node has an identity: ${refusal}`);
        }
        await cloud.kubernetes.request('DELETE', `${API}/azureassignedidentities/${ASSIGNED.metadata.name}`);
      }
      await program.deploy();
      await check(cloud, expected);
      for (const stack of ['aks-2-identities', 'aks-3-installation', 'aks-4-workloads'])
        await planIsEmptyOf(program, stack);
      proves(program.synthesized, expected);
    },
  };
}

/**
 * Two workloads leave AAD Pod Identity in its standard mode for Entra Workload ID, one step after another, and take the last one
 * back. Its CustomResourceDefinitions, MIC, NMI and its objects are applied to a real API server; nothing runs of them.
 */
export const LEAVE: Scenario = {
  id: 'leave',
  only: 'azure',
  name: 'out of AAD Pod Identity, step by step',
  program: './programs/aks-pod-identity',
  variables,
  steps: [
    ...STEPS.map(stepOf),
    { ...planIsEmpty, name: 'the plan of every stack is empty' },
    {
      ...destroyLeavesNothing,
      run: async (cloud, program) => {
        await destroyLeavesNothing.run(cloud, program);
        const kinds = await itemsOf(cloud, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
        const left = kinds.filter((name) => name.endsWith('aadpodidentity.k8s.io'));
        if (left.length > 0) throw failure(`definitions are left: ${left.join(', ')}`);
      },
    },
  ],
};
