import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { importedProjectFiles } from '../../lib/cli/init/project-files';
import { writeProject } from '../../lib/cli/init/write-project';
import type { PodIdentityAccess } from '../../lib/import/access';
import { programFiles } from '../../lib/import/program';
import { readPodIdentityAccess } from '../../lib/import/read-access';
import { PodtrustError, prove } from '../../lib/proof';
import { azureIdentity, azureIdentityBinding, azurePodIdentityException, dump, serviceAccount, workload } from './dump';
import { accessOf, proveAt, STEPS } from './run-program';

type Json = Readonly<Record<string, unknown>>;

const REPOSITORY = join(__dirname, '../..');
/** Half an hour: on a machine that others use too. */
const LONG = 1_800_000;

const namespace = fc.constantFrom('a', 'b');
const name = fc.constantFrom('i', 'j', 'k');
const selector = fc.constantFrom('x', 'X', 'y');

const identities = fc.uniqueArray(
  fc.record({
    namespace,
    name,
    number: fc.integer({ min: 1, max: 4 }),
    namespaced: fc.boolean(),
    // Of five one is an application, of a client id of its own, and one has no client id.
    spec: fc.constantFrom<Json>({}, {}, {}, { type: 1 }, { clientID: undefined }),
  }),
  { selector: (one) => `${one.namespace}/${one.name}`, minLength: 1, maxLength: 5 },
);
const bindings = fc.uniqueArray(
  fc.record({ namespace, name: fc.constantFrom('p', 'q', 'r', 's'), identity: name, selector }),
  { selector: (one) => `${one.namespace}/${one.name}`, maxLength: 6 },
);
const exceptions = fc.uniqueArray(fc.record({ namespace, tier: fc.constantFrom('web', 'job') }), {
  selector: (one) => one.namespace,
  maxLength: 1,
});
const workloads = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom('Deployment', 'StatefulSet', 'CronJob', 'Job', 'Pod', 'ReplicaSet'),
    namespace,
    name: fc.constantFrom('u', 'v', 'w'),
    selector: fc.option(selector, { nil: undefined }),
    account: fc.constantFrom(undefined, undefined, 'default', 'own', 'id-1'),
    tier: fc.constantFrom('web', 'db'),
    hostNetwork: fc.boolean(),
    owner: fc.constantFrom(undefined, undefined, undefined, 'Deployment/u', 'Rollout/u'),
    windows: fc.constantFrom(false, false, false, true),
  }),
  { selector: (one) => `${one.kind}/${one.namespace}/${one.name}`, minLength: 1, maxLength: 8 },
);
const accounts = fc.uniqueArray(fc.record({ namespace, name: fc.constantFrom('own', 'id-1') }), {
  selector: (one) => `${one.namespace}/${one.name}`,
  maxLength: 2,
});

/** The objects of a part of a cluster, whose namespaces and managed identities no other part has. */
const parts = fc
  .record({ identities, bindings, exceptions, workloads, accounts })
  .map((all) => (part: number): Json[] => {
    const at = (one: { readonly namespace: string }): string => `${one.namespace}${part}`;
    return [
      ...all.identities.map((one) =>
        azureIdentity([at(one), one.name], part * 10 + one.number + (one.spec.type === 1 ? 5 : 0), one),
      ),
      ...all.bindings.map((one) => azureIdentityBinding([at(one), one.name], one.identity, one.selector)),
      ...all.exceptions.map((one) => azurePodIdentityException([at(one), 'out'], { tier: one.tier })),
      ...all.workloads.map((one) =>
        workload(one.kind, [at(one), one.name], {
          ...one,
          labels: { tier: one.tier },
          spec: {
            ...(one.hostNetwork ? { hostNetwork: true } : {}),
            ...(one.windows ? { nodeSelector: { 'kubernetes.io/os': 'windows' } } : {}),
          },
        }),
      ),
      ...all.accounts.map((one) => serviceAccount([at(one), one.name])),
    ];
  });

/** Dumps that one program is made of: most of its time goes to what is there once. */
const PARTS = 10;

/** The objects of a cluster, in any order. An identity that is not kept to its namespace crosses parts. */
const clusters = fc
  .array(parts, { minLength: PARTS, maxLength: PARTS })
  .map((all) => all.flatMap((part, index) => part(index)))
  .chain((objects) => fc.shuffledSubarray(objects, { minLength: objects.length, maxLength: objects.length }));

