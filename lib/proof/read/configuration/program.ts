import { hasSymbol, symbolOf } from '../../model/symbol';
import { below, compareText } from '../../model/place';
import type { Place } from '../../model/place';
import type { Problems } from '../problems';
import { descendAll, evaluate, FORM } from '../expression/evaluate';
import type { Scope } from '../expression/evaluate';
import { ExpressionError, isExpressionError } from '../expression/expression';
import type { Expression } from '../expression/expression';
import { parseTemplate } from '../expression/parser';
import { asText, descend, isObject, isUnknown, referenceOf, stepText, withReference } from '../expression/value';
import type { Value, ValueObject } from '../expression/value';
import { Budget, weigh } from '../expression/weight';
import { COMPUTED_ATTRIBUTES, computedAttribute, oidcProviderIssuer } from './computed-attribute';
import type { Block, Configuration, ModuleCall, Raw, RawObject } from './configuration';
import type { ModuleLibrary } from './module-library';
import { ModuleTree } from './module-tree';
import type { Repetition } from './module-tree';
import { convert } from './type-constraint';
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
  /** Why the value of an argument is not known, by the argument's name: a plan does not keep it. */
  readonly lost?: ReadonlyMap<string, string>;
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

/** What a value that another one needs adds to the depth of the work. See {@link Budget}. */
const DEPTH_OF_VALUE = 4;

/** No `each`, no `count` and no iterator: nearly everywhere. */
const NO_NAMES: Readonly<Record<string, Value>> = {};

/** Work that evaluating may do in all, and besides for each block. */
const WORK = 10_000_000;
const WORK_OF_BLOCK = 2_000;

/** All configurations together: finds resources, follows references, evaluates attributes. */
export class TerraformProgram {
  private readonly instancesOfBlock = new Map<Block, readonly Instance[]>();
  /** The blocks whose count or for_each is being evaluated. */
  private readonly counting = new Set<Block>();
  private readonly byType = new Map<string, Instance[]>();
  /** Of locals, variables and outputs, by their full names. */
  private readonly values: Evaluated<string> = new Map();
  /** Of attributes, by name: a program has few names and many resources. */
  private readonly attributes = new Map<string, Evaluated<Instance>>();
  /** Of variables, as their types make them. */
  private readonly converted = new Map<string, Value>();
  private readonly scopes = new Map<Configuration, Scope>();
  private readonly states = new Map<string, Configuration | undefined>();
  private readonly clashing: ReadonlySet<string>;
  private readonly modules: ModuleTree;
  private readonly budget: Budget;
  private providersByArn?: ReadonlyMap<string, Instance>;

  /**
   * @param configurations the root modules
   * @param library where the modules they call are found
   */
  public constructor(
    private readonly configurations: readonly Configuration[],
    private readonly problems: Problems,
    library?: ModuleLibrary,
  ) {
    this.clashing = clashingIds(configurations);
    this.budget = new Budget(configurations.reduce((work, { blocks }) => work + blocks.size * WORK_OF_BLOCK, WORK));
    this.modules = new ModuleTree(
      library,
      problems,
      (configuration, call, id) => this.repetitionsOfCall(configuration, call, id),
      (configuration, call) => this.idOf(configuration, { address: `module.${call.name}`, at: call.at }),
    );
    const waiting = [...configurations];
    for (let configuration = waiting.shift(); configuration; configuration = waiting.shift()) {
      for (const call of configuration.modules.values()) {
        waiting.push(...this.modules.instancesOf(configuration, call).map((instance) => instance.configuration));
      }
      configuration.blocks.forEach((block) => {
        const type = block.mode === 'data' ? `data.${block.type}` : block.type;
        let list = this.byType.get(type);
        if (!list) this.byType.set(type, (list = []));
        for (const instance of this.instancesOf(configuration, block)) list.push(instance);
      });
    }
    // The same answer, whatever order files and blocks come in.
    for (const list of this.byType.values()) list.sort((one, other) => compareText(one.id, other.id));
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
    const because = instance.lost?.get(name);
    if (because !== undefined) this.problems.add({ about: instance.id, because, at: below(instance.at, name) });
    if (isConstant(raw)) return raw;
    let values = this.attributes.get(name);
    if (!values) this.attributes.set(name, (values = new Map()));
    const known = values.get(instance);
    if (known !== undefined && known !== EVALUATING) return known ?? undefined;
    const { id, at } = instance;
    return this.evaluateOnce(values, instance, `${id}.${name}`, id, raw, below(at, name), instance) ?? undefined;
  }

