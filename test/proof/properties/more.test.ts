import fc from 'fast-check';
import { askAll, prove } from '../../../lib/proof';
import type { InMemoryDocument } from '../../../lib/proof';
import { documentsOf, sampleProgram } from '../sample-program';
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
