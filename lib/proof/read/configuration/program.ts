import { symbolOf } from '../../model/symbol';
import { below } from '../../model/place';
import type { Place } from '../../model/place';
import type { Problems } from '../problems';
import { descendAll, evaluate } from '../expression/evaluate';
import type { Scope } from '../expression/evaluate';
import { ExpressionError, isExpressionError } from '../expression/expression';
import type { Expression } from '../expression/expression';
import { parseTemplate } from '../expression/parser';
import { asText, descend, isObject, isUnknown, stepText, withReference } from '../expression/value';
import type { Value, ValueObject } from '../expression/value';
import { computedAttribute } from './computed-attribute';
import type { Block, Configuration, Raw } from './configuration';
import { isRawObject } from './terraform-json';
import { findState } from './remote-state';

/** A resource or data source after `count` and `for_each`. */
export interface Instance {
  readonly configuration: Configuration;
  readonly block: Block;
  /** The Terraform address with its index, and the stack before it. */
  readonly id: string;
  /** What `count` or `for_each` tells it apart by. */
  readonly key?: string | number;
  readonly names: Readonly<Record<string, Value>>;
  readonly at: Place;
}

/** What a reference leads to. */
export interface Target {
  readonly instance: Instance;
  readonly steps: readonly (string | number)[];
}

/** Arguments that Terraform itself reads, and that are no attributes. */
const META_ARGUMENTS = new Set([
  '//',
  'count',
  'for_each',
  'depends_on',
  'provider',
  'lifecycle',
  'connection',
  'provisioner',
  'dynamic',
]);

/** More instances than this of one block are not made: a slip in a count must not fill the memory. */
const MAXIMUM_INSTANCES = 20_000;

/** Longer chains of locals and outputs than this are circles. */
const MAXIMUM_CHAIN = 50;

/** All configurations together: finds resources, follows references, evaluates attributes. */
export class TerraformProgram {
  private readonly instancesOfBlock = new Map<Block, readonly Instance[]>();
  private readonly byType = new Map<string, Instance[]>();
  private readonly values = new Map<string, Value>();
  private readonly evaluating = new Set<string>();
  private readonly clashing: ReadonlySet<string>;

  public constructor(
    private readonly configurations: readonly Configuration[],
    private readonly problems: Problems,
  ) {
    this.clashing = clashingIds(configurations);
    for (const configuration of configurations) {
      for (const block of configuration.blocks.values()) {
        const type = `${block.mode === 'data' ? 'data.' : ''}${block.type}`;
        const list = this.byType.get(type) ?? [];
        if (list.length === 0) this.byType.set(type, list);
        list.push(...this.instancesOf(configuration, block));
      }
    }
  }

  /** All instances of a type; of a data source with `data.` before it. */
  public instances(type: string): readonly Instance[] {
    return this.byType.get(type) ?? [];
  }

  /** The types there are. */
  public types(): readonly string[] {
    return [...this.byType.keys()];
  }

  /** The value of an attribute; nothing where it is not set. What cannot be evaluated is a symbol, and is said. */
  public attribute(instance: Instance, name: string): Value | undefined {
    const raw = instance.block.body[name];
    if (raw === undefined || raw === null) return undefined;
    return this.definition(`${instance.id}.${name}`, instance.id, raw, below(instance.at, name), {
      configuration: instance.configuration,
      names: instance.names,
    });
  }

  /** An attribute as text; nothing where it is not set or is no text. */
  public text(instance: Instance, name: string): string | undefined {
    return asText(this.attribute(instance, name));
  }

  /** The nested blocks of a name, `dynamic` ones too. */
  public nested(instance: Instance, name: string): readonly ValueObject[] {
    const blocks = toBlocks(this.attribute(instance, name));
    const dynamic = instance.block.body.dynamic;
    if (!isRawObject(dynamic) || !isRawObject(dynamic[name])) return blocks;
    const at = below(instance.at, 'dynamic', name);
    return [...blocks, ...this.dynamicBlocks(instance, name, dynamic[name], at)];
  }

  /** Whether an expression is nothing but a reference, and to what: through locals, outputs and remote states. */
  public target(instance: Instance, name: string): Target | undefined {
    return this.targetOf(instance.block.body[name], instance.configuration, instance.names, 0);
  }

