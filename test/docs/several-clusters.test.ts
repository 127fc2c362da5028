import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testProgramOf } from './page-program';
import { programWithLine } from './program-with-line';

testProgramOf('several-clusters');
testProgramOf('several-clusters-aks');

const program = readFileSync(join(__dirname, 'several-clusters-program.ts'), 'utf8');
const page = readFileSync(join(__dirname, '../../docs/several-clusters.md'), 'utf8');
const SET = /^const clusters = new ClusterSet.*$/m;

/** The steps of the page's first table: the line, what the program prints, and who is admitted. */
const steps = Array.from(
  page.matchAll(/^\| ([^|]+?) +\| `(const clusters = [^`]+)` +\| `([^`]+)` +\| ([^|]+?) +\|$/gm),
  ([, step, line, printed, admitted]) => ({ step: step!, line: line!, printed: printed!, admitted: admitted! }),
);

/** What the program prints with another line in the place of its set, and whom the proof of it sees admitted. */
function tried(line: string): { printed: string; admitted: string } {
  const { printed, inventory } = programWithLine('several-clusters', SET, line);
  const { access, findings, undecided } = inventory;
  expect([findings.filter(({ level }) => level === 'error'), undecided]).toEqual([[], []]);
  const rows = access.filter(({ serviceAccount }) => serviceAccount === 'reports');
  const admitted = rows.map(({ cluster, claimed }) => `${cluster!.split('/')[0]}${claimed ? '' : ' (unclaimed)'}`);
  return { printed, admitted: admitted.sort().join(', ') };
}

test('the page replaces a cluster in four steps, and shows the program at the second', () => {
  expect(steps).toHaveLength(4);
  expect(SET.exec(program)![0]).toBe(steps[1]!.line);
});

test.each(steps)('the step "$step" is what the page says', ({ line, printed, admitted }) => {
  expect(tried(line)).toEqual({ printed, admitted });
});

test('the page’s codes of mistakes are those of the errors', () => {
  const codes = Array.from(page.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g), ([, code]) => code!);
  const listed = readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8');
  expect(codes.filter((code) => !listed.includes(`\`${code}\``) && code !== 'workloads-blue')).toEqual([]);
});
