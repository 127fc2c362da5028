import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prove } from '../../lib/proof';
import { accessOf, proveAt, STEPS } from '../import/run-program';
import { inDirectoryOf, outputOf } from './page';

const commands = inDirectoryOf('importing.md');
const PAGE = readFileSync(join(__dirname, '../../docs/importing.md'), 'utf8');

test('the command prints what the page says, and writes the table that it shows', () => {
  const [{ line, output }] = commands as [(typeof commands)[number]];
  expect(outputOf(line)).toBe(output);
  const [, shown] = /^```ts\n([^]*?)^```$/m.exec(PAGE)!;
  expect(readFileSync('way-out/access.ts', 'utf8')).toContain(shown);
});

test('the Deployment of the page has its identity at each step but the last, which is refused', () => {
  expect(accessOf(prove(['dump.yaml']))).toContain('Deployment/shop/api -> id-demo');
  for (const step of STEPS.slice(0, 3)) {
    expect(accessOf(proveAt('way-out', step).inventory)).toEqual(['Deployment/shop/api -> id-demo']);
  }
  expect(() => proveAt('way-out', STEPS[3])).toThrow('ReplicaSet/shop/canary-5f has, or may have, an identity');
});

test('the steps of the page are those of the program', () => {
  const steps = [...PAGE.matchAll(/^\| \d\. `(\w+)`/gm)].map(([, step]) => step);
  expect(steps).toEqual(STEPS.map(({ step }) => step));
});
