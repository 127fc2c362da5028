import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(join(REPOSITORY, file), 'utf8');

/** The pages for those who change the code. */
const PAGES = [
  'CONTRIBUTING.md',
  'docs/architecture.md',
  ...readdirSync(join(REPOSITORY, 'docs/contributing')).map((file) => `docs/contributing/${file}`),
];

/** Files and folders of ours, by their paths; a folder ends with a slash. */
const PATHS = ['lib', 'test', 'docs', 'stacks', 'charts', 'templates', 'bench'].flatMap((root) => [
  `${root}/`,
  ...readdirSync(join(REPOSITORY, root), { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name).slice(REPOSITORY.length + 1);
    return `${path.replaceAll('\\', '/')}${entry.isDirectory() ? '/' : ''}`;
  }),
]);

/** What is written by a run, and is not in the repository. */
const MADE = /^(cdk\.tf\.json|cdk8s\.yaml|source-positions\.json|existing\.json|cdktf\.out.*|dist\/.*|.*index\.js)$/;

/** The paths that a page names in running text: what ends as a file or a folder does, or begins at a folder of ours. */
function pathsIn(page: string): string[] {
  const text = page.replace(/^( *)(`{3,})[^]*?^\1\2$/gm, '');
  return [...text.matchAll(/`([^`\s]+)`/g)]
    .map(([, token]) => token!.replace(/:[\d-]+$/, ''))
    .filter((token) => /^[\w@./*<>-]+$/.test(token) && !/^(podtrust|@cdktf)\//.test(token) && !MADE.test(token))
    .filter((token) => /(\.(ts|mts|js|mjs|json|md|txt)|\/)$|^(lib|test|docs|stacks|charts|bench)\//.test(token));
}

/** Whether it is there, or ends the path of something that is there; `*` and `<slug>` stand for any name. */
function isThere(token: string): boolean {
  if (!/[*<]/.test(token)) {
    return existsSync(join(REPOSITORY, token)) || PATHS.some((path) => `/${path}`.endsWith(`/${token}`));
  }
  const pattern = token.replace(/[.]/g, '\\.').replace(/\*|<\w+>/g, '[^/]+');
  return PATHS.some((path) => new RegExp(`(^|/)${pattern}$`).test(path));
}

test.each(PAGES)('every file and folder that %s names is there', (page) => {
  const named = pathsIn(read(page));
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((token) => !isThere(token))).toEqual([]);
});

describe.each(PAGES.filter((page) => page.startsWith('docs/contributing/')))('%s', (page) => {
  const shown = [
    ...read(page).matchAll(/This is\s+`([^`]+)`[^:`]*(?:`[^`]+`[^:`]*)*(?:\([^)]*\))?:\n\n( *)```ts\n([^]*?)\n\2```/g),
  ];

  test('shows files of today', () => {
    expect(shown.length).toBeGreaterThan(0);
    for (const [, file, indent, code] of shown) {
      const lines = code!.split('\n').map((line) => (line.startsWith(indent!) ? line.slice(indent!.length) : line));
      expect(read(file!)).toContain(lines.join('\n'));
    }
  });

  test('shows no code of ours that is not said to be of a file, but for a test', () => {
    const blocks = [...read(page).matchAll(/^ *```ts\n([^]*?)^ *```$/gm)].filter(
      ([, code]) => !code!.includes('test('),
    );
    expect(blocks.length).toBe(shown.length);
  });
});

/** A table of `eslint.config.mjs`, which jest cannot load. */
function layersOfLint(name: string): Readonly<Record<string, readonly string[]>> {
  const text = new RegExp(`^const ${name} = (\\{[^]*?^\\});`, 'm').exec(read('eslint.config.mjs'))![1]!;
  return Function(`return ${text}`)() as Record<string, readonly string[]>;
}

describe('the picture of the layers in docs/architecture.md', () => {
  const picture = /```mermaid\nflowchart TB\n([^]*?)```/.exec(read('docs/architecture.md'))![1]!;
  const lint = layersOfLint('layers');
  const arrows = picture.split('\n').flatMap((line) => {
    const [from, to] = line.split('-->').map((side) => side.replace(/\[".*?"\]/g, '').trim());
    return from && to ? to.split('&').map((one) => [from, one.trim()] as const) : [];
  });
  const nodes = new Set([...picture.matchAll(/\["lib\/([\w-]+)/g)].map(([, folder]) => folder!));

  test('has each folder of lib, and no other', () => {
    const folders = readdirSync(join(REPOSITORY, 'lib'), { withFileTypes: true }).filter((one) => one.isDirectory());
    expect([...nodes].sort()).toEqual(folders.map(({ name }) => name).sort());
    expect(Object.keys(lint).sort()).toEqual([...nodes].sort());
  });

  test('has the arrows that lint allows, each itself or by way of others', () => {
    const reached = (from: string): Set<string> => {
      const found = new Set<string>();
      const open = [from];
      for (let one = open.pop(); one !== undefined; one = open.pop()) {
        for (const [source, to] of arrows) if (source === one && !found.has(to)) open.push(found.add(to) && to);
      }
      return found;
    };
    for (const [folder, allowed] of Object.entries(lint))
      expect([...reached(folder)]).toEqual(expect.arrayContaining([...allowed]));
    const refused = arrows.filter(([from, to]) => from !== 'sample' && !lint[from]!.includes(to));
    expect(refused).toEqual([]);
  });
});

test('docs/architecture.md names each folder of lib/proof, and each mechanism', () => {
  const page = read('docs/architecture.md');
  const folders = (path: string): string[] =>
    readdirSync(join(REPOSITORY, path), { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? one.name : []));
  for (const folder of folders('lib/proof')) expect(page).toContain(`- \`${folder}/\`:`);
  for (const mechanism of folders('lib/proof/mechanisms')) expect(page).toContain(`\`${mechanism}\``);
  for (const room of new Set([...folders('lib/aws'), ...folders('lib/azure')].filter((one) => one !== 'azuread')))
    expect(page).toContain(`\`${room}/\``);
});
