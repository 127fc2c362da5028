import type { MechanismStep } from '../../../lib/aws/identity/mechanism-move';
import type { Mechanism } from '../../../lib/core';
import { findComponents } from '../install/components';
import { EksWebhook } from '../aws/eks-webhook';
import { type KubernetesObject, mechanismsOf } from '../kubernetes';
import type { LocalCloud } from '../local-cloud';
import {
  type Scenario,
  type Step,
  destroyLeavesNothing,
  failure,
  planIsEmpty,
  planIsEmptyOf,
  provesTo,
} from './scenarios';

const namespace = 'shop';
/** The stacks that the steps change. */
const changing = ['eks-3-identities', 'eks-4-workloads'];
const accounts = ['orders', 'reports'];
const variables = { PODTRUST_REAL_MOVE: moveTo('irsa', 'irsa') };

let webhook: EksWebhook;
let running: KubernetesObject[] = [];

function moveTo(deployed: MechanismStep, step: MechanismStep): string {
  return JSON.stringify({ deployed, step });
}

const podsIn = async (cloud: LocalCloud) =>
  (await cloud.kubernetes.objectsIn(namespace)).filter(
    ({ kind, metadata }) => kind === 'Pod' && !metadata.deletionTimestamp,
  );

/** What a step of docs/moving.md makes of two workloads, and what its pods get, those that run and one that is made now. */
interface Expected {
  readonly deployed: MechanismStep;
  readonly step: MechanismStep;
  /** Whether the workloads roll. */
  readonly rolls: boolean;
  /** By which mechanism the workloads’ pods have their role afterwards. */
  readonly running: Mechanism;
  /** By which mechanism a pod that is made now gets it. */
  readonly made: Mechanism;
  /** How the proof says that each account gets in. */
  readonly ways: readonly string[];
  /** The proof's note of each account, and whether it tells of the role. */
  readonly note?: { readonly rule: string; readonly ofRole?: true };
}

const both = ['eks-pod-identity', 'irsa'];

const STEPS: readonly Expected[] = [
  { deployed: 'irsa', step: 'irsa', rolls: true, running: 'irsa', made: 'irsa', ways: ['irsa'] },
  {
    ...{ deployed: 'irsa', step: 'associated', rolls: false, running: 'irsa', made: 'eks-pod-identity' },
    ...{ ways: both, note: { rule: 'irsa-and-pod-identity' } },
  },
  {
    ...{ deployed: 'associated', step: 'annotation-removed', rolls: true },
    ...{ running: 'eks-pod-identity', made: 'eks-pod-identity' },
    ...{ ways: ['eks-pod-identity', 'irsa, unclaimed'], note: { rule: 'annotation-missing' } },
  },
  {
    ...{ deployed: 'annotation-removed', step: 'pod-identity', rolls: false },
    ...{ running: 'eks-pod-identity', made: 'eks-pod-identity', ways: ['eks-pod-identity'] },
  },
  {
    ...{ deployed: 'pod-identity', step: 'annotated', rolls: false },
    ...{ running: 'eks-pod-identity', made: 'eks-pod-identity' },
    ...{ ways: both, note: { rule: 'irsa-and-pod-identity' } },
  },
  {
    ...{ deployed: 'annotated', step: 'association-removed', rolls: true, running: 'irsa', made: 'irsa' },
    ...{ ways: ['irsa'], note: { rule: 'pod-identity-role-not-associated', ofRole: true } },
  },
  {
    ...{ deployed: 'association-removed', step: 'irsa', rolls: false, running: 'irsa', made: 'irsa', ways: ['irsa'] },
  },
];

/** A pod of an account that is made now, as it is stored. It is taken away again. */
async function made({ kubernetes }: LocalCloud, account: string): Promise<KubernetesObject> {
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const { status, body } = await kubernetes.request('POST', pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${account}-now` },
    spec: { serviceAccountName: account, containers: [{ name: 'now', image: 'registry.example/now' }] },
  });
  if (status !== 201) throw failure(`a pod of ${account} is refused: ${JSON.stringify(body)}`);
  await kubernetes.request('DELETE', `${pods}/${account}-now?gracePeriodSeconds=0`);
  return body as KubernetesObject;
}

function stepOf(expected: Expected): Step {
  const { deployed, step, rolls, ways, note } = expected;
  const lines = accounts.flatMap((account) => [
    ...ways.map((way) => `cluster ${namespace}/${account} is ${account} by ${way}`),
    ...(note ? [`note ${note.rule} of ${note.ofRole ? account : `ServiceAccount/${namespace}/${account}`}`] : []),
  ]);
  const proves = provesTo(['cluster kube-system/aws-node is cluster_vpc-cni-role by eks-pod-identity', ...lines]);
  return {
    name: `${step}: deployed, its plan is empty, pods have the role as docs/moving.md says, and so does the proof`,
    run: async (cloud, program) => {
      variables.PODTRUST_REAL_MOVE = moveTo(deployed, step);
      await program.deploy();
      if (!(await cloud.kubernetes.rolledOut(namespace))) throw failure('a Deployment has not rolled out after 60 s');
      await checkPods(cloud, expected, rolls);
      // The cluster is planned once more at the end.
      for (const stack of changing) await planIsEmptyOf(program, stack);
      await proves.run(cloud, program);
    },
  };
}

async function checkPods(cloud: LocalCloud, expected: Expected, rolls: boolean): Promise<void> {
  const pods = await podsIn(cloud);
  const kept = pods.filter(({ metadata }) => running.some((pod) => pod.metadata.uid === metadata.uid));
  const keeps = rolls ? 0 : accounts.length;
  if (pods.length !== accounts.length || kept.length !== keeps) {
    throw failure(`${kept.length} of ${pods.length} pods were there before, and ${keeps} should be`);
  }
  running = pods;
  const now = await Promise.all(accounts.map((account) => made(cloud, account)));
  for (const [which, list, mechanism] of [
    ['running', pods, expected.running],
    ['made now', now, expected.made],
  ] as const) {
    for (const pod of list) {
      const found = mechanismsOf(pod).join(' and ');
      if (found !== mechanism)
        throw failure(`the pod ${pod.metadata.name}, ${which}, has its role by ${found || 'nothing'}`);
    }
  }
}

/**
 * Two workloads go from IRSA to EKS Pod Identity and back. The webhook is podtrust's own `admitEks`, which knows the associations
 * that Terraform has made; Terraform, its providers and the API server are real.
 */
export const MOVE: Scenario = {
  id: 'move',
  only: 'aws',
  name: 'from IRSA to EKS Pod Identity and back, step by step',
  program: './programs/eks-move',
  variables,
  steps: [
    {
      name: 'the webhook of EKS starts',
      run: async (cloud) => {
        const openssl = findComponents().get('openssl').path!;
        webhook = await EksWebhook.start(cloud.kubernetes, openssl, cloud.folder, () => cloud.api.associated());
      },
    },
    ...STEPS.map(stepOf),
    { ...planIsEmpty, name: 'the plan of every stack is empty' },
    {
      ...destroyLeavesNothing,
      run: async (cloud, program) => {
        webhook.stop();
        await destroyLeavesNothing.run(cloud, program);
        const left = await podsIn(cloud);
        if (left.length > 0) throw failure(`pods are left: ${left.map(({ metadata }) => metadata.name).join(', ')}`);
      },
    },
  ],
};
