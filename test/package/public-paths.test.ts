import * as fs from 'node:fs';
import * as path from 'node:path';
import { StrangerProject } from './stranger-project';

jest.setTimeout(300_000);

const LIBRARY = path.resolve(__dirname, '../../lib');

/** What an index leaves out, since it needs a peer dependency that the rest of the part does not. */
const APART: Readonly<Record<string, readonly string[]>> = {
  kubernetes: ['helm/helm-workload', 'helm/helm-provider', 'aad-pod-identity/aad-pod-identity-release'],
};

/** The files of a part of the library, without `.ts`: those that its index exports, and all others but the index. */
function filesOf(part: string): { exported: string[]; internal: string[] } {
  const index = fs.readFileSync(path.join(LIBRARY, part, 'index.ts'), 'utf8');
  const exported = [
    ...Array.from(index.matchAll(/ from '\.\/([^']+)'/g), (match) => match[1]!),
    ...(APART[part] ?? []),
  ];
  const internal = fs
    .readdirSync(path.join(LIBRARY, part), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll(path.sep, '/').slice(0, -'.ts'.length))
    .filter((file) => file !== 'index' && !exported.includes(file));
  return { exported, internal };
}

/** A path without the room: what a program imports stays when a file moves to another room. */
const publicPath = (part: string, file: string) => `podtrust/${part}/${path.posix.basename(file)}`;

describe('the paths of the package', () => {
  const project = new StrangerProject();
  afterAll(() => project.remove());

  /** The file that each path leads to in the packed tarball; nothing where it leads nowhere. */
  function resolved(paths: readonly string[]): Record<string, string | undefined> {
    const program = `
      const resolve = (path) => { try { return require.resolve(path).split('/podtrust/dist/lib/').at(-1); } catch {} };
      console.log(JSON.stringify(Object.fromEntries(JSON.parse(process.argv[1]).map((path) => [path, resolve(path)]))));`;
    return JSON.parse(project.node('-e', program, JSON.stringify(paths)).stdout);
  }

  test.each(['aws', 'azure', 'kubernetes', 'terraform'])(
    'each file that podtrust/%s exports has one, and no other file has',
    (part) => {
      const { exported, internal } = filesOf(part);
      expect(exported.length).toBeGreaterThan(5);
      const wanted = exported.map((file) => [publicPath(part, file), `${part}/${file}.js`]);
      const inside = [
        ...internal.map((file) => publicPath(part, file)),
        `podtrust/${part}/${[...exported, ...internal].find((file) => file.includes('/')) ?? 'none/none'}`,
      ];
      expect(resolved([...wanted.map(([name]) => name!), ...inside])).toEqual(Object.fromEntries(wanted));
    },
  );

  test.each([
    ['Node10', 'CommonJS'],
    ['Node16', 'Node16'],
  ])('each has its types, with the module resolution %s', (moduleResolution, module) => {
    const paths = ['aws', 'azure', 'kubernetes', 'terraform'].flatMap((part) =>
      filesOf(part).exported.map((file) => publicPath(part, file)),
    );
    const imports = paths.map((name, index) => `import type * as part${index} from '${name}';`);
    const uses = paths.map((_, index) => `keyof typeof part${index}`);
    project.write('main.ts', `${imports.join('\n')}\nexport type All = ${uses.join(' | ')};\n`);
    expect(project.compile('--module', module, '--moduleResolution', moduleResolution)).toMatchObject({
      status: 0,
      stdout: '',
    });
  });
});
