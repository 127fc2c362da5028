import { readFileSync } from 'node:fs';
import { EXPLAINING_FILE, explainingPage } from '../../docs/explaining';
import { COMMAND } from '../../docs/rules/pages';
import { inDirectoryOf, outputOf } from './page';

const commands = inDirectoryOf('explaining.md');

test(`docs/explaining.md has the messages that the code knows (else run ${COMMAND})`, () => {
  expect(readFileSync(EXPLAINING_FILE, 'utf8')).toBe(explainingPage());
});

test('the page has an example with a program, and one without', () => {
  expect(commands.map(({ line }) => line.split(' ').slice(0, 2).join(' '))).toEqual(
    commands.map(() => 'podtrust explain'),
  );
  expect(commands.some(({ line }) => line.endsWith('"'))).toBe(true);
  expect(commands.some(({ line }) => line.endsWith(' aks'))).toBe(true);
});

test.each(commands.map(({ line, output }) => [line, output] as const))('%s prints what the page says', (line, output) =>
  expect(outputOf(line)).toBe(output),
);