test(
  'whoever has an identity before has it after, and nobody else, but for what is listed',
  () => {
    fc.assert(
      fc.property(clusters, fc.constantFrom(...STEPS), (objects, step) => {
        // GIVEN a cluster
        const dumped = dump(...objects);
        const before = accessOf(prove([dumped]));
        // WHEN it is imported, and a step is taken
        const access = readPodIdentityAccess([dumped]);
        const folder = mkdtempSync(join(tmpdir(), 'random-'));
        try {
          const files = programFiles({ ...access, left: [] }, { paths: ['dump.yaml'] });
          writeProject(folder, importedProjectFiles(files, 'cdktf', 'random', REPOSITORY));
          const after = new Set(accessOf(proveAt(folder, step).inventory));
          // THEN the workloads of the program have what they had, and no other workload has anything
          const carried = new Set(access.accounts.flatMap((one) => one.workloads.map(({ object }) => object)));
          const owned = (line: string) => isOwned(line, objects);
          const listed = new Set(access.left.map(({ object }) => object));
          const missing = before.filter((line) => !after.has(line));
          expect(missing.filter((line) => !listed.has(workloadOf(line)) && !owned(line))).toEqual([]);
          expect([...after].filter((line) => !before.includes(line))).toEqual([]);
          expect([...after].filter((line) => !carried.has(workloadOf(line)))).toEqual([]);
          // AND each account is its set's own: nobody else runs as it
          expect(strangersOf(access, objects)).toEqual([]);
          expect(access.accounts.filter(({ name: own }) => own === 'default')).toEqual([]);
        } finally {
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: 100 / PARTS },
    );
  },
  LONG,
);

/** Workloads that nothing else makes, and that run as an account of the program without being one of its workloads. */
function strangersOf({ accounts: all }: PodIdentityAccess, objects: readonly Json[]): string[] {
  const own = new Map(
    all.map((one) => [`${one.namespace}/${one.name}`, new Set(one.workloads.map(({ object }) => object))]),
  );
  return objects.flatMap((object) => {
    const { name: called, namespace: ns, ownerReferences } = object.metadata as Record<string, unknown>;
    const account = /"serviceAccountName":"([^"]+)"/.exec(JSON.stringify(object))?.[1];
    const id = `${String(object.kind)}/${String(ns)}/${String(called)}`;
    const isStranger = ownerReferences === undefined && own.get(`${String(ns)}/${account}`)?.has(id) === false;
    return isStranger ? [id] : [];
  });
}

function workloadOf(line: string): string {
  return line.split(' ')[0]!;
}

/** Whether a workload is made by one that stands for it. */
function isOwned(line: string, objects: readonly Json[]): boolean {
  return objects.some((object) => {
    const {
      name: own,
      namespace: ns,
      ownerReferences,
    } = object.metadata as {
      name: string;
      namespace?: string;
      ownerReferences?: unknown;
    };
    return ownerReferences !== undefined && `${String(object.kind)}/${ns}/${own}` === workloadOf(line);
  });
}

describe('whatever a dump is cut off at, or has in place of what it should have', () => {
  const text = JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'List',
      items: [
        azureIdentity(['a', 'i'], 1),
        azureIdentityBinding(['a', 'p'], 'i', 'x'),
        azurePodIdentityException(['a', 'out'], { tier: 'web' }),
        workload('Deployment', ['a', 'u'], { selector: 'x', account: 'own', owner: 'Deployment/u' }),
        workload('CronJob', ['a', 'v'], { selector: 'x' }),
        serviceAccount(['a', 'own']),
      ],
    },
    null,
    1,
  );

  /** Reads it, or says with a code of its own why not. */
  const readOrRefused = (dumped: string): void => {
    try {
      const access = readPodIdentityAccess([{ file: 'dump.json', text: dumped }]);
      programFiles(access, { paths: ['dump.json'] });
    } catch (error) {
      if (!PodtrustError.is(error)) throw error;
    }
  };

  test('it is read, or refused with a reason', () => {
    fc.assert(
      fc.property(fc.nat(text.length), (end) => readOrRefused(text.slice(0, end))),
      { numRuns: 100 },
    );
    const values = fc.constantFrom('null', '[]', '{}', '0', 'true', '""', '"x"', '[null]', '[[]]', '{"a":[{}]}');
    const starts = [...text.matchAll(/: (?=["[{\d])/g)].map(({ index }) => index + 2);
    fc.assert(
      fc.property(fc.constantFrom(...starts), values, (start, value) => {
        const end = start + /^("([^"\\]|\\.)*"|\d+|.)/.exec(text.slice(start))![0].length;
        readOrRefused(text.slice(0, start) + value + text.slice(end));
        const whole: unknown = JSON.parse(text);
        readOrRefused(JSON.stringify(whole).replace(text.slice(start, end).trim(), value));
      }),
      { numRuns: 300 },
    );
  });
});