  /** Everything that the strings in a raw value refer to, in their order; through locals, outputs and remote states. */
  public referencesIn(configuration: Configuration, raw: Raw | undefined, depth = 0): readonly Target[] {
    const targets: Target[] = [];
    if (depth > MAXIMUM_CHAIN) return targets;
    forEachString(raw, (text) => {
      const expression = tryParse(text);
      if (!expression) return;
      forEachTraversal(expression, (traversal) => {
        const target = this.targetOfExpression(traversal, configuration, {}, depth);
        if (target) targets.push(target);
        else targets.push(...this.referencesBehind(traversal, configuration, depth));
      });
    });
    return targets;
  }

  /** The value of any raw part of a configuration. */
  public evaluateRaw(configuration: Configuration, raw: Raw, about: string, at: Place): Value {
    return this.guarded(about, `${about}`, at, () => this.value(raw, { configuration, names: {} }));
  }

  /** The value of an attribute or of something below it, as a reference to it would see it. */
  public reference(instance: Instance, steps: readonly (string | number)[]): Value {
    const computed = computedAttribute(this, instance, steps);
    if (computed !== undefined) return computed;
    const [first, ...rest] = steps;
    if (first === undefined) {
      const attributes = Object.keys(instance.block.body).filter((name) => !META_ARGUMENTS.has(name));
      const whole = attributes.map((name): [string, Value] => [name, this.reference(instance, [name])]);
      return withReference(Object.fromEntries(whole), instance.id);
    }
    let value = this.attribute(instance, String(first));
    let path = `${instance.id}${stepText(first)}`;
    for (const step of rest) {
      if (value === undefined) break;
      path += stepText(step);
      value = descend(value, step);
    }
    if (value === undefined || value === null) {
      return symbolOf(`${instance.id}${steps.map(stepText).join('')}`);
    }
    return withReference(value, path);
  }

  /** The instances of a block, by its address in a configuration. */
  public find(configuration: Configuration, address: string): readonly Instance[] {
    const block = configuration.blocks.get(address);
    return block ? this.instancesOf(configuration, block) : [];
  }

  private instancesOf(configuration: Configuration, block: Block): readonly Instance[] {
    const known = this.instancesOfBlock.get(block);
    if (known) return known;
    const id = this.idOf(configuration, block);
    const only: Instance = { configuration, block, id, names: {}, at: block.at };
    const { count, for_each: forEach } = block.body;
    let instances: readonly Instance[] = [only];
    if ((count !== undefined && count !== null) || (forEach !== undefined && forEach !== null)) {
      // A block that counts itself by its own instances must end.
      this.instancesOfBlock.set(block, []);
      instances = this.expand(only, count, forEach) ?? [only];
    }
    this.instancesOfBlock.set(block, instances);
    return instances;
  }

  private expand(only: Instance, count: Raw | undefined, forEach: Raw | undefined): Instance[] | undefined {
    const { configuration, id } = only;
    const argument = count !== undefined && count !== null ? 'count' : 'for_each';
    const at = below(only.at, argument);
    const raw = (argument === 'count' ? count : forEach) as Raw;
    const value = this.guarded(id, `${id}.${argument}`, at, () => this.value(raw, { configuration, names: {} }));
    const instance = (key: string | number, names: Record<string, Value>): Instance => ({
      ...only,
      key,
      names,
      id: `${id}[${JSON.stringify(key)}]`,
    });
    if (argument === 'count') {
      const length = Number(asText(value));
      if (Number.isInteger(length) && length >= 0 && length <= MAXIMUM_INSTANCES) {
        return Array.from({ length }, (_, index) => instance(index, { count: { index } }));
      }
    } else if (isObject(value)) {
      return Object.keys(value)
        .sort()
        .map((key) => instance(key, { each: { key, value: value[key]! } }));
    } else if (Array.isArray(value) && value.every((item) => typeof item === 'string' && !isUnknown(item))) {
      const keys = value as readonly string[];
      return [...keys].sort().map((key) => instance(key, { each: { key, value: key } }));
    }
    this.problems.add({ about: id, because: `how many there are of it (${argument}) is not known before apply`, at });
    return undefined;
  }

  private idOf(configuration: Configuration, block: Block): string {
    const id = `${configuration.prefix}${block.address}`;
    return this.clashing.has(id) ? `${block.at.file}/${id}` : id;
  }

  private scope(configuration: Configuration, names: Readonly<Record<string, Value>>): Scope {
    return { resolve: (root, steps) => this.resolve(configuration, names, root, steps) };
  }

