import type { BinaryOperator, Expression, ForExpression, SplatStep } from './expression';
import { ExpressionError, isExpressionError } from './expression';
import { callFunction } from './functions';
import { asText, descend, holdsSymbol, isObject, isUnknown, opaque, withReference } from './value';
import type { Value } from './value';

/** Where an expression's names get their values. */
export interface Scope {
  /**
   * The value of a name and the steps behind it: `aws_iam_role`, [`app`, `arn`].
   *
   * @throws ExpressionError where there is no such thing
   */
  resolve(root: string, steps: readonly (string | number)[]): Value;
}

/**
 * The value of an expression, with symbols where it is unknown before apply.
 *
 * @throws ExpressionError where it cannot be told, and a symbol would not do
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return evaluateTemplate(expression.parts, scope);
    case 'variable':
    case 'attribute':
    case 'index':
      return evaluateTraversal(expression, scope);
    case 'splat':
      return evaluateSplat(expression.of, expression.each, scope);
    case 'call':
      return evaluateCall(expression.name, expression.arguments, expression.expand, scope);
    case 'tuple':
      return expression.items.map((item) => evaluate(item, scope));
    case 'object':
      return Object.fromEntries(
        expression.items.map(({ key, value }) => [keyText(evaluate(key, scope)), evaluate(value, scope)]),
      );
    case 'for':
      return evaluateFor(expression.for, scope);
    case 'conditional': {
      const test = evaluate(expression.test, scope);
      if (typeof test === 'boolean' || test === 'true' || test === 'false') {
        return evaluate(String(test) === 'true' ? expression.then : expression.else, scope);
      }
      const branches = [evaluate(expression.then, scope), evaluate(expression.else, scope)] as const;
      if (JSON.stringify(branches[0]) === JSON.stringify(branches[1])) return branches[0];
      return opaque((text) => `(${text(test)} ? ${text(branches[0])} : ${text(branches[1])})`);
    }
    case 'unary': {
      const operand = evaluate(expression.operand, scope);
      if (isUnknown(operand)) return opaque((text) => `${expression.operator}${text(operand)}`);
      return expression.operator === '-' ? -Number(operand) : String(operand) !== 'true';
    }
    case 'binary':
      return evaluateBinary(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
  }
}

function evaluateTemplate(parts: readonly Expression[], scope: Scope): Value {
  // A template of one interpolation is that value, whatever its type.
  if (parts.length === 1) return evaluate(parts[0]!, scope);
  return parts
    .map((part) => {
      const text = asText(evaluate(part, scope));
      if (text === undefined) throw new ExpressionError('a template holds a list, an object or null');
      return text;
    })
    .join('');
}

/** The root name and constant steps of a traversal; nothing where it starts with something else. */
function evaluateTraversal(expression: Expression, scope: Scope): Value {
  const steps: (string | number)[] = [];
  let start: Expression = expression;
  while (start.kind === 'attribute' || start.kind === 'index') {
    steps.unshift(start.kind === 'attribute' ? start.name : stepKey(evaluate(start.key, scope)));
    start = start.of;
  }
  if (start.kind === 'variable') return scope.resolve(start.name, steps);
  return descendAll(evaluate(start, scope), steps);
}

/** @throws ExpressionError where a step leads nowhere */
export function descendAll(start: Value, steps: readonly (string | number)[]): Value {
  let value = start;
  for (const step of steps) {
    const next = descend(value, step);
    if (next === undefined) throw new ExpressionError(`there is no ${JSON.stringify(step)} in what it refers to`);
    value = next;
  }
  return value;
}

function stepKey(key: Value): string | number {
  if (typeof key === 'number') return key;
  const text = asText(key);
  if (text === undefined) throw new ExpressionError('an index is neither a number nor a text');
  return text;
}

function keyText(key: Value): string {
  const text = asText(key);
  if (text === undefined) throw new ExpressionError('an object’s key is not a text');
  return text;
}

