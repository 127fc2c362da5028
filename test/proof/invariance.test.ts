import fc from 'fast-check';
import { prove } from '../../lib/proof';
import type { InMemoryDocument, Inventory } from '../../lib/proof';
import { catalogueMutants } from './catalogue-mutants';
import { documentsOf, sampleProgram } from './sample-program';
import type { Json, SampleProgram } from './sample-program';

const numRuns = Number(process.env.PODTRUST_PROPERTY_RUNS ?? 40);

jest.setTimeout(600_000);

const sample = sampleProgram();
/** The sound sample and all broken ones: a wrong program must be wrong in the same way, however it is written. */
const programs: readonly SampleProgram[] = [
  sample,
  ...catalogueMutants().map(({ apply }) => {
    const copy = structuredClone(sample);
    apply(copy);
    return copy;
  }),
];
const program = fc.integer({ min: 0, max: programs.length - 1 }).map((index) => structuredClone(programs[index]!));

/** What is said, without the texts: which of two that clash is named first may hang on their names. */
function answer(inventory: Inventory, rename: (text: string) => string = (text) => text): Json {
  const { access, permissions, findings, undecided } = inventory;
  const said = {
    // Of several things that may make an account, the first by its name is told.
    access: access.map((entry) => ({
      ...entry,
      uncertain: entry.uncertain !== undefined,
      claimUncertain: entry.claimUncertain?.replace(/ \(.*?\) may declare/, ' may declare'),
    })),
    permissions,
    findings: findings.map(({ rule, level }) => ({ rule, level })),
    undecided: undecided.map(({ about }) => ({ about })),
  };
  return Object.fromEntries(
    Object.entries(said).map(([part, entries]) => [part, entries.map((entry) => rename(JSON.stringify(entry))).sort()]),
  );
}

/** The values of an object in another order, told by some numbers. */
function shuffled<T>(items: readonly T[], numbers: readonly number[]): T[] {
  return items
    .map((item, index) => ({ item, key: (numbers[index % numbers.length]! * (index + 1)) % 101 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

const numbers = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 5, maxLength: 20 });

function eachTrust(of: SampleProgram, change: (policy: Json) => void): void {
  for (const configuration of Object.values(of)) {
    for (const { assume_role_policy: policy } of Object.values<Json>(configuration.resource.aws_iam_role ?? {})) {
      if (Array.isArray(policy?.Statement)) change(policy);
    }
  }
}

test('the order of statements, actions and condition keys changes nothing', () => {
  fc.assert(
    fc.property(program, numbers, (original, order) => {
      const copy = structuredClone(original);
      eachTrust(copy, (policy) => {
        policy.Statement = shuffled(policy.Statement as Json[], order).map((statement) => {
          const Action = Array.isArray(statement.Action) ? shuffled(statement.Action, order) : statement.Action;
          const entries = shuffled(Object.entries({ ...statement, Action }), order);
          return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
        });
      });
      expect(answer(prove(documentsOf(copy)))).toEqual(answer(prove(documentsOf(original))));
    }),
    { numRuns },
  );
});

test('a statement split by its actions, or said twice, changes nobody’s access', () => {
  fc.assert(
    fc.property(program, fc.boolean(), (original, twice) => {
      const copy = structuredClone(original);
      eachTrust(copy, (policy) => {
        policy.Statement = (policy.Statement as Json[]).flatMap((statement) => {
          const actions: Json[] = Array.isArray(statement.Action) ? statement.Action : [statement.Action];
          const parts = actions.map((Action) => (Action === undefined ? statement : { ...statement, Action }));
          return twice ? [...parts, ...parts] : parts;
        });
      });
      expect(answer(prove(documentsOf(copy))).access).toEqual(answer(prove(documentsOf(original))).access);
    }),
    { numRuns },
  );
});

test('a list of subjects is as many statements', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 4 }), (names) => {
      const trusts = (split: boolean): SampleProgram => {
        const copy = structuredClone(sample);
        eachTrust(copy, (policy) => {
          const [statement] = policy.Statement;
          const { StringEquals } = statement.Condition ?? {};
          const sub = Object.keys(StringEquals ?? {}).find((key) => key.endsWith(':sub'));
          if (sub === undefined) return;
          const of = (value: Json): Json => ({
            ...statement,
            Condition: { StringEquals: { ...StringEquals, [sub]: value } },
          });
          const subjects = [StringEquals[sub], ...names.map((name) => `system:serviceaccount:other:${name}`)];
          policy.Statement = split ? subjects.map(of) : [of(subjects)];
        });
        return copy;
      };
      const [many, one] = [trusts(true), trusts(false)].map((trust) => answer(prove(documentsOf(trust))));
      expect(many.access).toEqual(one.access);
    }),
    { numRuns },
  );
});

