import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { linksIn } from './page-links';

const REPOSITORY = resolve(__dirname, '../..');
const DOCS = join(REPOSITORY, 'docs');

/** The pages, by their paths in the repository. */
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(DOCS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file.replaceAll('\\', '/')}`),
].sort();

/** Where the links of a page lead inside the repository. */
const linksOf = (page: string): string[] => linksIn(readFileSync(join(REPOSITORY, page), 'utf8'));

/** The anchors that GitHub gives a page: those of its headings, and those that it sets itself. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  const text = readFileSync(join(REPOSITORY, page), 'utf8').replace(/^(`{3,})[^]*?^\1`*$/gm, '');
  for (const [, heading] of text.matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const words = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '').replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  for (const [, id] of text.matchAll(/<a id="([^"]+)"/g)) anchors.add(id!);
  return anchors;
}

const anchors = new Map<string, Set<string>>();

/** Whether a link of a page leads to a file of the repository, and to a heading of it where it names one. */
function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? page : relative(REPOSITORY, join(REPOSITORY, dirname(page), path)).replaceAll('\\', '/');
  if (file.startsWith('..') || !existsSync(join(REPOSITORY, file))) return false;
  if (anchor === undefined) return true;
  if (!file.endsWith('.md') || statSync(join(REPOSITORY, file)).isDirectory()) return false;
  if (!anchors.has(file)) anchors.set(file, anchorsOf(file));
  return anchors.get(file)!.has(anchor);
}

test('every link of README and docs leads to a file, and to a heading where it names one', () => {
  const dead = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`),
  );
  expect(dead).toEqual([]);
  expect(pages.flatMap(linksOf).length).toBeGreaterThan(500);
});

test('every page of docs can be reached from the README', () => {
  const reached = new Set<string>();
  const open = ['README.md'];
  for (let page = open.pop(); page !== undefined; page = open.pop()) {
    if (reached.has(page) || !pages.includes(page)) continue;
    reached.add(page);
    for (const link of linksOf(page)) open.push(join(dirname(page), link.split('#')[0]!).replaceAll('\\', '/'));
  }
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});

test('the index of the documentation lists each page beside it once', () => {
  const index = linksOf('docs/README.md').filter((link) => /^[^/]+\.md$/.test(link));
  const beside = readdirSync(DOCS).filter((file) => file.endsWith('.md') && file !== 'README.md');
  expect(index.sort()).toEqual(beside.sort());
});
