import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testProgramOf } from './page-program';

const log = jest.spyOn(console, 'log').mockImplementation();
testProgramOf('a-real-program');

const page = readFileSync(join(__dirname, '../../docs/a-real-program.md'), 'utf8');
const program = readFileSync(join(__dirname, 'a-real-program-program.ts'), 'utf8');

test('the program prints what the page says', () => {
  const [, printed] = /^```text\n([^]*?)^```$/m.exec(page)!;
  expect(`${log.mock.calls.map(([line]) => line).join('\n')}\n`).toBe(printed);
});

test('the program has 60 to 100 lines', () => {
  const lines = program.trimEnd().split('\n').length;
  expect(lines).toBeGreaterThanOrEqual(60);
  expect(lines).toBeLessThanOrEqual(100);
});

test('the page asks for pods that get in, and for one that does not', () => {
  expect(page.match(/^(not )?admitted: /gm)).toEqual(['admitted: ', 'not admitted: ', 'admitted: ']);
});
