import { below, compareText } from '../../../model/place';
import type { Place } from '../../../model/place';
import { symbolOf } from '../../../model/known/symbol';
import { isExpressionError } from '../expression/expression';
import { asText, descend, isObject, isUnknown, withReference } from '../expression/value';
import type { Value, ValueObject } from '../expression/value';
import type { PossibleValues } from '../expression/possible-values';
import { WeightBudget } from '../expression/weight';
import type { Problems } from '../../problems';
import { BlockIds } from './blocks/block-ids';
import type { Configuration, ProviderBlock, Raw } from './configuration';
import { EVALUATING, Evaluator } from './evaluation/evaluator';
import type { Evaluated, Written } from './evaluation/evaluator';
import { FileFunctions } from './evaluation/file-functions';
import { pathOf, uncountedBy } from './instances/instance';
import type { Instance, Target } from './instances/instance';
import { Instances } from './instances/instances';
import { InstancesByText } from './instances/instances-by-text';
import type { ModuleLibrary } from './modules/module-library';
import { ModuleTree } from './modules/module-tree';
import type { UnreadModule } from './modules/module-tree';
import { isDynamic, toBlocks } from './blocks/nested-blocks';
import type { ProgramFiles } from './evaluation/program-files';
import type { InstanceText, Program, Provider } from './provider';
import { usedProvider } from './blocks/provider-block';
import { ProviderAttributes } from './provider-attributes';
import { Origins } from './evaluation/origins';
import { Reasons } from './evaluation/reasons';
import { RemoteStates } from './modules/remote-states';
import { Repetitions } from './instances/repetitions';
import { Resolver } from './evaluation/resolver';
import { Targets } from './evaluation/targets';

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

/** Work that evaluating may do in all, and besides for each block. */
const WORK = 10_000_000;
const WORK_OF_BLOCK = 2_000;

/** All configurations together: finds resources, follows references, evaluates attributes. */
export class TerraformProgram implements Program {
  private readonly byType = new Map<string, Instance[]>();
  /** Of attributes, by name: a program has few names and many resources. */
  private readonly attributes = new Map<string, Evaluated<Instance>>();
  private readonly evaluator: Evaluator;
  private readonly instancesOf: Instances;
  private readonly states: RemoteStates;
  private readonly targets: Targets;
  private readonly modules: ModuleTree;
  /** Of providers, by block. */
  private readonly settings = new Map<ProviderBlock, Map<string, string | undefined>>();
  private readonly provided: ProviderAttributes;
  private readonly files: FileFunctions;
  private readonly reasons: Reasons;
  /** Blocks of which some need not be there, by instance and name. */
  private readonly ofPossible = new Map<string, readonly ValueObject[] | undefined>();
  /** Types whose instances a reader has asked for. */
  private readonly counted = new Set<string>();
  /** How deep the work is in what a reader asked for. */
  private inner = 0;
  private readonly origins: Origins;
  private readonly byText = new InstancesByText((type) => this.instances(type));

  /**
   * @param configurations the root modules
   * @param library where the modules they call are found
   * @param providers what is known of the resources beyond what the program writes
   * @param files what functions such as `file()` read; by default nothing
   */
  public constructor(
    configurations: readonly Configuration[],
    private readonly problems: Problems,
    library?: ModuleLibrary,
    providers: readonly Provider[] = [],
    files?: ProgramFiles,
  ) {
    const ids = new BlockIds(configurations);
    this.provided = new ProviderAttributes(providers, this);
    this.reasons = new Reasons(problems);
    this.files = new FileFunctions(files, this.reasons);
    // Values wait for names, and names for values.
    this.evaluator = new Evaluator(
      {
        resolve: (configuration, names, root, steps) => resolver.resolve(configuration, names, root, steps),
        formOf: (unknown) => this.provided.formOf(unknown),
        call: (configuration, name, args, scope) => this.files.call(configuration, name, args, scope),
      },
      this.reasons,
      new WeightBudget(configurations.reduce((work, { blocks }) => work + blocks.size * WORK_OF_BLOCK, WORK)),
    );
    const repetitions = new Repetitions(this.evaluator);
    this.instancesOf = new Instances(ids, repetitions);
    this.states = new RemoteStates(configurations, this.evaluator, ids, this.reasons);
    const modules = new ModuleTree(library, problems, repetitions, ids);
    this.modules = modules;
    const lookup = { evaluator: this.evaluator, instances: this.instancesOf, modules, states: this.states, ids };
    const resolver = new Resolver(lookup, (instance, steps) => this.reference(instance, steps));
    this.targets = new Targets(lookup);
    this.origins = new Origins(this.evaluator, () => this.writtenElsewhere());
    this.quietly(() => this.collect(configurations, modules));
    modules.sayUnread();
  }

