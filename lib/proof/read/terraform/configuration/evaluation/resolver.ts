import { posix } from 'node:path';
import { below } from '../../../../model/place';
import { hasSymbol, symbolOf } from '../../../../model/known/symbol';
import { addPossibleBelow, descendAll } from '../../expression/evaluate';
import { ExpressionError } from '../../expression/expression';
import { anyKeyOf, openList, stepText } from '../../expression/value';
import type { Value } from '../../expression/value';
import type { Block, Configuration, Definition, ModuleCall, RawObject } from '../configuration';
import { NO_NAMES } from './context';
import type { Context } from './context';
import { WORKING_DIRECTORY } from './file-functions';
import type { Instance } from '../instances/instance';
import { pick } from '../instances/keyed';
import type { Keyed } from '../instances/keyed';
import type { Lookup } from './lookup';
import { rootOf } from '../modules/module-library';
import type { ModuleInstance } from '../modules/module-tree';
import { isDeclared, RUN_TIME_NAMES, namedBlock, withoutResource } from '../blocks/named-block';
import { isRemoteOutput } from '../modules/remote-states';
import { hasCount, isCounted, isSwitched } from '../instances/repetitions';
import { convert } from '../blocks/type-constraint';

/** Gives the names in expressions their values: of variables, locals, modules, remote states, resources and data sources. */
export class Resolver {
  /** Of variables, as their types make them. */
  private readonly converted = new Map<string, Value>();

  /** @param reference the value of an attribute or of something below it */
  public constructor(
    private readonly lookup: Lookup,
    private readonly reference: (instance: Instance, steps: readonly (string | number)[]) => Value,
  ) {}

  /**
   * The value of a name and the steps behind it.
   *
   * @throws ExpressionError where there is no such thing
   */
  public resolve(
    configuration: Configuration,
    names: Context['names'],
    root: string,
    steps: readonly (string | number)[],
  ): Value {
    if (Object.hasOwn(names, root)) {
      const found = descendAll(names[root]!, steps);
      addPossibleBelow(found, names[root]!, steps, this.lookup.evaluator.possible);
      return found;
    }
    const first = String(steps[0]);
    const name = `${configuration.label}${root}`;
    const symbol = (): Value => symbolOf(`${name}${steps.map(stepText).join('')}`);
    switch (root) {
      case 'var': {
        const value = this.variable(configuration, first);
        return value === undefined ? symbol() : descendAll(value, steps.slice(1), `${name}.${first}`);
      }
      case 'local': {
        const local = configuration.locals.get(first);
        if (!local && configuration.unread) return symbol();
        if (!local) throw new ExpressionError(`there is no local.${first}`);
        return descendAll(this.definition(configuration, `local.${first}`, local), steps.slice(1), `${name}.${first}`);
      }
      case 'module':
        return orElse(this.module(configuration, first, steps.slice(1)), symbol);
      default:
        if (root === 'path') return this.path(configuration, first) ?? symbol();
        if (RUN_TIME_NAMES.has(root)) return symbol();
        return this.resource(configuration, ...withoutResource(root, steps));
    }
  }

  /** What a reference to a resource or a data source gives: a symbol where what it means was not read, or is one of several. */
  private resource(configuration: Configuration, root: string, steps: readonly (string | number)[]): Value {
    const isUnread = configuration.unread && !isDeclared(configuration, root, steps);
    const value = isUnread ? undefined : this.block(configuration, root, steps);
    return orElse(value, () => symbolOf(`${configuration.label}${root}${steps.map(stepText).join('')}`));
  }

  /** Where files lie, as Terraform says it: from the directory that it runs in, which is the root module's. */
  private path(configuration: Configuration, name: string): Value | undefined {
    if (name === 'cwd') return WORKING_DIRECTORY;
    const root = rootOf(configuration).directory;
    if (name === 'root') return root && '.';
    if (name !== 'module' || !root || !configuration.directory) return undefined;
    return posix.relative(root.shown, configuration.directory.shown) || '.';
  }

  /** What a reference to a resource or a data source gives; nothing where nobody knows which of several it means. */
  private block(configuration: Configuration, root: string, steps: readonly (string | number)[]): Value | undefined {
    const { block, steps: inner } = namedBlock(configuration, root, steps);
    if (isRemoteOutput(block, inner)) return this.remoteOutput(configuration, block, inner.slice(1));
    if (this.lookup.instances.isCounting(block)) throw new ExpressionError(`${block.address} refers to itself`);
    const instances = this.lookup.instances.of(configuration, block);
    const [first] = instances;
    if (!first && isSwitched(block.body)) return ofNone(block.address, inner);
    if (inner.length === 0 && first?.uncounted && isCounted(block)) {
      return anyNumber(first.uncounted.about, block.body, this.reference(first, []));
    }
    const picked = pick(instances, isCounted(block), inner);
    if (picked) return this.reference(picked.of, picked.steps);
    if (!isCounted(block)) throw new ExpressionError(`${block.address} refers to itself`);
    if (isUnknownKey(inner)) return undefined;
    if (inner.length > 0) throw new ExpressionError(`there is no ${block.address}[${JSON.stringify(inner[0])}]`);
    return collection(instances, hasCount(block.body), (instance) => this.reference(instance, []));
  }

