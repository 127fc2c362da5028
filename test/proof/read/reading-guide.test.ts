import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '../../../lib/cli/options/path-argument';
import { prove } from '../../../lib/proof';
import { FORMS } from '../../../lib/proof/read/forms/forms';
import { FILE_FUNCTIONS } from '../../../lib/proof/read/terraform/configuration/evaluation/file-functions';
import { understoodFunctions } from '../../../lib/proof/read/terraform/expression/functions/call-function';

const guide = readFileSync(join(__dirname, '../../../docs/reading.md'), 'utf8');

/** A fenced block: the language, the file's name, the text. */
const blocksOf = (text: string): string[][] =>
  [...text.matchAll(/^```(\w+) ?(\S*)\n([^]*?)^```$/gm)].map(([, ...block]) => block);

const sections = guide.split(/^### /m).slice(1);
const examples = sections.flatMap((section): [string, string[][]][] => {
  const blocks = blocksOf(section);
  return blocks.length > 0 ? [[section.split('\n')[0]!, blocks]] : [];
});
const base = blocksOf(guide.split(/^### /m)[0]!);

describe('docs/reading.md', () => {
  test.each(examples)('%s: the example gives what it says', (_, blocks) => {
    const documents = [...base, ...blocks]
      .filter(([language, file]) => language !== 'text' || file !== '')
      .map(([, file, text]) => ({ file: file!, text: text! }));
    const { access, undecided, findings } = prove(documents);
    const lines = [
      ...access.map(
        ({ namespace, serviceAccount, identity, claimed }) =>
          `${namespace}/${serviceAccount} gets ${identity}${claimed ? ', as it asks' : ''}`,
      ),
      ...undecided.map(({ about, because }) => `undecided: ${about}: ${because}`),
    ];
    expect(lines.join('\n')).toBe(blocks.find(([language, file]) => language === 'text' && file === '')![2]!.trim());
    // Examples have what is written wrong, and patterns that nobody has accepted.
    const errors = findings.filter(({ level }) => level === 'error').map(({ rule }) => rule);
    expect(errors.filter((rule) => rule !== 'trust-invalid' && rule !== 'subject-wildcard')).toEqual([]);
  });

  test('lists the functions that are understood', () => {
    const listed = /^### Functions\n([^]*?)\n\nEvery other/m
      .exec(guide)![1]!
      .match(/`(\w+)`/g)!
      .map((name) => name.slice(1, -1));
    expect(listed).toEqual([...understoodFunctions(), ...FILE_FUNCTIONS].sort());
  });
});

describe('the forms of input', () => {
  test('are those that docs/reading.md lists', () => {
    const rows = guide.split('\n').map((line) => line.replace(/ +/g, ' '));
    for (const { files, readAs } of FORMS) expect(rows).toContain(`| ${files} | ${readAs} |`);
  });

  test('are those that the help of commands lists', () => {
    for (const { name } of FORMS) expect(PATHS).toContain(name);
  });
});
