import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import schema from '../../docs/schemas/inventory.schema.json';
import { WORDS } from '../../lib/report/words';

const page = (name: string): string => readFileSync(join(__dirname, '../..', name), 'utf8');
const words = page('docs/words.md');

test('docs/words.md has each word of the table, of the verdicts and of what answers take for granted', () => {
  const assumed = schema.definitions.assumes.items.enum.map((one) => `\`${one}\``);
  const missing = [...Object.keys(WORDS).map((word) => `**${word}**`), ...assumed, '**unknown**', '`if-made`'].filter(
    (word) => !words.includes(word),
  );
  expect(missing).toEqual([]);
});

test('README and the list of pages lead to them', () => {
  expect(page('README.md')).toContain('(docs/words.md)');
  expect(page('docs/README.md')).toMatch(/word of an output .*\(words\.md\)/);
});
