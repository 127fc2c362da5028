import { symlinkSync } from 'node:fs';
import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { eachInAnEmptyDirectory, write } from '../../empty-directory';

eachInAnEmptyDirectory();

const role = (name: string): string => `resource "aws_iam_role" "${name}" { name = "${name}" }\n`;
const roleJson = (name: string): string => JSON.stringify({ resource: { aws_iam_role: { [name]: { name } } } });
const ids = ({ identities }: Inventory): string[] => identities.map(({ id }) => id);
const because = ({ undecided }: Inventory): string[] => undecided.map(({ about, because }) => `${about}: ${because}`);

describe('beside Terraform', () => {
  beforeEach(() => write('a/main.tf', role('app')));

  test.each([
    ['terraform-docs.yml', 'output:\n  file: README.md\n'],
    ['.terraform-docs.yml', 'output:\n  file: README.md\n'],
    ['.hidden.yaml', 'kind: [broken'],
    ['values.yaml', 'resource: {aws_iam_role: {other: {}}}\n'],
    ['Chart.yaml', 'apiVersion: v2\nname: chart\nversion: 1.0.0\n'],
    ['docker-compose.yml', 'services:\n  app: { image: x }\n'],
    ['package.json', '{"name": "x"}'],
    ['settings.json', roleJson('other')],
    ['policy.json', '{"Version": "2012-10-17", "Statement": []}'],
    ['.other.tf', role('other')],
    ['.other.auto.tfvars', 'x = 1'],
    ['.other.tf.json', roleJson('other')],
  ])('%s is of another tool, and no part of the proof', (file, text) => {
    write(`a/${file}`, text);
    const inventory = prove(['a']);
    expect(ids(inventory)).toEqual(['aws_iam_role.app']);
    expect(because(inventory)).toEqual([]);
  });

  test.each([
    [
      'a template.yaml',
      'kind: ServiceAccount\nname: {{ .Values.name }}\n',
      /^a\/a template\.yaml: it was not read: it is a template of Helm: prove what helm template prints$/,
    ],
    ['c.yaml', 'kind: [ServiceAccount\n', /^a\/c\.yaml: it was not read: .*:2:1\)$/],
    ['a.json', '{"a": ${b}}', /^a\/a\.json: it was not read: unexpected "\$" \(a\/a\.json:1:7\)$/],
    ['b.json', Uint8Array.of(255, 254, 0), /^a\/b\.json: it was not read: it is not a UTF-8 text$/],
    ['d.yaml', 'kind: ServiceAccount\nmetadata: {}\n', /has apiVersion and kind, and it has no apiVersion/],
    ['e.json', '{"lineage": "x", "serial": 1}', /give the output of terraform show -json/],
  ])('%s, which may have been meant, is said and ends nothing', (file, text, expected) => {
    write(`a/${file}`, text);
    const inventory = prove(['a']);
    expect(ids(inventory)).toEqual(['aws_iam_role.app']);
    expect(because(inventory)).toEqual([expect.stringMatching(expected)]);
  });

  test('a stream of objects with one that is none is read, and the one is said', () => {
    write('a/b.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: x }\n---\nnote: hello\n');
    const lines = [
      'a/b.yaml: it was not read: document 2: it is neither Terraform configuration nor Kubernetes objects',
    ];
    expect(because(prove(['a']))).toEqual(lines);
    expect(because(prove(['a/b.yaml']))).toEqual(lines);
  });

  test('a link to nothing is said', () => {
    symlinkSync('nowhere', 'a/x.yaml');
    expect(because(prove(['a']))).toEqual(['a/x.yaml: it was not read: there is no such file']);
  });

  test('Terraform that is broken ends the run, as Terraform itself does', () => {
    write('a/broken.tf', 'locals {');
    expect(() => prove(['a'])).toThrow('terraform-invalid at a/broken.tf:1:9');
  });
});

test('a directory of nothing but what is broken says how', () => {
  write('a/x.yaml', 'a: [');
  expect(() => prove(['a'])).toThrow('yaml-invalid at a/x.yaml:1:');
});

test('JSON of Terraform’s syntax is Terraform by its name, or where it is named', () => {
  write('a/x.tf.json', roleJson('x'));
  write('a/y.json', roleJson('y'));
  expect(ids(prove(['a']))).toEqual(['aws_iam_role.x']);
  expect(ids(prove(['a', 'a/y.json']))).toEqual(['aws_iam_role.x', 'aws_iam_role.y']);
  expect(ids(prove([{ file: 'any', text: roleJson('z') }]))).toEqual(['aws_iam_role.z']);
});

test('a plan and objects are told apart by what they hold, in a directory too', () => {
  write(
    'a/plan.json',
    '{"format_version": "1.2", "planned_values": {"root_module": {}}, "terraform_version": "1.11.0"}',
  );
  write('a/b.json', '{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "x"}}');
  expect(because(prove(['a']))).toEqual([]);
});