test('resources of other names, and stacks of other names, give the same answer with those names', () => {
  const names = Object.values(sample)
    .flatMap(({ resource }) => Object.values<Json>(resource).flatMap((ofType) => Object.keys(ofType)))
    .filter((name) => /_[0-9A-F]{8}$/.test(name));
  const distinct = [...new Set(names)].sort((a, b) => b.length - a.length);
  fc.assert(
    fc.property(program, fc.stringMatching(/^[a-z]{3,8}$/), (original, word) => {
      const renamed = new Map(distinct.map((name, index) => [name, `${word}_${index}_resource`]));
      const rename = (text: string): string =>
        distinct
          .reduce((result, name) => result.replaceAll(name, renamed.get(name)!), text)
          .replace(/\b(eks|aks)-(platform|workloads)\b/g, `${word}-$1-$2`);
      const documents = documentsOf(original);
      const others = documents.map(({ file, text, stack }) => ({
        file: rename(file),
        text: rename(text),
        stack: rename(stack!),
      }));
      expect(answer(prove(others))).toEqual(answer(prove(documents), rename));
    }),
    { numRuns },
  );
});

test('the order of files, stacks, resources and keys changes not a byte', () => {
  fc.assert(
    fc.property(program, numbers, (original, order) => {
      const reordered = (value: Json): Json => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
        return Object.fromEntries(shuffled(Object.keys(value), order).map((key) => [key, reordered(value[key])]));
      };
      const documents = documentsOf(original);
      const others = shuffled(documents, order).map((document) => ({
        ...document,
        text: JSON.stringify(reordered(JSON.parse(document.text))),
      }));
      expect(prove(others)).toEqual(prove(documents));
    }),
    { numRuns },
  );
});

test('manifests in one file, in a list, or each in a file of its own give the same access', () => {
  // GIVEN the objects of one cloud's workloads as plain JSON, beside that cloud's platform
  const objects = (of: SampleProgram): Json[] =>
    Object.values<Json>(of['aks-workloads'].resource.kubernetes_manifest).map(({ manifest }) =>
      JSON.parse(
        JSON.stringify(manifest)
          .replace(/\$\{[^}]*outputs\.frontend_client_id\}/g, '11111111-1111-4111-8111-111111111111')
          .replace(/\$\{[^}]*outputs\.backend_client_id\}/g, '22222222-2222-4222-8222-222222222222')
          .replace(/\$\{[^}]*\}/g, '33333333-3333-4333-8333-333333333333'),
      ),
    );
  const platform = (of: SampleProgram): InMemoryDocument[] =>
    documentsOf({ 'aks-platform': of['aks-platform'] }).map(({ text }) => ({ file: 'platform.tf.json', text }));
  fc.assert(
    fc.property(program, numbers, (original, order) => {
      const all = shuffled(objects(original), order);
      const proven = [
        [{ file: 'all.yaml', text: all.map((object) => JSON.stringify(object)).join('\n---\n') }],
        [{ file: 'list.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: all }) }],
        [{ file: 'array.json', text: JSON.stringify(all) }],
        all.map((object, index) => ({ file: `${index}.json`, text: JSON.stringify(object) })),
      ].map((files) => answer(prove([...platform(original), ...files])));
      for (const other of proven) expect(other).toEqual(proven[0]);
    }),
    { numRuns },
  );
});