function evaluateSplat(of: Expression, each: readonly SplatStep[], scope: Scope): Value {
  const steps = each.map((step) => ('name' in step ? step.name : stepKey(evaluate(step.key, scope))));
  const value = evaluate(of, scope);
  if (isUnknown(value)) return descendAll(value, ['*', ...steps]);
  const items = Array.isArray(value) ? (value as readonly Value[]) : value === null ? [] : [value];
  return items.map((item) => descendAll(item, steps));
}

function evaluateCall(name: string, args: readonly Expression[], expand: boolean, scope: Scope): Value {
  if (name === 'try' || name === 'can') {
    for (const argument of args) {
      try {
        const value = evaluate(argument, scope);
        return name === 'can' ? true : value;
      } catch (error) {
        if (!isExpressionError(error)) throw error;
      }
    }
    if (name === 'can') return false;
    throw new ExpressionError('every argument of try() fails');
  }
  const values = args.map((argument) => evaluate(argument, scope));
  if (expand) {
    const last = values.pop();
    if (last === undefined || !Array.isArray(last)) {
      throw new ExpressionError(`the last argument of ${name}() is no known list`);
    }
    values.push(...(last as readonly Value[]));
  }
  return callFunction(name, values);
}

/** A scope in which some names stand for values. */
export function withNames(scope: Scope, names: Readonly<Record<string, Value>>): Scope {
  return {
    resolve: (root, steps) =>
      Object.hasOwn(names, root) ? descendAll(names[root]!, steps) : scope.resolve(root, steps),
  };
}

function evaluateFor(loop: ForExpression, scope: Scope): Value {
  const collection = evaluate(loop.collection, scope);
  if (!Array.isArray(collection) && !isObject(collection)) {
    return opaque((text) => `for(${text(collection)})`);
  }
  const entries: [Value, Value][] = Array.isArray(collection)
    ? (collection as readonly Value[]).map((value, index) => [index, value])
    : Object.entries(collection);
  const list: Value[] = [];
  const map: Record<string, Value> = {};
  for (const [key, value] of entries) {
    const inner = withNames(scope, {
      [loop.valueName]: withReference(value, `${loop.valueName}`),
      ...(loop.keyName === undefined ? {} : { [loop.keyName]: key }),
    });
    if (loop.test) {
      const test = evaluate(loop.test, inner);
      if (typeof test !== 'boolean') throw new ExpressionError('the test of a for is not known');
      if (!test) continue;
    }
    const result = evaluate(loop.value, inner);
    if (!loop.key) {
      list.push(result);
      continue;
    }
    const resultKey = keyText(evaluate(loop.key, inner));
    map[resultKey] = loop.group ? [...((map[resultKey] as Value[] | undefined) ?? []), result] : result;
  }
  return loop.key ? map : list;
}

function evaluateBinary(operator: BinaryOperator, left: Value, right: Value): Value {
  const same = JSON.stringify(left) === JSON.stringify(right);
  if ((operator === '==' || operator === '!=') && (same || !(holdsSymbol(left) || holdsSymbol(right)))) {
    return same === (operator === '==');
  }
  if (operator === '&&' && (left === false || right === false)) return false;
  if (operator === '||' && (left === true || right === true)) return true;
  if (holdsSymbol(left) || holdsSymbol(right)) return opaque((text) => `(${text(left)} ${operator} ${text(right)})`);
  switch (operator) {
    case '&&':
      return left === true && right === true;
    case '||':
      return left === true || right === true;
    case '<':
      return Number(left) < Number(right);
    case '<=':
      return Number(left) <= Number(right);
    case '>':
      return Number(left) > Number(right);
    case '>=':
      return Number(left) >= Number(right);
    case '+':
      return Number(left) + Number(right);
    case '-':
      return Number(left) - Number(right);
    case '*':
      return Number(left) * Number(right);
    case '/':
      return Number(left) / Number(right);
    case '%':
      return Number(left) % Number(right);
    case '==':
    case '!=':
      throw new ExpressionError('a comparison is not known');
  }
}
