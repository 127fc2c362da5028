import type { Place } from '../../../../model/place';
import { symbolOf } from '../../../../model/known/symbol';
import { evaluate } from '../../expression/evaluate';
import type { Scope } from '../../expression/evaluate';
import { ExpressionError, isExpressionError } from '../../expression/expression';
import { parseTemplate } from '../../expression/parser';
import type { ParsedExpressions } from '../../expression/plain-template';
import { Possibilities } from '../../expression/possible-values';
import { asText } from '../../expression/value';
import type { Value } from '../../expression/value';
import { weigh } from '../../expression/weight';
import type { WeightBudget } from '../../expression/weight';
import type { Configuration, Raw, RawObject } from '../configuration';
import { NO_NAMES } from './context';
import type { Context } from './context';
import { dynamicBlocks, isDynamic, toBlocks } from '../blocks/nested-blocks';
import type { Reasons } from './reasons';

/** Values that are worked out, or are just being. */
export type Evaluated<K> = Map<K, Value | typeof EVALUATING>;

/** Stands for a value that is just being worked out. */
export const EVALUATING = Symbol('evaluating');

/** What a value that another one needs adds to the depth of the work. See {@link WeightBudget}. */
const DEPTH_OF_VALUE = 4;

/** What a configuration holds, and where its names get their values. */
export interface Written {
  readonly raw: Raw;
  readonly context: Context;
}

/** Where the names in a program's expressions get their values. */
export interface Names {
  /** As {@link Scope.resolve}. */
  resolve(
    configuration: Configuration,
    names: Context['names'],
    root: string,
    steps: readonly (string | number)[],
  ): Value;
  /** As {@link Scope.formOf}. */
  formOf(unknown: Value): Value | undefined;
  /** As {@link Scope.call}. */
  call(configuration: Configuration, name: string, args: readonly Value[], scope: Scope): Value | undefined;
}

/** Evaluates what configurations hold; what has a name, once. */
export class Evaluator {
  /** Of locals, variables and outputs, by their full names. */
  private readonly definitions: Evaluated<string> = new Map();
  private readonly scopes = new Map<Configuration, Scope>();
  private readonly parsed: ParsedExpressions = new Map();
  /** What was written where a value could not be told, by what its symbol is called. */
  public readonly untold = new Map<string, Written>();
  /** What unknown values may turn out to be. */
  public readonly possible: Possibilities;

  public constructor(
    private readonly names: Names,
    private readonly reasons: Reasons,
    public readonly budget: WeightBudget,
  ) {
    this.possible = new Possibilities(budget);
  }

  /** @throws ExpressionError where it cannot be told */
  public value(raw: Raw, context: Context): Value {
    if (typeof raw === 'string') {
      const expression = parseTemplate(raw, this.parsed);
      return expression.kind === 'literal'
        ? expression.value
        : evaluate(expression, this.scope(context.configuration, context.names));
    }
    if (typeof raw !== 'object' || raw === null) return raw;
    if (Array.isArray(raw)) return (raw as readonly Raw[]).map((item) => this.value(item, context));
    const object: Record<string, Value> = {};
    const { dynamic } = raw as RawObject;
    for (const key in raw) {
      if (key === '//' || (key === 'dynamic' && isDynamic(dynamic))) continue;
      const name = key.includes('{') ? asText(this.value(key, context)) : key;
      if (name === undefined) throw new ExpressionError('an object’s key is not a text');
      object[name] = this.value((raw as RawObject)[key]!, context);
    }
    if (isDynamic(dynamic)) {
      for (const [name, bodies] of Object.entries(dynamic)) {
        object[name] = [...toBlocks(object[name]), ...this.dynamicBlocks(name, bodies, context)];
      }
    }
    return object;
  }

  /** As {@link dynamicBlocks}. */
  public dynamicBlocks(name: string, bodies: Raw, context: Context): Value[] {
    return dynamicBlocks(name, bodies, context, (raw, inner) => this.value(raw, inner));
  }

  /**
   * The value of what a configuration holds outside of any instance; what cannot be told becomes a symbol, and the reason is kept.
   *
   * @param reference what the symbol is called
   */
  public raw(about: string, reference: string, raw: Raw, at: Place, configuration: Configuration): Value {
    const context = { configuration, names: NO_NAMES };
    return this.guarded(about, reference, at, { raw, context }, () => this.value(raw, context));
  }

  /** The value of what has a full name of its own: a local, an argument of a module, an output. */
  public definition(name: string, about: string, raw: Raw, at: Place, context: Context): Value {
    return this.once(this.definitions, name, name, about, raw, at, context);
  }

  /**
   * Evaluates once; what fails, and what refers to itself, becomes a symbol, and the reason is kept.
   *
   * @param values where it is kept, by `key`
   * @param name what it is called, in a message and as a symbol
   * @throws ExpressionError where it is just being evaluated, or too many are
   */
  public once<K>(
    values: Evaluated<K>,
    key: K,
    name: string,
    about: string,
    raw: Raw,
    at: Place,
    context: Context,
  ): Value {
    const known = values.get(key);
    if (known === EVALUATING) throw new ExpressionError(`${name} refers to itself`);
    if (known !== undefined) return known;
    this.budget.enter(DEPTH_OF_VALUE);
    values.set(key, EVALUATING);
    const value = this.guarded(about, name, at, { raw, context }, () => weigh(this.value(raw, context), this.budget));
    this.budget.leave(DEPTH_OF_VALUE);
    values.set(key, value);
    return value;
  }

  /** What some work gives; where it cannot be told, a symbol, and the reason is kept for who asks for it. */
  public guarded(about: string, reference: string, at: Place, written: Written, work: () => Value): Value {
    const { depth } = this.budget;
    try {
      return work();
    } catch (error) {
      if (!isExpressionError(error)) throw error;
      this.budget.depth = depth;
      this.untold.set(reference, written);
      // What a module's call gives has the name of the variable.
      this.reasons.add(reference.replace(/ \(given\)$/, ''), {
        about,
        because: `its value cannot be told: ${error.message}`,
        at,
      });
      return symbolOf(reference);
    }
  }

  /** Where the names of an expression get their values. */
  public scope(configuration: Configuration, names: Context['names']): Scope {
    if (names !== NO_NAMES) return this.newScope(configuration, names);
    let scope = this.scopes.get(configuration);
    if (!scope) this.scopes.set(configuration, (scope = this.newScope(configuration, names)));
    return scope;
  }

  private newScope(configuration: Configuration, names: Context['names']): Scope {
    return {
      resolve: (root, steps) => this.names.resolve(configuration, names, root, steps),
      formOf: (unknown) => this.names.formOf(unknown),
      call: (name, args, scope) => this.names.call(configuration, name, args, scope),
      budget: this.budget,
      possible: this.possible,
    };
  }
}
