import fc from 'fast-check';
import { allowed } from '../../proof/mechanisms/identity-binding/access-control-oracle';
import {
  type AccessControlObject,
  CLIENT_IDS,
  QUESTIONS,
  accessControl,
  proven,
} from '../../proof/mechanisms/identity-binding/random-access-control';
import { powersIn } from '../../proof/access-control/read-objects';
import { POWER_QUESTIONS, mayDo, powerfulAccess, saidOf } from '../../proof/access-control/random-powers';
import type { KubernetesControlPlane } from '../kubernetes';
import { pause } from '../processes';
import { type Scenario, failure } from './scenarios';

/** How many clusters' RBAC is made up; each has about ten objects. */
const SETS = 300;

/** How many of them are asked for what makes somebody a pod; each of them with some hundred requests. */
const POWER_SETS = 40;

/** The same objects each time, so that a failure can be looked at again. */
const SEED = 20261129;

const CLUSTER_ROLES = '/apis/rbac.authorization.k8s.io/v1/clusterroles';

/**
 * Who may use a bound identity, as the API server decides it: random RBAC is given to a real one, and what its
 * SubjectAccessReview answers is held against what the proof says of the same objects.
 */
export const ACCESS_CONTROL: Scenario = {
  id: 'access-control',
  only: 'azure',
  name: 'identity bindings: RBAC as the API server decides it',
  steps: [
    {
      name: `${SETS} sets of random RBAC, each service account and identity`,
      run: async ({ kubernetes }) => {
        await Promise.all(
          ['todo', 'shop'].map((name) =>
            kubernetes.request('POST', '/api/v1/namespaces', {
              apiVersion: 'v1',
              kind: 'Namespace',
              metadata: { name },
            }),
          ),
        );
        const before = await clusterRoles(kubernetes);
        const decided = { yes: 0, no: 0, open: 0, objects: 0 };
        for (const [index, objects] of fc.sample(accessControl, { numRuns: SETS, seed: SEED }).entries()) {
          const answers = proven(objects);
          const mine = QUESTIONS.map((question) => allowed(objects, question));
          const named = withNamesOf(objects, index);
          await Promise.all(named.map((object) => create(kubernetes, object)));
          const known = new Set([...before, ...named.map(({ metadata }) => metadata.name)]);
          await settled(
            kubernetes,
            { wanted: mine, ask: () => reviews(kubernetes), questions: QUESTIONS },
            index,
            known,
          );
          await removeAll(kubernetes, named);
          answers.forEach((answer, position) => {
            if (answer !== null && answer !== mine[position]) {
              throw failure(`set ${index}: the proof says ${answer} to ${JSON.stringify(QUESTIONS[position])}`);
            }
            decided[answer === null ? 'open' : answer ? 'yes' : 'no'] += 1;
          });
          decided.objects += objects.length;
        }
        if (decided.yes < SETS || decided.no < SETS) throw failure(`too few are decided: ${JSON.stringify(decided)}`);
      },
    },
    {
      name: `${POWER_SETS} sets of random RBAC, what makes each service account somebody else’s pod`,
      run: async ({ kubernetes }) => {
        const before = await clusterRoles(kubernetes);
        for (const [index, objects] of fc.sample(powerfulAccess, { numRuns: POWER_SETS, seed: SEED }).entries()) {
          const powers = powersIn(objects);
          const mine = POWER_QUESTIONS.map((question) => mayDo(objects, question));
          const named = withNamesOf(objects, SETS + index);
          await Promise.all(named.map((object) => create(kubernetes, object)));
          const known = new Set([...before, ...named.map(({ metadata }) => metadata.name)]);
          const ask = (): Promise<boolean[]> => powerReviews(kubernetes);
          await settled(kubernetes, { wanted: mine, ask, questions: POWER_QUESTIONS }, index, known);
          await removeAll(kubernetes, named);
          POWER_QUESTIONS.forEach((question, position) => {
            const answer = saidOf(powers, question);
            if (answer !== null && answer !== mine[position]) {
              throw failure(`set ${index}: the proof says ${answer} to ${JSON.stringify(question)}`);
            }
          });
        }
      },
    },
  ],
};

/**
 * Aggregated roles go first, and one after the other: for a moment their controller still knows a role that is gone, and writes
 * by its name what it would gather, be it there again or not.
 */
async function removeAll(kubernetes: KubernetesControlPlane, objects: readonly AccessControlObject[]): Promise<void> {
  for (const object of objects.filter(({ aggregationRule }) => aggregationRule !== undefined)) {
    await remove(kubernetes, object);
    await pause(50);
  }
  const others = objects.filter(({ aggregationRule }) => aggregationRule === undefined);
  await Promise.all(others.map((object) => remove(kubernetes, object)));
}

