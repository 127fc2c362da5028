import type { BinaryOperator, Expression, ForExpression, ObjectItem, SplatStep } from './expression';
import { ExpressionError, isExpressionError, limit } from './expression';
import { hasSymbol, shapeOf, symbolOf } from '../../../model/known/symbol';
import { decimal, numberOf, truthOf } from './functions/scalar-functions';
import { callFunction } from './functions/call-function';
import { sameValue } from './same-value';
import { joinedText } from './symbolic-text';
import { certainMembers, objectOf } from './overwritten';
import { printExpression } from './print';
import { dependsOnUnknown, isTotal } from './may-fail';
import type { Deciding, Possibilities } from './possible-values';
import { constantSteps, forEachTraversal } from './traversal';
import type { WeightBudget } from './weight';
import { weigh, weighTexts } from './weight';
import {
  asText,
  descend,
  holdsSymbol,
  isObject,
  isOpen,
  isSet,
  isUnknown,
  opaque,
  openList,
  stepText,
  wholeOf,
  textOfValue,
} from './value';
import type { Value, ValueObject } from './value';

/** Where an expression's names get their values. */
export interface Scope {
  /**
   * The value of a name and the steps behind it: `aws_iam_role`, [`app`, `arn`].
   *
   * @throws ExpressionError where there is no such thing
   */
  resolve(root: string, steps: readonly (string | number)[]): Value;
  /**
   * A text with the form that an unknown one is known to have.
   *
   * @default - unknown is unknown
   */
  formOf?(unknown: Value): Value | undefined;
  /**
   * A function whose result depends on where it is called, such as one that reads a file; nothing for any other.
   *
   * @default - there are none
   */
  call?(name: string, args: readonly Value[], scope: Scope): Value | undefined;
  /**
   * How much work is left.
   *
   * @default - no limit
   */
  readonly budget?: WeightBudget;
  /**
   * Where it is kept what unknown values may turn out to be.
   *
   * @default - nowhere
   */
  readonly possible?: Possibilities;
}

/**
 * The value of an expression, with symbols where it is unknown before apply.
 *
 * @throws ExpressionError where it cannot be told, and a symbol would not do
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  if (expression.kind === 'literal') return expression.value;
  scope.budget?.enter(1);
  const value = evaluateKind(expression, scope);
  scope.budget?.leave(1);
  return value;
}

function evaluateKind(expression: Exclude<Expression, { kind: 'literal' }>, scope: Scope): Value {
  switch (expression.kind) {
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
      return weigh(
        expression.items.map((item) => evaluate(item, scope)),
        scope.budget,
      );
    case 'object':
      return weigh(evaluateObject(expression.items, scope), scope.budget);
    case 'for':
      return weigh(evaluateFor(expression.for, scope), scope.budget);
    case 'conditional': {
      const test = evaluate(expression.test, scope);
      if (!holdsSymbol(test)) {
        const [taken, other] = truthOf(test) ? [expression.then, expression.else] : [expression.else, expression.then];
        const value = evaluate(taken, scope);
        // Both are of one type: beside a text, a number is one too.
        return isTextual(other) ? (asText(value) ?? value) : value;
      }
      const branches = evaluateBranches(expression.then, expression.else, scope);
      if (textOfValue(branches[0]) === textOfValue(branches[1])) return branches[0];
      const either = sameEitherWay(expression.test, branches, scope);
      if (either !== undefined) return either;
      const unknown = opaque((text) => `(${text(test)} ? ${text(branches[0])} : ${text(branches[1])})`);
      scope.possible?.add(unknown, () => ({ by: test, values: branches, isTest: true }));
      return unknown;
    }
    case 'unary': {
      const operand = evaluate(expression.operand, scope);
      if (isUnknown(operand)) return opaque((text) => `${expression.operator}${text(operand)}`);
      return expression.operator === '-' ? -numberOf(operand) : !truthOf(operand);
    }
    case 'binary':
      return evaluateBinary(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
        scope,
      );
  }
}

/** Whether an expression is a text, whatever is in it. */
function isTextual(expression: Expression): boolean {
  return expression.kind === 'literal'
    ? typeof expression.value === 'string'
    : expression.kind === 'template' && expression.parts.length > 1;
}

