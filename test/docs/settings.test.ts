import { podtrust } from '../cli/run-command';
import { inDirectoryOf, outputOf } from './page';

const commands = inDirectoryOf('settings.md');

test('docs/settings.md has an example', () => expect(commands.length).toBeGreaterThan(0));

test.each(commands.map(({ line, output }) => [line, output] as const))('%s prints what the page says', (line, output) =>
  expect(outputOf(line)).toBe(output),
);

test('the example holds with its settings, and not without', () => {
  expect(podtrust('prove', 'main.tf', '--today', '2027-01-15').exit).toBe(0);
  expect(podtrust('prove', 'main.tf', '--today', '2027-07-01').exit).toBe(1);
});
