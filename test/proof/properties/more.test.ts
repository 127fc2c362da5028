import fc from 'fast-check';
import { answersOf, turnedByMore } from './answers';
import type { Query } from '../../../lib/proof';
import type { Answers, questionsOf } from './answers';
import { PROGRAMS, SAMPLE } from './programs';
import { piecesOf, withoutPieces } from './split';
import { prove } from '../../../lib/proof';

jest.setTimeout(3_600_000);

const runs = process.env.PODTRUST_PROPERTY_RUNS;

/** The same ones each time, but in a long run. */
const parameters = runs === undefined ? { numRuns: 150, seed: 9 } : { numRuns: Number(runs) };

const programs = PROGRAMS.map(({ name, documents }) => ({ name, documents, pieces: piecesOf(documents) })).filter(
  ({ pieces }) => pieces.length > 0,
);

const wholes = new Map<string, Answers>();

/** What a part of a program answers to the questions about the whole, and what turned around. */
function turned(index: number, taken: readonly number[]): readonly string[] {
  const { name, documents, pieces } = programs[index]!;
  let whole = wholes.get(name);
  if (!whole) wholes.set(name, (whole = answersOf(documents)));
  const part = withoutPieces(
    documents,
    taken.map((one) => pieces[one]!),
  );
  if (part.length === 0) return [];
  const queries = [...whole.answers.keys()].map((query) => JSON.parse(query) as ReturnType<typeof questionsOf>[number]);
  return turnedByMore(answersOf(part, queries), whole).map(
    (line) => `${name} without ${taken.map((one) => pieces[one]!.name).join(', ')}: ${line}`,
  );
}

const parts = fc.nat({ max: programs.length - 1 }).chain((index) =>
  fc.record({
    index: fc.constant(index),
    taken: fc.subarray([...programs[index]!.pieces.keys()], { minLength: 1 }),
  }),
);

test('more of a program turns no certain answer around, but one that says that it assumes nothing elsewhere', () => {
  fc.assert(
    fc.property(parts, ({ index, taken }) => {
      expect(turned(index, taken)).toEqual([]);
    }),
    parameters,
  );
});

const single = fc
  .nat({ max: programs.length - 1 })
  .chain((index) =>
    fc.record({ index: fc.constant(index), piece: fc.nat({ max: programs[index]!.pieces.length - 1 }) }),
  );

test('and so does each piece of it: a file, a block, an object, a resource of a plan or a state', () => {
  fc.assert(
    fc.property(single, ({ index, piece }) => {
      expect(turned(index, [piece])).toEqual([]);
    }),
    parameters,
  );
});

test('a whole program is decided whole, and its refusals by absence say what they assume', () => {
  const { inventory, answers } = answersOf(SAMPLE.documents);
  const all = [...answers.values()];
  expect(inventory).toEqual(prove(SAMPLE.documents));
  expect(all.map(({ admitted }) => admitted)).not.toContain(null);
  expect(all.some(({ admitted, assumes }) => admitted === false && assumes?.[0] === 'nothing-elsewhere')).toBe(true);
  // Whoever reaches a node has its identity, unless NMI or a Fargate profile, which may be added, keeps pods away.
  const nodes = new Set(
    inventory.access.filter(({ mechanism }) => mechanism === 'node').map(({ identity }) => identity),
  );
  const assuming = [...answers].filter(([, { admitted, assumes }]) => admitted && assumes);
  expect(assuming.map(([query]) => (JSON.parse(query) as Query).identity).filter((one) => !nodes.has(one))).toEqual([]);
});
