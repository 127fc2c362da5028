import * as fs from 'node:fs';
import * as path from 'node:path';
import type { PodtrustError } from '../../../lib/core';
import { prove } from '../../../lib/proof';
import { realError } from '../real-error';
import type { KubernetesObject } from '../kubernetes';
import type { CloudName, LocalCloud } from '../local-cloud';
import type { Program } from '../program';
import { differences, linesOf } from '../proof-lines';

/** One step of a scenario: its name, and what it does. It throws where what it shows does not hold. */
export interface Step {
  readonly name: string;
  readonly run: (cloud: LocalCloud, program: Program) => Promise<void>;
}

export interface Scenario {
  /** Of its folder. */
  readonly id: string;
  readonly name: string;
  /** The cloud that it is about. Default both. */
  readonly only?: CloudName;
  /** The program that is deployed, in this folder. Default the sample. */
  readonly program?: string;
  /** Of the program's environment; steps may change them. */
  readonly variables?: Record<string, string>;
  readonly steps: readonly Step[];
}

const namespace = 'todo';

/** About a third of what the platform stacks create, before their clusters. */
const createdBeforeTheKill: Readonly<Record<CloudName, number>> = { aws: 12, azure: 8 };

export const planIsEmpty: Step = {
  name: 'a second plan is empty',
  run: async (_cloud, program) => {
    for (const stack of program.stacks()) await planIsEmptyOf(program, stack);
  },
};

/** @throws PodtrustError where the plan of a stack that was deployed has changes */
export async function planIsEmptyOf(program: Program, stack: string): Promise<void> {
  const changes = await program.plan(stack);
  if (changes.length === 0) return;
  const list = changes.map(({ address, actions }) => `${actions.join(' and ')} ${address}`);
  throw failure(`the plan of ${stack} right after its deploy is not empty: ${list.join(', ')}`);
}

const podsRun: Step = {
  name: 'every Deployment rolls out',
  run: async (cloud) => {
    if (!(await cloud.kubernetes.rolledOut(namespace))) throw failure('a Deployment has not rolled out after 60 s');
    const pods = (await cloud.kubernetes.objectsIn(namespace)).filter(({ kind }) => kind === 'Pod');
    if (pods.length === 0) throw failure(`there is no pod in ${namespace}`);
  },
};

export const deploys: Step = {
  name: "cdktf deploy '*' --auto-approve",
  run: (_cloud, program) => program.deploy(),
};

/**
 * The proof of the program, and the proof of what Terraform shows of the applied states, say exactly these lines.
 *
 * @param expected see `linesOf`
 * @param config a `podtrust.yaml`, for what is accepted by name
 * @param only lines of one of the two alone: of what the provider that is there cannot make
 */
export function provesTo(
  expected: readonly string[],
  config?: string,
  only: { readonly program?: readonly string[]; readonly states?: readonly string[] } = {},
): Step {
  const settings = { config: config === undefined ? (false as const) : { file: 'podtrust.yaml', text: config } };
  const compare = (what: string, lines: readonly string[], found: readonly string[]): void => {
    const wrong = differences(lines, found);
    if (wrong.length > 0) throw failure(`the proof of ${what} differs: ${wrong.join('; ')}`);
  };
  return {
    name: 'the proof of the program, and of the applied states, is the exact inventory',
    run: async (cloud, program) => {
      compare('the program', [...expected, ...(only.program ?? [])], linesOf(prove([program.synthesized], settings)));
      const states = await Promise.all(
        program.stacks().map(async (stack) => {
          const file = path.join(cloud.folder, `${stack}.state.json`);
          fs.writeFileSync(file, await program.showState(stack));
          return file;
        }),
      );
      compare('the states', [...expected, ...(only.states ?? [])], linesOf(prove(states, settings)));
    },
  };
}