/** Both branches of a test that is not known. One that Terraform refuses is not taken: the other is all that may be made. */
function evaluateBranches(then: Expression, or: Expression, scope: Scope): readonly [Value, Value] {
  const depth = scope.budget?.depth ?? 0;
  const valueOf = (part: Expression): Value | undefined => valueOrNothing(part, scope);
  const [first, second] = [then, or].map((branch): { value: Value } | { error: Error } => {
    try {
      return { value: evaluate(branch, scope) };
    } catch (error) {
      // What fails by something that is not known may give a value once it is.
      if (!isExpressionError(error) || error.limit || dependsOnUnknown(branch, valueOf)) throw error;
      if (scope.budget) scope.budget.depth = depth;
      return { error };
    }
  });
  if ('value' in first!) return [first.value, 'value' in second! ? second.value : first.value];
  if ('value' in second!) return [second.value, second.value];
  throw first!.error;
}

function evaluateObject(items: readonly ObjectItem[], scope: Scope): Value {
  const object = objectOf(items.map(({ key, value }) => [keyText(evaluate(key, scope)), evaluate(value, scope)]));
  return certainMembers(
    object,
    opaque((text) => text(object)),
  );
}

/** `x != null ? x : null` is x, whatever x is, and so is `x == "" ? "" : x`. */
function sameEitherWay(test: Expression, [then, or]: readonly [Value, Value], scope: Scope): Value | undefined {
  if (test.kind !== 'binary' || (test.operator !== '==' && test.operator !== '!=')) return undefined;
  const compared = [test.left, test.right].map((side) => evaluate(side, scope));
  const [unequal, equal] = test.operator === '!=' ? [then, or] : [or, then];
  const isBoth = [unequal, equal].every((branch) => compared.some((side) => sameValue(side, branch) === true));
  return isBoth ? unequal : undefined;
}

function evaluateTemplate(parts: readonly Expression[], scope: Scope): Value {
  // A template of one interpolation is that value, whatever its type.
  if (parts.length === 1) return evaluate(parts[0]!, scope);
  const texts = parts.map((part) => {
    const text = asText(evaluate(part, scope));
    if (text === undefined) throw new ExpressionError('a template holds a list, an object or null');
    return text;
  });
  // Weighed before it is made: doubling a text thirty times takes thirty lines.
  weighTexts(texts, scope.budget);
  return joinedText(texts.join(''));
}

/** The root name and constant steps of a traversal; nothing where it starts with something else. */
function evaluateTraversal(expression: Expression, scope: Scope): Value {
  const steps: (string | number)[] = [];
  let start: Expression = expression;
  while (start.kind === 'attribute' || start.kind === 'index') {
    steps.unshift(start.kind === 'attribute' ? start.name : stepKey(evaluate(start.key, scope)));
    start = start.of;
  }
  if (start.kind === 'variable') {
    const value = scope.resolve(start.name, steps);
    if (scope.possible && isUnknown(value)) addPossibleOfSteps(value, start.name, steps, scope, scope.possible);
    return value;
  }
  const value = evaluate(start, scope);
  const decoded =
    start.kind === 'call' && start.name === 'jsondecode' && isUnknown(value) ? start.arguments[0] : undefined;
  const [root, ...path] = (decoded && constantSteps(decoded)) ?? [];
  // What a text says as JSON goes by the name that it would have if the provider gave it as an object: azapi 1 and 2.
  if (root !== undefined && path.length > 0 && steps.length > 0)
    return scope.resolve(String(root), [...path, ...steps]);
  const found = descendAll(value, steps);
  addPossibleBelow(found, value, steps, scope.possible);
  return found;
}

/** Names whose values the program itself gives, so that what they may be is told. */
const GIVEN_BY_PROGRAM: ReadonlySet<string> = new Set(['each', 'local', 'var']);

/** What a name and its steps may lead to where they lead to something unknown: below a conditional, or by an unknown key. */
function addPossibleOfSteps(
  found: Value,
  root: string,
  steps: readonly (string | number)[],
  scope: Scope,
  possible: Possibilities,
): void {
  const isByKey = steps.some((step) => hasSymbol(String(step)));
  if (!isByKey && (steps.length < 2 || !GIVEN_BY_PROGRAM.has(root))) return;
  possible.add(found, () => possibleBelow(scope.resolve(root, steps.slice(0, 1)), steps.slice(1), possible));
}

/** What steps may lead to from a value where they lead to something unknown. */
export function addPossibleBelow(
  found: Value,
  start: Value,
  steps: readonly (string | number)[],
  possible: Possibilities | undefined,
): void {
  if (!possible || steps.length === 0 || !isUnknown(found)) return;
  if (isUnknown(start) ? possible.has(start) : steps.some((step) => hasSymbol(String(step))))
    possible.add(found, () => possibleBelow(start, steps, possible));
}

