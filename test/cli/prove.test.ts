import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Inventory } from '../../lib/proof';
import { eachInAnEmptyDirectory, write } from '../empty-directory';
import { documentsOf, todoProgram } from '../proof/todo-program';
import type { TodoProgram } from '../proof/todo-program';
import { podtrust } from './run-command';
import type { CommandRun } from './run-command';

eachInAnEmptyDirectory();

function writeProgram(program: TodoProgram): void {
  const documents = documentsOf(program);
  for (const { file, text } of documents) write(file, text);
  const stacks = documents.map(({ stack }) => [stack, { synthesizedStackPath: `stacks/${stack}/cdk.tf.json` }]);
  write('cdktf.out/manifest.json', JSON.stringify({ version: '0.21.0', stacks: Object.fromEntries(stacks) }));
}

const run = (...args: string[]): CommandRun => podtrust('prove', ...args);

describe('podtrust prove', () => {
  test('of a sound cdktf.out exits 0 and prints the table', () => {
    writeProgram(todoProgram());
    const { exit, out, err } = run('cdktf.out');
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain('Deployment/todo/frontend');
    expect(out).toMatch(/5 access entries, 5 identities, 2 clusters, 0 errors, .* 0 undecided\n$/);
  });

  test('gives the same bytes each time, without the machine’s path', () => {
    writeProgram(todoProgram());
    const { out } = run('cdktf.out', '--format', 'json');
    expect(run('cdktf.out', '--format', 'json').out).toBe(out);
    expect(out).not.toContain(process.cwd());
    expect(JSON.parse(out)).toMatchObject({ schema: 'podtrust.inventory/v1', findings: [], undecided: [] });
    expect(Object.keys(JSON.parse(out) as object)).toEqual([
      'schema',
      'clusters',
      'identities',
      'access',
      'permissions',
      'nodes',
      'policies',
      'openPolicies',
      'resources',
      'becoming',
      'becomingIdentities',
      'findings',
      'undecided',
    ]);
  });

  test('exits 1 on an error, 0 with --fail-on never', () => {
    const program = todoProgram();
    program.eksWorkloads.resource.kubernetes_manifest.frontend_account.manifest.metadata.name = 'web';
    writeProgram(program);
    expect(run('cdktf.out').exit).toBe(1);
    expect(run('cdktf.out', '--fail-on', 'never').exit).toBe(0);
  });

  test('exits 1 on a warning only with --fail-on warning', () => {
    const program = todoProgram();
    delete program.eksWorkloads.resource.kubernetes_manifest.frontend_account.manifest.metadata.annotations;
    writeProgram(program);
    expect(run('cdktf.out').exit).toBe(0);
    expect(run('cdktf.out', '--fail-on', 'warning').exit).toBe(1);
  });

  test('exits 1 on anything undecided only with --strict', () => {
    const program = todoProgram();
    program.eksPlatform.module = { other: { source: './other' } };
    writeProgram(program);
    expect(run('cdktf.out').exit).toBe(0);
    expect(run('cdktf.out', '--strict').exit).toBe(1);
  });

  test('reads a directory’s files, and passes over those of other tools', () => {
    const [platform] = documentsOf(todoProgram());
    write('all/main.tf.json', platform!.text);
    write('all/package.json', '{"name":"x"}');
    write('all/README.md', '# x');
    const { exit, out } = run('all', '--format', 'json');
    expect(exit).toBe(0);
    const inventory = JSON.parse(out) as { identities: { id: string }[]; undecided: { about: string }[] };
    expect(inventory.identities[0]!.id).toBe('aws_iam_role.backend');
    expect(inventory.undecided).toEqual([]);
  });

  test.each<[string, () => void, string[], string]>([
    ['a missing path', () => undefined, ['nowhere'], 'path-missing at nowhere: there is no such file or directory'],
    ['a path below a file', () => write('a.yaml', ''), ['a.yaml/b'], 'path-missing at a.yaml/b'],
    ['a path of endless length', () => undefined, ['a'.repeat(300)], 'file-unreadable at aaa'],
    ['an empty directory', () => mkdirSync('empty'), ['empty'], 'directory-empty at empty'],
    [
      'the stacks of a cdktf.out alone',
      () => writeProgram(todoProgram()),
      ['cdktf.out/stacks'],
      'fix: Name cdktf.out: a cdktf.out is read as a whole.',
    ],
    [
      'a directory of directories',
      () => {
        for (const file of ['top/infra/a.tf', 'top/infra/b.tf', 'top/k8s/app/a.yaml', 'top/.git/x.tf']) write(file, '');
        for (const file of ['top/old/cdktf.out/manifest.json', 'top/old/cdktf.out/stacks/x/cdk.tf.json'])
          write(file, '{}');
      },
      ['./top'],
      'directory-empty at ./top: the directory holds no *.tf, *.tf.json, *.json, *.yaml or *.yml file; below it lie top/infra (2 Terraform files), top/k8s/app (1 YAML file), top/old/cdktf.out (a cdktf.out); fix:',
    ],
    [
      'a directory of other files above directories',
      () => {
        write('top/package.json', '{}');
        write('top/infra/a.tf', '');
      },
      ['top'],
      'neither Terraform configuration nor Kubernetes objects; below it lie top/infra (1 Terraform file)',
    ],
    ['a binary file', () => write('a.yaml', Uint8Array.of(0, 255, 254)), ['a.yaml'], 'file-binary at a.yaml'],
    ['bad JSON', () => write('a.json', '{\n "a": }'), ['a.json'], 'json-invalid at a.json:2:7: unexpected }'],
    [
      'a stack outside',
      () => write('o/manifest.json', '{"stacks":{"a":{"synthesizedStackPath":"../../x"}}}'),
      ['o'],
      'cdktf-out-invalid at o/manifest.json',
    ],
    [
      'a stack missing',
      () => write('o/manifest.json', '{"stacks":{"a":{"synthesizedStackPath":"stacks/a"}}}'),
      ['o'],
      'file-unreadable at o/stacks/a',
    ],
    [
      'a format that there is not',
      () => undefined,
      ['x', '--format', 'xml'],
      'option-invalid: --format "xml" is not one of table, json, sarif, mermaid, html',
    ],
    [
      'a cluster without a path',
      () => undefined,
      ['x', '--cluster', 'x'],
      'option-invalid: --cluster "x" is not <cluster id>=<path>',
    ],
    ['a file, named as it was given', () => write('d/a.json', '{'), ['./d/a.json'], 'json-invalid at ./d/a.json:1:2: '],
  ])('exits 2 on %s, with one line and nothing printed', (_, prepare, args, message) => {
    prepare();
    const { exit, out, err } = run(...args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(/^[^\n]*\n$/);
    expect(err).toContain(message);
  });

  test.each([
    ['a.yaml', 'a: [1', 'yaml-invalid'],
    ['a.tf', 'resource "x" {', 'terraform-invalid'],
    ['a.json', '{}', 'content-unknown'],
    ['a.tf.json', '{"resource": {"a": {"b": 1}}}', 'terraform-invalid'],
    ['manifest.json', '{"synthesizedStackPath"', 'json-invalid'],
    ['b.yaml', Uint8Array.of(0), 'file-binary'],
  ])('an error about %s names the whole path that was given, from wherever', (name, content, code) => {
    write(`elsewhere/${name}`, content);
    mkdirSync('here');
    const path = join(process.cwd(), 'elsewhere', name);
    process.chdir('here');
    expect(run(path).err).toContain(`podtrust: ${code} at ${path}`);
    expect(run(`../elsewhere/${name}`).err).toContain(`podtrust: ${code} at ../elsewhere/${name}`);
  });

  test('directories of one name elsewhere are told apart, and only those', () => {
    // GIVEN
    for (const path of ['one/infra', 'other/infra', 'other/more']) {
      const lines = [`url = "https://${path}"`, 'client_id_list = ["sts.amazonaws.com"]', 'thumbprint_list = []'];
      write(`${path}/main.tf`, `resource "aws_iam_openid_connect_provider" "x" {\n${lines.join('\n')}\n}\n`);
    }
    const elsewhere = process.cwd();
    mkdirSync('here');
    process.chdir('here');
    const places = (...paths: string[]) => {
      const given = paths.map((path) => join(elsewhere, path));
      const { findings } = JSON.parse(run(...given, '--format', 'json').out) as Inventory;
      return findings.filter(({ rule }) => rule === 'thumbprint-list-empty').map(({ at }) => at.file);
    };

    // THEN
    expect(places('one/infra', 'other/infra')).toEqual(['one/infra/main.tf', 'other/infra/main.tf']);
    expect(places('one/infra/main.tf', 'other/infra/main.tf')).toEqual(['one/infra/main.tf', 'other/infra/main.tf']);
    expect(places('one/infra', 'other/more')).toEqual(['infra/main.tf', 'more/main.tf']);
    expect(places('one/infra')).toEqual(['infra/main.tf']);
    expect(places('one/infra/main.tf')).toEqual(['main.tf']);
  });

  test('reads a cdktf.out once, however a shell writes out what is in it', () => {
    writeProgram(todoProgram());
    const { out } = run('cdktf.out', '--format', 'json');
    const stack = 'cdktf.out/stacks/eks-platform';
    for (const paths of [
      ['cdktf.out/manifest.json', 'cdktf.out/stacks'],
      ['cdktf.out/stacks', 'cdktf.out/manifest.json'],
      ['cdktf.out', 'cdktf.out/manifest.json', stack, `${stack}/cdk.tf.json`],
      ['cdktf.out', 'cdktf.out', './cdktf.out'],
    ]) {
      expect(run(...paths, '--format', 'json').out).toBe(out);
    }
  });

  test('reads beside a cdktf.out what lies around it', () => {
    writeProgram(todoProgram());
    write('app.yaml', 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a b\n');
    expect(run('cdktf.out', '.', '--format', 'json').out).toContain('app.yaml');
  });

  test('takes a cluster’s short name for a path’s objects, and says which there are', () => {
    writeProgram(todoProgram());
    write('app.yaml', 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: more\n');
    const inCluster = (cluster: string) =>
      run('cdktf.out', 'app.yaml', '--format', 'json', '--cluster', `${cluster}=app.yaml`);
    const { out } = inCluster('eks-platform/aws_eks_cluster.main');
    expect(inCluster('aws_eks_cluster.main')).toMatchObject({ exit: 0, out });
    expect(inCluster('main')).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/cluster-ambiguous: "main" names 2 clusters: .*; fix: /) as string,
    });
    expect(inCluster('nobody').err).toMatch(/cluster-unknown: .*"nobody": .*eks-platform\/aws_eks_cluster.main/);
  });

  test('refuses --cluster with a path at which there is nothing', () => {
    writeProgram(todoProgram());
    const { exit, err } = run('cdktf.out', '--cluster', 'eks-platform/aws_eks_cluster.main=elsewhere');
    expect(exit).toBe(2);
    expect(err).toContain('"elsewhere"');
  });
});
