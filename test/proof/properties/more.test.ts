import fc from 'fast-check';
import { askAll, prove } from '../../../lib/proof';
import type { InMemoryDocument } from '../../../lib/proof';
import { documentsOf, sampleProgram } from '../sample-program';
import type { Json } from '../sample-program';
import { example as chained } from '../rules/examples/target-role-not-admitted';
import { questionsOf } from './answers';

jest.setTimeout(3_600_000);

const whole = documentsOf(sampleProgram());
const questions = questionsOf(prove(whole));
const all = askAll(whole, questions);

/** What a part of the program answers; `null` where it does not have what a question names. */
function answersOfPart(part: readonly InMemoryDocument[]): ReturnType<typeof askAll> {
  return askAll(part, questions);
}

const parts = fc.subarray(
  whole.map((_, index) => index),
  { minLength: 1, maxLength: whole.length - 1 },
);

test('more of a program turns no certain answer around, but one that says that it assumes nothing elsewhere', () => {
  fc.assert(
    fc.property(parts, (indexes) => {
      const answers = answersOfPart(indexes.map((index) => whole[index]!));
      const turned = answers.flatMap(({ admitted, assumes }, index) => {
        if (admitted === null || admitted === all[index]!.admitted || assumes) return [];
        return `${JSON.stringify(questions[index])}: ${admitted} became ${all[index]!.admitted}`;
      });
      expect(turned).toEqual([]);
    }),
    { numRuns: Number(process.env.PODTRUST_PROPERTY_RUNS ?? 20) },
  );
});

test('a whole program is decided whole, and its refusals by absence say what they assume', () => {
  expect(all.map(({ admitted }) => admitted)).not.toContain(null);
  expect(all.some(({ admitted, assumes }) => admitted === false && assumes?.[0] === 'nothing-elsewhere')).toBe(true);
  expect(all.filter(({ admitted, assumes }) => admitted && assumes)).toEqual([]);
});

/** What another program may add to one: credentials, associations, providers, bindings, RBAC, permissions. */
const ADDED =
  /federated_identity_credential|pod_identity_association|openid_connect_provider|azapi_resource|kubernetes_manifest|role_policy/;

test.each([
  ['the sample', whole],
  ['a chain of roles', chained.good.map(({ name, text }) => ({ file: name, text }))],
])('without one resource of %s a refusal that would turn says that it assumes nothing elsewhere', (_, documents) => {
  const asked = questionsOf(prove(documents));
  const complete = askAll(documents, asked);
  for (const [index, { file, text }] of documents.entries()) {
    if (!file.endsWith('.tf.json')) continue;
    const { resource = {} } = JSON.parse(text) as Json;
    for (const type of Object.keys(resource).filter((one) => ADDED.test(one))) {
      for (const name of Object.keys(resource[type])) {
        const part = JSON.parse(text) as Json;
        delete part.resource[type][name];
        const less = documents.map((one, at) => (at === index ? { file, text: JSON.stringify(part) } : one));
        const turned = askAll(less, asked).flatMap(({ admitted, assumes }, at) =>
          admitted === null || admitted === complete[at]!.admitted || assumes ? [] : [`${type}.${name}: ${at}`],
        );
        expect(turned).toEqual([]);
      }
    }
  }
});