async function remove(kubernetes: KubernetesControlPlane, object: AccessControlObject): Promise<void> {
  const { status, body } = await kubernetes.request('DELETE', `${collectionOf(object)}/${object.metadata.name}`);
  if (status !== 200) throw failure(`${object.kind} ${object.metadata.name} is not deleted: ${JSON.stringify(body)}`);
}

async function create(kubernetes: KubernetesControlPlane, object: AccessControlObject): Promise<void> {
  const { status, body } = await kubernetes.request('POST', collectionOf(object), object);
  if (status !== 201) throw failure(`${object.kind} ${object.metadata.name}: ${JSON.stringify(body)}`);
}

/** Objects with names that no other set has: what is left to be done about a name concerns no later set. */
function withNamesOf(objects: readonly AccessControlObject[], set: number): AccessControlObject[] {
  const own = new Set(objects.map(({ metadata }) => metadata.name));
  const nameOf = (name: string) => (own.has(name) ? `${name}-${set}` : name);
  return objects.map(({ metadata, ...rest }): AccessControlObject => {
    const { roleRef } = rest as { roleRef?: { name: string } };
    return {
      ...rest,
      metadata: { ...metadata, name: nameOf(metadata.name) },
      ...(roleRef && { roleRef: { ...roleRef, name: nameOf(roleRef.name) } }),
    };
  });
}

/**
 * Waits until the API server answers as the oracle does: it reads RBAC, and gathers the rules of roles, a moment later. The
 * controller that gathers may make a role of an earlier set again, without its labels, where it had not heard yet that the role
 * is gone: whatever role is not of `known` is deleted, since a role of this set may gather it.
 */
async function settled(
  kubernetes: KubernetesControlPlane,
  { wanted, ask, questions }: Asked,
  set: number,
  known: ReadonlySet<string>,
): Promise<void> {
  let last = '';
  for (const end = Date.now() + 15_000; Date.now() < end; await pause(30)) {
    const answers = await ask();
    last = answers
      .map((answer, index) => (answer === wanted[index] ? '' : `${JSON.stringify(questions[index])} ${answer}`))
      .join(' ')
      .trim();
    if (last === '') return;
    const strangers = (await clusterRoles(kubernetes)).filter((name) => !known.has(name));
    await Promise.all(strangers.map((name) => kubernetes.request('DELETE', `${CLUSTER_ROLES}/${name}`)));
  }
  throw failure(`set ${set} (seed ${SEED}): the API server answers otherwise: ${last}`);
}

async function clusterRoles(kubernetes: KubernetesControlPlane): Promise<string[]> {
  const { status, body } = await kubernetes.request('GET', CLUSTER_ROLES);
  if (status !== 200) throw failure(`ClusterRoles: ${JSON.stringify(body)}`);
  return (body as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
}

/** What is put to the API server, and what it should answer. */
interface Asked {
  readonly wanted: readonly boolean[];
  readonly ask: () => Promise<boolean[]>;
  readonly questions: readonly unknown[];
}

function reviews(kubernetes: KubernetesControlPlane): Promise<boolean[]> {
  return Promise.all(
    QUESTIONS.map(({ identity, ...who }) =>
      review(kubernetes, who, {
        verb: 'use-managed-identity',
        group: 'cid.wi.aks.azure.com',
        version: '*',
        resource: CLIENT_IDS[identity],
      }),
    ),
  );
}

function powerReviews(kubernetes: KubernetesControlPlane): Promise<boolean[]> {
  return Promise.all(
    POWER_QUESTIONS.map(async ({ who, requests }) => {
      const answers = await Promise.all(
        requests.map(({ apiGroup: group, resource: whole, ...request }) => {
          const [resource, subresource] = whole.split('/');
          return review(kubernetes, who, { ...request, group, resource, subresource });
        }),
      );
      return answers.includes(true);
    }),
  );
}

async function review(
  kubernetes: KubernetesControlPlane,
  { namespace, account }: { readonly namespace: string; readonly account: string },
  resourceAttributes: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  const { status, body } = await kubernetes.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: `system:serviceaccount:${namespace}:${account}`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      resourceAttributes,
    },
  });
  if (status !== 201) throw failure(`SubjectAccessReview: ${JSON.stringify(body)}`);
  return (body as { status: { allowed: boolean } }).status.allowed;
}

function collectionOf({ kind, metadata: { namespace } }: AccessControlObject): string {
  const plural = `${kind.toLowerCase()}s`;
  return `/apis/rbac.authorization.k8s.io/v1/${namespace === undefined ? '' : `namespaces/${namespace}/`}${plural}`;
}
