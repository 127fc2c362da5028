import { inDirectoryOf, outputOf } from './page';

const commands = inDirectoryOf('becoming.md');

test('docs/becoming.md has an example', () => {
  expect(commands.map(({ line }) => line)).toEqual(['podtrust ask infra --subject shop/orders --who-can-become']);
});

test.each(commands.map(({ line, output }) => [line, output] as const))('%s prints what the page says', (line, output) =>
  expect(outputOf(line)).toBe(output),
);
