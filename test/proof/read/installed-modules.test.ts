import { mkdirSync, symlinkSync } from 'node:fs';
import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { eachInAnEmptyDirectory, write } from '../../empty-directory';

eachInAnEmptyDirectory();

const ids = ({ identities }: Inventory): string[] => identities.map(({ id }) => id);
const because = ({ undecided }: Inventory): string[] => undecided.map(({ about, because }) => `${about}: ${because}`);
const role = 'resource "aws_iam_role" "this" { name = "x" }\n';

function installed(
  directory: string,
  modules: Readonly<Record<string, readonly [source: string, directory: string]>>,
): void {
  const entries = Object.entries(modules).map(([Key, [Source, Dir]]) => ({ Key, Source, Dir }));
  write(`${directory}/.terraform/modules/modules.json`, JSON.stringify({ Modules: entries }));
}

describe('modules that terraform init has put on disk', () => {
  test('are read from there: of a registry, of Git, a folder of theirs, and those that they call', () => {
    write('a/main.tf', 'module "eks" {\n  source = "terraform-aws-modules/eks/aws"\n  version = "~> 20.0"\n}\n');
    write(
      'a/.terraform/modules/eks/main.tf',
      'module "kms" { source = "acme/kms/aws//modules/x" }\nmodule "own" { source = "./own" }\n',
    );
    write(
      'a/.terraform/modules/eks/own/main.tf',
      `module "git" { source = "git::https://example.com/x.git?ref=v1" }\n${role}`,
    );
    write('a/.terraform/modules/eks.kms/modules/x/main.tf', role);
    write('a/.terraform/modules/eks.own.git/main.tf', role);
    installed('a', {
      '': ['', '.'],
      eks: ['registry.terraform.io/terraform-aws-modules/eks/aws', '.terraform/modules/eks'],
      'eks.kms': ['registry.opentofu.org/acme/kms/aws//modules/x', '.terraform/modules/eks.kms/modules/x'],
      'eks.own': ['./own', '.terraform/modules/eks/own'],
      'eks.own.git': ['git::https://example.com/x.git?ref=v1', '.terraform/modules/eks.own.git'],
    });
    const inventory = prove(['a']);
    expect(because(inventory)).toEqual([]);
    expect(ids(inventory)).toEqual([
      'module.eks.module.kms.aws_iam_role.this',
      'module.eks.module.own.aws_iam_role.this',
      'module.eks.module.own.module.git.aws_iam_role.this',
    ]);
  });

  test('are those of the root module that calls them, and of a file of it that is named', () => {
    for (const root of ['a', 'b']) {
      write(`${root}/main.tf`, 'module "m" { source = "acme/m/aws" }\n');
      write(`${root}/.terraform/modules/m/main.tf`, `resource "aws_iam_role" "${root}" {}\n`);
      installed(root, { m: ['registry.terraform.io/acme/m/aws', '.terraform/modules/m'] });
    }
    expect(ids(prove(['a', 'b']))).toEqual(['a/main.tf/module.m.aws_iam_role.a', 'b/main.tf/module.m.aws_iam_role.b']);
    expect(ids(prove(['b/main.tf']))).toEqual(['module.m.aws_iam_role.b']);
  });

  test.each<[string, () => void, RegExp]>([
    [
      'is not there',
      () => undefined,
      /^module\.m: the module was not read: acme\/m\/aws is not on disk; run terraform init in a, or give the plan or the state$/,
    ],
    [
      'is noted and not there',
      () => installed('a', { m: ['registry.terraform.io/acme/m/aws', '.terraform/modules/m'] }),
      /is not on disk; run terraform init/,
    ],
    [
      'was another when terraform init ran',
      () => installed('a', { m: ['registry.terraform.io/acme/other/aws', '.terraform/modules/m'] }),
      /has put on disk is registry\.terraform\.io\/acme\/other\/aws, and not acme\/m\/aws; run terraform init/,
    ],
    [
      'leads out by its path',
      () => installed('a', { m: ['registry.terraform.io/acme/m/aws', '.terraform/modules/../../../out'] }),
      /leads out of the root module’s directory$/,
    ],
    [
      'leads out by an absolute path',
      () => installed('a', { m: ['registry.terraform.io/acme/m/aws', `${process.cwd()}/out`] }),
      /leads out of the root module’s directory$/,
    ],
    [
      'leads out by a link',
      () => {
        mkdirSync('a/.terraform/modules', { recursive: true });
        symlinkSync('../../../out', 'a/.terraform/modules/m');
        installed('a', { m: ['registry.terraform.io/acme/m/aws', '.terraform/modules/m'] });
      },
      /leads out of the root module’s directory$/,
    ],
  ])('a module that %s is said, with what would help', (_, prepare, expected) => {
    write('out/main.tf', role);
    write('a/main.tf', `module "m" { source = "acme/m/aws" }\n${role}`);
    prepare();
    const inventory = prove(['a']);
    expect(ids(inventory)).toEqual(['aws_iam_role.this']);
    expect(because(inventory)).toEqual([expect.stringMatching(expected)]);
  });

  test('a manifest that is broken is said, and so is each module', () => {
    write('main.tf', `module "m" { source = "acme/m/aws" }\n${role}`);
    write('.terraform/modules/modules.json', '{');
    expect(because(prove(['.']))).toEqual([
      expect.stringMatching(/^\.terraform\/modules\/modules\.json: it was not read: .*; run terraform init again$/),
      expect.stringMatching(/^module\.m: .* is not on disk; run terraform init, or give/),
    ]);
  });
});

