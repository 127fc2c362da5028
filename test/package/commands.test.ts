import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

jest.setTimeout(300_000);

const REPOSITORY = path.resolve(__dirname, '../..');
const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'commands-'));

/** A path with Node on it and nothing that a cloud or Terraform brings. */
function nodeAlone(): string {
  const bin = folder();
  for (const [name, target] of [
    ['node', process.execPath],
    ['npx', path.join(path.dirname(process.execPath), 'npx')],
    ['sh', '/bin/sh'],
    ['env', '/usr/bin/env'],
  ] as const) {
    if (fs.existsSync(target)) fs.symlinkSync(target, path.join(bin, name));
  }
  return bin;
}

function run(program: string, args: string[], environment: Record<string, string> = {}) {
  return spawnSync(path.join(REPOSITORY, 'node_modules/.bin', program), args, {
    cwd: REPOSITORY,
    encoding: 'utf8',
    env: { PATH: nodeAlone(), HOME: process.env.HOME ?? folder(), CHECKPOINT_DISABLE: '1', CI: 'true', ...environment },
  });
}

test('cdktf synth works without Terraform', () => {
  const output = path.relative(REPOSITORY, folder());
  const finished = run('cdktf', ['synth', '--output', output]);
  expect(finished.stdout).toContain('Generated Terraform code for the stacks: ');
  expect(fs.existsSync(path.join(REPOSITORY, output, 'stacks/aks-workloads/cdk.tf.json'))).toBe(true);
});

test('cdk8s synth works on a fresh clone, and says that the values are made up', () => {
  const output = folder();
  const finished = run('cdk8s', ['synth', '--output', output]);
  expect(finished.stderr + finished.stdout).toContain('made up');
  expect(fs.readdirSync(output).sort()).toEqual(['aks-todo.k8s.yaml', 'eks-todo.k8s.yaml']);
});

describe('the plain YAML', () => {
  const write = (args: string[], environment: Record<string, string> = {}) => {
    const directory = folder();
    const finished = run('tsx', ['stacks/plain-manifests.ts', ...args], { CDK8S_OUTDIR: directory, ...environment });
    return { ...finished, directory };
  };

  test('holds the values of the file, and no expression', () => {
    const { directory } = write(['--values', 'charts/sample-values.yaml']);
    const text = fs.readFileSync(path.join(directory, 'eks-todo.k8s.yaml'), 'utf8');
    expect(text).toContain('eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/todo-dev-frontend');
    expect(text).not.toMatch(/\$\{|TfToken/);
  });

  test('with neither values nor deployed stacks it fails loudly and writes nothing', () => {
    const { directory, status, stderr } = write([]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^cdktf-output-failed: /);
    expect(stderr).not.toContain('    at ');
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  test('with a value missing it names the stack and the output, and writes nothing', () => {
    const values = path.join(folder(), 'values.yaml');
    const sample = fs.readFileSync(path.join(REPOSITORY, 'charts/sample-values.yaml'), 'utf8');
    fs.writeFileSync(values, sample.replace(/ {2}backend_client_id: .*\n/, ''));
    const { directory, status, stderr } = write(['--values', values]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^deploy-time-value-missing: [^]*output "backend_client_id" of stack "aks-platform"/);
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  test('an option that there is not is refused with how to fix it and where to read on', () => {
    const { status, stderr } = write(['--value', 'x']);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^option-invalid: [^\n]*\n {2}fix: The one option is --values FILE\.\n {2}see: [^\n]*errors\.md#option-invalid\n$/,
    );
  });

  test('a setting that there is not is refused with its line', () => {
    const settings = path.join(folder(), 'own.yaml');
    fs.writeFileSync(settings, 'aws:\n  regoin: eu-west-1\n');
    const { status, stderr } = write(['--values', 'charts/sample-values.yaml'], {
      PODTRUST_SETTINGS: settings,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/own\.yaml:2:3: there is no setting "aws\.regoin"/);
  });
});
