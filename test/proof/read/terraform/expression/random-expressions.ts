import fc from 'fast-check';
import type { Expression } from '../../../../../lib/proof/read/terraform/expression/expression';

/** Names that a scope of the tests gives values to. */
export const NAMES = ['a', 'b', 'list', 'map'];

const identifier = fc.constantFrom('x', 'y_1', 'key-2', 'for_', 'if_');
const text = fc.oneof(
  fc.string(),
  fc.constantFrom('${', '%{', '$${', '"', '\\', '\n', 'a\tb', '%%{x', '$', '%', '~', '\r\n', 'é', '\u2028', ''),
);
const literal: fc.Arbitrary<Expression> = fc
  .oneof(text, fc.nat(1_000_000), fc.boolean(), fc.constant(null))
  .map((value) => ({ kind: 'literal', value }));
const variable: fc.Arbitrary<Expression> = fc.constantFrom(...NAMES).map((name) => ({ kind: 'variable', name }));

/** Any expression that a parser could give. */
export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ all: Expression }>((tie) => {
  const all = tie('all');
  const operators = fc.constantFrom('||', '&&', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%');
  return {
    all: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      literal,
      variable,
      fc.record({ kind: fc.constant('attribute'), of: all, name: identifier }),
      fc.record({ kind: fc.constant('index'), of: all, key: all }),
      fc.record({
        kind: fc.constant('splat'),
        of: all,
        each: fc.array(fc.oneof(fc.record({ name: identifier }), fc.record({ key: all })), { maxLength: 2 }),
      }),
      fc.record({ kind: fc.constant('tuple'), items: fc.array(all, { maxLength: 3 }) }),
      fc.record({
        kind: fc.constant('object'),
        items: fc.array(fc.record({ key: text.map((value) => ({ kind: 'literal', value })), value: all }), {
          maxLength: 3,
        }),
      }),
      // One of a single part is that part: so it is read.
      fc.record({ kind: fc.constant('template'), parts: fc.array(all, { minLength: 2, maxLength: 3 }) }),
      fc.record({ kind: fc.constant('conditional'), test: all, then: all, else: all }),
      fc.record({ kind: fc.constant('unary'), operator: fc.constantFrom('-', '!'), operand: all }),
      fc.record({ kind: fc.constant('binary'), operator: operators, left: all, right: all }),
      fc.record({
        kind: fc.constant('call'),
        name: fc.constantFrom('upper', 'jsonencode', 'concat', 'try', 'length', 'keys', 'join'),
        arguments: fc.array(all, { maxLength: 3 }),
        expand: fc.constant(false),
      }),
      fc.record({
        kind: fc.constant('for'),
        for: fc.record(
          {
            keyName: fc.constant('k'),
            valueName: fc.constant('v'),
            collection: all,
            key: all,
            value: all,
            group: fc.constant(false),
            test: all,
          },
          { requiredKeys: ['valueName', 'collection', 'value', 'group'] },
        ),
      }),
    ) as fc.Arbitrary<Expression>,
  };
}).all;