  private value(raw: Raw, context: Context): Value {
    if (typeof raw === 'string') {
      const expression = parseTemplate(raw);
      return expression.kind === 'literal'
        ? expression.value
        : evaluate(expression, this.scope(context.configuration, context.names));
    }
    if (typeof raw !== 'object' || raw === null) return raw;
    if (Array.isArray(raw)) return (raw as readonly Raw[]).map((item) => this.value(item, context));
    const object: Record<string, Value> = {};
    for (const [key, item] of Object.entries(raw as { readonly [key: string]: Raw })) {
      if (key === '//') continue;
      const name = key.includes('{') ? asText(this.value(key, context)) : key;
      if (name === undefined) throw new ExpressionError('an object’s key is not a text');
      object[name] = this.value(item, context);
    }
    return object;
  }

  /** Evaluates once; what fails, and what refers to itself, becomes a symbol and is said. */
  private definition(key: string, about: string, raw: Raw, at: Place, context: Context): Value {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    if (this.evaluating.has(key)) throw new ExpressionError(`${key} refers to itself`);
    this.evaluating.add(key);
    const value = this.guarded(about, key, at, () => this.value(raw, context));
    this.evaluating.delete(key);
    this.values.set(key, value);
    return value;
  }

  private guarded(about: string, reference: string, at: Place, work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (!isExpressionError(error)) throw error;
      this.problems.add({ about, because: `its value cannot be told: ${error.message}`, at });
      return symbolOf(reference);
    }
  }

  private resolve(
    configuration: Configuration,
    names: Readonly<Record<string, Value>>,
    root: string,
    steps: readonly (string | number)[],
  ): Value {
    const [first, ...rest] = steps;
    const { label } = configuration;
    const symbol = (): Value => symbolOf(`${label}${root}${steps.map(stepText).join('')}`);
    if (Object.hasOwn(names, root)) return descendAll(names[root]!, steps);
    switch (root) {
      case 'var': {
        const variable = configuration.variables.get(String(first));
        if (!variable) throw new ExpressionError(`there is no var.${String(first)}`);
        // A default is data, not a template.
        return variable.raw === undefined || variable.raw === null ? symbol() : descendAll(variable.raw as Value, rest);
      }
      case 'local': {
        const local = configuration.locals.get(String(first));
        if (!local) throw new ExpressionError(`there is no local.${String(first)}`);
        const key = `${label}local.${String(first)}`;
        const value = this.definition(key, key, local.raw ?? null, local.at, { configuration, names: {} });
        return descendAll(value, rest);
      }
      case 'module':
        if (!configuration.modules.has(String(first))) throw new ExpressionError(`there is no module.${String(first)}`);
        return symbol();
      case 'path':
      case 'terraform':
      case 'each':
      case 'count':
      case 'self':
        return symbol();
    }
    const { block, steps: inner } = this.blockOf(configuration, root, steps);
    if (block.type === 'terraform_remote_state' && block.mode === 'data' && inner[0] === 'outputs') {
      return this.remoteOutput(configuration, block, inner.slice(1));
    }
    const instances = this.instancesOf(configuration, block);
    if (!isCounted(block) || instances[0]?.key === undefined) {
      // Nobody knows how many there are, or there is one: an index says nothing of the value.
      const only = instances[0];
      if (!only) throw new ExpressionError(`${block.address} refers to itself, or there is none of it`);
      return this.reference(only, isCounted(block) && typeof inner[0] === 'number' ? inner.slice(1) : inner);
    }
    const [key, ...below] = inner;
    if (key === undefined) return this.wholeCollection(instances);
    const found = instances.find((instance) => String(instance.key) === String(key));
    if (!found) throw new ExpressionError(`there is no ${block.address}[${JSON.stringify(key)}]`);
    return this.reference(found, below);
  }

  private wholeCollection(instances: readonly Instance[]): Value {
    if (typeof instances[0]?.key === 'number') return instances.map((instance) => this.reference(instance, []));
    return Object.fromEntries(instances.map((instance) => [String(instance.key), this.reference(instance, [])]));
  }

  private blockOf(
    configuration: Configuration,
    root: string,
    steps: readonly (string | number)[],
  ): { readonly block: Block; readonly steps: readonly (string | number)[] } {
    const data = root === 'data';
    const address = data ? `data.${String(steps[0])}.${String(steps[1])}` : `${root}.${String(steps[0])}`;
    const block = configuration.blocks.get(address);
    if (!block) throw new ExpressionError(`there is no ${address}`);
    return { block, steps: steps.slice(data ? 2 : 1) };
  }

  private remoteOutput(configuration: Configuration, block: Block, steps: readonly (string | number)[]): Value {
    const [name, ...rest] = steps;
    const found = name === undefined ? undefined : this.output(configuration, block, String(name));
    if (!found) {
      const id = this.idOf(configuration, block);
      return symbolOf(`${id}.outputs${steps.map(stepText).join('')}`);
    }
    const key = `${found.configuration.label}output.${String(name)}`;
    const value = this.definition(key, key, found.raw ?? null, found.at, {
      configuration: found.configuration,
      names: {},
    });
    return descendAll(value, rest);
  }

  /** The other configuration's output; what is not there is said, once. */
  private output(
    configuration: Configuration,
    block: Block,
    name: string,
  ): { readonly configuration: Configuration; readonly raw: Raw | undefined; readonly at: Place } | undefined {
    const id = this.idOf(configuration, block);
    const context: Context = { configuration, names: {} };
    const evaluateArgument = (argument: string): Value | undefined => {
      const raw = block.body[argument];
      if (raw === undefined) return undefined;
      return this.definition(`${id}.${argument}`, id, raw, below(block.at, argument), context);
    };
    const state = findState(
      this.configurations.filter((other) => other !== configuration),
      block.name,
      evaluateArgument('backend'),
      evaluateArgument('config'),
    );
    const output = state?.outputs.get(name);
    if (state && output) return { configuration: state, ...output };
    this.problems.add({
      about: id,
      because: state
        ? `the state it reads has no output ${JSON.stringify(name)}`
        : 'the configuration whose state it reads is not among what was given',
      at: block.at,
    });
    return undefined;
  }

  private dynamicBlocks(
    instance: Instance,
    name: string,
    dynamic: { readonly [key: string]: Raw },
    at: Place,
  ): ValueObject[] {
    const { configuration, names } = instance;
    const context: Context = { configuration, names };
    const forEach = this.guarded(instance.id, `${instance.id}.${name}`, at, () =>
      this.value(dynamic.for_each ?? null, context),
    );
    const entries: [Value, Value][] | undefined = Array.isArray(forEach)
      ? (forEach as readonly Value[]).map((value, index) => [index, value])
      : isObject(forEach)
        ? Object.entries(forEach)
        : undefined;
    if (!entries) {
      this.problems.add({ about: instance.id, because: `its dynamic block ${name} is not known before apply`, at });
      return [];
    }
    const iterator = typeof dynamic.iterator === 'string' ? dynamic.iterator : name;
    return entries.flatMap(([key, value]) => {
      const inner: Context = { configuration, names: { ...names, [iterator]: { key, value } } };
      return toBlocks(
        this.guarded(instance.id, `${instance.id}.${name}`, at, () => this.value(dynamic.content ?? {}, inner)),
      );
    });
  }

  /** What the expression behind a local or a remote state's output refers to. */
  private referencesBehind(traversal: Expression, configuration: Configuration, depth: number): readonly Target[] {
    const steps = constantSteps(traversal);
    if (!steps) return [];
    const [root, first, second, third, name] = steps;
    if (root === 'local') {
      return this.referencesIn(configuration, configuration.locals.get(String(first))?.raw, depth + 1);
    }
    if (root !== 'data' || first !== 'terraform_remote_state' || third !== 'outputs') return [];
    const block = configuration.blocks.get(`data.terraform_remote_state.${String(second)}`);
    const found = block && this.output(configuration, block, String(name));
    return found ? this.referencesIn(found.configuration, found.raw, depth + 1) : [];
  }

  private targetOf(
    raw: Raw | undefined,
    configuration: Configuration,
    names: Readonly<Record<string, Value>>,
    depth: number,
  ): Target | undefined {
    if (typeof raw !== 'string' || !raw.includes('${')) return undefined;
    const expression = tryParse(raw);
    if (!expression || expression.kind !== 'template' || expression.parts.length !== 1) return undefined;
    return this.targetOfExpression(expression.parts[0]!, configuration, names, depth);
  }

  private targetOfExpression(
    expression: Expression,
    configuration: Configuration,
    names: Readonly<Record<string, Value>>,
    depth: number,
  ): Target | undefined {
    if (depth > MAXIMUM_CHAIN) return undefined;
    try {
      const steps: (string | number)[] = [];
      let start = expression;
      while (start.kind === 'attribute' || start.kind === 'index') {
        const key = start.kind === 'attribute' ? start.name : evaluate(start.key, this.scope(configuration, names));
        if (typeof key !== 'string' && typeof key !== 'number') return undefined;
        steps.unshift(key);
        start = start.of;
      }
      if (start.kind !== 'variable') return undefined;
      return this.targetOfTraversal(start.name, steps, configuration, depth);
    } catch (error) {
      if (isExpressionError(error)) return undefined;
      throw error;
    }
  }

  private targetOfTraversal(
    root: string,
    steps: readonly (string | number)[],
    configuration: Configuration,
    depth: number,
  ): Target | undefined {
    if (root === 'local') {
      const raw = configuration.locals.get(String(steps[0]))?.raw;
      return this.targetBelow(raw, steps.slice(1), configuration, depth);
    }
    if (['var', 'module', 'path', 'terraform', 'each', 'count', 'self'].includes(root)) return undefined;
    const { block, steps: inner } = this.blockOf(configuration, root, steps);
    if (block.type === 'terraform_remote_state' && block.mode === 'data' && inner[0] === 'outputs') {
      const found = this.output(configuration, block, String(inner[1]));
      return found && this.targetBelow(found.raw, inner.slice(2), found.configuration, depth);
    }
    const instances = this.instancesOf(configuration, block);
    if (!isCounted(block)) return instances[0] && { instance: instances[0], steps: inner };
    if (instances[0]?.key === undefined) return undefined;
    const instance = instances.find(({ key }) => String(key) === String(inner[0]));
    return instance && { instance, steps: inner.slice(1) };
  }

  private targetBelow(
    start: Raw | undefined,
    steps: readonly (string | number)[],
    configuration: Configuration,
    depth: number,
  ): Target | undefined {
    let raw = start;
    let left = steps;
    while (left.length > 0 && typeof raw === 'object' && raw !== null) {
      raw = (raw as { readonly [key: string]: Raw })[String(left[0])];
      left = left.slice(1);
    }
    const target = this.targetOf(raw, configuration, {}, depth + 1);
    return target && { instance: target.instance, steps: [...target.steps, ...left] };
  }
}

