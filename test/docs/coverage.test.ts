import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../..');

/** A row of a page of coverage: what is asked for, what there is for it, and the tests that show it. */
interface Row {
  readonly line: number;
  readonly what: string;
  readonly here: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

/** The rows of all tables of a page whose last column is headed `shown by`. */
function rowsOf(page: string): Row[] {
  const rows: Row[] = [];
  let isCoverage = false;
  readFileSync(join(REPOSITORY, page), 'utf8')
    .split('\n')
    .forEach((text, index) => {
      if (!text.startsWith('|')) {
        isCoverage = false;
        return;
      }
      const cells = text
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim());
      const last = cells.at(-1)!;
      if (last === 'shown by') isCoverage = true;
      else if (isCoverage && !/^-+$/.test(last)) {
        const tests = [...last.matchAll(/\[([^\]]+)\]\(\.\.\/(test\/[^)]+)\)/g)].map(([, title, file]) => ({
          file: file!,
          title: title!.replaceAll('\\|', '|'),
        }));
        rows.push({ line: index + 1, what: cells[0]!, here: cells.at(-2)!, tests });
      }
    });
  return rows;
}

describe.each([
  ['docs/coverage-aws.md', 60],
  ['docs/coverage-azure.md', 25],
])('the page %s', (page, least) => {
  const rows = rowsOf(page);

  test('has rows', () => {
    expect(rows.length).toBeGreaterThan(least);
  });

  test('names a test for each thing that is here, or says why it is left out', () => {
    const silent = rows.filter(({ here, tests }) =>
      here.startsWith('Left out:') ? tests.length > 0 : tests.length === 0,
    );
    expect(silent.map(({ line, what }) => `${line}: ${what}`)).toEqual([]);
  });

  test('names tests that there are, by their own words', () => {
    const missing = rows.flatMap(({ line, tests }) =>
      tests
        .filter(({ file, title }) => {
          const path = join(REPOSITORY, file);
          return !existsSync(path) || !readFileSync(path, 'utf8').includes(title);
        })
        .map(({ file, title }) => `${line}: ${file} has no test “${title}”`),
    );
    expect(missing).toEqual([]);
  });
});
