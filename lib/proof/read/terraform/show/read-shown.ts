import { below } from '../../../model/place';
import type { Place } from '../../../model/place';
import { symbolOf } from '../../../model/known/symbol';
import { emptyConfiguration } from '../configuration/configuration';
import type { Block, Configuration, KnownInstance, ModuleCall, Raw, RawObject } from '../configuration/configuration';
import type { PlannedType, Provider } from '../configuration/provider';
import { escapeTemplate } from '../expression/print';
import type { Value } from '../expression/value';
import { checkShown } from './check-shown';
import { instanceValues } from './instance-values';
import { isConstant, isExpression, referencesOf, templateOf } from './references';
import type {
  Shown,
  ShownModule,
  ShownModuleConfiguration,
  ShownObject,
  ShownProvider,
  ShownResource,
  ShownResourceConfiguration,
} from './shown';

/** A module's resources, gathered from all parts of a plan. */
interface Gathered {
  readonly resources: Map<string, { readonly resource: ShownResource; readonly at: Place }>;
  readonly children: Map<string, Gathered>;
}

/**
 * A plan or a state as a configuration whose instances are known.
 *
 * What a plan does not know becomes the reference that its configuration tells; a state knows everything, and tells no
 * provider configuration.
 *
 * @param providers what they tell of their types and a plan does not
 * @throws PodtrustError `terraform-invalid` where it is not made as Terraform makes it
 */
export function readShown(shown: Shown, at: Place, providers: readonly Provider[]): Configuration {
  checkShown(shown, at);
  const gathered: Gathered = { resources: new Map(), children: new Map() };
  // What a plan read before it began is in the prior state alone; what it will delete is there too, and must not count.
  const prior = below(at, 'prior_state', 'values', 'root_module');
  gather(shown.prior_state?.values?.root_module, prior, gathered, ({ mode }) => mode === 'data');
  gather(shown.planned_values?.root_module, below(at, 'planned_values', 'root_module'), gathered, () => true);
  gather(shown.values?.root_module, below(at, 'values', 'root_module'), gathered, () => true);
  const root = new ShownReader(shown, at, providers).module(
    gathered,
    shown.configuration?.root_module,
    '',
    undefined,
    {},
  );
  for (const [name, { value }] of Object.entries(shown.variables ?? {}))
    root.assigned.set(name, (value ?? null) as Value);
  const outputs = shown.planned_values?.outputs ?? shown.values?.outputs ?? {};
  for (const [name, { value }] of Object.entries(outputs)) {
    if (value !== undefined) root.outputs.set(name, { raw: literal(value), at: below(at, 'outputs', name) });
  }
  return root;
}

function gather(
  module: ShownModule | undefined,
  at: Place,
  into: Gathered,
  wanted: (resource: ShownResource) => boolean,
): void {
  module?.resources?.forEach((resource, index) => {
    if (wanted(resource))
      into.resources.set(resource.address, { resource, at: below(at, 'resources', index, 'values') });
  });
  module?.child_modules?.forEach((child, index) => {
    const address = child.address ?? '';
    const known = into.children.get(address) ?? { resources: new Map(), children: new Map() };
    into.children.set(address, known);
    gather(child, below(at, 'child_modules', index), known, wanted);
  });
}

class ShownReader {
  private readonly unknown: ReadonlyMap<string, ShownObject>;
  private readonly providers: readonly (readonly [string, ShownProvider])[];
  private readonly planned: ReadonlyMap<string, PlannedType>;

  public constructor(
    shown: Shown,
    private readonly at: Place,
    providers: readonly Provider[],
  ) {
    this.planned = new Map(providers.flatMap(({ planned = {} }) => Object.entries(planned)));
    this.unknown = new Map(
      (shown.resource_changes ?? []).map(({ address, change }) => [address, objectOf(change.after_unknown)]),
    );
    this.providers = Object.entries(shown.configuration?.provider_config ?? {});
  }

