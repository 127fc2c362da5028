import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS_FILE, commandsPage } from '../../docs/commands';
import { COMMAND } from '../../docs/rules/pages';

test(`docs/commands.md is what the commands’ own help prints (else run ${COMMAND})`, () => {
  expect(readFileSync(COMMANDS_FILE, 'utf8')).toBe(commandsPage());
});

test('the page has every command', () => {
  const main = readFileSync(join(__dirname, '../../lib/cli/command-line.ts'), 'utf8');
  const names = Array.from(main.matchAll(/require\('\.\/commands\/(\w+)'\)/g), ([, name]) => `podtrust ${name}`);
  const headings = Array.from(commandsPage().matchAll(/^## (.*)$/gm), ([, heading]) => heading);
  expect(names.length).toBeGreaterThan(3);
  expect(headings).toEqual(names);
});