interface Context {
  readonly configuration: Configuration;
  readonly names: Readonly<Record<string, Value>>;
}

/** Nested blocks as a list: one may be written as an object. */
export function toBlocks(value: Value | undefined): readonly ValueObject[] {
  if (Array.isArray(value)) return (value as readonly Value[]).filter(isObject);
  return isObject(value) ? [value] : [];
}

function isCounted(block: Block): boolean {
  return (block.body.count ?? null) !== null || (block.body.for_each ?? null) !== null;
}

function clashingIds(configurations: readonly Configuration[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const clashing = new Set<string>();
  for (const { prefix, blocks } of configurations) {
    for (const address of blocks.keys()) {
      const id = `${prefix}${address}`;
      if (seen.has(id)) clashing.add(id);
      seen.add(id);
    }
  }
  return clashing;
}

/** The names of a traversal from its root on; nothing where an index is computed. */
function constantSteps(traversal: Expression): readonly (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  let start = traversal;
  while (start.kind === 'attribute' || start.kind === 'index') {
    const key = start.kind === 'attribute' ? start.name : start.key.kind === 'literal' ? start.key.value : undefined;
    if (typeof key !== 'string' && typeof key !== 'number') return undefined;
    steps.unshift(key);
    start = start.of;
  }
  return start.kind === 'variable' ? [start.name, ...steps] : undefined;
}

function tryParse(text: string): Expression | undefined {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (isExpressionError(error)) return undefined;
    throw error;
  }
}