/** What steps may lead to from a value that is not known, or by a step that is not. */
function possibleBelow(
  start: Value,
  steps: readonly (string | number)[],
  possible: Possibilities,
): Deciding | undefined {
  if (isUnknown(start)) {
    const found = possible.of(start);
    return found && { by: start, values: found.values.map((value) => descendAll(value, steps)) };
  }
  const at = steps.findIndex((step) => hasSymbol(String(step)));
  if (at < 0) return undefined;
  const among = descendAll(start, steps.slice(0, at));
  if (isUnknown(among) || isOpen(among) || typeof among !== 'object' || among === null) return undefined;
  const each = Object.values(among) as readonly Value[];
  return { by: steps[at]!, values: each.map((value) => descendAll(value, steps.slice(at + 1))) };
}

/**
 * The value that steps lead to. By a key that is not known it is unknown, and none of those that stand there.
 *
 * @param reference what leads to the start, for the symbol of an unknown value below it; by default the start itself
 * @throws ExpressionError where a step leads nowhere
 */
export function descendAll(start: Value, steps: readonly (string | number)[], reference?: string): Value {
  let value = start;
  for (const step of steps) {
    const next = descend(value, step);
    if (next === undefined) {
      if (!mayBeThere(value, step))
        throw new ExpressionError(`there is no ${JSON.stringify(step)} in what it refers to`);
      const below = steps.map(stepText).join('');
      return reference === undefined ? opaque((text) => `${text(start)}${below}`) : symbolOf(`${reference}${below}`);
    }
    value = next;
  }
  return value;
}

/** Whether a step that names nothing may do so once all is known: its own text is not, or a key’s. */
function mayBeThere(value: Value, step: string | number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return hasSymbol(String(step)) || (isObject(value) && Object.keys(value).some(hasSymbol));
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
  return weigh(splat(evaluate(of, scope), each, scope), scope.budget);
}

function splat(value: Value, each: readonly SplatStep[], scope: Scope): Value {
  if (isUnknown(value)) {
    const found = followed(descendAll(value, ['*']), each, scope);
    addPossibleOf(found, value, scope.possible, (one) => splat(one, each, scope));
    return found;
  }
  const items = Array.isArray(value) ? (value as readonly Value[]) : value === null ? [] : [value];
  const all = items.map((item) => followed(item, each, scope));
  const whole = wholeOf(value);
  if (whole === undefined) return all;
  const ofWhole = splat(whole, each, scope);
  return all.every(holdsSymbol) ? openList(all, ofWhole) : ofWhole;
}

function followed(item: Value, each: readonly SplatStep[], scope: Scope): Value {
  let value = item;
  for (const step of each) {
    if ('each' in step) return splat(value, step.each, scope);
    value = descendAll(value, ['name' in step ? step.name : stepKey(evaluate(step.key, scope))]);
  }
  return value;
}

function evaluateTry(name: 'try' | 'can', args: readonly Expression[], scope: Scope): Value {
  const depth = scope.budget?.depth ?? 0;
  const valueOf = (part: Expression): Value | undefined => valueOrNothing(part, scope);
  for (const argument of args) {
    try {
      const value = evaluate(argument, scope);
      // What works on an unknown value may fail once that is known. Where nothing is known, nothing is said either way.
      const mayFail = !isTotal(argument, valueOf) && dependsOnUnknown(argument, valueOf);
      if (name === 'try') {
        if (!mayFail) return value;
        const others = args.slice(args.indexOf(argument) + 1);
        // What there is where this one fails. Where nothing is known of either, it goes by the name of the first.
        const otherwise = firstOf(others, scope);
        const isNamed = isNothing(otherwise) || (typeof value === 'string' && shapeOf(value) !== undefined);
        if (isUnknown(value) && isNamed && !scope.possible?.has(value)) return value;
        const unknown = opaque((text) => `try(${text(value)})`);
        scope.possible?.add(unknown, () => ({ by: dependence(argument, valueOf), values: [value, otherwise] }));
        return unknown;
      }
      return mayFail ? opaque((text) => `can(${text(value)})`) : true;
    } catch (error) {
      if (!isExpressionError(error) || error.limit) throw error;
      if (scope.budget) scope.budget.depth = depth;
      // And what fails may work: a branch that is not taken is evaluated where the condition is not known.
      if (dependsOnUnknown(argument, valueOf)) throw limit(`whether ${name}() fails is not known before apply`);
    }
  }
  if (name === 'can') return false;
  throw new ExpressionError('every argument of try() fails');
}