export const destroyLeavesNothing: Step = {
  name: "cdktf destroy '*' leaves nothing",
  run: async (cloud, program) => {
    await program.destroy();
    const left = await cloud.api.left();
    for (const stack of program.stacks()) left.push(...(await program.stateOf(stack)));
    const objects = await cloud.kubernetes.objectsIn(namespace);
    left.push(...objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
    if (left.length > 0) throw failure(`after the destroy there are still: ${left.join(', ')}`);
  },
};

/**
 * Gives one workload another identity and leaves the other alone: on AWS by a setting that changes the mechanism, on
 * Azure by a new managed identity in the place of the old one.
 */
const bindingRolls: Step = {
  name: 'a changed binding rolls its pods and nothing else',
  run: async (cloud, program) => {
    const changed = cloud.name === 'aws' ? 'frontend' : 'backend';
    const before = await cloud.kubernetes.objectsIn(namespace);
    if (cloud.name === 'aws') {
      cloud.useSettings({ aws: { mechanisms: { frontend: 'eks-pod-identity', backend: 'eks-pod-identity' } } });
    } else {
      const identities = (await program.stateOf('aks-platform')).filter((address) =>
        address.startsWith(`azurerm_user_assigned_identity.${changed}`),
      );
      await program.taint('aks-platform', identities[0]!);
    }
    await program.deploy();
    if (!(await cloud.kubernetes.rolledOut(namespace))) throw failure('the rollout has not ended after 60 s');
    const after = await cloud.kubernetes.objectsIn(namespace);

    const pods = podsOf(changed, after);
    const kept = podsOf(changed, before).filter((uid) => pods.includes(uid));
    if (pods.length === 0 || kept.length > 0) throw failure(`pods of the ${changed} were kept: ${kept.join(', ')}`);
    const touched = before
      .filter((object) => !isOf(changed, object))
      .filter((object) => !after.some((other) => isUntouched(object, other)))
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    if (touched.length > 0) throw failure(`more than the ${changed} was touched: ${touched.join(', ')}`);
  },
};

/** What the proof says of the sample, on each cloud. */
const SAMPLE: Readonly<Record<CloudName, readonly string[]>> = {
  aws: [
    'Cluster kube-system/aws-node is Cluster_vpc-cni-role by eks-pod-identity',
    'Cluster todo/backend is backend-role by eks-pod-identity',
    'Cluster todo/frontend is frontend-role by irsa',
    "Nodes: its nodes' identity is reached by host-network",
  ],
  azure: [
    'Cluster */* is Cluster_identities_kubelet by node, unclaimed',
    'Cluster has the add-on azure-policy',
    'Cluster todo/backend is backend-identity by entra-workload-identity',
    'Cluster todo/frontend is frontend-identity by entra-workload-identity',
    "Cluster: its nodes' identity is reached by every",
  ],
};

const sampleIsProven: Step = {
  ...provesTo([]),
  run: (cloud, program) => provesTo(SAMPLE[cloud.name]).run(cloud, program),
};

/** What every deploy has to hold. */
export const WHOLE_LIFE: Scenario = {
  id: 'life',
  name: 'deploy, change, destroy',
  steps: [
    deploys,
    podsRun,
    planIsEmpty,
    sampleIsProven,
    bindingRolls,
    { ...planIsEmpty, name: 'the plan after the change is empty' },
    destroyLeavesNothing,
  ],
};

/** What a deploy has to hold whose machine goes away. */
export const INTERRUPTED: Scenario = {
  id: 'interrupted',
  name: 'a deploy that is killed',
  steps: [
    {
      name: 'cdktf and all that it started are killed in the middle',
      run: (cloud, program) => program.deployKilledAfter(createdBeforeTheKill[cloud.name]),
    },
    { name: 'the same deploy, run again, converges', run: (_cloud, program) => program.deploy() },
    podsRun,
    planIsEmpty,
    destroyLeavesNothing,
  ],
};

/** What every shape of an EKS cluster has to hold that the sample does not have. */
export const EKS_SHAPES: Scenario = {
  id: 'shapes',
  only: 'aws',
  name: 'shapes of EKS: add-ons, Fargate, Auto Mode, hybrid nodes',
  program: './programs/eks-shapes',
  steps: [
    deploys,
    planIsEmpty,
    provesTo([
      'addons-cluster kube-system/aws-node is addons-cluster_vpc-cni-role by eks-pod-identity',
      'addons-cluster kube-system/ebs-csi-controller-sa is addons-cluster_aws-ebs-csi-driver-role by eks-pod-identity',
      'addons-cluster kube-system/efs-csi-controller-sa is addons-cluster_aws-efs-csi-driver-role by irsa',
      "addons-nodes: its nodes' identity is reached by host-network",
      'auto-cluster shop/reports is auto-reports by eks-pod-identity',
      "auto-cluster: its nodes' identity is reached by host-network",
      'fargate-cluster kube-system/aws-node is fargate-cluster_vpc-cni-role by eks-pod-identity',
      'fargate-cluster shop/reports is fargate-reports by irsa, unclaimed',
      'hybrid-cluster kube-system/aws-node is hybrid-cluster_vpc-cni-role by eks-pod-identity',
    ]),
    destroyLeavesNothing,
  ],
};

export function failure(what: string): PodtrustError {
  return realError({ code: 'real-scenario-failed', what });
}

/** Whether an object belongs to a workload: by its name, as the objects of the sample are called after it. */
function isOf(workload: string, { metadata }: KubernetesObject): boolean {
  return metadata.name === workload || metadata.name.startsWith(`${workload}-`);
}

function podsOf(workload: string, objects: readonly KubernetesObject[]): string[] {
  return objects
    .filter((object) => object.kind === 'Pod' && isOf(workload, object) && !object.metadata.deletionTimestamp)
    .map(({ metadata }) => metadata.uid);
}

/** The same object, and what was asked of it unchanged. */
function isUntouched(before: KubernetesObject, after: KubernetesObject): boolean {
  return (
    before.metadata.uid === after.metadata.uid &&
    JSON.stringify([before.spec, before.data, before.metadata.annotations, before.metadata.labels]) ===
      JSON.stringify([after.spec, after.data, after.metadata.annotations, after.metadata.labels])
  );
}