  /** An attribute as text; nothing where it is not set or is no text. */
  public text(instance: Instance, name: string): string | undefined {
    return asText(this.attribute(instance, name));
  }

  /** The nested blocks of a name, `dynamic` ones too; none where they are not known, and that is said. */
  public nested(instance: Instance, name: string): readonly ValueObject[] {
    return this.blocks(instance, name) ?? [];
  }

  /** As {@link nested}; nothing where they are not known. */
  public blocks(instance: Instance, name: string): readonly ValueObject[] | undefined {
    const value = this.attribute(instance, name);
    if (value !== undefined && isUnknown(value)) return undefined;
    const dynamic = instance.block.body.dynamic;
    if (!isDynamic(dynamic) || dynamic[name] === undefined) return toBlocks(value);
    const at = below(instance.at, 'dynamic', name);
    const context: Context = { configuration: instance.configuration, names: instance.names };
    const made = this.guarded(instance.id, `${instance.id}.${name}`, at, () =>
      this.dynamicBlocks(name, dynamic[name]!, context),
    );
    return Array.isArray(made) ? [...toBlocks(value), ...toBlocks(made)] : undefined;
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
        const target = this.targetOfExpression(traversal, configuration, NO_NAMES, depth);
        if (target) targets.push(target);
        else targets.push(...this.referencesBehind(traversal, configuration, depth));
      });
    });
    return targets;
  }

  /**
   * What an output refers to in the configuration whose state a remote state reads; nothing where that is not here.
   *
   * @param instance the remote state, as a plan or a state knows it
   */
  public remoteReferences(instance: Instance, output: string): readonly Target[] {
    const state = this.stateOf(instance.configuration, instance.block, instance.id);
    return state ? this.referencesIn(state, state.outputs.get(output)?.raw) : [];
  }

  /** The value of any raw part of a configuration. */
  public evaluateRaw(configuration: Configuration, raw: Raw, about: string, at: Place): Value {
    return this.guarded(about, `${about}`, at, () => this.value(raw, { configuration, names: NO_NAMES }));
  }

  /** The value of an attribute or of something below it, as a reference to it would see it. */
  public reference(instance: Instance, steps: readonly (string | number)[]): Value {
    const computed = computedAttribute(this, instance, steps);
    if (computed !== undefined) return computed;
    const first = steps[0];
    if (first === undefined) {
      const attributes = Object.keys(instance.block.body).filter((name) => !META_ARGUMENTS.has(name));
      const computed = COMPUTED_ATTRIBUTES.get(instance.block.type) ?? [];
      const whole = [...new Set([...attributes, ...computed])].map((name): [string, Value] => [
        name,
        this.reference(instance, [name]),
      ]);
      return withReference(Object.fromEntries(whole), instance.id);
    }
    let value = this.attribute(instance, String(first));
    for (let index = 1; index < steps.length && value !== undefined; index++) value = descend(value, steps[index]!);
    if (value === undefined || value === null) return symbolOf(pathOf(instance, steps));
    return isObject(value) ? withReference(value, pathOf(instance, steps)) : value;
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
    const only: Instance = { configuration, block, id, names: NO_NAMES, at: block.at };
    let instances: readonly Instance[] = [only];
    if (block.instances) {
      instances = block.instances.map(({ key, names, body, lost, at }) => ({
        ...only,
        id: withKey(id, key),
        key,
        names,
        lost,
        at,
        block: { ...block, body },
      }));
    } else if (isCounted(block)) {
      // A block that counts itself by its own instances must end; what refers to it meanwhile is told so.
      this.instancesOfBlock.set(block, []);
      this.counting.add(block);
      instances = this.repetitions(configuration, block.body, id, block.at).map(({ key, names }) => ({
        ...only,
        id: withKey(id, key),
        key,
        names,
      }));
    }
    this.instancesOfBlock.set(block, instances);
    this.counting.delete(block);
    return instances;
  }

  private repetitionsOfCall(configuration: Configuration, call: ModuleCall, id: string): readonly Repetition[] {
    return isCounted(call) ? this.repetitions(configuration, call.body, id, call.at) : [{ names: NO_NAMES }];
  }

  /** What `count` or `for_each` makes; one without a key where that is not known, and that is said. */
  private repetitions(configuration: Configuration, body: RawObject, id: string, place: Place): readonly Repetition[] {
    const argument = (body.count ?? null) !== null ? 'count' : 'for_each';
    const at = below(place, argument);
    const raw = body[argument] as Raw;
    const value = this.guarded(id, `${id}.${argument}`, at, () => this.value(raw, { configuration, names: NO_NAMES }));
    if (argument === 'count') {
      const length = Number(asText(value));
      if (Number.isInteger(length) && length >= 0 && length <= MAXIMUM_INSTANCES) {
        return Array.from({ length }, (_, index) => ({ key: index, names: { count: { index } } }));
      }
    } else if (isObject(value)) {
      const keys = Object.keys(value).sort();
      if (!keys.some(hasSymbol)) return keys.map((key) => ({ key, names: { each: { key, value: value[key]! } } }));
    } else if (Array.isArray(value) && value.every((item) => typeof item === 'string' && !hasSymbol(item))) {
      const keys = value as readonly string[];
      return [...new Set(keys)].sort().map((key) => ({ key, names: { each: { key, value: key } } }));
    }
    this.problems.add({ about: id, because: `how many there are of it (${argument}) is not known before apply`, at });
    return [{ names: NO_NAMES }];
  }

  private idOf(configuration: Configuration, block: Pick<Block, 'address' | 'at'>): string {
    const id = `${configuration.prefix}${block.address}`;
    return this.clashing.has(id) ? `${block.at.file}/${id}` : id;
  }

  private scope(configuration: Configuration, names: Readonly<Record<string, Value>>): Scope {
    if (names !== NO_NAMES) return this.newScope(configuration, names);
    let scope = this.scopes.get(configuration);
    if (!scope) this.scopes.set(configuration, (scope = this.newScope(configuration, names)));
    return scope;
  }

  private newScope(configuration: Configuration, names: Readonly<Record<string, Value>>): Scope {
    return {
      resolve: (root, steps) => this.resolve(configuration, names, root, steps),
      formOf: (unknown) => this.formOf(unknown),
      budget: this.budget,
    };
  }

  /** The ARN of an OIDC provider ends in its issuer (IAM User Guide, "IAM identifiers"). */
  private formOf(unknown: Value): Value | undefined {
    if (!isUnknown(unknown) || !referenceOf(unknown).endsWith('.arn')) return undefined;
    const types = ['aws_iam_openid_connect_provider', 'data.aws_iam_openid_connect_provider'];
    this.providersByArn ??= new Map(
      types
        .flatMap((type) => this.instances(type))
        .map((instance) => [String(this.reference(instance, ['arn'])), instance]),
    );
    const provider = this.providersByArn.get(String(unknown));
    const part = (name: string): string => symbolOf(`${FORM}${name}`);
    return (
      provider &&
      `arn:${part('partition')}:iam::${part('account')}:oidc-provider/${oidcProviderIssuer(this, provider).slice('https://'.length)}`
    );
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

  /** The value of what has a full name of its own. */
  private definition(name: string, about: string, raw: Raw, at: Place, context: Context): Value {
    return this.evaluateOnce(this.values, name, name, about, raw, at, context);
  }

  /** Evaluates once; what fails, and what refers to itself, becomes a symbol and is said. */
  private evaluateOnce<K>(
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
    const value = this.guarded(about, name, at, () => weigh(this.value(raw, context), this.budget));
    this.budget.leave(DEPTH_OF_VALUE);
    values.set(key, value);
    return value;
  }

  private guarded(about: string, reference: string, at: Place, work: () => Value): Value {
    const { depth } = this.budget;
    try {
      return work();
    } catch (error) {
      if (!isExpressionError(error)) throw error;
      this.budget.depth = depth;
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
    if (Object.hasOwn(names, root)) return descendAll(names[root]!, steps);
    const { label } = configuration;
    const symbol = (): Value => symbolOf(`${label}${root}${steps.map(stepText).join('')}`);
    const first = String(steps[0]);
    switch (root) {
      case 'var': {
        const value = this.variable(configuration, first);
        return value === undefined ? symbol() : descendAll(value, steps.slice(1));
      }
      case 'local': {
        const local = configuration.locals.get(first);
        if (!local) throw new ExpressionError(`there is no local.${first}`);
        const key = `${label}local.${first}`;
        const value = this.definition(key, key, local.raw ?? null, local.at, { configuration, names: NO_NAMES });
        return descendAll(value, steps.slice(1));
      }
      case 'module':
        return this.moduleValue(configuration, first, steps.slice(1)) ?? symbol();
      case 'path':
      case 'terraform':
      case 'each':
      case 'count':
      case 'self':
        return symbol();
    }
    const { block, steps: inner } = this.blockOf(configuration, root, steps);
    if (block.type === 'terraform_remote_state' && !block.instances && inner[0] === 'outputs') {
      return this.remoteOutput(configuration, block, inner.slice(1));
    }
    if (this.counting.has(block)) throw new ExpressionError(`${block.address} refers to itself`);
    const instances = this.instancesOf(configuration, block);
    const picked = pick(instances, isCounted(block), inner);
    if (picked) return this.reference(picked.of, picked.steps);
    if (!isCounted(block)) throw new ExpressionError(`${block.address} refers to itself`);
    if (inner.length > 0) throw new ExpressionError(`there is no ${block.address}[${JSON.stringify(inner[0])}]`);
    return this.wholeCollection(instances, (block.body.count ?? null) !== null);
  }

  /** A variable's value; nothing where nobody sets it. */
  private variable(configuration: Configuration, name: string): Value | undefined {
    const variable = configuration.variables.get(name);
    if (!variable) throw new ExpressionError(`there is no var.${name}`);
    const { call, assigned, label } = configuration;
    const key = `${label}var.${name}`;
    const given = call?.body[name];
    let value: Value | undefined = assigned.get(name);
    if (call && given !== undefined) {
      const at = below(call.at, name);
      value = this.definition(`${key} (given)`, key, given, at, { configuration: call.from, names: call.names });
    }
    if (value === null && !variable.nullable) value = undefined;
    // A default is data, not a template.
    value ??= value === null ? null : (variable.raw as Value | undefined);
    if (value === undefined || variable.type === undefined) return value;
    const known = this.converted.get(key);
    if (known !== undefined) return known;
    const type = variable.type;
    const converted = this.guarded(key, key, variable.at, () => convert(value, type));
    this.converted.set(key, converted);
    return converted;
  }

  /** What a reference to a module's output gives; nothing where the module is not read. */
  private moduleValue(
    configuration: Configuration,
    name: string,
    steps: readonly (string | number)[],
  ): Value | undefined {
    const call = configuration.modules.get(name);
    if (!call) throw new ExpressionError(`there is no module.${name}`);
    const instances = this.modules.instancesOf(configuration, call);
    if (instances.length === 0 && !isCounted(call)) return undefined;
    const picked = pick(instances, isCounted(call), steps);
    if (picked) return this.outputs(picked.of.configuration, picked.steps);
    if (steps.length > 0) throw new ExpressionError(`there is no module.${name}[${JSON.stringify(steps[0])}]`);
    const whole = instances.map(({ key, configuration: inner }): [string, Value] => [
      String(key),
      this.outputs(inner, []),
    ]);
    return typeof instances[0]?.key === 'number' ? whole.map(([, value]) => value) : Object.fromEntries(whole);
  }

  private outputs(module: Configuration, steps: readonly (string | number)[]): Value {
    const [name, ...rest] = steps;
    if (name === undefined) {
      return Object.fromEntries([...module.outputs.keys()].map((output) => [output, this.outputs(module, [output])]));
    }
    const output = module.outputs.get(String(name));
    if (!output) throw new ExpressionError(`the module has no output ${JSON.stringify(name)}`);
    const key = `${module.label}output.${String(name)}`;
    const value = this.definition(key, key, output.raw ?? null, output.at, { configuration: module, names: NO_NAMES });
    return descendAll(value, rest);
  }

  private wholeCollection(instances: readonly Instance[], isList: boolean): Value {
    if (isList || typeof instances[0]?.key === 'number')
      return instances.map((instance) => this.reference(instance, []));
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
      names: NO_NAMES,
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
    const state = this.stateOf(configuration, block, id);
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

  /** The configuration whose state a `terraform_remote_state` reads, found once. */
  private stateOf(configuration: Configuration, block: Block, id: string): Configuration | undefined {
    if (this.states.has(id)) return this.states.get(id);
    const context: Context = { configuration, names: NO_NAMES };
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
    this.states.set(id, state);
    return state;
  }

  /** @throws ExpressionError where it is not known what there is of it */
  private dynamicBlocks(name: string, bodies: Raw, { configuration, names }: Context): ValueObject[] {
    return toBlocks(bodies as Value).flatMap((body) => {
      const dynamic = body as RawObject;
      const each = this.value(dynamic.for_each ?? null, { configuration, names });
      if (!Array.isArray(each) && !isObject(each)) {
        throw new ExpressionError(`how many blocks ${name} there are is not known before apply`);
      }
      const iterator = typeof dynamic.iterator === 'string' ? dynamic.iterator.replace(/^\$\{(.*)\}$/, '$1') : name;
      const entries: [Value, Value][] = Array.isArray(each)
        ? (each as readonly Value[]).map((value, index) => [index, value])
        : Object.keys(each)
            .sort()
            .map((key) => [key, (each as ValueObject)[key]!]);
      return entries.flatMap(([key, value]) =>
        toBlocks(this.value(dynamic.content ?? {}, { configuration, names: { ...names, [iterator]: { key, value } } })),
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
    if (root === 'var') {
      const { call } = configuration;
      return call ? this.referencesIn(call.from, call.body[String(first)], depth + 1) : [];
    }
    if (root === 'module') {
      const found = this.moduleOutput(configuration, steps.slice(1));
      return found ? this.referencesIn(found.configuration, found.raw, depth + 1) : [];
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
      return this.targetBelow(raw, steps.slice(1), configuration, NO_NAMES, depth);
    }
    if (root === 'var') {
      const { call } = configuration;
      return call && this.targetBelow(call.body[String(steps[0])], steps.slice(1), call.from, call.names, depth);
    }
    if (root === 'module') {
      const found = this.moduleOutput(configuration, steps);
      return found && this.targetBelow(found.raw, found.steps, found.configuration, NO_NAMES, depth);
    }
    if (['path', 'terraform', 'each', 'count', 'self'].includes(root)) return undefined;
    const { block, steps: inner } = this.blockOf(configuration, root, steps);
    if (block.type === 'terraform_remote_state' && !block.instances && inner[0] === 'outputs') {
      const found = this.output(configuration, block, String(inner[1]));
      return found && this.targetBelow(found.raw, inner.slice(2), found.configuration, NO_NAMES, depth);
    }
    const instances = this.instancesOf(configuration, block);
    if (isCounted(block) && instances[0]?.key === undefined) return undefined;
    const picked = pick(instances, isCounted(block), inner);
    return picked && { instance: picked.of, steps: picked.steps };
  }

  /** The expression of the output that a reference to a module names, and the steps behind it. */
  private moduleOutput(
    configuration: Configuration,
    steps: readonly (string | number)[],
  ):
    | {
        readonly raw: Raw | undefined;
        readonly configuration: Configuration;
        readonly steps: readonly (string | number)[];
      }
    | undefined {
    const call = configuration.modules.get(String(steps[0]));
    const picked = call && pick(this.modules.instancesOf(configuration, call), isCounted(call), steps.slice(1));
    if (!picked) return undefined;
    const [name, ...rest] = picked.steps;
    const inner = picked.of.configuration;
    return { raw: inner.outputs.get(String(name))?.raw, configuration: inner, steps: rest };
  }

  private targetBelow(
    start: Raw | undefined,
    steps: readonly (string | number)[],
    configuration: Configuration,
    names: Readonly<Record<string, Value>>,
    depth: number,
  ): Target | undefined {
    let raw = start;
    let left = steps;
    while (left.length > 0 && typeof raw === 'object' && raw !== null) {
      raw = (raw as { readonly [key: string]: Raw })[String(left[0])];
      left = left.slice(1);
    }
    const target = this.targetOf(raw, configuration, names, depth + 1);
    return target && { instance: target.instance, steps: [...target.steps, ...left] };
  }
}

/** Values that are worked out, or are just being. */
type Evaluated<K> = Map<K, Value | typeof EVALUATING>;

const EVALUATING = Symbol('evaluating');

interface Context {
  readonly configuration: Configuration;
  readonly names: Readonly<Record<string, Value>>;
}

/** Nested blocks as a list: one may be written as an object. */
export function toBlocks(value: Value | undefined): readonly ValueObject[] {
  if (Array.isArray(value)) return (value as readonly Value[]).filter(isObject);
  return isObject(value) ? [value] : [];
}

/** Whether references to a block or a module need a key. */
function isCounted({ body, instances }: Pick<Block, 'body'> & { instances?: readonly { key?: unknown }[] }): boolean {
  if (instances) return instances.some(({ key }) => key !== undefined);
  return (body.count ?? null) !== null || (body.for_each ?? null) !== null;
}

/** The one of several that a reference means, and the steps behind its key. */
function pick<T extends Keyed>(
  all: readonly T[],
  counted: boolean,
  steps: readonly (string | number)[],
): { readonly of: T; readonly steps: readonly (string | number)[] } | undefined {
  const [first] = all;
  if (!counted) return first && { of: first, steps };
  // Nobody knows how many there are: an index says nothing of the value.
  if (first && first.key === undefined)
    return { of: first, steps: typeof steps[0] === 'number' ? steps.slice(1) : steps };
  const found = steps.length === 0 ? undefined : withKeyOf(all, String(steps[0]));
  return found && { of: found, steps: steps.slice(1) };
}

/** The instances of a block or a module by key, for those that anything refers to. */
const BY_KEY = new WeakMap<readonly Keyed[], ReadonlyMap<string, Keyed>>();

interface Keyed {
  readonly key?: string | number;
}

function withKeyOf<T extends Keyed>(all: readonly T[], key: string): T | undefined {
  let byKey = BY_KEY.get(all);
  if (!byKey) BY_KEY.set(all, (byKey = new Map(all.map((one) => [String(one.key), one]))));
  return byKey.get(key) as T | undefined;
}

function pathOf({ id }: Instance, steps: readonly (string | number)[]): string {
  let path = id;
  for (const step of steps) path += stepText(step);
  return path;
}

function withKey(id: string, key: string | number | undefined): string {
  return key === undefined ? id : `${id}[${JSON.stringify(key)}]`;
}

/** The `dynamic` blocks of a body, by the name of the blocks they make. */
function isDynamic(value: Raw | undefined): value is RawObject {
  return (
    isRawObject(value) &&
    Object.values(value).every((bodies) => toBlocks(bodies as Value).some((body) => body.content !== undefined))
  );
}

function clashingIds(configurations: readonly Configuration[]): ReadonlySet<string> {
  // Of different prefixes no two ids are the same; that is nearly always so.
  if (new Set(configurations.map(({ prefix }) => prefix)).size === configurations.length) return new Set();
  const seen = new Set<string>();
  const clashing = new Set<string>();
  for (const { prefix, blocks, modules } of configurations) {
    for (const address of [...blocks.keys(), ...[...modules.keys()].map((name) => `module.${name}`)]) {
      const id = `${prefix}${address}`;
      if (seen.has(id)) clashing.add(id);
      seen.add(id);
    }
  }
  return clashing;
}

/** Whether a value holds no expression. */
function isConstant(raw: Raw): raw is string | number | boolean {
  return typeof raw === 'string' ? !raw.includes('${') && !raw.includes('%{') : typeof raw !== 'object';
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