describe('OpenTofu', () => {
  test('reads x.tofu in the place of x.tf', () => {
    write('a/main.tf', role('terraform'));
    write('a/main.tofu', role('tofu'));
    write('a/other.tf', role('both'));
    write('a/json.tofu.json', roleJson('json'));
    write('a/json.tf.json', roleJson('terraform_json'));
    write('a/one_override.tofu', 'resource "aws_iam_role" "tofu" { name = "over" }');
    const inventory = prove(['a']);
    expect(ids(inventory)).toEqual(['aws_iam_role.both', 'aws_iam_role.json', 'aws_iam_role.tofu']);
    expect(inventory.identities[2]).toMatchObject({ name: 'over' });
  });
});

describe('a module with a file that is not read', () => {
  beforeEach(() => {
    write(
      'main.tf',
      'module "m" { source = "./m" }\nresource "aws_iam_role" "out" { name = "${module.m.given}${module.m.lost}" }',
    );
    write(
      'm/main.tf',
      'output "given" { value = "a-" }\nresource "aws_iam_role" "r" { name = "a-${local.lost}-${aws_iam_role.lost.name}" }\n',
    );
  });

  test.each([
    ['a slip', 'resource "x" {', 'module.m: its file m/broken.tf was not read: '],
    ['no text', Uint8Array.of(0), 'module.m: its file m/broken.tf was not read: it is not a UTF-8 text'],
  ])('for %s is read without it, and what may be in it is unknown and not wrong', (_, text, expected) => {
    write('m/broken.tf', text);
    const inventory = prove(['main.tf']);
    expect(inventory.identities.map(({ id, name }) => `${id} ${name}`)).toEqual([
      'aws_iam_role.out a-${module.m.lost}',
      'module.m.aws_iam_role.r a-${module.m.local.lost}-${module.m.aws_iam_role.lost.name}',
    ]);
    expect(because(inventory)).toEqual([expect.stringContaining(expected)]);
  });
});

describe('a file of values that is named', () => {
  const root = (name: string): string =>
    `variable "name" { default = "default" }\nvariable "only_${name}" { default = "" }\n` +
    `resource "aws_iam_role" "${name}" { name = "\${var.name}\${var.only_${name}}" }\n`;
  const names = ({ identities }: Inventory): (string | undefined)[] => identities.map(({ name }) => name);

  beforeEach(() => {
    write('a/main.tf', root('a'));
    write('b/main.tf', root('b'));
    write('values/prod.tfvars', 'name = "prod"\n');
    write('values/more.tfvars.json', '{"name": "more"}');
    write('values/b.tfvars', 'only_b = "-b"\n');
    write('a/envs/prod.tfvars', 'name = "prod-of-a"\n');
  });

  test.each<[string[], string[]]>([
    [['a', 'values/prod.tfvars'], ['prod']],
    [['values/prod.tfvars', 'a'], ['prod']],
    [['a', 'values/prod.tfvars', 'values/more.tfvars.json'], ['more']],
    [['a', 'values/more.tfvars.json', 'values/prod.tfvars'], ['prod']],
    [
      ['a', 'b', 'a/envs/prod.tfvars'],
      ['prod-of-a', 'default'],
    ],
    [
      ['a', 'b', 'values/b.tfvars'],
      ['default', 'default-b'],
    ],
  ])('sets the variables of the root module it is meant for: %j', (paths, expected) => {
    const inventory = prove(paths);
    expect(names(inventory)).toEqual(expected);
    expect(because(inventory)).toEqual([]);
  });

  test('sets those of all that have them where it lies in none, and that is said', () => {
    const inventory = prove(['a', 'b', 'values/prod.tfvars']);
    expect(names(inventory)).toEqual(['prod', 'prod']);
    expect(because(inventory)).toEqual([
      'values/prod.tfvars: it sets variables of several root modules, since it lies in none of them: a, b; prove each with its own',
    ]);
  });

  test('that no configuration is given for is said', () => {
    write('x.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: x }\n');
    expect(because(prove(['values/prod.tfvars', 'x.yaml']))).toEqual([
      'values/prod.tfvars: it sets variables, and no Terraform configuration was given that has them',
    ]);
  });

  test('goes before those that Terraform reads by itself, in its order', () => {
    write('a/terraform.tfvars', 'name = "1"\n');
    write('a/terraform.tfvars.json', '{"name": "2"}');
    expect(names(prove(['a']))).toEqual(['2']);
    write('a/a.auto.tfvars', 'name = "3"\n');
    expect(names(prove(['a']))).toEqual(['3']);
    write('a/b.auto.tfvars.json', '{"name": "4"}');
    expect(names(prove(['a']))).toEqual(['4']);
    expect(names(prove(['values/prod.tfvars', 'a']))).toEqual(['prod']);
    expect(names(prove(['a', 'a/terraform.tfvars']))).toEqual(['1']);
  });

  test('is found in memory by the names of the files', () => {
    const inventory = prove([
      { file: 'infra/main.tf', text: root('a') },
      { file: 'values/prod.tfvars', text: 'name = "prod"' },
    ]);
    expect(names(inventory)).toEqual(['prod']);
  });
});
