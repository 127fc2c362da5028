import { prove } from '../../lib/proof';
import type { Inventory } from '../../lib/proof';
import { DEFAULT_SETTINGS } from '../../stacks/settings/settings';
import { catalogueMutants } from './catalogue-mutants';
import { fieldMutants } from './mutants';
import type { Mutant } from './mutants';
import { EXCEPTIONS } from './mutation-exceptions';
import type { Outcome } from './mutation-exceptions';
import { documentsOf, sampleProgram } from './sample-program';
import type { SampleProgram } from './sample-program';

jest.setTimeout(600_000);

const { aws } = DEFAULT_SETTINGS;
const withMechanisms = (frontend: typeof aws.mechanisms.frontend, backend: typeof frontend): SampleProgram =>
  sampleProgram({ ...DEFAULT_SETTINGS, aws: { ...aws, mechanisms: { frontend, backend } } });

const usual = sampleProgram();
const programs: readonly (readonly [string, SampleProgram, readonly Mutant[]])[] = [
  ['the sample', usual, [...catalogueMutants(), ...fieldMutants(usual)]],
  ...(['irsa', 'eks-pod-identity'] as const).map((mechanism) => {
    const program = withMechanisms(mechanism, mechanism);
    return [`the sample with ${mechanism} alone`, program, fieldMutants(program, usual)] as const;
  }),
];

const score = { found: 0, alike: 0, all: 0 };
const unused = new Set(EXCEPTIONS);

afterAll(() => {
  const { found, alike, all } = score;
  process.stdout.write(`mutation score: ${found} / ${all - alike}, and ${alike} that mean the same to the cloud\n`);
});

describe.each(programs)('%s', (_, program, mutants) => {
  const sound = prove(documentsOf(program));

  test('has no finding and nothing undecided as it is', () => {
    expect([sound.findings, sound.undecided]).toEqual([[], []]);
  });

  test('broken in one place is found', () => {
    const missed: string[] = [];
    for (const { name, apply } of mutants) {
      const copy = structuredClone(program);
      apply(copy);
      const outcome = outcomeOf(prove(documentsOf(copy)), sound);
      const exception = EXCEPTIONS.find(({ mutants: some }) => some.test(name));
      const expected = exception?.outcome ?? 'error';
      if (exception && outcome === expected) unused.delete(exception);
      score.all += 1;
      if (outcome === expected || outcome === 'error') score[expected === 'same' ? 'alike' : 'found'] += 1;
      else missed.push(`${name}: ${outcome} instead of ${expected}`);
    }
    expect(missed).toEqual([]);
  });
});

// Only all mutants together can say so.
test('each exception is needed', () => {
  expect([...unused].map(({ because }) => because)).toEqual([]);
});

function outcomeOf(inventory: Inventory, sound: Inventory): Outcome {
  if (inventory.findings.some(({ level }) => level === 'error')) return 'error';
  if (inventory.findings.some(({ level }) => level === 'warning')) return 'warning';
  // What a row assumes is not another answer: a note says it.
  const answer = ({ access, permissions }: Inventory): string =>
    JSON.stringify([access.map((row) => ({ ...row, assumes: undefined })), permissions]);
  if (inventory.undecided.length > 0) return 'undecided';
  if (answer(inventory) !== answer(sound)) return 'changed';
  return inventory.findings.length > 0 ? 'note' : 'same';
}
