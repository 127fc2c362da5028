import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { InMemoryDocument } from '../../../lib/proof';
import type { RuleExample } from '../rules/example';
import { documentsOf, sampleProgram } from '../sample-program';
import { answersOf, questionsOf, turnedAround } from './answers';
import type { Answers } from './answers';
import { forget, forgettable } from './forget';
import type { Forgettable } from './forget';

jest.setTimeout(3_600_000);

const runs = process.env.PODTRUST_PROPERTY_RUNS;

const EXAMPLES = join(__dirname, '..', 'rules', 'examples');

/** The programs put right of the rules' examples: a long list of the same adds nothing. */
function soundExamples(): readonly (readonly InMemoryDocument[])[] {
  return readdirSync(EXAMPLES)
    .filter((file) => !/over-limit/.test(file))
    .map((file) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { good } = (require(join(EXAMPLES, file)) as { example: RuleExample }).example;
      return good.filter(({ name }) => !name.startsWith('podtrust')).map(({ name, text }) => ({ file: name, text }));
    })
    .filter((documents) => documents.some(({ file }) => file.endsWith('.tf.json')));
}

interface Program {
  readonly documents: readonly InMemoryDocument[];
  readonly texts: readonly Forgettable[];
  answers?: Answers;
}

const programs: readonly Program[] = [documentsOf(sampleProgram()), ...soundExamples()].map((documents) => ({
  documents,
  texts: forgettable(documents),
}));

const forgotten = fc
  .nat({ max: programs.length - 1 })
  .filter((index) => programs[index]!.texts.length > 0)
  .chain((index) => fc.record({ index: fc.constant(index), text: fc.constantFrom(...programs[index]!.texts) }));

test('less known never turns an answer around: what was yes or no stays or is unknown, and nothing vanishes', () => {
  fc.assert(
    fc.property(forgotten, ({ index, text }) => {
      const program = programs[index]!;
      const before = (program.answers ??= answersOf(program.documents));
      const after = answersOf(forget(program.documents, text), questionsOf(before.inventory));
      expect(turnedAround(before, after)).toEqual([]);
    }),
    // The same ones each time, but in a long run.
    runs === undefined ? { numRuns: 150, seed: 9 } : { numRuns: Number(runs) },
  );
});

test('programs that are known whole are decided whole', () => {
  const [sample] = programs;
  const { inventory, answers } = answersOf(sample!.documents);
  expect(inventory.undecided).toEqual([]);
  expect(inventory.access.filter(({ uncertain }) => uncertain !== undefined)).toEqual([]);
  expect([...answers.values()].map(({ admitted }) => admitted)).not.toContain(null);
});
