import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

jest.setTimeout(120_000);

const REPOSITORY = path.resolve(__dirname, '../..');

/** `npm start` without its build, in a folder of its own that has the sample values. */
function start() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'start-'));
  fs.symlinkSync(path.join(REPOSITORY, 'charts'), path.join(folder, 'charts'), 'junction');
  const finished = spawnSync(process.execPath, [path.join(REPOSITORY, 'dist/stacks/start.js')], {
    cwd: folder,
    encoding: 'utf8',
  });
  const written = ['cdktf.out', 'cdk8s.out'].flatMap((name) =>
    fs
      .readdirSync(path.join(folder, name), { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(name, file))
      .filter((file) => fs.statSync(path.join(folder, file)).isFile())
      .sort()
      .map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')] as const),
  );
  return { ...finished, written };
}

describe('npm start', () => {
  const first = start();

  test('ends well, prints who gets what, and says that the values are made up', () => {
    expect(first.stderr).toContain('made-up values of charts/sample-values.yaml');
    expect(first.stderr).toContain('To deploy eks-platform: ');
    for (const text of ['todo/frontend', 'todo/backend', 'IRSA', 'EKS Pod Identity', 'Entra workload identity']) {
      expect(first.stdout).toContain(text);
    }
    expect(first.stdout).toMatch(/ 0 errors, 0 warnings/);
    expect(first.status).toBe(0);
  });

  test('writes the four stacks and the plain YAML, the same bytes each time', () => {
    expect(first.written.map(([file]) => file)).toEqual(
      expect.arrayContaining(['cdk8s.out/aks-todo.k8s.yaml', 'cdktf.out/stacks/eks-workloads/cdk.tf.json']),
    );
    const second = start();
    expect(second.written).toEqual(first.written);
    expect(second.stdout).toBe(first.stdout);
  });
});

test('podtrust prove: namespace todo has exactly two service accounts’ accesses on each cluster, and nothing is wrong', () => {
  const { written } = start();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prove-'));
  for (const [file, content] of written) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), content);
  }
  const args = [path.join(REPOSITORY, 'dist/lib/cli/main.js'), 'prove', 'cdktf.out', '--format', 'json'];
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

  const inventory = JSON.parse(stdout);
  expect(inventory.schema).toBe('podtrust.inventory/v1');
  const todo = inventory.access
    .filter(({ namespace }: { namespace: string }) => namespace === 'todo')
    .map(({ cluster, serviceAccount, mechanism, claimed }: Record<string, string>) => [
      cluster!.split('/')[0],
      serviceAccount,
      mechanism,
      claimed,
    ]);
  expect(todo.sort()).toEqual([
    ['aks-platform', 'backend', 'entra-workload-identity', true],
    ['aks-platform', 'frontend', 'entra-workload-identity', true],
    ['eks-platform', 'backend', 'eks-pod-identity', true],
    ['eks-platform', 'frontend', 'irsa', true],
  ]);
  expect(inventory.findings).toEqual([]);
  expect(inventory.undecided).toEqual([]);
  expect(status).toBe(0);
});

test('docs/sample.md shows what npm start prints', () => {
  const page = fs.readFileSync(path.join(REPOSITORY, 'docs/sample.md'), 'utf8');
  expect(page).toContain(start().stdout.trimEnd());
});