/** What the first of some arguments gives that does not fail; null where that cannot be told. */
function firstOf(args: readonly Expression[], scope: Scope): Value {
  const depth = scope.budget?.depth ?? 0;
  try {
    return args.length > 0 ? evaluateTry('try', args, scope) : null;
  } catch (error) {
    if (!isExpressionError(error)) throw error;
    if (scope.budget) scope.budget.depth = depth;
    return null;
  }
}

function evaluateCall(name: string, args: readonly Expression[], expand: boolean, scope: Scope): Value {
  if (name === 'try' || name === 'can') return evaluateTry(name, args, scope);
  const values = args.map((argument) => evaluate(argument, scope));
  if (expand) {
    const last = values.pop() ?? null;
    if (isUnknown(last) || isOpen(last))
      return opaque((text) => `${name}(${[...values, last].map(text).join(', ')}...)`);
    if (!Array.isArray(last)) throw new ExpressionError(`the last argument of ${name}() is not a list`);
    values.push(...(last as readonly Value[]));
  }
  const own = scope.call?.(name, values, scope);
  if (own !== undefined) return weigh(own, scope.budget);
  const merged = scope.possible && name === 'merge' ? mergedPossible(values, scope.possible) : undefined;
  const result = merged ?? callFunction(name, values);
  if (scope.possible && isUnknown(result)) addPossibleOfCall(result, name, values, scope.possible);
  if (isUnknown(result) && scope.formOf) {
    const forms = values.map((value) => scope.formOf!(value) ?? value);
    if (forms.some((form, index) => form !== values[index])) {
      const better = callFunction(name, forms);
      // One of the arguments is what it gives: coalesce(arn, "none").
      const given = forms.indexOf(better);
      if (given >= 0 && isUnknown(values[given]!)) return values[given]!;
      // Worth it only where the unknown parts of the form have gone.
      if (!showsForm(better)) return weigh(better, scope.budget);
      // Of several parts those are worth it that show nothing of it: split("oidc-provider/", arn)[1].
      if (Array.isArray(better)) {
        const parts = (better as readonly Value[]).map((part, index) =>
          showsForm(part) ? descendAll(result, [index]) : part,
        );
        return weigh(parts, scope.budget);
      }
    }
  }
  return weigh(result, scope.budget);
}

/** What some work may give by what the value may be that it works on. */
function addPossibleOf(
  found: Value,
  from: Value,
  possible: Possibilities | undefined,
  work: (one: Value) => Value,
): void {
  if (!possible?.has(from)) return;
  possible.add(found, () => {
    const values = possible.of(from)?.values.map(work);
    return values && { by: from, values };
  });
}

