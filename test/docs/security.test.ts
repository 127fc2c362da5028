import { readFileSync } from 'node:fs';
import { COMMAND } from '../../docs/rules/pages';
import { SECURITY_FILE, securityPage, suppressed } from '../../docs/security/suppressed';
import { testProgramOf } from './page-program';

const page = readFileSync(SECURITY_FILE, 'utf8');

test(`docs/security.md has every check that the sample does not pass on purpose, with its reason (else run ${COMMAND})`, () => {
  expect(page).toBe(securityPage());
});

test('each has a reason that is a sentence, and the page counts them', () => {
  const rows = suppressed();
  for (const [, , why] of rows) expect(why).toMatch(/^[A-Z].{30,}\.$/);
  const of = (stack: string) => rows.filter(([, on]) => on.includes(stack));
  const counted = (stack: string) => [of(stack).length, new Set(of(stack).map(([check]) => check)).size];
  for (const [name, stack] of [
    ['`eks-platform`', 'eks-platform'],
    ['`aks-platform`', 'aks-platform'],
    ['a chart', 'eks-workloads'],
  ] as const) {
    const [all, checks] = counted(stack);
    expect(page).toMatch(new RegExp(`\\| ${name} +\\|.*\\| 0 +\\| ${all}, by ${checks} checks? +\\|`));
  }
});

testProgramOf('security');