function forEachString(raw: Raw | undefined, visit: (text: string) => void): void {
  if (typeof raw === 'string') visit(raw);
  else if (typeof raw === 'object' && raw !== null)
    Object.values(raw).forEach((item: Raw) => forEachString(item, visit));
}

/** Visits each traversal, the whole of it. */
function forEachTraversal(expression: Expression, visit: (traversal: Expression) => void): void {
  switch (expression.kind) {
    case 'variable':
    case 'attribute':
    case 'index':
      return visit(expression);
    case 'splat':
      return forEachTraversal(expression.of, visit);
    case 'template':
      return expression.parts.forEach((part) => forEachTraversal(part, visit));
    case 'call':
      return expression.arguments.forEach((argument) => forEachTraversal(argument, visit));
    case 'tuple':
      return expression.items.forEach((item) => forEachTraversal(item, visit));
    case 'object':
      return expression.items.forEach(({ value }) => forEachTraversal(value, visit));
    case 'conditional':
      return [expression.test, expression.then, expression.else].forEach((part) => forEachTraversal(part, visit));
    case 'unary':
      return forEachTraversal(expression.operand, visit);
    case 'binary':
      return [expression.left, expression.right].forEach((part) => forEachTraversal(part, visit));
    case 'for':
      return [expression.for.collection, expression.for.value].forEach((part) => forEachTraversal(part, visit));
    case 'literal':
      return;
  }
}
