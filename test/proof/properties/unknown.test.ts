import fc from 'fast-check';
import { answersOf, questionsOf, turnedAround } from './answers';
import type { Answers } from './answers';
import { becomingTurnedAround } from './becoming';
import { areOfOnePlace, forgetAll, forgettable } from './forget';
import { PROGRAMS, SAMPLE } from './programs';

jest.setTimeout(3_600_000);

const runs = process.env.PODTRUST_PROPERTY_RUNS;

/** One URL twice in one account cannot be: of two providers, each is known not to have the other’s. */
const CONTRADICTION = 'oidc-provider-duplicate.ts bad';

const programs = PROGRAMS.filter(({ name }) => name !== CONTRADICTION).map(({ name, documents }) => ({
  name,
  documents,
  texts: forgettable(documents),
}));

const wholes = new Map<string, Answers>();

/** One text of a program, or up to three. */
const forgotten = fc
  .nat({ max: programs.length - 1 })
  .filter((index) => programs[index]!.texts.length > 0)
  .chain((index) =>
    fc.record({
      index: fc.constant(index),
      texts: fc.uniqueArray(fc.constantFrom(...programs[index]!.texts), {
        ...{ minLength: 1, maxLength: 3 },
        comparator: areOfOnePlace,
      }),
    }),
  );

test('less known never turns an answer around: what was yes or no stays or is unknown, and nothing vanishes', () => {
  fc.assert(
    fc.property(forgotten, ({ index, texts }) => {
      const { name, documents } = programs[index]!;
      const before = wholes.get(name) ?? answersOf(documents);
      wholes.set(name, before);
      const after = answersOf(forgetAll(documents, texts), questionsOf(before.inventory));
      const becoming = becomingTurnedAround(before.inventory, after.inventory);
      expect([...turnedAround(before, after), ...becoming]).toEqual([]);
    }),
    // The same ones each time, but in a long run.
    runs === undefined ? { numRuns: 150, seed: 9 } : { numRuns: Number(runs) },
  );
});

test('programs that are known whole are decided whole', () => {
  const { inventory, answers } = answersOf(SAMPLE.documents);
  expect(inventory.undecided).toEqual([]);
  expect(inventory.access.filter(({ uncertain }) => uncertain !== undefined)).toEqual([]);
  expect([...answers.values()].map(({ admitted }) => admitted)).not.toContain(null);
});
