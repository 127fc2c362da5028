import { inDirectoryOf, outputOf } from './page';

const commands = inDirectoryOf('asking.md');

test('docs/asking.md has examples', () => {
  expect(commands.map(({ line }) => line.split(' ').slice(0, 2).join(' '))).toEqual(commands.map(() => 'podtrust ask'));
  expect(commands.length).toBeGreaterThanOrEqual(4);
});

test.each(commands.map(({ line, output }) => [line, output] as const))('%s prints what the page says', (line, output) =>
  expect(outputOf(line)).toBe(output),
);