  /** All instances of a type; of a data source with `data.` before it. Where nobody knows how many there are, that is said. */
  public instances(type: string): readonly Instance[] {
    const instances = this.anyInstances(type);
    if (this.inner === 0 && !this.counted.has(type)) {
      this.counted.add(type);
      for (const instance of instances) this.sayUncounted(instance);
    }
    return instances;
  }

  /** As {@link instances}, for whom it is the same how many there are. */
  public anyInstances(type: string): readonly Instance[] {
    return this.byType.get(type) ?? [];
  }

  private sayUncounted(instance: Instance): void {
    uncountedBy(instance).forEach((entry) => this.problems.add(entry));
  }

  /** Of each instance that need not be made, why: how many there are of it, or of a module around it, is not known. */
  public uncounted(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const instance of [...this.byType.values()].flat()) {
      const [first] = uncountedBy(instance);
      if (first) found.set(instance.id, first.because.replace(' of it ', ` of ${first.about} `));
    }
    return found;
  }

  /** The instances of a type that have a text, without a walk over all of them each time. */
  public instancesWith(type: string, text: InstanceText, wanted: string): readonly Instance[] {
    return this.byText.find(type, text, wanted);
  }

  /** The resource that a data source reads, where the program makes it; else the instance itself. */
  public canonical(instance: Instance): Instance {
    return this.quietly(() => this.provided.canonical(instance));
  }

  /** The calls whose module was not read. */
  public unreadModules(): readonly UnreadModule[] {
    return this.modules.unreadModules();
  }

  /** The instances of a block, by its address in a configuration. */
  public find(configuration: Configuration, address: string): readonly Instance[] {
    const block = configuration.blocks.get(address);
    return block ? this.instancesOf.of(configuration, block) : [];
  }

  /** The value of an attribute; nothing where it is not set. What cannot be evaluated is a symbol, and is said. */
  public attribute(instance: Instance, name: string): Value | undefined {
    const raw = instance.block.body[name];
    if (raw === undefined || raw === null) return undefined;
    // Nearly all attributes are plain values.
    if (!instance.lost && isConstant(raw)) return raw;
    return this.asked(instance, name, () => this.valueOf(instance, name));
  }

  /** What a reader asks for; why it is not known is said, but not why what only leads there is not. */
  private asked<T>(instance: Instance, name: string, work: () => T): T {
    if (this.inner > 0) return work();
    this.inner++;
    try {
      const value = work();
      this.reasons.say(value, () => ({ about: instance.id, at: below(instance.at, name) }));
      return value;
    } finally {
      this.inner--;
    }
  }

  private valueOf(instance: Instance, name: string): Value | undefined {
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
    return this.evaluator.once(values, instance, `${id}.${name}`, id, raw, below(at, name), instance) ?? undefined;
  }

  /** An attribute as text; nothing where it is not set or is not text. */
  public text(instance: Instance, name: string): string | undefined {
    return asText(this.attribute(instance, name));
  }

  /** The nested blocks of a name, `dynamic` ones too; none where they are not known, and that is said. */
  public nested(instance: Instance, name: string): readonly ValueObject[] {
    return this.blocks(instance, name) ?? [];
  }

  /** As {@link nested}; nothing where they are not known. */
  public blocks(instance: Instance, name: string): readonly ValueObject[] | undefined {
    const found = this.asked(instance, name, () => this.blocksOrUnknown(instance, name));
    return typeof found === 'string' ? undefined : found;
  }

  /** As {@link blocks}, with those that need not be there. */
  public possibleBlocks(instance: Instance, name: string): readonly ValueObject[] | undefined {
    const known = this.blocks(instance, name);
    if (known) return known;
    const key = `${instance.id}\n${name}`;
    if (this.ofPossible.has(key)) return this.ofPossible.get(key);
    this.ofPossible.set(key, undefined);
    const { [name]: written, dynamic } = instance.block.body;
    const context = { ...instance, perhaps: this.evaluator.possible };
    const raw = [written ?? null, dynamic ?? null];
    const found = this.quietly(() =>
      this.evaluator.guarded(instance.id, `${instance.id}.${name}`, below(instance.at, name), { raw, context }, () => [
        ...blocksOrUnknown(this.evaluator.value(written ?? null, context)),
        ...(isDynamic(dynamic) && dynamic[name] !== undefined
          ? this.evaluator.dynamicBlocks(name, dynamic[name], context)
          : []),
      ]),
    );
    const isKnown = Array.isArray(found) && !(found as readonly Value[]).some(isUnknown);
    const blocks = isKnown ? toBlocks(found) : undefined;
    this.ofPossible.set(key, blocks);
    return blocks;
  }

  /** What a value that is not known may turn out to be; nothing where that is not known, or it is. */
  public possible(unknown: Value): PossibleValues | undefined {
    return this.evaluator.possible.of(unknown);
  }

  private blocksOrUnknown(instance: Instance, name: string): readonly ValueObject[] | string {
    const value = this.valueOf(instance, name);
    if (value !== undefined && isUnknown(value)) return String(value);
    const dynamic = instance.block.body.dynamic;
    if (!isDynamic(dynamic) || dynamic[name] === undefined) return toBlocks(value);
    const at = below(instance.at, 'dynamic', name);
    const written = { raw: dynamic[name]!, context: instance };
    const made = this.evaluator.guarded(instance.id, `${instance.id}.${name}`, at, written, () =>
      this.evaluator.dynamicBlocks(name, dynamic[name]!, instance),
    );
    return Array.isArray(made) ? [...toBlocks(value), ...toBlocks(made)] : String(made);
  }

  /**
   * What values that are not known are made of, as far as the program says it: what was written where a value cannot be told, and
   * the arguments of data sources and of modules that were not read; by their references.
   *
   * @param text symbols described
   */
  public originsIn(text: string): ReadonlyMap<string, string> {
    return this.quietly(() => this.origins.of(text));
  }

  /** The value of an attribute or of something below it, as a reference to it would see it. */
  public reference(instance: Instance, steps: readonly (string | number)[]): Value {
    return this.asked(instance, String(steps[0] ?? ''), () => this.referenceValue(instance, steps));
  }

  private referenceValue(instance: Instance, steps: readonly (string | number)[]): Value {
    const computed = this.provided.value(instance, steps);
    if (computed !== undefined) return computed;
    const first = steps[0];
    if (first === undefined) return this.whole(instance);
    let value = this.attribute(instance, String(first));
    for (let index = 1; index < steps.length && value !== undefined; index++) value = descend(value, steps[index]!);
    if (value === undefined || value === null) return symbolOf(pathOf(instance, steps));
    return isObject(value) ? withReference(value, pathOf(instance, steps)) : value;
  }

  /** Whether an expression is nothing but a reference, and to what: through locals, outputs and remote states. */
  public target(instance: Instance, name: string): Target | undefined {
    return this.quietly(() => this.targets.of(instance, name));
  }

  /** Everything that the strings in a raw value refer to, in their order; through locals, outputs and remote states. */
  public referencesIn(configuration: Configuration, raw: Raw | undefined): readonly Target[] {
    return this.quietly(() => this.targets.within(configuration, raw));
  }

  /**
   * What an output refers to in the configuration whose state a remote state reads; nothing where that is not here.
   *
   * @param instance the remote state, as a plan or a state knows it
   */
  public remoteReferences(instance: Instance, output: string): readonly Target[] {
    const state = this.states.of(instance.configuration, instance.block, instance.id);
    return state ? this.referencesIn(state, state.outputs.get(output)?.raw) : [];
  }

  /** A setting of the provider that an instance uses, as text; nothing where it is not written, or is not text. */
  public providerText(instance: Instance, type: string, setting: string): string | undefined {
    // A plan and a state do not show which provider makes a resource in the way that a configuration does.
    if (instance.lost) return undefined;
    const { provider, configuration } = usedProvider(instance.configuration, type, instance.block.body.provider);
    const raw = provider?.body[setting] ?? null;
    if (!provider || raw === null) return undefined;
    let known = this.settings.get(provider);
    if (!known) this.settings.set(provider, (known = new Map()));
    if (known.has(setting)) return known.get(setting);
    // A provider that is set by what its own data source reads must end.
    known.set(setting, undefined);
    const text = asText(this.evaluateRaw(configuration, raw, `${configuration.label}provider`, provider.at));
    known.set(setting, text);
    return text;
  }

  /** What a function of Terraform that reads files or templates gives in the instance's own module; nothing where it fails. */
  public call({ configuration, names }: Instance, name: string, args: readonly Value[]): Value | undefined {
    const scope = this.evaluator.scope(configuration, names);
    try {
      return this.quietly(() => this.files.call(configuration, name, args, scope));
    } catch (error) {
      if (!isExpressionError(error)) throw error;
      return undefined;
    }
  }

  /** The value of any raw part of a configuration. */
  public evaluateRaw(configuration: Configuration, raw: Raw, about: string, at: Place): Value {
    const value = this.quietly(() => this.evaluator.raw(about, about, raw, at, configuration));
    if (this.inner === 0) this.reasons.say(value, () => ({ about, at }));
    return value;
  }

  /** Work whose values nobody asks for. */
  private quietly<T>(work: () => T): T {
    this.inner++;
    try {
      return work();
    } finally {
      this.inner--;
    }
  }

  /**
   * What decides values that the program does not make itself: of data sources and of modules that were not read, by their ids, and
   * what a plan keeps of arguments that it does not know.
   */
  private writtenElsewhere(): ReadonlyMap<string, Written> {
    const sources = [...this.byType].flatMap(([type, instances]) => (type.startsWith('data.') ? instances : []));
    return new Map([
      ...sources.flatMap((context): [string, Written][] => {
        const written = Object.entries(context.block.body).filter(
          ([name]) => !META_ARGUMENTS.has(name) || name === 'dynamic',
        );
        // One without arguments finds what there is.
        return written.length > 0 ? [[context.id, { raw: Object.fromEntries(written), context }]] : [];
      }),
      ...this.modules.unreadModules().map(({ id, written }): [string, Written] => [id, written]),
      ...[...this.byType.values()]
        .flat()
        .flatMap((context) =>
          [...(context.lost ?? [])].map(([name, raw]): [string, Written] => [
            `${context.id}.${name}`,
            { raw, context },
          ]),
        ),
    ]);
  }

  /** Finds all instances, those of modules too. */
  private collect(configurations: readonly Configuration[], modules: ModuleTree): void {
    const waiting = [...configurations];
    for (let configuration = waiting.shift(); configuration; configuration = waiting.shift()) {
      for (const call of configuration.modules.values()) {
        waiting.push(...modules.instancesOf(configuration, call).map((instance) => instance.configuration));
      }
      for (const block of configuration.blocks.values()) {
        const type = block.mode === 'data' ? `data.${block.type}` : block.type;
        let list = this.byType.get(type);
        if (!list) this.byType.set(type, (list = []));
        for (const instance of this.instancesOf.of(configuration, block)) list.push(instance);
      }
    }
    // The same answer, whatever order files and blocks come in.
    for (const list of this.byType.values()) list.sort((one, other) => compareText(one.id, other.id));
  }

  /** A whole resource as an object. */
  private whole(instance: Instance): Value {
    const attributes = Object.keys(instance.block.body).filter((name) => !META_ARGUMENTS.has(name));
    const computed = this.provided.namesOf(instance.block.type);
    const entries = [...new Set([...attributes, ...computed])].map((name): [string, Value] => [
      name,
      this.reference(instance, [name]),
    ]);
    return withReference(Object.fromEntries(entries), instance.id);
  }
}

/** Whether a value holds no expression. */
/** Blocks that are written as a value; the value itself where it is not known. */
function blocksOrUnknown(value: Value): readonly Value[] {
  return isUnknown(value) ? [value] : toBlocks(value);
}

function isConstant(raw: Raw): raw is string | number | boolean {
  return typeof raw === 'string' ? !raw.includes('${') && !raw.includes('%{') : typeof raw !== 'object';
}
