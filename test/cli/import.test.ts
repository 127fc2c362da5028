import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { eachInAnEmptyDirectory } from '../empty-directory';
import { azureIdentity, azureIdentityBinding, dump, SUBSCRIPTION, workload } from '../import/dump';
import { podtrust } from './run-command';

eachInAnEmptyDirectory();

const CLUSTER_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/shop`;
const OBJECTS = [
  azureIdentity(['shop', 'demo'], 1),
  azureIdentityBinding(['shop', 'demo'], 'demo', 'demo'),
  workload('Deployment', ['shop', 'api'], { selector: 'demo' }),
];

function writeDump(...more: Readonly<Record<string, unknown>>[]): void {
  writeFileSync('dump.yaml', dump(...OBJECTS, ...more).text);
}

describe('podtrust import', () => {
  test('writes a project, and says who gets what by it', () => {
    writeDump();
    const { exit, out, err } = podtrust('import', 'dump.yaml', '--to', 'shop', '--cluster-id', CLUSTER_ID);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toBe(`A project in shop, for 1 workload with 1 service account and 1 identity:
  shop/id-1 (new) -> id-1: Deployment/shop/api

Next:
  cd shop
  npm install
  npm run synth
  npm run prove
  npm test
`);
    expect(readdirSync('shop').sort()).toEqual([
      '.github',
      '.gitignore',
      'IMPORT.md',
      'README.md',
      'access.test.ts',
      'access.ts',
      'cdktf.json',
      'jest.config.js',
      'main.ts',
      'managed-fields.ts',
      'move.ts',
      'objects',
      'objects.ts',
      'package.json',
      'take-over.ts',
      'tsconfig.json',
    ]);
    expect(readFileSync('shop/access.ts', 'utf8')).toContain(`id: '${CLUSTER_ID}'`);
    expect(readFileSync('shop/cdktf.json', 'utf8')).toContain('"projectId": "shop"');
  });

  test('lists what is left behind, and says so by its exit status', () => {
    writeDump(workload('Deployment', ['shop', 'roll'], { selector: 'demo', owner: 'Rollout/roll' }));
    const { exit, out } = podtrust('import', 'dump.yaml', '--to', 'shop');
    expect(exit).toBe(1);
    const line =
      'Deployment/shop/roll at dump.yaml#/items/3: Rollout/shop/roll makes it, which was not read or is no kind of Kubernetes’ own; fix: Give its pods the service account and the label azure.workload.identity/use: "true" there.';
    expect(out).toContain(`Not carried over:\n  ${line}\n`);
    expect(readFileSync('shop/access.ts', 'utf8')).toContain(
      "LEFT_BEHIND: readonly string[] = ['Deployment/shop/roll'];",
    );
    expect(readFileSync('shop/IMPORT.md', 'utf8')).toContain('- `Deployment/shop/roll` (`dump.yaml#/items/3`): ');
  });

  test('leaves the project’s name alone where an object has its placeholder', () => {
    writeDump(workload('Pod', ['shop', 'pod'], { selector: 'demo', spec: { containers: [{ name: 'PROJECT_NAME' }] } }));
    podtrust('import', 'dump.yaml', '--to', 'shop');
    expect(readFileSync('shop/objects/shop/pod.pod.json', 'utf8')).toContain('"PROJECT_NAME"');
    expect(readFileSync('shop/README.md', 'utf8')).toContain('# shop\n');
  });

  test('reads a directory of files, and YAML streams', () => {
    mkdirSync('dump');
    OBJECTS.forEach((object, index) => writeFileSync(`dump/${index}.yaml`, `---\n${JSON.stringify(object)}\n---\n`));
    expect(podtrust('import', 'dump', '--to', 'shop').exit).toBe(0);
  });
});

describe('podtrust import writes nothing', () => {
  const refused = (...args: string[]) => {
    const { exit, out, err } = podtrust('import', ...args, '--to', 'shop');
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(existsSync('shop')).toBe(false);
    expect(readdirSync('.').filter((name) => name.startsWith('.'))).toEqual([]);
    expect(err).toMatch(/^podtrust: [^\n]*\n$/);
    return err;
  };

  test('of a dump that is cut off, and says where', () => {
    writeDump();
    writeFileSync('dump.yaml', readFileSync('dump.yaml', 'utf8').slice(0, -20));
    expect(refused('dump.yaml')).toMatch(/(json|yaml)-invalid at dump\.yaml:\d+:\d+: /);
    writeFileSync('dump.yaml', 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: "Pod\n');
    expect(refused('dump.yaml')).toMatch(/yaml-invalid at dump\.yaml:\d+:\d+: /);
  });

  test('of a directory with a broken file among the others', () => {
    mkdirSync('dump');
    writeFileSync('dump/good.json', dump(...OBJECTS).text);
    writeFileSync('dump/bad.yaml', 'kind: Deployment\nmetadata: {name: [\n');
    expect(refused('dump')).toMatch(/import-incomplete: dump\/bad\.yaml: it was not read: .*would be missing/);
  });

  test('of a binary file, an empty one, or what is not there', () => {
    writeFileSync('dump.yaml', Buffer.from([0, 1, 2, 255, 254]));
    expect(refused('dump.yaml')).toContain('file-binary at dump.yaml');
    writeFileSync('dump.yaml', '');
    expect(refused('dump.yaml')).toContain('content-unknown at dump.yaml: it is empty');
    expect(refused('nowhere.yaml')).toContain('path-missing');
  });

  test('of objects in which nothing is of AAD Pod Identity', () => {
    writeFileSync('dump.yaml', dump(workload('Pod', ['shop', 'api'])).text);
    expect(refused('dump.yaml')).toContain('import-empty: nothing of AAD Pod Identity is among what was read');
  });

  test('of YAML that grows without bounds, or is nested without end', () => {
    const grow = [
      'a0: &a0 [x,x,x,x,x,x,x,x,x,x]',
      ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join()}]`),
    ];
    writeFileSync('dump.yaml', grow.join('\n'));
    expect(refused('dump.yaml')).toContain('yaml-invalid');
    writeFileSync('dump.yaml', '['.repeat(100_000));
    expect(refused('dump.yaml')).toMatch(/(json|yaml)-invalid|content-unknown/);
  });

  test('for options that cannot be', () => {
    writeDump();
    expect(refused('dump.yaml', '--cluster-id', 'shop')).toContain('option-invalid: --cluster-id "shop" is not');
    expect(refused('dump.yaml', '--providers', 'cdkn')).toContain('Did you mean cdktn?');
  });
});

test('podtrust import never writes over anything', () => {
  writeDump();
  mkdirSync('shop');
  writeFileSync('shop/access.ts', 'mine');
  const { exit, err } = podtrust('import', 'dump.yaml', '--to', 'shop');
  expect(exit).toBe(2);
  expect(err).toContain('folder-not-empty at shop: the folder has files already: access.ts');
  expect(readdirSync('shop')).toEqual(['access.ts']);
});
