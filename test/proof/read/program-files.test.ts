import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { fileGlob } from '../../../lib/proof/read/terraform/expression/functions/file-glob';
import { eachInAnEmptyDirectory, write } from '../../empty-directory';

eachInAnEmptyDirectory();

const role = (name: string, more = ''): string => `${more}\nresource "aws_iam_role" "r" {\n  name = ${name}\n}\n`;
const nameOf = (expression: string, more = ''): string | undefined => {
  write('a/main.tf', role(expression, more));
  return prove(['a']).identities[0]!.name;
};
const because = ({ undecided }: Inventory): string[] => undecided.map(({ about, because }) => `${about}: ${because}`);

describe('functions that read files', () => {
  beforeEach(() => {
    write('a/data/x.json', '{"name": "from-json", "list": ["a", "b"]}');
    write('a/data/x.yaml', 'name: from-yaml\n');
    write('a/data/deep/y.json', '{}');
    write('a/x.tftpl', 'a-%{ for n in names ~}${n}%{ endfor ~}-${upper(last)}');
  });

  test.each([
    ['file("data/x.yaml")', 'name: from-yaml\n'],
    ['jsondecode(file("data/x.json")).name', 'from-json'],
    ['yamldecode(file("${path.module}/data/x.yaml")).name', 'from-yaml'],
    ['yamldecode(file("${path.root}/data/x.yaml"))["name"]', 'from-yaml'],
    ['yamldecode(file("${path.cwd}/data/x.yaml")).name', 'from-yaml'],
    ['file("./data/../data/x.yaml")', 'name: from-yaml\n'],
    ['filebase64("data/x.yaml")', Buffer.from('name: from-yaml\n').toString('base64')],
    ['filesha256("data/deep/y.json")', '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'],
    ['templatefile("x.tftpl", { names = ["b", "c"], last = "d" })', 'a-bc-D'],
    ['templatestring("${"$"}{x}!", { x = "y" })', 'y!'],
    ['fileexists("data/x.json") ? "there" : "not there"', 'there'],
    ['fileexists("data/z.json") ? "there" : "not there"', 'not there'],
    ['join(",", fileset("data", "*.json"))', 'x.json'],
    ['join(",", fileset(path.module, "data/**/*.{json,yaml}"))', 'data/deep/y.json,data/x.json,data/x.yaml'],
    ['try(file("data/z.json"), "fallback")', 'fallback'],
    ['path.module', '.'],
  ])('%s gives what the file holds', (expression, expected) => {
    expect(nameOf(expression)).toBe(expected);
  });

  test('read from the root module’s directory, whichever module calls them', () => {
    write('a/main.tf', 'module "m" { source = "../m" }\n');
    write('a/x', 'root');
    write('m/x', 'module');
    write('m/main.tf', role('"${file("x")}-${file("${path.module}/x")}-${path.module}"'));
    expect(prove(['a']).identities).toMatchObject([{ name: 'root-module-../m' }]);
  });

  test('know what is unknown in a template', () => {
    expect(nameOf('templatefile("x.tftpl", { names = [var.x], last = "d" })', 'variable "x" {}')).toBe('a-${var.x}-D');
    expect(nameOf('templatefile("x.tftpl", var.x)', 'variable "x" {}')).toBe('${templatefile("x.tftpl", ${var.x})}');
    expect(nameOf('file("${var.x}.json")', 'variable "x" {}')).toBe('${file("${var.x}.json")}');
  });

  test('a data source that renders a template gives what comes of it, and leaves open what it is given', () => {
    write('a/old.tpl', 'a-${name}-${upper(other)}');
    const template = (vars: string): string => `data "template_file" "t" {
  template = file("\${path.module}/old.tpl")
  vars     = ${vars}
}
variable "x" {}`;
    const name = (vars: string): string | undefined => nameOf('data.template_file.t.rendered', template(vars));
    expect(name('{ name = 7, other = "b" }')).toBe('a-7-B');
    expect(name('{ name = var.x, other = "b" }')).toBe('a-${var.x}-B');
    // Terraform refuses a template that names what it is not given.
    expect(name('{ name = "n" }')).toBe('${data.template_file.t.rendered}');
    const inline = 'data "template_file" "t" { template = "${var.x}-$${y}" }\nvariable "x" {}';
    expect(nameOf('data.template_file.t.rendered', inline)).toBe('${data.template_file.t.rendered}');
  });

  test.each(['local_file', 'local_sensitive_file'])('a data source %s gives what the file holds', (type) => {
    const data = `data "${type}" "f" { filename = "\${path.module}/data/x.json" }`;
    expect(nameOf(`jsondecode(data.${type}.f.content).name`, data)).toBe('from-json');
    expect(nameOf(`jsondecode(base64decode(data.${type}.f.content_base64)).name`, data)).toBe('from-json');
    // What is there now is not what the program writes.
    const written = `resource "${type}" "w" {\n  filename = "\${path.module}/data/x.json"\n  content = "written"\n}`;
    expect(nameOf(`data.${type}.f.content`, `${data}\n${written}`)).toBe('written');
    expect(nameOf(`data.${type}.f.content`, data.replace('data/x.json', '../x.json'))).toMatch(/^\$\{file\(/);
  });

  test.each<[string, string, () => void]>([
    ['the parent directory', '../out.txt', () => undefined],
    ['an absolute path', '/etc/hostname', () => undefined],
    ['a home directory', '~/out.txt', () => undefined],
    ['a link to a file', 'link.txt', () => symlinkSync('../out.txt', 'a/link.txt')],
    ['a link to a directory', 'link/out.txt', () => symlinkSync('..', 'a/link')],
    ['the directory’s own path', join(process.cwd(), 'a/data/x.yaml'), () => undefined],
  ])('never lead out by %s, and that is said once', (_, path, prepare) => {
    mkdirSync('a', { recursive: true });
    write('out.txt', 'secret');
    prepare();
    write(
      'a/main.tf',
      `locals {\n  x = file("${path}")\n}\n${role('local.x')}resource "aws_iam_role" "s" { name = local.x }\n`,
    );
    const inventory = prove(['a']);
    expect(JSON.stringify(inventory)).not.toContain('secret');
    expect(inventory.identities.map(({ name }) => name)).toEqual([`\${file("${path}")}`, `\${file("${path}")}`]);
    expect(because(inventory)).toEqual([
      expect.stringMatching(/^aws_iam_role\.[rs]: file\(.*\): it leads out of the directories/),
    ]);
  });

  test('read no large file', () => {
    write('a/large', 'x'.repeat(9 * 1024 * 1024));
    write('a/main.tf', role('file("large")'));
    expect(because(prove(['a']))).toEqual([expect.stringContaining('it is larger than 8 MB')]);
  });

  test('a file that is not there fails, as in Terraform', () => {
    write('a/main.tf', role('file("none")'));
    expect(because(prove(['a']))).toEqual(['aws_iam_role.r: its value cannot be told: there is no file none']);
  });
});

describe('in memory', () => {
  const main = role('trimspace(file("data/x.txt"))');

  test('texts are files of the program by their names', () => {
    const documents = [
      { file: 'infra/main.tf', text: main },
      { file: 'infra/data/x.txt', text: 'from memory\n' },
    ];
    expect(prove(documents)).toMatchObject({ identities: [{ name: 'from memory' }], undecided: [] });
    expect(prove([...documents].reverse())).toMatchObject({ identities: [{ name: 'from memory' }] });
  });

  test('a text that nothing reads is an error', () => {
    expect(() =>
      prove([
        { file: 'main.tf', text: main },
        { file: 'other.txt', text: 'x' },
      ]),
    ).toThrow('content-unknown at other.txt');
  });
});

test('a file that is named beside the program that reads it is not a slip', () => {
  write('a/main.tf', role('jsondecode(file("trust.json")).name'));
  write('a/trust.json', '{"name": "x"}');
  write('a/other.json', '{"name": "x"}');
  expect(prove(['a', 'a/trust.json']).identities).toMatchObject([{ name: 'x' }]);
  expect(() => prove(['a', 'a/other.json'])).toThrow('content-unknown at a/other.json');
});

test.each([
  ['*', 'a', true],
  ['*', 'a/b', false],
  ['**', 'a/b', true],
  ['**/b', 'b', true],
  ['a/**', 'a', true],
  ['a/**/c', 'a/b/b/c', true],
  ['{a,b}/*.[jy]son', 'b/x.json', true],
  ['?.json', 'xy.json', false],
  ['[!a].json', 'a.json', false],
  ['a+b.json', 'a+b.json', true],
])('fileset: %s and %s', (pattern, path, expected) => {
  expect(fileGlob(pattern)(path)).toBe(expected);
});
