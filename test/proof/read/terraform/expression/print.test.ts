import fc from 'fast-check';
import { descendAll, evaluate } from '../../../../../lib/proof/read/terraform/expression/evaluate';
import type { Scope } from '../../../../../lib/proof/read/terraform/expression/evaluate';
import { ExpressionError, isExpressionError } from '../../../../../lib/proof/read/terraform/expression/expression';
import type { Expression } from '../../../../../lib/proof/read/terraform/expression/expression';
import { parseExpression, parseTemplate } from '../../../../../lib/proof/read/terraform/expression/parser';
import {
  escapeTemplate,
  printExpression,
  printTemplate,
} from '../../../../../lib/proof/read/terraform/expression/print';
import type { Value } from '../../../../../lib/proof/read/terraform/expression/value';
import { WeightBudget } from '../../../../../lib/proof/read/terraform/expression/weight';
import { expressions } from './random-expressions';

const NAMES: Record<string, Value> = { a: 'todo', b: 2, list: ['x', 'y'], map: { x: { x: [1] }, y_1: true } };
const outcome = (expression: Expression): unknown => {
  const scope: Scope = {
    budget: new WeightBudget(10_000),
    resolve: (root, steps) => {
      if (!(root in NAMES)) throw new ExpressionError(`there is no ${root}`);
      return descendAll(NAMES[root]!, steps);
    },
  };
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (isExpressionError(error)) return error.what;
    throw error;
  }
};

describe('a printed expression', () => {
  test('has the value of the expression, or fails as it does', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        expect(outcome(parseExpression(printExpression(expression)))).toEqual(outcome(expression));
      }),
    );
  });

  test('has it as a string of Terraform JSON too', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        expect(outcome(parseTemplate(printTemplate(expression)))).toEqual(outcome(expression));
      }),
    );
  });

  test('that is printed again is the same text', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const once = printExpression(parseExpression(printExpression(expression)));
        expect(printExpression(parseExpression(once))).toBe(once);
      }),
    );
  });
});

test('an escaped text is a template of that text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('$', '%', '{', 'a', '"', '\n') }), (text) => {
      expect(outcome(parseTemplate(escapeTemplate(text)))).toBe(text);
    }),
  );
});
