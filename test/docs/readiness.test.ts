import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testProgramOf } from './page-program';
import { programWithLine } from './program-with-line';

testProgramOf('readiness');

const program = readFileSync(join(__dirname, 'readiness-program.ts'), 'utf8');
/** Who has the role, and by what it is tried, with a part of the program replaced. */
const tried = (of: RegExp, by: string) => {
  const { access, findings, undecided } = programWithLine('readiness', of, by).inventory;
  expect([findings, undecided]).toEqual([[], []]);
  return access
    .filter(({ serviceAccount }) => serviceAccount === 'reports')
    .map(({ mechanism, claimed, workloads, readiness }) => ({ mechanism, claimed, workloads, readiness }));
};

test('the inventory has the canary and the wait for the agent in their row', () => {
  expect(tried(/$^/, '')).toEqual([
    {
      mechanism: 'eks-pod-identity',
      claimed: true,
      workloads: ['CronJob/shop/reports', 'Job/shop/reports-canary-…'],
      readiness: [
        { workload: 'CronJob/shop/reports', by: 'agent-wait' },
        { workload: 'Job/shop/reports-canary-…', by: 'canary' },
      ],
    },
  ]);
});

test('a wait for the agent is refused where the mechanism has none, and counts for nothing', () => {
  const irsa = program
    .replaceAll('podIdentity({', 'irsa({')
    .replace(/import { podIdentity } from '(.*)pod-identity\/pod-identity'/, "import { irsa } from '$1irsa'");
  expect(() => tried(/^[^]*$/, irsa)).toThrow(/^agent-wait-invalid/);

  const byHand = irsa
    .replace(/waitForAgent\((template), .*\)/, '$1')
    .replace('metadata: {}', "metadata: { annotations: { 'podtrust/agent-wait': '60' } }");
  expect(tried(/^[^]*$/, byHand)).toMatchObject([
    { mechanism: 'irsa', readiness: [{ workload: 'Job/shop/reports-canary-…', by: 'canary' }] },
  ]);
});

test('without the two the row has no such field', () => {
  const [row] = tried(
    /^[^]*$/,
    program.replace(/^new BindingCanary.*$/m, '').replace(/waitForAgent\((template), .*\)/, '$1'),
  );
  expect(row!.readiness).toBeUndefined();
  expect(row!.workloads).toEqual(['CronJob/shop/reports']);
});

test('a Deployment with the annotation of a canary is none', () => {
  const [row] = tried(
    /^[^]*$/,
    program.replace('metadata: {}', "metadata: { annotations: { 'podtrust/canary': 'x' } }"),
  );
  expect(row!.readiness).toContainEqual({ workload: 'CronJob/shop/reports', by: 'agent-wait' });
  expect(row!.readiness).not.toContainEqual({ workload: 'CronJob/shop/reports', by: 'canary' });
});
