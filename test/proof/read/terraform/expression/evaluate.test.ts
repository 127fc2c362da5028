import fc from 'fast-check';
import { describeSymbols, symbolOf } from '../../../../../lib/proof/model/known/symbol';
import { evaluate } from '../../../../../lib/proof/read/terraform/expression/evaluate';
import type { Scope } from '../../../../../lib/proof/read/terraform/expression/evaluate';
import { ExpressionError, isExpressionError } from '../../../../../lib/proof/read/terraform/expression/expression';
import { parseExpression, parseTemplate } from '../../../../../lib/proof/read/terraform/expression/parser';
import { isUnknown } from '../../../../../lib/proof/read/terraform/expression/value';
import type { Value } from '../../../../../lib/proof/read/terraform/expression/value';

const ISSUER = `https://${symbolOf('c.issuer')}`;
const NAMES: Record<string, Value> = {
  var: { name: 'todo', list: ['a', 'b'], map: { k: 'v' }, on: true, count: 3 },
  x: { unknown: symbolOf('x.unknown'), issuer: ISSUER, host: symbolOf('x.host', 'location') },
};
const scope: Scope = {
  resolve: (root, steps) => {
    let value: unknown = NAMES[root];
    if (value === undefined) throw new ExpressionError(`there is no ${root}`);
    for (const step of steps) value = (value as Record<string, unknown>)[step];
    return value as Value;
  },
};
const template = (text: string): Value => evaluate(parseTemplate(text), scope);
const expression = (text: string): Value => evaluate(parseExpression(text), scope);

describe('a template', () => {
  test.each<[string, Value]>([
    ['plain', 'plain'],
    ['a ${var.name} b', 'a todo b'],
    ['${var.list}', ['a', 'b']],
    ['$${var.name} %%{if}', '${var.name} %{if}'],
    ['${replace(x.issuer, "https://", "")}:sub', `${symbolOf('c.issuer')}:sub`],
    ['{"a":"${replace("x\\"y", "y", "z")}"}', '{"a":"x"z"}'],
    ['${"${var.name}-${"${var.name}"}"}', 'todo-todo'],
    ['cost: 5$ and 100%', 'cost: 5$ and 100%'],
  ])('%s', (text, value) => {
    expect(template(text)).toEqual(value);
  });

  test.each([
    '${',
    '${var.',
    '${a b}',
    '${"x}',
    '%{ if true }a',
    '%{ endif }',
    '%{ for x in }%{ endfor }',
    '%{ while }',
    '${foo(}',
    '${[1, }',
  ])('refuses %s', (text) => {
    expect(() => parseTemplate(text)).toThrow(ExpressionError);
  });

  test('of any text without interpolation is that text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('${') && !text.includes('%{'));
        expect(template(text)).toBe(text);
      }),
    );
  });

  test('of any text ends, with a value or with an ExpressionError', () => {
    const piece = fc.constantFrom(
      '${',
      '}',
      '"',
      'a',
      '.',
      '[',
      ']',
      '(',
      ')',
      '*',
      '1',
      '?',
      ':',
      '%{',
      '$${',
      '{',
      '=',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          template(pieces.join(''));
        } catch (error) {
          expect(isExpressionError(error) || String(error)).toBe(true);
        }
      }),
    );
  });

  test('that nests thousands deep is refused, not a stack overflow', () => {
    expect(() => parseTemplate(`\${${'('.repeat(20_000)}1${')'.repeat(20_000)}}`)).toThrow('nested too deeply');
    expect(() => parseTemplate(`\${${'-'.repeat(20_000)}1}`)).toThrow('nested too deeply');
  });
});

describe('an expression', () => {
  test.each<[string, Value]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['-1 + 2 == 1 && !false', true],
    ['var.on ? "yes" : "no"', 'yes'],
    ['var.list[1]', 'b'],
    ['var.map["k"]', 'v'],
    ['[for v in var.list : upper(v) if v != "a"]', ['B']],
    ['{for i, v in var.list : v => i}', { a: 0, b: 1 }],
    ['{ a = 1, "b" : 2\n c = [3, 4,] }', { a: 1, b: 2, c: [3, 4] }],
    ['format("%s-%d", var.name, var.count)', 'todo-3'],
    ['join(",", var.list)', 'a,b'],
    ['element(var.list, 3)', 'b'],
    ['trimprefix("https://a", "https://")', 'a'],
    ['jsonencode({a = var.list})', '{"a":["a","b"]}'],
    ['merge({a = 1}, {b = 2})', { a: 1, b: 2 }],
    ['concat(var.list, ["c"])...', 'never'],
    ['try(nothing.there, "else")', 'else'],
    ['coalesce("", "b")', 'b'],
    ['coalesce(null, "")', 'never'],
    ['try(coalesce(null, null), null)', null],
    ['compact(["", x.host])', [symbolOf('x.host', 'location')]],
    ['<<-EOT\n    a\n      ${var.name}\n    EOT', 'a\n  todo\n'],
  ])('%s', (text, value) => {
    if (value === 'never') expect(() => expression(text)).toThrow(ExpressionError);
    else expect(expression(text)).toEqual(value);
  });
});

describe('what is unknown before apply', () => {
  test('stays a symbol, and the same call gives the same symbol', () => {
    expect(expression('lower(x.unknown)')).toBe(expression('lower(x.unknown)'));
    expect(expression('lower(x.unknown)')).not.toBe(expression('upper(x.unknown)'));
    expect(describeSymbols(String(expression('x.unknown == "a" ? 1 : 2')))).toContain('x.unknown');
  });

  test.each([
    '{ a = 1, b = 2 }[x.unknown]',
    '{ (x.unknown) = 1 }.a',
    '[1, 2][x.unknown]',
    'element([1, 2], x.unknown)',
    'lookup({ a = 1 }, "${x.unknown}-a", "none")',
    'lookup({ (x.unknown) = 1 }, "a", "none")',
    'try({ a = 1 }[x.unknown], "none")',
    'startswith("abc", x.unknown)',
    'endswith("abc", x.unknown)',
    'trimprefix("abc", x.unknown)',
    'trimsuffix("abc", x.unknown)',
    'replace("abc", x.unknown, "z")',
  ])('makes what depends on it unknown: %s is neither what is there nor an error', (text) => {
    expect(isUnknown(expression(text))).toBe(true);
    expect(expression(text)).toBe(expression(text));
  });

  test.each([
    'x.unknown != null ? x.unknown : null',
    'x.unknown == "" ? "" : x.unknown',
    'null == x.unknown ? null : x.unknown',
  ])('is itself where a test of it only names what it may be: %s', (text) => {
    expect(expression(text)).toBe(expression('x.unknown'));
  });

  test('is unknown still where the test names something else', () => {
    expect(expression('x.unknown != null ? x.unknown : "other"')).not.toBe(expression('x.unknown'));
  });

  test('as a key tells one value from another', () => {
    expect(expression('{ a = 1 }[x.unknown]')).not.toBe(expression('{ a = 2 }[x.unknown]'));
    expect(expression('{ a = 1 }[x.unknown]')).not.toBe(expression('{ a = 1 }[x.issuer]'));
  });

  test('loses its scheme to one symbol, whichever way the program says it', () => {
    const ways = [
      'replace(x.unknown, "https://", "")',
      'trimprefix(x.unknown, "https://")',
      'replace(x.unknown, "/^https:\\\\/\\\\//", "")',
    ];
    expect(new Set(ways.map(expression)).size).toBe(1);
  });

  test('decides a conditional whose branches are the same', () => {
    expect(expression('x.unknown ? "a" : "a"')).toBe('a');
  });
});
