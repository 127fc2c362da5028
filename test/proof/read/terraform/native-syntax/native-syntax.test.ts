import fc from 'fast-check';
import { PodtrustError } from '../../../../../lib/core/errors';
import { prove } from '../../../../../lib/proof';
import { printExpression, printTemplate } from '../../../../../lib/proof/read/terraform/expression/print';
import {
  parseConfiguration,
  parseVariableFile,
} from '../../../../../lib/proof/read/terraform/native-syntax/native-syntax';
import { readArtefacts } from '../../../../../lib/proof/read/sources/artefacts';
import { TerraformProgram } from '../../../../../lib/proof/read/terraform/configuration/program';
import { Problems } from '../../../../../lib/proof/read/problems';
import { expressions } from '../expression/random-expressions';

const tf = (text: string): unknown =>
  JSON.parse(JSON.stringify(parseConfiguration({ file: 'main.tf', text, named: true })));

describe('a .tf file', () => {
  test('is its JSON form: labels are keys, nested blocks lists, expressions templates', () => {
    const text = `
      # a comment
      resource "aws_iam_role" "app" { // another
        name  = "app-\${var.n}"   /* and
        another */
        count = 2
        tags = {
          a = "$\${x}"
          "b-c" : [1, -2, true, null],
          (var.k) = 1
        }
        inline_policy { name = "a" }
        inline_policy {
          name = "b"
        }
        dynamic "statement" {
          for_each = var.list
          content {}
        }
        lifecycle {
          ignore_changes = [tags]
        }
      }
      terraform {
        backend "s3" { bucket = "b" }
      }
      locals { a = var.b }
      locals { c = "d" }
      provider "aws" {}
      provider "aws" { alias = "west" }`;
    expect(tf(text)).toEqual({
      resource: {
        aws_iam_role: {
          app: {
            name: 'app-${var.n}',
            count: 2,
            tags: '${{("a") = "$${x}", ("b-c") = [1, (-(2)), true, null], (var.k) = 1}}',
            inline_policy: [{ name: 'a' }, { name: 'b' }],
            dynamic: { statement: [{ for_each: '${var.list}', content: [{}] }] },
            lifecycle: [{ ignore_changes: ['${tags}'] }],
          },
        },
      },
      terraform: [{ backend: { s3: [{ bucket: 'b' }] } }],
      locals: [{ a: '${var.b}' }, { c: 'd' }],
      provider: { aws: [{}, { alias: 'west' }] },
    });
  });

  test('keeps both values of a key that is there twice, as either may be wrong', () => {
    expect(tf('locals {\n  a = { k = var.a, k = "b" }\n}')).toEqual({
      locals: [{ a: '${{("k") = var.a, ("k") = "b"}}' }],
    });
  });

  test('may hold heredocs, line ends in brackets, and \\r\\n', () => {
    const text = 'locals {\r\n  a = <<-EOT\r\n    x ${var.a}\r\n      y\r\n  EOT\r\n  b = [\r\n    1,\r\n  ]\r\n}\r\n';
    expect(tf(text)).toEqual({ locals: [{ a: 'x ${var.a}\r\n  y\r\n', b: [1] }] });
  });

  test('says the same as its JSON form, whatever the expressions', () => {
    fc.assert(
      fc.property(expressions, expressions, (one, two) => {
        const native = `resource "t" "n" {\n a = ${printExpression(one)}\n b {\n c = ${printExpression(two)}\n }\n}\n`;
        const body = { a: printTemplate(one), b: [{ c: printTemplate(two) }] };
        const json = JSON.stringify({ resource: { t: { n: body } } });
        expect(valuesOf('x.tf', native)).toEqual(valuesOf('x.tf.json', json));
      }),
    );
  });

  test.each([
    ['resource "a" {}', 'main.tf:1:1: a resource block has 2 labels, and this one has 1'],
    ['a = 1', 'main.tf:1:1: a stands outside of any block'],
    ['locals {\n  a = 1\n  a = 2\n}', 'main.tf:3:3: a is there twice'],
    ['locals {\n  a = 1 b = 2\n}', 'main.tf:2:9: unexpected "b" after a definition: each has a line of its own'],
    ['locals {\n  a = [1,\n}', 'main.tf:3:1: a value is expected'],
    ['locals {\n  a = "x\n}', 'main.tf:2:9: a string has no end'],
    ['locals {\n  a = <<EOT\nx\n', 'main.tf:3:1: the heredoc EOT has no end'],
    ['locals {\n  a = <<EOT\n\n  ${b c}\nEOT\n}', 'main.tf:4:7: "}" is expected'],
    ['locals {\n  a = "${b"\n}', 'main.tf:2:11: "}" is expected'],
    ['locals {\n  a = "%{ if b }x"\n}', 'main.tf:2:8: a directive has no %{ endif }'],
    ['locals {', 'main.tf:1:9: a block has no end'],
    ['variable "v" { default = local.a }', 'main.tf:1:16: it refers to local, and must be a plain value'],
    ['resource "a" "${b}" {}', 'main.tf:1:14: a label takes no interpolation'],
    ['module "m" {}\nmodule "m" {}', 'main.tf:2:1: m is there twice'],
    ['locals {\n  a =\n}', 'main.tf:2:6: a value is expected'],
    ['\u0007', 'main.tf:1:1: a name is expected'],
  ])('with %j is refused with its place', (text, message) => {
    expect(() => tf(text)).toThrow(`terraform-invalid at ${message}`);
  });

  test('of any text ends, with a value or an error that says where', () => {
    const piece = fc.constantFrom(
      ...'{ } [ ] ( ) = " \n , : ? ${ %{ <<A A # // /* */ a 1 . * ... locals => for in if ~ -'.split(' '),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.constant('\n')), { maxLength: 40 }), (pieces) => {
        try {
          tf(pieces.join(' '));
        } catch (error) {
          expect(PodtrustError.is(error) && error.where).toMatch(/^main\.tf:\d+:\d+$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['blocks', 'a {\n'],
    ['brackets', 'locals {\n a = ' + '['.repeat(1)],
    ['brackets', '['],
    ['parentheses', '('],
    ['templates', '"${'],
    ['objects', '{ a = '],
    ['minus signs', '-'],
    ['conditionals', 'a ? b : '],
    ['heredocs', '<<A\n${'],
  ])('that nests %s a hundred thousand deep is refused in time', (_, piece) => {
    const text = piece.startsWith('a {') ? piece.repeat(100_000) : `locals {\n a = ${piece.repeat(100_000)}`;
    expect(() => tf(text)).toThrow(/^terraform-invalid at main\.tf:\d+:\d+: /);
  });
});

describe('a .tfvars file', () => {
  test('holds plain values', () => {
    const values = parseVariableFile({ file: 'a.tfvars', text: 'a = "x"\nb = {\n  c = [1, -2]\n}\n', named: true });
    expect([...values]).toEqual([
      ['a', 'x'],
      ['b', { c: [1, -2] }],
    ]);
  });

  test.each(['a = var.b', 'a { }', 'a = '])('and not %j', (text) => {
    expect(() => parseVariableFile({ file: 'a.tfvars', text, named: true })).toThrow(
      'terraform-invalid at a.tfvars:1:',
    );
  });
});

describe('a .tf file that is hostile', () => {
  const timed = (text: string): string[] => {
    const start = performance.now();
    const { undecided } = prove([{ file: 'main.tf', text }]);
    expect(performance.now() - start).toBeLessThan(60_000);
    return undecided.map(({ because }) => because);
  };
  const role = 'resource "aws_iam_role" "r" {\n name = local.a0\n assume_role_policy = local.a0\n}\n';
  const chain = (length: number, link: (next: string) => string, end: string): string =>
    `${role}locals {\n${Array.from({ length }, (_, index) => ` a${index} = ${link(`local.a${index + 1}`)}\n`).join('')} a${length} = ${end}\n}`;

  test.each([
    ['doubles a text sixty times', chain(60, (next) => `"\${${next}}\${${next}}"`, '"x"')],
    ['doubles a list sixty times', chain(60, (next) => `concat(${next}, ${next})`, '["x"]')],
    ['nests a list sixty times', chain(60, (next) => `[${next}, ${next}]`, '"x"')],
    [
      'goes round in loops',
      `${role}locals {\n a0 = [for a in range(1024) : [for b in range(1024) : [for c in range(1024) : c if false]]]\n}`,
    ],
    ['has a regular expression that runs away', `${role}locals {\n a0 = regex("(a+)+$", "${'a'.repeat(5000)}!")\n}`],
    ['has one that does so in more brackets', `${role}locals {\n a0 = regex("(((a+)))+$", "${'a'.repeat(40)}!")\n}`],
    ['has one that chooses in brackets', `${role}locals {\n a0 = regex("^((((a|aa))))+$", "${'a'.repeat(40)}!")\n}`],
    ['has one that is merely slow', `${role}locals {\n a0 = regex("a*a*a*a*a*a*b", "${'a'.repeat(5000)}")\n}`],
    [
      'has one so nested that compiling it would end the process',
      `${role}locals {\n a0 = regex("${'(?:a|b'.repeat(10_000)}z${')'.repeat(10_000)}", "aaaa")\n}`,
    ],
    ['nests calls and refers on', chain(40, (next) => `${'upper('.repeat(100)}${next}${')'.repeat(100)}`, '"x"')],
    ['refers in a circle', `${role}locals {\n a0 = local.b\n b = local.a0\n}`],
    ['refers in a chain of ten thousand', chain(10_000, (next) => next, '"x"')],
    ['has a count beyond all bounds', 'resource "aws_iam_role" "r" {\n count = 1e9\n assume_role_policy = "{}"\n}'],
  ])('%s is given up, and that is said', (_, text) => {
    expect(timed(text).join()).toMatch(/cannot be told|not known before apply|is not text/);
  });
});

test('a chain of a hundred locals is followed', () => {
  const links = Array.from({ length: 100 }, (_, index) => `  a${index} = "\${local.a${index + 1}}x"\n`).join('');
  const text = `locals {\n${links}  a100 = ""\n}\nresource "aws_iam_role" "r" {\n name = local.a0\n}\n`;
  expect(prove([{ file: 'main.tf', text }]).identities).toMatchObject([{ name: 'x'.repeat(100) }]);
});

function valuesOf(file: string, text: string): unknown {
  const problems = new Problems();
  const { configurations, library } = readArtefacts(
    [{ path: file, documents: [{ file, text, named: true }], skipped: [] }],
    problems,
  );
  const program = new TerraformProgram(configurations, problems, library);
  const [instance] = program.instances('t');
  return [program.attribute(instance!, 'a'), program.nested(instance!, 'b')].map((value) => JSON.stringify(value));
}
