import { prove } from '../../../lib/proof';
import { HAND_WRITTEN } from './hand-written-programs';

/** Notes of what was assumed or not read, which say nothing of a mistake. */
const ASSUMPTIONS = ['claim-assumed', 'issuer-unknown'];

describe.each([...HAND_WRITTEN])('hand-written programs of %s', (_file, programs) => {
  test.each(programs.map((program) => [`${program.title} gives ${program.expected}`, program] as const))(
    '%s',
    (_, { files, expected }) => {
      const { findings, undecided } = prove(files);
      const found = findings.map(({ rule }) => rule).filter((rule) => !ASSUMPTIONS.includes(rule));
      const all = [...new Set(found)].sort().concat(undecided.length > 0 ? ['undecided'] : []);
      expect(all.join(', ') || 'nothing').toBe(expected);
    },
  );

  test('what is wrong is told with its place and how to fix it', () => {
    const findings = programs.flatMap(({ files }) => prove(files).findings);
    for (const { message, help, at } of findings) {
      expect(message).not.toMatch(/undefined|\[object|\uE000|\uE002|NaN/);
      expect([message, help.length > 20]).toEqual([message, true]);
      expect(at.file).toMatch(/\.(tf|tf\.json|yaml)$/);
    }
  });
});
