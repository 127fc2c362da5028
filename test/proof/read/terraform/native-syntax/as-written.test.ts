import { prove } from '../../../../../lib/proof';
import type { Inventory } from '../../../../../lib/proof';

const nameOf = (expression: string, more = ''): string | undefined =>
  prove([{ file: 'main.tf', text: `${more}\nresource "aws_iam_role" "r" {\n  name = ${expression}\n}\n` }])
    .identities[0]!.name;
const because = ({ undecided }: Inventory): string[] => undecided.map(({ about, because }) => `${about}: ${because}`);

describe('Terraform as it is written', () => {
  const groups =
    'locals {\n  groups = [{ nodes = [{ id = "a" }, { id = "b" }] }, { nodes = [{ id = "c" }] }]\n  id = "id"\n}\n';

  test.each([
    ['local.groups[*].nodes[*].id', [['a', 'b'], ['c']]],
    ['local.groups[*].nodes[0].id', ['a', 'c']],
    ['local.groups.*.nodes[0][*].id', ['a', 'b']],
    ['local.groups[*].nodes[*][local.id]', [['a', 'b'], ['c']]],
    ['local.groups[0].nodes.*.id', ['a', 'b']],
    ['local.groups.0.nodes.1.id', 'b'],
    ['[local.groups][*][*].nodes[*].id', [[['a', 'b'], ['c']]]],
  ])('a splat takes all that follows it: %s', (expression, expected) => {
    expect(nameOf(`jsonencode(${expression})`, groups)).toBe(JSON.stringify(expected));
  });

  test('a splat of what is not known is one symbol, the same wherever it is written', () => {
    const splat = 'data.x.y.a[*].b[*].c';
    expect(nameOf(`${splat} == ${splat} ? "same" : "other"`, 'data "x" "y" {}')).toBe('same');
  });

  test('a byte order mark, lines of Windows, and a file of comments alone are Terraform', () => {
    const text = '\uFEFFresource "aws_iam_role" "r" {\r\n  name = "x"\r\n}\r\n';
    expect(prove([{ file: 'main.tf', text }]).identities).toMatchObject([{ name: 'x' }]);
    expect(prove([{ file: 'main.tf', text: '# nothing yet\n/* here */' }]).undecided).toEqual([]);
  });

  test('a block that no known Terraform has is said, and the rest is read', () => {
    const inventory = prove([
      { file: 'main.tf', text: 'wish "a" {\n  b = 1\n}\nresource "aws_iam_role" "r" { name = "x" }' },
    ]);
    expect(because(inventory)).toEqual(['wish.a: it was not read: no Terraform that is known here has a block "wish"']);
    expect(inventory.identities).toMatchObject([{ name: 'x' }]);
  });

  test.each([
    ['a provider’s function', 'provider::aws::arn_parse("arn:aws:iam::111122223333:role/x").account'],
    ['a function of a later Terraform', 'later("x")'],
    ['an ephemeral resource', 'ephemeral.aws_secretsmanager_secret_version.x.secret_string'],
  ])('%s costs the value it stands in, and nothing else', (_, expression) => {
    expect(nameOf(`"a-\${${expression}}"`)).toMatch(/^a-\$\{.*\}$/);
    expect(nameOf(`${expression} == ${expression} ? "same" : "other"`)).toBe('same');
  });
});

describe('a value that podtrust cannot tell', () => {
  test.each([
    ['try(later("x"), "fallback")', /^\$\{later\("x"\)\}$/],
    ['can(regex("^a", var.x)) ? "a" : "b"', /^\$\{\(.*can.* \? a : b\)\}$/],
    ['try(regex("((a+)+)+", "aaaaaaaaaaaaaaaa"), "fallback")', /^\$\{/],
  ])('is not a failure for try() and can(): %s', (expression, expected) => {
    expect(nameOf(expression, 'variable "x" {}')).toMatch(expected);
  });

  test.each([
    ['[for x in var.x : x.a]', '[for x in var.x : x.b]'],
    ['[for x in var.x : "${local.a}${x}"]', '[for x in var.x : "${local.b}${x}"]'],
    ['[for x in ["a"] : x if var.x]', '[for x in ["a"] : x if !var.x]'],
    ['later("a, b")', 'later("a", "b")'],
  ])('is not equal to another one: %s and %s', (one, other) => {
    const locals = 'variable "x" {}\nlocals {\n  a = "a"\n  b = "b"\n}';
    expect(nameOf(`${one} == ${one} ? "same" : "other"`, locals)).toBe('same');
    expect(nameOf(`${one} == ${other} ? "same" : "other"`, locals)).toMatch(/^\$\{/);
  });

  test('differs from call to call where Terraform makes another one each time', () => {
    expect(nameOf('uuid()')).not.toContain('uuid');
  });
});
