import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectName } from '../../lib/cli/init/project-name';
import { writeProject } from '../../lib/cli/init/write-project';
import { devDependencies, peerDependencies, version } from '../../package.json';
import { podtrust } from './run-command';

const here = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(here);
  rmSync(folder, { recursive: true });
});

const manifest = (project: string) => JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

describe('podtrust init', () => {
  test('writes into the folder that it is run in, and says what comes next', () => {
    const { exit, out, err } = podtrust('init', 'aws');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toBe(`A project for AWS:
  .github/workflows/access.yml
  .gitignore
  README.md
  cdktf.json
  eks.test.ts
  eks.ts
  jest.config.js
  main.ts
  package.json
  reports-chart.ts
  tsconfig.json

Next:
  npm install
  npm run synth
  npm run prove
  npm test
`);
    expect(readdirSync('.').sort()).toEqual([...out.matchAll(/^ {2}(?!npm)([^ /\n]+)/gm)].map(([, name]) => name!));
  });

  test('makes the folder that is named, with those above it, and names the project after it', () => {
    const { exit, out } = podtrust('init', 'azure', 'teams/Orders API');
    expect(exit).toBe(0);
    expect(out).toContain("  cd 'teams/Orders API'\n");
    expect(manifest('teams/Orders API').name).toBe('orders-api');
    expect(readFileSync('teams/Orders API/README.md', 'utf8')).toMatch(/^# orders-api\n[^]*\n## Deploy to Azure\n/);
    expect(readFileSync('teams/Orders API/cdktf.json', 'utf8')).toContain('"projectId": "orders-api"');
  });

  test('takes every version from podtrust’s own package.json', () => {
    podtrust('init', 'both', 'p');
    const { dependencies, devDependencies: tools, overrides, engines } = manifest('p');
    const { cdktf, constructs, podtrust: own, ...peers } = dependencies;
    for (const [name, range] of Object.entries<string>(peers)) {
      expect([name, ...peerDependencies[name as keyof typeof peerDependencies].split(' || ')]).toContain(range);
    }
    expect(Object.keys(peers)).toEqual([
      '@cdktf/provider-aws',
      '@cdktf/provider-azurerm',
      '@cdktf/provider-kubernetes',
      'cdk8s',
    ]);
    expect(peerDependencies.cdktf.split(' || ')).toContain(cdktf.replace('npm:cdktn@', ''));
    expect(overrides).toEqual({ cdktf });
    expect(constructs).toBe(devDependencies.constructs);
    expect(own).toBe(`^${version}`);
    expect(devDependencies).toMatchObject(tools);
    expect(engines).toEqual({ node: '>=20' });
  });

  test('has CDK Terrain’s own providers where they are asked for, installed as docs/leaving-cdktf.md does', () => {
    podtrust('init', 'both', 'p', '--providers', 'cdktn');
    const page = readFileSync(join(__dirname, '../../docs/leaving-cdktf.md'), 'utf8');
    const shown = JSON.parse(/^```json\n([^]*?)^```$/m.exec(page)![1]!);
    // The page pins what it was tried with, a project takes what is compatible.
    const exactly = (versions: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(versions).map(([name, range]) => [name, range.replace(/\^(?=[\d.]+$)/, '')]));
    const { dependencies, overrides, engines } = manifest('p');
    const [{ cdk8s, ...written }, { cdk8s: newer, ...pinned }] = [exactly(dependencies), exactly(shown.dependencies)];
    expect(written).toEqual(pinned);
    expect(newer!.split('.')[1]).toBe(cdk8s!.split('.')[1]);
    expect(exactly(overrides)).toEqual(shown.overrides);
    expect(engines).toEqual({ node: '>=22.11' });
  });

  test('says which sets of providers there are', () => {
    const { exit, err } = podtrust('init', 'aws', 'p', '--providers', 'cdkn');
    expect(exit).toBe(2);
    expect(err).toBe('podtrust: option-invalid: "cdkn" is not one of cdktf, cdktn; fix: Did you mean cdktn?\n');
    expect(existsSync('p')).toBe(false);
  });

  test('has the provider of its own cloud alone', () => {
    podtrust('init', 'azure', 'p');
    expect(Object.keys(manifest('p').dependencies)).not.toContain('@cdktf/provider-aws');
    expect(readdirSync('p')).not.toContain('eks.ts');
  });

  test('leaves no placeholder behind', () => {
    podtrust('init', 'both', 'p');
    const files = readdirSync('p', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) {
      expect(readFileSync(join(parentPath, name), 'utf8')).not.toMatch(/PROJECT_NAME|undefined/);
    }
  });

  test.each([
    ['asw', '; fix: Did you mean aws?'],
    ['eks', '; fix: Did you mean aws?'],
    ['Azure', '; fix: Did you mean azure?'],
    ['constructor', ''],
  ])('refuses %s, and writes nothing', (cloud, remedy) => {
    const { exit, out, err } = podtrust('init', cloud, 'p');
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toBe(`podtrust: option-invalid: "${cloud}" is not one of aws, azure, both${remedy}\n`);
    expect(existsSync('p')).toBe(false);
  });

  test('refuses a folder with files, and names what is in the way', () => {
    mkdirSync('p/.git', { recursive: true });
    for (const name of ['notes.md', 'a.txt']) writeFileSync(join('p', name), '');
    const { exit, err } = podtrust('init', 'aws', 'p');
    expect(exit).toBe(2);
    expect(err).toMatch(/^podtrust: folder-not-empty at p: the folder has files already: a.txt, notes.md; /);
    expect(readdirSync('p').sort()).toEqual(['.git', 'a.txt', 'notes.md']);
  });

  test('counts the rest where many files are in the way', () => {
    for (let index = 0; index < 20; index++) writeFileSync(`file-${String(index).padStart(2, '0')}`, '');
    expect(podtrust('init', 'aws').err).toContain('file-07 and 12 more; ');
  });

  test('writes into a repository that was just made', () => {
    mkdirSync('.git');
    expect(podtrust('init', 'aws').exit).toBe(0);
  });

  test('refuses a file in place of the folder', () => {
    writeFileSync('p', '');
    const { exit, err } = podtrust('init', 'aws', 'p');
    expect(exit).toBe(2);
    expect(err).toMatch(/^podtrust: folder-not-empty at p: there is a file of that name already; /);
  });

  test('refuses a folder below a file', () => {
    writeFileSync('p', '');
    const { exit, err } = podtrust('init', 'aws', 'p/below');
    expect(exit).toBe(2);
    expect(err).toMatch(/^podtrust: project-unwritten at p\/?\S*: the project cannot be written: (ENOTDIR|EEXIST)/);
  });

  const isRoot = process.getuid?.() === 0;
  (isRoot ? test.skip : test)('says that it may not write', () => {
    chmodSync(folder, 0o500);
    const { exit, err } = podtrust('init', 'aws', 'p');
    chmodSync(folder, 0o700);
    expect(exit).toBe(2);
    expect(err).toContain('project-unwritten at p: the project cannot be written: EACCES');
  });
});

describe('a project is written as a whole', () => {
  test('where a file cannot be written, those before it are removed, and the folders that were made', () => {
    // The second file is to lie below the first.
    const files = new Map([
      ['a/one', '1'],
      ['b', '2'],
      ['b/two', '3'],
    ]);
    expect(() => writeProject(join(folder, 'x/p'), files)).toThrow(
      /^project-unwritten at \S*b\S*: [^]*Nothing of it was/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('what was there before stays where it was', () => {
    mkdirSync('.git');
    expect(() =>
      writeProject(
        folder,
        new Map([
          ['b', '2'],
          ['b/two', '3'],
        ]),
      ),
    ).toThrow('project-unwritten');
    expect(readdirSync(folder)).toEqual(['.git']);
  });
});

test.each([
  ['shop', 'shop'],
  ['My Shop!', 'my-shop'],
  ['.hidden', 'hidden'],
  ['Größe', 'gro-e'],
  ['日本', 'access'],
  ['jest', 'jest-access'],
])('a folder %s gives a project a name that npm accepts', (name, expected) => {
  expect(projectName(name)).toBe(expected);
});