  /**
   * One instance of a module, and those below it.
   *
   * @param address its address; empty at the root
   * @param from who calls it, and with what
   */
  public module(
    gathered: Gathered,
    configured: ShownModuleConfiguration | undefined,
    address: string,
    from: Configuration | undefined,
    expressions: ShownObject,
  ): Configuration {
    const prefix = address === '' ? '' : `${address}.`;
    const configuration: Configuration = {
      ...emptyConfiguration(),
      prefix,
      label: prefix,
      call: from && { from, body: this.arguments(expressions, address), names: {}, at: this.at },
    };
    for (const [name, { default: raw }] of Object.entries(configured?.variables ?? {})) {
      configuration.variables.set(name, { raw: raw as Raw | undefined, nullable: true, at: this.at });
    }
    for (const [name, { expression }] of Object.entries(configured?.outputs ?? {})) {
      configuration.outputs.set(name, { raw: this.plain(expression, `${prefix}${name}`), at: this.at });
    }
    for (const [key, provider] of this.providers) {
      if ((provider.module_address ?? '') !== withoutKeys(address)) continue;
      configuration.providers.push({
        type: provider.name,
        alias: provider.alias,
        body: referencesIn(provider.expressions ?? {}),
        at: below(this.at, 'configuration', 'provider_config', key),
      });
    }
    this.addBlocks(gathered, configured?.resources ?? [], configuration);
    this.addModules(gathered, configured, address, configuration);
    return configuration;
  }

  private addBlocks(
    gathered: Gathered,
    configured: readonly ShownResourceConfiguration[],
    configuration: Configuration,
  ): void {
    const byAddress = new Map(configured.map((resource) => [resource.address, resource]));
    const values = new Map<string, ShownObject>();
    for (const { resource } of gathered.resources.values()) {
      const own = resource.address.slice(configuration.prefix.length);
      values.set(own, { ...resource.values });
    }
    const known = (reference: string): unknown => {
      const [, address, attribute] = /^(.*)\.([^.[\]]+)$/.exec(reference) ?? [];
      return address === undefined ? undefined : values.get(address)?.[attribute!];
    };
    const blocks = new Map<string, Block & { readonly instances: KnownInstance[] }>();
    for (const { resource, at } of gathered.resources.values()) {
      const { mode, type, name, index } = resource;
      const address = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
      const written = byAddress.get(address);
      const names = namesOf(index, written);
      const { body, lost } = instanceValues({
        id: resource.address,
        prefix: configuration.prefix,
        planned: this.planned.get(type),
        plannedOf: (other) => this.planned.get(other),
        key: index,
        values: resource.values ?? {},
        unknown: this.unknown.get(resource.address) ?? {},
        expressions: written?.expressions,
        names,
        each: eachOf(written),
        exists: (own) => values.has(own),
        known,
      });
      const block = blocks.get(address) ?? { mode, type, name, address, body: {}, at, instances: [] };
      blocks.set(address, block);
      // The key names the provider's block wherever it is: its module is found by going outwards.
      const provider = written?.provider_config_key?.replace(/^.*:/, '');
      block.instances.push({
        key: index,
        names,
        body: provider === undefined ? body : { ...body, provider },
        lost,
        at,
      });
    }
    for (const [address, block] of blocks) configuration.blocks.set(address, block);
    // What there is none of is not a slip in a reference to it.
    for (const { address, mode, type, name } of configured) {
      if (blocks.has(address)) continue;
      configuration.blocks.set(address, { mode, type, name, address, body: { count: 0 }, at: this.at });
    }
  }

