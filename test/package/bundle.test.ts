import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { StrangerProject } from './stranger-project';

jest.setTimeout(300_000);

const project = new StrangerProject();
const PACKAGE = path.join(project.folder, 'node_modules/podtrust');
afterAll(() => project.remove());

/** Runs the packed command: what it prints, and which modules it has loaded at the end. */
function podtrust(args: string[], input = '') {
  const recorder = path.join(project.folder, 'record.js');
  project.write(
    'record.js',
    "process.on('exit', () => process.stderr.write(Object.keys(require.cache).map((file) => `loaded ${file}\\n`).join('')));",
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--preserve-symlinks', '-r', recorder, path.join(PACKAGE, 'dist/lib/cli/main.js'), ...args],
    { cwd: project.folder, encoding: 'utf8', input },
  );
  const loaded = [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, file]) => file!).filter((file) => file !== recorder);
  const isOwn = (file: string) => file.startsWith(PACKAGE + path.sep);
  return {
    status,
    stdout,
    own: loaded.filter(isOwn).map((file) => path.relative(PACKAGE, file)),
    packages: new Set(
      loaded.filter((file) => !isOwn(file)).map((file) => /.*node_modules[\\/]([^\\/]+)/.exec(file)?.[1]),
    ),
  };
}

const JSON_OBJECT = '{ "apiVersion": "v1", "kind": "ServiceAccount", "metadata": { "name": "a" } }';
const OWN = ['main', 'compile-cache', 'command-line'].map((name) => path.join('dist/lib/cli', `${name}.js`));

describe('the packed command', () => {
  test('is one file of ours: what each of a hundred small files costs is not paid at each start', () => {
    const { status, own } = podtrust(['prove', '-'], JSON_OBJECT);
    expect(status).toBe(0);
    expect(own.sort()).toEqual(OWN.sort());
  });

  test('loads a parser of YAML only where there is YAML', () => {
    expect(podtrust(['prove', '-'], JSON_OBJECT).packages).toEqual(new Set(['commander']));
    expect(podtrust(['prove', '-'], 'kind: ServiceAccount\n').packages).toEqual(new Set(['commander', 'js-yaml']));
  });

  test.each(['table', 'json', 'sarif', 'mermaid', 'html'])('prints %s', (format) => {
    const { status, stdout } = podtrust(['prove', '--format', format, '-'], JSON_OBJECT);
    expect(status).toBe(0);
    expect(stdout).not.toBe('');
  });

  test('prints the pods as admission leaves them, in YAML', () => {
    const pod =
      '{ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "a" }, "spec": { "containers": [{ "name": "a", "image": "a" }] } }';
    const { status, stdout } = podtrust(['admit', '--webhook', 'eks', '-'], pod);
    expect(status).toBe(0);
    expect(stdout).toContain('kind: Pod');
  });

  test('knows its version', () => {
    expect(podtrust(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
