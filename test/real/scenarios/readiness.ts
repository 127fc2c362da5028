import { findComponents } from '../install/components';
import { EksWebhook } from '../aws/eks-webhook';
import type { KubernetesObject } from '../kubernetes';
import type { LocalCloud } from '../local-cloud';
import { pause } from '../processes';
import { type Scenario, failure } from './scenarios';

const namespace = 'readiness';
const stack = 'eks-readiness';
const variables = { PODTRUST_REAL_ROLE: 'reports' };

let webhook: EksWebhook;
/** The canary that passed first. */
let first: KubernetesObject;

async function listed(cloud: LocalCloud, collection: string): Promise<KubernetesObject[]> {
  const { body } = await cloud.kubernetes.request('GET', `/${collection}`);
  const { items } = body as { items: KubernetesObject[] };
  return items.filter(({ metadata }) => metadata.namespace === namespace);
}
const jobs = (cloud: LocalCloud) => listed(cloud, 'apis/batch/v1/jobs');
const pods = async (cloud: LocalCloud, name: string) =>
  (await listed(cloud, 'api/v1/pods')).filter(({ metadata }) => metadata.name.startsWith(name));
/** Terraform orphans the pods of a Job that it deletes: an earlier canary’s ended ones stay. */
const ofWorkload = async (cloud: LocalCloud) =>
  (await pods(cloud, 'reports-')).filter(({ metadata }) => !metadata.name.startsWith('reports-canary'));

/**
 * A canary between an association and its workload: the webhook knows the association only when a first pod of the canary
 * was stored without it. Real are Terraform, its kubernetes provider, the API server and the Job controller; the webhook is
 * podtrust's own `admitEks`, and a kubelet is played, which completes a canary's pod only if it has the injected variables.
 */
export const READINESS: Scenario = {
  id: 'readiness',
  only: 'aws',
  name: 'a canary before its workload',
  program: './programs/readiness',
  variables,
  steps: [
    {
      name: 'the canary fails until the webhook knows the association, and then a new pod of it passes',
      run: async (cloud, program) => {
        const openssl = findComponents().get('openssl').path!;
        webhook = await EksWebhook.start(cloud.kubernetes, openssl, cloud.folder);
        const deployed = program.deploy(stack);
        const late = (async () => {
          while ((await pods(cloud, 'reports-canary')).length === 0) await pause(200);
          await pause(2000);
          const made = (await pods(cloud, 'reports-')).map(({ metadata }) => metadata.name);
          if (made.some((name) => !name.startsWith('reports-canary'))) throw failure(`pods before: ${made.join(', ')}`);
          webhook.learn('readiness/reports');
        })();
        await Promise.all([deployed, late]);
        [first] = (await jobs(cloud)) as [KubernetesObject];
        const { succeeded, failed } = first.status as Record<string, number>;
        if (succeeded !== 1 || failed !== 1) throw failure(`the canary has ${failed} failed, ${succeeded} passed`);
      },
    },
    {
      name: 'the workload’s pods all have the injected variables',
      run: async (cloud) => {
        if (!(await cloud.kubernetes.rolledOut(namespace)))
          throw failure('the Deployment has not rolled out after 60 s');
        const workload = await ofWorkload(cloud);
        const text = JSON.stringify(workload.map(({ spec }) => spec));
        if (workload.length !== 1 || !text.includes('AWS_CONTAINER_CREDENTIALS_FULL_URI')) throw failure(text);
      },
    },
    {
      name: 'a second plan is empty',
      run: async (_cloud, program) => {
        const changes = await program.plan(stack);
        if (changes.length > 0) throw failure(changes.map(({ address }) => address).join(', '));
      },
    },
    {
      name: 'a changed binding has a canary of its own, and rolls the pods',
      run: async (cloud, program) => {
        const before = await ofWorkload(cloud);
        variables.PODTRUST_REAL_ROLE = 'reports-again';
        await program.deploy(stack);
        const [second, ...others] = (await jobs(cloud)).filter(({ metadata }) => !metadata.deletionTimestamp);
        if (!second || others.length > 0) throw failure(`there are ${others.length + 1} canaries`);
        if (second.metadata.name === first.metadata.name) throw failure(`it is still called ${second.metadata.name}`);
        if (!(await cloud.kubernetes.rolledOut(namespace)))
          throw failure('the Deployment has not rolled out after 60 s');
        const kept = (await ofWorkload(cloud)).filter(
          ({ metadata }) => !metadata.deletionTimestamp && before.some((pod) => pod.metadata.uid === metadata.uid),
        );
        if (kept.length > 0) throw failure(`kept: ${kept.map(({ metadata }) => metadata.name).join(', ')}`);
        const changes = await program.plan(stack);
        if (changes.length > 0) throw failure(changes.map(({ address }) => address).join(', '));
      },
    },
    {
      name: 'RolledPods stops Terraform by the mechanism that pods still have, and by no other',
      run: async (_cloud, program) => {
        await program.deploy('eks-left-irsa');
        const stopped = await program.deploy('eks-left-eks-pod-identity').then(
          () => undefined,
          (error: Error) => error.message,
        );
        if (stopped === undefined) throw failure('it was deployed');
        if (!/postcondition/.test(stopped)) throw failure(stopped);
      },
    },
    {
      name: 'the destroy leaves no canary',
      run: async (cloud, program) => {
        await program.destroy(stack);
        webhook.stop();
        const left = await jobs(cloud);
        if (left.length > 0) throw failure(left.map(({ metadata }) => metadata.name).join(', '));
      },
    },
  ],
};
