import type { Problems } from '../../problems';
import type { BlockIds } from './block-ids';
import type { Configuration, ModuleCall } from './configuration';
import type { Context } from './context';
import { withKey } from './keyed';
import type { Keyed } from './keyed';
import type { ModuleLibrary } from './module-library';
import type { Repetitions } from './repetitions';

/** A module after `count` and `for_each` of its call. */
export interface ModuleInstance extends Keyed {
  readonly configuration: Configuration;
}

/** A call of a module that was not read. */
export interface UnreadModule {
  readonly id: string;
  /** As it is written; empty where it is no text. */
  readonly source: string;
}

/** Modules in modules in modules, each calling ten, must end. */
const MAXIMUM_MODULES = 20_000;
const MAXIMUM_DEPTH = 50;

/** The modules that configurations call, each instance a configuration of its own. */
export class ModuleTree {
  private readonly known = new Map<ModuleCall, readonly ModuleInstance[]>();
  private count = 0;
  private readonly unread = new Map<ModuleCall, UnreadModule>();
  /** Unread files of modules that were said: one may be called often. */
  private readonly said = new Set<string>();

  /** @param library where modules are found */
  public constructor(
    private readonly library: ModuleLibrary | undefined,
    private readonly problems: Problems,
    private readonly repetitions: Repetitions,
    private readonly ids: BlockIds,
  ) {}

  /** The instances of a call; none where the module is not read, and that is said. */
  public instancesOf(configuration: Configuration, call: ModuleCall): readonly ModuleInstance[] {
    if (call.instances) return call.instances;
    const known = this.known.get(call);
    if (known) return known;
    // A module that counts itself by its own outputs must end.
    this.known.set(call, []);
    const instances = this.expand(configuration, call);
    this.known.set(call, instances);
    return instances;
  }

  /** The calls whose module was not read. */
  public unreadModules(): readonly UnreadModule[] {
    return [...this.unread.values()];
  }

  /** Whether a call's module was not read, so that none of its instances is known. */
  public isUnread(call: ModuleCall): boolean {
    return this.unread.has(call);
  }

  private expand(parent: Configuration, call: ModuleCall): readonly ModuleInstance[] {
    const id = this.ids.of(parent, { address: `module.${call.name}`, at: call.at });
    const { source } = call.body;
    const say = (because: string): readonly ModuleInstance[] => {
      this.problems.add({ about: id, because: `the module was not read: ${because}`, at: call.at });
      this.unread.set(call, { id, source: typeof source === 'string' ? source : '' });
      return [];
    };
    if (depthOf(parent) >= MAXIMUM_DEPTH) return say('modules call one another without an end');
    const found = this.library?.find(parent, call) ?? { because: 'nothing is read from a disk' };
    if ('because' in found) return say(found.fix === undefined ? found.because : `${found.because}; ${found.fix}`);
    const template = found.module;
    for (const { file, because } of template.unread ?? []) {
      const at = { file, pointer: '' };
      if (!this.said.has(file))
        this.problems.add({ about: id, because: `its file ${file} was not read: ${because}`, at });
      this.said.add(file);
    }
    const instances: ModuleInstance[] = [];
    for (const { key, names } of this.repetitions.of(parent, call.body, id, call.at)) {
      if (++this.count > MAXIMUM_MODULES) return say(`there are more than ${MAXIMUM_MODULES}`);
      instances.push({ key, configuration: instantiate(template, parent, call, withKey(id, key), names) });
    }
    return instances;
  }
}

function depthOf(configuration: Configuration): number {
  let depth = 0;
  for (let call = configuration.call; call; call = call.from.call) depth++;
  return depth;
}

/** A configuration of its own for each instance: blocks and calls are told apart by what they are, not by their name. */
function instantiate(
  template: Configuration,
  from: Configuration,
  call: ModuleCall,
  address: string,
  names: Context['names'],
): Configuration {
  return {
    ...template,
    stack: from.stack,
    prefix: `${address}.`,
    label: `${from.label}${address}.`,
    modulePath: [...(from.modulePath ?? []), call.name],
    assigned: new Map(),
    blocks: new Map([...template.blocks].map(([key, block]) => [key, { ...block }])),
    modules: new Map([...template.modules].map(([key, inner]) => [key, { ...inner }])),
    providers: template.providers.map((provider) => ({ ...provider })),
    call: { from, body: call.body, names, at: call.at },
  };
}
