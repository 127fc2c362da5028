import * as fs from 'node:fs';
import * as path from 'node:path';

const REPOSITORY = path.join(__dirname, '../..');
const page = fs.readFileSync(path.join(REPOSITORY, 'docs/architecture.md'), 'utf8');
const rows = page
  .slice(page.indexOf('## AWS and Azure side by side'))
  .split('\n## ')[0]!
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** The source of some folders of the library, in one text. */
function sourceOf(...folders: string[]): string {
  return folders
    .flatMap((folder) =>
      fs
        .readdirSync(path.join(REPOSITORY, 'lib', folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => fs.readFileSync(path.join(REPOSITORY, 'lib', folder, file), 'utf8')),
    )
    .join('\n');
}

/** The names in the code of a cell; codes of errors, such as `trust-missing`, whole. */
function namesIn(cell: string): string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), (match) => match[1]!).flatMap((code) =>
    /^[a-z]+(-[a-z]+)+$/.test(code) ? [code] : (code.match(/[A-Za-z]\w+/g) ?? []),
  );
}

/** Arguments of the examples, which are nobody's names. */
const EXAMPLES = ['bucket', 'table', 'queue', 'secret', 'key', 'vault', 'account', 'scope', 'id', 'false'];

test('the table of AWS and Azure has the constructs, trusts and grants of both', () => {
  expect(rows.length).toBeGreaterThan(25);
  for (const [column, cloud] of [
    [1, 'aws'],
    [2, 'azure'],
  ] as const) {
    const named = rows.flatMap((row) => namesIn(row[column]!));
    const files = fs
      .readdirSync(path.join(REPOSITORY, 'lib', cloud, 'grants'))
      .filter((file) => file.endsWith('-grant.ts'))
      .map((file) => file.slice(0, -'.ts'.length).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()));
    expect(files.filter((grant) => !named.includes(grant))).toEqual([]);
    const classes = Array.from(
      sourceOf(cloud).matchAll(/export class (\w+) extends (?:Construct|EntraIdentity|EntraIdentities)\b/g),
      (match) => match[1]!,
    );
    expect(classes.filter((name) => !name.startsWith('Existing') && !named.includes(name))).toEqual([]);
  }
});

test.each([
  [1, 'aws'],
  [2, 'azure'],
] as const)('each name in its column %i is one of lib/%s', (column, cloud) => {
  const source = sourceOf(cloud, 'core');
  const unknown = rows
    .flatMap((row) => namesIn(row[column]!))
    .filter((name) => !EXAMPLES.includes(name) && !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(source));
  expect(unknown).toEqual([]);
});

test('where the words of a row differ, it says why', () => {
  const silent = rows.filter(([, aws, azure, why]) => aws !== azure && why === '');
  expect(silent.map(([what]) => what)).toEqual([]);
});
