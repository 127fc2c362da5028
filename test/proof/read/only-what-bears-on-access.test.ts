import { prove } from '../../../lib/proof';

const undecided = (text: string, modules: Readonly<Record<string, string>> = {}): string[] => {
  const documents = Object.entries({ 'main.tf': text, ...modules }).map(([file, text]) => ({ file, text }));
  return prove(documents).undecided.map(({ about, because }) => `${about}: ${because}`);
};

const state = 'data "terraform_remote_state" "other" {\n  backend = "s3"\n  config  = { bucket = "b", key = "k" }\n}\n';

describe('what is not known and bears on no access is not said', () => {
  test.each([
    ['how many subnets there are', 'variable "n" {}\nresource "aws_subnet" "x" { count = var.n }'],
    ['for what records are made', 'variable "n" {}\nresource "aws_route53_record" "x" { for_each = var.n }'],
    ['a password', 'resource "random_password" "x" { length = file("none") }'],
    ['a local that nobody uses', 'locals {\n  x = local.none\n}'],
    ['a local for a subnet', 'locals {\n  x = local.none\n}\nresource "aws_subnet" "x" { cidr_block = local.x }'],
    [
      'another state’s subnet',
      `${state}resource "aws_instance" "x" { subnet_id = data.terraform_remote_state.other.outputs.x }`,
    ],
    [
      'how many there would be by another state',
      `${state}resource "aws_subnet" "x" { count = data.terraform_remote_state.other.outputs.x }`,
    ],
  ])('%s', (_, text) => {
    expect(undecided(text)).toEqual([]);
  });

  test('a module of nothing but subnets', () => {
    const module = 'resource "aws_subnet" "x" {}\noutput "x" { value = local.none }';
    expect(
      undecided('variable "n" {}\nmodule "m" {\n  source = "./m"\n  count = var.n\n}', { 'm/main.tf': module }),
    ).toEqual([]);
  });
});

describe('what bears on access is said, once', () => {
  test.each<[string, string, string[]]>([
    [
      'how many roles there are',
      'variable "n" {}\nresource "aws_iam_role" "x" {\n  count = var.n\n  name  = "x"\n}',
      ['aws_iam_role.x: how many there are of it (count) is not known before apply'],
    ],
    [
      'why nobody can tell how many',
      'resource "aws_iam_role" "x" { count = local.none }',
      ['aws_iam_role.x: how many there are of it (count) cannot be told: there is no local.none'],
    ],
    [
      'a value two roles need',
      'locals {\n  x = local.none\n}\nresource "aws_iam_role" "a" { name = "${local.x}-a" }\nresource "aws_iam_role" "b" { name = upper("${local.x}-b") }',
      ['local.x: its value cannot be told: there is no local.none'],
    ],
    [
      'a part of a value',
      'locals {\n  x = local.none\n}\nresource "aws_iam_role" "a" { name = local.x.list[0]["a.b"].name }',
      ['local.x: its value cannot be told: there is no local.none'],
    ],
    [
      'another state',
      `${state}resource "aws_iam_role" "a" { name = data.terraform_remote_state.other.outputs.a }\nresource "aws_iam_role" "b" { name = data.terraform_remote_state.other.outputs.b.c }`,
      ['data.terraform_remote_state.other: the configuration whose state it reads is not among what was given'],
    ],
    [
      'modules of one source',
      'module "a" { source = "acme/x/aws" }\nmodule "b" { source = "acme/x/aws" }\nmodule "c" { source = "acme/y/aws" }',
      [
        'module.a: the module was not read, nor is module.b: acme/x/aws is not on disk; run terraform init, or give the plan or the state',
        'module.c: the module was not read: acme/y/aws is not on disk; run terraform init, or give the plan or the state',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(undecided(text)).toEqual(expected);
  });

  test('how often there is a module with a role', () => {
    const module = 'resource "aws_iam_role" "x" { name = "x" }\nresource "aws_iam_role" "y" { name = "y" }';
    expect(
      undecided('variable "n" {}\nmodule "m" {\n  source = "./m"\n  count = var.n\n}', { 'm/main.tf': module }),
    ).toEqual(['module.m: how many there are of it (count) is not known before apply']);
  });

  test('what a program of hundreds of unknown values says ends in time', () => {
    const many = Array.from(
      { length: 2000 },
      (_, index) => `resource "aws_iam_role" "r${index}" { name = "\${local.none${index}}-\${local.x}" }`,
    );
    const begin = performance.now();
    expect(undecided(`locals {\n  x = local.none\n}\n${many.join('\n')}`)).toHaveLength(2000);
    expect(performance.now() - begin).toBeLessThan(60_000);
  });
});

test('that it is not known how often the caller of AWS is asked for is not said', () => {
  const text = `
data "aws_caller_identity" "current" {}
data "aws_caller_identity" "again" { count = data.aws_caller_identity.current.account_id == "" ? 1 : 0 }
resource "aws_iam_role" "app" { name = "app" }
`;
  expect(prove([{ file: 'main.tf', text }]).undecided).toEqual([]);
});