  private addModules(
    gathered: Gathered,
    configured: ShownModuleConfiguration | undefined,
    address: string,
    configuration: Configuration,
  ): void {
    const instances = new Map<string, { key?: string | number; configuration: Configuration }[]>();
    const calls = configured?.module_calls ?? {};
    const add = (name: string, key: string | number | undefined, child: Gathered, childAddress: string): void => {
      const call = calls[name];
      const inner = this.module(child, call?.module, childAddress, configuration, call?.expressions ?? {});
      instances.set(name, [...(instances.get(name) ?? []), { key, configuration: inner }]);
    };
    for (const [childAddress, child] of gathered.children) {
      const own = address === '' ? childAddress : childAddress.slice(address.length + 1);
      const [, name, key] = /^module\.([^.[]+)(?:\[(.*)\])?$/s.exec(own) ?? [];
      if (name !== undefined) add(name, key === undefined ? undefined : keyOf(key), child, childAddress);
    }
    for (const [name, call] of Object.entries(calls)) {
      if (instances.has(name) || 'count_expression' in call || 'for_each_expression' in call) continue;
      const childAddress = `${address === '' ? '' : `${address}.`}module.${name}`;
      add(name, undefined, { resources: new Map(), children: new Map() }, childAddress);
    }
    for (const name of new Set([...Object.keys(calls), ...instances.keys()])) {
      const call: ModuleCall = { name, body: {}, at: this.at, instances: instances.get(name) ?? [] };
      configuration.modules.set(name, call);
    }
  }

  private arguments(expressions: ShownObject, address: string): RawObject {
    return Object.fromEntries(
      Object.entries(expressions).map(([name, expression]) => [name, this.plain(expression, `${address}.var.${name}`)]),
    );
  }

  /** An expression that is one reference or a constant; else a symbol of its own. */
  private plain(expression: unknown, path: string): Raw {
    if (isExpression(expression)) {
      if (isConstant(expression)) return literal(expression.constant_value);
      const { whole, ownKey } = referencesOf(expression);
      const template = templateOf(expression);
      // Whose key it is, an argument of a module does not tell; and a plan keeps no locals.
      const isLost = ownKey || whole.some((name) => /^(?:local|each)\./.test(name));
      if (template !== undefined) return isLost ? symbolOf(path) : template;
      if (whole.length === 1 && !ownKey) return `\${${whole[0]}}`;
    }
    return symbolOf(path);
  }
}

/** The one resource that a `for_each` is over. */
function eachOf(written: ShownResourceConfiguration | undefined): string | undefined {
  if (!isExpression(written?.for_each_expression)) return undefined;
  const { whole } = referencesOf(written.for_each_expression);
  return whole.length === 1 ? whole[0] : undefined;
}

/** What `each` and `count` stand for in an instance, as far as a plan tells. */
function namesOf(
  key: string | number | undefined,
  written: ShownResourceConfiguration | undefined,
): Readonly<Record<string, Value>> {
  if (key === undefined) return {};
  if (typeof key === 'number') return { count: { index: key } };
  const all = written?.for_each_expression;
  const over = isExpression(all) && isConstant(all) ? all.constant_value : undefined;
  // Constants of Terraform JSON are templates still: what is none is itself.
  if (typeof over === 'string' && over.startsWith('${toset(')) return { each: { key, value: key } };
  const value = objectOf(over)[key];
  return { each: typeof value === 'string' && !/[$%]\{/.test(value) ? { key, value } : { key } };
}

/** A provider's settings: constants, and what the others refer to, which is all that is asked of them. */
function referencesIn(expressions: ShownObject): RawObject {
  return Object.fromEntries(
    Object.entries(expressions).map(([name, expression]): [string, Raw] => {
      if (Array.isArray(expression)) return [name, expression.map((block) => referencesIn(objectOf(block)))];
      if (!isExpression(expression)) return [name, referencesIn(objectOf(expression))];
      if (isConstant(expression)) return [name, literal(expression.constant_value)];
      const template = templateOf(expression);
      return [name, template ?? referencesOf(expression).whole.map((reference) => `\${${reference}}`)];
    }),
  );
}

/** A known value as one that is evaluated to itself. */
function literal(value: unknown): Raw {
  if (typeof value === 'string') return escapeTemplate(value);
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return (value as Raw | undefined) ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [escapeTemplate(key), literal(item)]));
}

function objectOf(value: unknown): ShownObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ShownObject) : {};
}

/** A module's key as its address has it: a number, or a quoted text. */
function keyOf(text: string): string | number {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : Number(text);
}

function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');
}