/** Whether a value is none that anything could be told by. */
function isNothing(value: Value): boolean {
  if (value === null || value === '' || isUnknown(value)) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Combinations of what arguments may be: more are not looked at. */
const MOST_COMBINATIONS = 16;

/** What a call may give, by what its arguments may be. */
function addPossibleOfCall(result: Value, name: string, values: readonly Value[], possible: Possibilities): void {
  if (possible.has(result)) return;
  if (name === 'coalesce' || name === 'coalescelist') {
    // The first of them that is neither null nor empty: one that is not known, or one behind it.
    const open = values.find(holdsSymbol);
    if (open !== undefined) possible.add(result, () => ({ by: open, values: possiblyFirst(values) }));
    return;
  }
  if (name === 'lookup' || name === 'element') {
    const [among, key, fallback] = values as [Value, Value, Value | undefined];
    if (holdsSymbol(key) && typeof among === 'object' && among !== null && !isOpen(among)) {
      const may = [...(Object.values(among) as readonly Value[]), ...(fallback === undefined ? [] : [fallback])];
      possible.add(result, () => ({ by: key, values: may }));
      return;
    }
  }
  const decides = values.find((value) => possible.has(value));
  if (decides === undefined) return;
  possible.add(result, () => {
    const all = combinations(values, possible);
    return all && { by: decides, values: all.map((one) => callFunction(name, one)) };
  });
}

/** All of what some values may be, together; nothing where that is too much. */
function combinations(values: readonly Value[], possible: Possibilities): readonly (readonly Value[])[] | undefined {
  let all: readonly (readonly Value[])[] = [[]];
  for (const value of values) {
    const may = (possible.has(value) && possible.of(value)?.values) || [value];
    if (all.length * may.length > MOST_COMBINATIONS) return undefined;
    all = all.flatMap((before) => may.map((one) => [...before, one]));
  }
  return all;
}

/** Those of some values that may be the first which is neither null nor empty. */
function possiblyFirst(values: readonly Value[]): readonly Value[] {
  const may: Value[] = [];
  for (const value of values) {
    const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
    if (isEmpty) continue;
    may.push(value);
    const isCertain = Array.isArray(value) ? !isOpen(value) : typeof value !== 'string' || !hasSymbol(value);
    if (isCertain) break;
  }
  return may;
}

/**
 * Maps as one, where one of them is unknown and it is told what it may be: a key whose value is the same whichever it is
 * has that value.
 */
function mergedPossible(values: readonly Value[], possible: Possibilities): Value | undefined {
  if (!values.some((value) => possible.has(value))) return undefined;
  const all = combinations(values, possible)?.map((one) => callFunction('merge', one));
  if (!all || all.length < 2 || !all.every((one): one is ValueObject => isObject(one) && !isOpen(one)))
    return undefined;
  const whole = callFunction('merge', values);
  if (!isObject(whole)) return undefined;
  const same = (key: string): boolean =>
    all.every((one) => Object.hasOwn(one, key) && textOfValue(one[key]!) === textOfValue(all[0]![key]!));
  return Object.fromEntries(
    Object.keys(whole).map((key) => {
      if (same(key)) return [key, all[0]![key]!];
      const value = whole[key]!;
      if (all.every((one) => Object.hasOwn(one, key))) {
        possible.add(value, () => ({
          by: values.find((one) => possible.has(one))!,
          values: all.map((one) => one[key]!),
        }));
      }
      return [key, value];
    }),
  );
}

/** The first thing that an expression depends on which is not known. */
function dependence(expression: Expression, valueOf: (part: Expression) => Value | undefined): Value {
  let found: Value | undefined;
  forEachTraversal(expression, (traversal) => {
    const value = found === undefined ? valueOf(traversal) : undefined;
    if (value !== undefined && holdsSymbol(value)) found = value;
  });
  return found ?? 'what it refers to';
}

/** Marks the unknown parts of a text that {@link Scope.formOf} gives. */
export const FORM = '\uE002';

function showsForm(value: Value): boolean {
  return JSON.stringify(value).includes(FORM);
}

/** A scope in which some names stand for values. */
function withNames(scope: Scope, names: Readonly<Record<string, Value>>): Scope {
  return {
    budget: scope.budget,
    possible: scope.possible,
    formOf: scope.formOf && ((unknown) => scope.formOf!(unknown)),
    call: scope.call && ((name, args, inner) => scope.call!(name, args, inner)),
    resolve: (root, steps) => {
      if (!Object.hasOwn(names, root)) return scope.resolve(root, steps);
      const found = descendAll(names[root]!, steps);
      addPossibleBelow(found, names[root]!, steps, scope.possible);
      return found;
    },
  };
}

function evaluateFor(loop: ForExpression, scope: Scope, collection: Value = evaluate(loop.collection, scope)): Value {
  if (!Array.isArray(collection) && !isObject(collection)) {
    if (!isUnknown(collection)) throw new ExpressionError('a for is over something else than a list or an object');
    const unknown = unknownFor(loop, collection, scope);
    addPossibleOf(unknown, collection, scope.possible, (one) => evaluateFor(loop, scope, one));
    return unknown;
  }
  const whole = wholeOf(collection);
  const keyOf = (value: Value, index: number): Value =>
    isSet(collection) ? value : whole === undefined ? index : opaque((text) => `keys(${text(whole)})[${index}]`);
  const entries: [Value, Value][] = Array.isArray(collection)
    ? (collection as readonly Value[]).map((value, index) => [keyOf(value, index), value])
    : Object.keys(collection)
        .sort()
        .map((key) => [key, collection[key]!]);
  const list: Value[] = [];
  const map = new Map<string, Value>();
  // An element that is not known may be none, or several: what it makes that is known may not be there.
  const isOfOpen = isOpen(collection);
  for (const [key, value] of entries) {
    scope.budget?.spend(3);
    const inner = withNames(scope, {
      [loop.valueName]: value,
      ...(loop.keyName === undefined ? {} : { [loop.keyName]: key }),
    });
    if (loop.test) {
      const test = evaluate(loop.test, inner);
      if (holdsSymbol(test)) return unknownFor(loop, collection, scope);
      if (!truthOf(test)) continue;
    }
    const result = evaluate(loop.value, inner);
    const mayBeAbsent = isOfOpen && (typeof value === 'object' || holdsSymbol([key, value]));
    if (!loop.key) {
      if (mayBeAbsent && !holdsSymbol(result)) return unknownFor(loop, collection, scope);
      list.push(result);
      continue;
    }
    const resultKey = keyText(evaluate(loop.key, inner));
    if (hasSymbol(resultKey) ? loop.group : mayBeAbsent) {
      return unknownFor(loop, collection, scope);
    }
    const before = map.get(resultKey);
    if (!loop.group) {
      if (before !== undefined) throw new ExpressionError(`a for makes the key ${JSON.stringify(resultKey)} twice`);
      map.set(resultKey, result);
    } else if (before === undefined) map.set(resultKey, [result]);
    else (before as Value[]).push(result);
  }
  if (loop.key) return Object.fromEntries(map);
  // In which order keys come that are not known, is not known either.
  const isInOrder = entries.length < 2 || !entries.some(([key]) => typeof key === 'string' && hasSymbol(key));
  return isOfOpen || !isInOrder ? openList(list, unknownFor(loop, collection, scope)) : list;
}

/** What a `for` gives is told by its collection, its text and the values of all names in it. */
function unknownFor(loop: ForExpression, collection: Value, scope: Scope): Value {
  const own = new Set([loop.keyName, loop.valueName]);
  const others: Value[] = [];
  for (const part of [loop.key, loop.value, loop.test]) {
    if (!part) continue;
    forEachTraversal(part, (traversal) => {
      const root = rootOf(traversal);
      if (root === undefined || own.has(root)) return;
      // Nothing of a name of a for inside this one.
      const value = valueOrNothing(traversal, scope);
      if (value !== undefined) others.push(value);
    });
  }
  const printed = printExpression({ kind: 'for', for: { ...loop, collection: { kind: 'literal', value: null } } });
  return opaque((text) => `for(${[collection, ...others].map(text).join(', ')}; ${printed})`);
}

/** @throws ExpressionError where it is podtrust that cannot tell */
function valueOrNothing(expression: Expression, scope: Scope): Value | undefined {
  const depth = scope.budget?.depth ?? 0;
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (!isExpressionError(error) || error.limit) throw error;
    if (scope.budget) scope.budget.depth = depth;
    return undefined;
  }
}

