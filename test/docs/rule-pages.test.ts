import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND, FOLDER, rulePages } from '../../docs/rules/pages';

test(`the pages of the rules are what the rules say (else run ${COMMAND})`, () => {
  const written = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.md'))
    .map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')]);
  const made = [...rulePages()].sort(([a], [b]) => (a < b ? -1 : 1));
  expect(written.map(([file]) => file)).toEqual(made.map(([file]) => file));
  const stale = made.filter(([file, text]) => written.find(([name]) => name === file)![1] !== text);
  expect(stale.map(([file]) => file)).toEqual([]);
});

test('each page shows a finding of its rule', () => {
  for (const [file, text] of rulePages()) {
    if (file === 'README.md') continue;
    expect(text).toContain(` ${file.replace(/\.md$/, '')}: `);
    expect(text).not.toMatch(/undefined|\uE000/);
  }
});
