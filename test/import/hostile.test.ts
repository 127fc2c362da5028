import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { importedProjectFiles } from '../../lib/cli/init/project-files';
import { writeProject } from '../../lib/cli/init/write-project';
import { programFiles } from '../../lib/import/program';
import { readPodIdentityAccess } from '../../lib/import/read-access';
import { comment, literal } from '../../lib/import/typescript-text';
import { azureIdentity, azureIdentityBinding, dump, workload } from './dump';
import { load, sourceOf } from './run-program';

type Json = Readonly<Record<string, unknown>>;

const REPOSITORY = join(__dirname, '../..');

/** What would end a text, a comment or a line in TypeScript, in Markdown or on a terminal. */
const EVIL = [
  `'; process.exit(1); //`,
  '"; throw 1; //',
  '`${process.exit(1)}`',
  '*/ process.exit(1); /*',
  '\n process.exit(1);',
  '\r process.exit(1);',
  '\u2028 process.exit(1);',
  '\u2029 process.exit(1);',
  '\\',
  '\\u0027',
  '</script><!--',
  '\u202e\u001b[31m',
  '```\n# heading',
  '__proto__',
  'constructor',
  '../../../../etc/passwd',
  'x'.repeat(5000),
  '\ud800',
];

/** Everything that a dump may name, named so. */
const HOSTILE: readonly Json[] = [
  azureIdentity(['shop', 'demo'], 1),
  azureIdentityBinding(['shop', 'demo'], 'demo', 'demo'),
  ...EVIL.flatMap((evil) => [
    azureIdentity(['shop', evil], 2),
    azureIdentity([evil, 'demo'], 2, { spec: { clientID: evil, resourceID: evil } }),
    azureIdentityBinding([evil, evil], evil, evil),
    azureIdentityBinding(['shop', `b-${evil}`], evil, 'demo'),
    azureIdentityBinding(['shop', `c-${evil}`], 'demo', evil),
    workload('Deployment', ['shop', evil], { selector: 'demo' }),
    workload('Deployment', [evil, 'api'], { selector: evil }),
    workload('Pod', ['shop', 'pod'], { selector: 'demo', owner: `${evil.replaceAll('/', '')}/${evil}` }),
    workload('StatefulSet', ['shop', 'api'], {
      selector: 'demo',
      account: evil,
      labels: { [evil]: evil },
      metadata: { annotations: { [evil]: evil } },
      spec: {
        containers: [{ name: 'app', image: evil, env: [{ name: evil, value: evil }], [evil]: { [evil]: [evil] } }],
      },
    }),
  ]),
  workload('Deployment', ['shop', 'api'], { selector: 'demo' }),
];

let folder: string;
beforeAll(() => {
  // Below node_modules, so that the compiler and Node find what the project depends on.
  const cache = join(REPOSITORY, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'hostile-'));
  const access = readPodIdentityAccess([dump(...HOSTILE)]);
  const files = programFiles(access, { paths: EVIL });
  writeProject(folder, importedProjectFiles(files, 'cdktf', 'hostile', REPOSITORY));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a program of hostile names compiles as the project’s own compiler would have it', () => {
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile) as { config: Json };
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram(parsed.fileNames, {
    ...parsed.options,
    // As this repository compiles: the package’s own sources stand for the installed package.
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    resolveJsonModule: true,
    baseUrl: REPOSITORY,
    paths: pathsIn(parsed.fileNames),
  });
  const problems = parsed.fileNames.flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
  expect(parsed.fileNames.map((file) => file.split('/').at(-1)).sort()).toEqual([
    'access.test.ts',
    'access.ts',
    'main.ts',
    'managed-fields.ts',
    'move.ts',
    'objects.ts',
    'take-over.ts',
  ]);
  expect(problems).toEqual([]);
}, 600_000);

/** Where each path of podtrust that the files import has its source. */
function pathsIn(files: readonly string[]): Record<string, string[]> {
  const imported = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/from '(podtrust[^']*)'/g)]);
  return Object.fromEntries(imported.map(([, path]) => [path!, [sourceOf(path!)!]]));
}

test('what it holds is what was read, and no more is run than tables', () => {
  const exit = jest.spyOn(process, 'exit').mockImplementation();
  const { ACCOUNTS, LEFT_BEHIND } = load(folder, 'access') as {
    ACCOUNTS: readonly { workloads: readonly string[] }[];
    LEFT_BEHIND: readonly string[];
  };
  expect(ACCOUNTS.flatMap((one) => one.workloads)).toContain('shop/deployment.api');
  // One of them is a name that the API server takes, and one is what envsubst would fill in.
  const left = EVIL.filter((evil) => evil !== 'constructor' && !evil.includes('${'));
  expect(LEFT_BEHIND).toEqual(expect.arrayContaining(left.map((evil) => `Deployment/shop/${evil}`)));
  expect(exit).not.toHaveBeenCalled();
  exit.mockRestore();
});

test('no file of it lies outside of its folder, or acts on a terminal', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(10);
  for (const { parentPath, name } of files) {
    const text = readFileSync(join(parentPath, name), 'utf8');
    expect([name, /(?![\n\t])[\p{Cc}\u2028\u2029\u202e]/u.exec(text)?.[0]]).toEqual([name, undefined]);
  }
});

test('IMPORT.md has no markup but its own', () => {
  const lines = readFileSync(join(folder, 'IMPORT.md'), 'utf8').split('\n');
  expect(lines.filter((line) => line.startsWith('#'))).toEqual([
    '# What was imported',
    '## Carried over',
    '## Not carried over',
  ]);
});

test.each(EVIL)('as a literal is the same value: %j', (evil) => {
  const value = { [evil]: [evil, { [evil]: evil }], a: 1, b: null, c: true };
  const back = new Function(`return ${literal(value)};`)() as object;
  expect(back).toEqual(value);
  expect(Object.keys(back)).toEqual(Object.keys(value));
  expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
});

test.each(EVIL)('as a comment runs nothing: %j', (evil) => {
  expect(new Function(`${comment(evil)}return 1;`)()).toBe(1);
});

test('a file that cannot be written leaves no part of the program', () => {
  const target = join(folder, 'part');
  writeFileSync(join(folder, 'file'), '');
  expect(() => writeProject(join(folder, 'file', 'part'), new Map([['a', '1']]))).toThrow('project-unwritten');
  expect(() =>
    writeProject(
      target,
      new Map([
        ['a', '1'],
        ['a/b', '2'],
      ]),
    ),
  ).toThrow('project-unwritten');
  expect(readdirSync(folder).filter((name) => name === 'part' || name.startsWith('.podtrust'))).toEqual([]);
});