test('values that cannot be read make variables unknown, and not their defaults', () => {
  const text =
    'variable "a" { default = "default" }\nvariable "b" { default = "default" }\nresource "aws_iam_role" "r" { name = "${var.a}-${var.b}" }\n';
  const names = ({ identities }: Inventory): (string | undefined)[] => identities.map(({ name }) => name);
  write('main.tf', text);
  write('terraform.tfvars', Uint8Array.of(0, 71, 73, 84));
  write('b.auto.tfvars', 'b = "b"\n');
  const inventory = prove(['.']);
  expect(names(inventory)).toEqual(['${var.a}-b']);
  expect(because(inventory)).toEqual([
    'terraform.tfvars: it was not read: it is not a UTF-8 text; so the variables that no later file sets are not known',
  ]);
  write('c.auto.tfvars', 'broken');
  expect(names(prove(['.']))).toEqual(['${var.a}-${var.b}']);
  write('values.tfvars', 'a = "a"\n');
  expect(names(prove(['.', 'values.tfvars']))).toEqual(['a-${var.b}']);
});

describe('what lies on disk is not what the call names', () => {
  const of = (call: string, entry: object): Inventory => {
    write('a/main.tf', `module "m" {\n${call}\n}\n`);
    write('a/.terraform/modules/m/main.tf', role);
    write(
      'a/.terraform/modules/modules.json',
      JSON.stringify({ Modules: [{ Key: 'm', Dir: '.terraform/modules/m', ...entry }] }),
    );
    return prove(['a']);
  };
  const Source = 'registry.terraform.io/acme/m/aws';
  const git = 'git::https://example.com/x.git';

  test.each([
    [
      'a version',
      'source = "acme/m/aws"\nversion = "~> 2.0"',
      { Source, Version: '1.4.0' },
      'acme/m/aws 1.4.0, and not ~> 2.0',
    ],
    ['a ref', `source = "${git}?ref=v2"`, { Source: `${git}?ref=v1` }, `${git}?ref=v1, and not ${git}?ref=v2`],
    ['a folder', `source = "${git}//b?ref=v1"`, { Source: `${git}//a?ref=v1` }, `${git}//a?ref=v1, and not`],
  ])('by %s', (_, call, entry, said) => {
    const inventory = of(call, entry);
    expect(ids(inventory)).toEqual([]);
    expect(because(inventory)).toEqual([expect.stringContaining(`what terraform init has put on disk is ${said}`)]);
  });

  test.each([
    [
      'a version that the call accepts',
      'source = "acme/m/aws"\nversion = ">= 1.0, < 2.0"',
      { Source, Version: '1.4.0' },
    ],
    ['a call that names none', 'source = "acme/m/aws"', { Source, Version: '1.4.0' }],
    [
      'a short form of Git',
      'source = "github.com/acme/x//b?ref=v1"',
      { Source: 'git::https://github.com/acme/x.git//b?ref=v1' },
    ],
    [
      'Git by ssh',
      'source = "git@github.com:acme/x.git?ref=v1"',
      { Source: 'git::ssh://git@github.com/acme/x.git?ref=v1' },
    ],
  ])('it is by %s', (_, call, entry) => {
    expect(ids(of(call, entry))).toEqual(['module.m.aws_iam_role.this']);
  });
});
