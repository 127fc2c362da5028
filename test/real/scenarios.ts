import type { PodtrustError } from '../../lib/core';
import { realError } from './real-error';
import type { KubernetesObject } from './kubernetes';
import type { CloudName, LocalCloud } from './local-cloud';
import type { Program } from './program';

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

const planIsEmpty: Step = {
  name: 'a second plan is empty',
  run: async (_cloud, program) => {
    for (const stack of program.stacks()) {
      const changes = await program.plan(stack);
      if (changes.length > 0) {
        const list = changes.map(({ address, actions }) => `${actions.join(' and ')} ${address}`);
        throw failure(`the plan of ${stack} right after its deploy is not empty: ${list.join(', ')}`);
      }
    }
  },
};

const podsRun: Step = {
  name: 'every Deployment rolls out',
  run: async (cloud) => {
    if (!(await cloud.kubernetes.rolledOut(namespace))) throw failure('a Deployment has not rolled out after 60 s');
    const pods = (await cloud.kubernetes.objectsIn(namespace)).filter(({ kind }) => kind === 'Pod');
    if (pods.length === 0) throw failure(`there is no pod in ${namespace}`);
  },
};

const destroyLeavesNothing: Step = {
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

/** What every deploy has to hold. */
export const WHOLE_LIFE: Scenario = {
  id: 'life',
  name: 'deploy, change, destroy',
  steps: [
    { name: "cdktf deploy '*' --auto-approve", run: (_cloud, program) => program.deploy() },
    podsRun,
    planIsEmpty,
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
    { name: "cdktf deploy '*' --auto-approve", run: (_cloud, program) => program.deploy() },
    planIsEmpty,
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