  /** A variable's value; nothing where nobody sets it. */
  private variable(configuration: Configuration, name: string): Value | undefined {
    const variable = configuration.variables.get(name);
    if (!variable && configuration.unread) return undefined;
    if (!variable) throw new ExpressionError(`there is no var.${name}`);
    const { call, assigned, label } = configuration;
    const key = `${label}var.${name}`;
    const given = call?.body[name];
    let value: Value | undefined = assigned.get(name);
    if (call && given !== undefined) {
      const context: Context = { configuration: call.from, names: call.names };
      value = this.lookup.evaluator.definition(`${key} (given)`, key, given, below(call.at, name), context);
    }
    if (value === null && !variable.nullable) value = undefined;
    // A default is data, not a template.
    if (value === undefined && configuration.valuesUnread) return undefined;
    value ??= value === null ? null : (variable.raw as Value | undefined);
    if (value === undefined || variable.type === undefined) return value;
    const known = this.converted.get(key);
    if (known !== undefined) return known;
    const type = variable.type;
    const written = {
      raw: given ?? JSON.stringify(value),
      context: { configuration: call?.from ?? configuration, names: call?.names ?? NO_NAMES },
    };
    const converted = this.lookup.evaluator.guarded(key, key, variable.at, written, () => convert(value, type));
    this.converted.set(key, converted);
    return converted;
  }

  /** What a reference to a module gives; nothing where the module is not read, or nobody knows which of several it means. */
  private module(configuration: Configuration, name: string, steps: readonly (string | number)[]): Value | undefined {
    const call = configuration.modules.get(name);
    if (!call && configuration.unread) return undefined;
    if (!call) throw new ExpressionError(`there is no module.${name}`);
    const instances = this.lookup.modules.instancesOf(configuration, call);
    if (instances.length === 0 && isSwitched(call.body)) return ofNone(`module.${name}`, steps);
    if (instances.length === 0 && (!isCounted(call) || this.lookup.modules.isUnread(call))) return undefined;
    const [first] = instances;
    const uncounted = first?.configuration.call?.uncounted;
    if (steps.length === 0 && first && uncounted && isCounted(call)) {
      return anyNumber(uncounted.about, call.body, this.outputs(first.configuration, []));
    }
    const picked = pick(instances, isCounted(call), steps);
    if (picked) return this.outputs(picked.of.configuration, withoutKey(call, picked.of, picked.steps));
    if (isUnknownKey(steps)) return undefined;
    if (steps.length > 0) throw new ExpressionError(`there is no module.${name}[${JSON.stringify(steps[0])}]`);
    return collection(instances, false, ({ configuration: inner }) => this.outputs(inner, []));
  }

  private outputs(module: Configuration, steps: readonly (string | number)[]): Value {
    const [name, ...rest] = steps;
    if (name === undefined) {
      return Object.fromEntries([...module.outputs.keys()].map((output) => [output, this.outputs(module, [output])]));
    }
    const output = module.outputs.get(String(name));
    if (!output && module.unread) return symbolOf(`${module.label.replace(/\.$/, '')}${steps.map(stepText).join('')}`);
    if (!output) throw new ExpressionError(`the module has no output ${JSON.stringify(name)}`);
    return descendAll(this.definition(module, `output.${String(name)}`, output), rest);
  }

  private remoteOutput(configuration: Configuration, block: Block, steps: readonly (string | number)[]): Value {
    const [name, ...rest] = steps;
    const found = name === undefined ? undefined : this.lookup.states.output(configuration, block, String(name));
    if (!found) return symbolOf(`${this.lookup.ids.of(configuration, block)}.outputs${steps.map(stepText).join('')}`);
    return descendAll(this.definition(found.configuration, `output.${String(name)}`, found), rest);
  }

  /** The value of a local or an output, by its name in its configuration. */
  private definition(configuration: Configuration, name: string, { raw, at }: Definition): Value {
    const key = `${configuration.label}${name}`;
    return this.lookup.evaluator.definition(key, key, raw ?? null, at, { configuration, names: NO_NAMES });
  }
}

/** A value, null too, or else another one. */
function orElse(value: Value | undefined, other: () => Value): Value {
  return value === undefined ? other() : value;
}

/** What is not made is null. */
function ofNone(name: string, steps: readonly (string | number)[]): null {
  if (steps.length > 0) throw new ExpressionError(`${name} is null: it is not enabled`);
  return null;
}

/** Whether the key that comes first is not known. */
function isUnknownKey([key]: readonly (string | number)[]): boolean {
  return typeof key === 'string' && hasSymbol(key);
}

/** The steps behind a module's key, where nobody knows how many there are of it: a text that is no output is such a key. */
function withoutKey(
  call: ModuleCall,
  { key, configuration }: ModuleInstance,
  steps: readonly (string | number)[],
): readonly (string | number)[] {
  const isKey =
    isCounted(call) && key === undefined && steps.length > 1 && !configuration.outputs.has(String(steps[0]));
  return isKey ? steps.slice(1) : steps;
}

/** All of what there is of a block or a module, where nobody knows how many: a list or a map of any length. */
function anyNumber(id: string, body: RawObject, one: Value): Value {
  return hasCount(body) ? openList([one], symbolOf(id)) : { [anyKeyOf(id)]: one };
}

/** All of what `count` or `for_each` makes: a list, or a map by key. */
function collection<T extends Keyed>(all: readonly T[], isList: boolean, valueOf: (one: T) => Value): Value {
  if (isList || typeof all[0]?.key === 'number') return all.map(valueOf);
  return Object.fromEntries(all.map((one) => [String(one.key), valueOf(one)]));
}
