import { inOrder, ofOneType, unique } from '../../expression/functions/collection-functions';
import { ExpressionError, limit } from '../../expression/expression';
import type { Expression } from '../../expression/expression';
import { evaluate } from '../../expression/evaluate';
import { parseExpression } from '../../expression/parser';
import { numberOf, truthOf } from '../../expression/functions/scalar-functions';
import { asText, descend, holdsSymbol, isObject, isUnknown, openList, wholeOf } from '../../expression/value';
import type { Value } from '../../expression/value';

/**
 * A variable's value as its type makes it: numbers of texts, sets in order, an object's optional attributes filled in
 * (the Terraform language, "Type constraints").
 *
 * @param type the constraint as an expression, in a template or bare
 * @throws ExpressionError where the value does not fit the type
 */
export function convert(value: Value, type: string): Value {
  const bare = /^\$\{([^]*)\}$/.exec(type)?.[1] ?? type;
  return fit(value, parseExpression(bare));
}

function fit(value: Value, type: Expression): Value {
  if (isUnknown(value) || value === null) return value;
  if (type.kind === 'variable') return fitPrimitive(value, type.name);
  if (type.kind !== 'call') throw limit('a type is not understood here');
  const [inner] = type.arguments;
  switch (type.name) {
    case 'list':
    case 'set': {
      if (!Array.isArray(value)) throw new ExpressionError('a list is expected');
      const fitted = fitAll(value as readonly Value[], inner);
      const whole = wholeOf(value);
      const items = whole === undefined ? fitted : openList(fitted, whole);
      return type.name === 'list' ? items : inOrder(unique(items))!;
    }
    case 'map':
      if (!isObject(value)) throw new ExpressionError('a map is expected');
      return mapOf(Object.keys(value), fitAll(Object.values(value), inner));
    case 'object':
      return fitObject(value, inner);
    case 'tuple':
      if (!Array.isArray(value) || inner?.kind !== 'tuple') throw new ExpressionError('a tuple is expected');
      return (value as readonly Value[]).map((item, index) => fit(item, inner.items[index]!));
    default:
      throw limit(`the type ${type.name}() is not understood here`);
  }
}

/** Elements of a list, a set or a map; without a type, or of `any` one, they are of one all the same. */
function fitAll(items: readonly Value[], type: Expression | undefined): readonly Value[] {
  if (type === undefined || (type.kind === 'variable' && type.name === 'any')) return ofOneType(items);
  return items.map((item) => fit(item, type));
}

function mapOf(keys: readonly string[], values: readonly Value[]): Value {
  return Object.fromEntries(keys.map((key, index) => [key, values[index]!]));
}

function fitPrimitive(value: Value, type: string): Value {
  switch (type) {
    case 'string': {
      const text = asText(value);
      if (text === undefined) throw new ExpressionError('a text is expected');
      return text;
    }
    case 'number':
      return holdsSymbol(value) ? value : numberOf(value);
    case 'bool':
      return holdsSymbol(value) ? value : truthOf(value);
    default:
      return value;
  }
}

function fitObject(value: Value, attributes: Expression | undefined): Value {
  if (!isObject(value) || attributes?.kind !== 'object') throw new ExpressionError('an object is expected');
  const result: Record<string, Value> = {};
  for (const { key, value: type } of attributes.items) {
    const name = key.kind === 'literal' ? String(key.value) : '';
    const optional = type.kind === 'call' && type.name === 'optional';
    const inner = optional ? type.arguments[0]! : type;
    let given = descend(value, name);
    if (optional && (given ?? null) === null) {
      const fallback = type.arguments[1];
      given = fallback ? evaluate(fallback, CONSTANT) : null;
    }
    if (given === undefined) throw new ExpressionError(`the attribute ${JSON.stringify(name)} is missing`);
    result[name] = fit(given, inner);
  }
  return result;
}

/** A default of an optional attribute refers to nothing. */
const CONSTANT = {
  resolve: (root: string): Value => {
    throw new ExpressionError(`a type refers to ${root}`);
  },
};