function rootOf(traversal: Expression): string | undefined {
  let start = traversal;
  while (start.kind === 'attribute' || start.kind === 'index') start = start.of;
  return start.kind === 'variable' ? start.name : undefined;
}

function evaluateBinary(operator: BinaryOperator, left: Value, right: Value, scope: Scope): Value {
  if (operator === '==' || operator === '!=') {
    const differs = differsByForm(left, right, scope) || differsByForm(right, left, scope);
    const same = differs ? false : sameValue(left, right);
    if (typeof same === 'boolean') return same === (operator === '==');
    return opaque((text) => `(${text(left)} ${operator} ${text(right)})`);
  }
  if (operator === '&&' && (left === false || right === false)) return false;
  if (operator === '||' && (left === true || right === true)) return true;
  if (holdsSymbol(left) || holdsSymbol(right)) return opaque((text) => `(${text(left)} ${operator} ${text(right)})`);
  if (operator === '&&') return truthOf(left) && truthOf(right);
  if (operator === '||') return truthOf(left) || truthOf(right);
  return calculate(operator, numberOf(left), numberOf(right));
}

/** Whether a value that is not known is of a form which another one, that is known, does not have: no ARN is null or empty. */
function differsByForm(unknown: Value, known: Value, scope: Scope): boolean {
  if (!isUnknown(unknown) || holdsSymbol(known)) return false;
  const form = scope.formOf?.(unknown);
  return form !== undefined && (known === null || sameValue(form, known) === false);
}

function calculate(operator: BinaryOperator, left: number, right: number): Value {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '+':
      return decimal(left + right);
    case '-':
      return decimal(left - right);
    case '*':
      return decimal(left * right);
    case '/':
    case '%':
      if (right === 0) throw new ExpressionError('a division by zero');
      return operator === '/' ? left / right : left % right;
    default:
      throw new ExpressionError('a comparison is not known');
  }
}
