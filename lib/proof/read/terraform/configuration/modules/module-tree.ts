import { compareText } from '../../../../model/place';
import type { Place } from '../../../../model/place';
import type { Problems } from '../../../problems';
import { addToGroup } from '../../../../../core/groups';
import type { BlockIds } from '../blocks/block-ids';
import type { Configuration, ModuleCall } from '../configuration';
import { NO_NAMES } from '../evaluation/context';
import type { Written } from '../evaluation/evaluator';
import { withKey } from '../instances/keyed';
import type { Keyed } from '../instances/keyed';
import type { ModuleLibrary } from './module-library';
import type { Repetition, Repetitions } from '../instances/repetitions';

/** A module after `count` and `for_each` of its call. */
export interface ModuleInstance extends Keyed {
  readonly configuration: Configuration;
}

/** A call of a module that was not read. */
export interface UnreadModule {
  readonly id: string;
  /** As it is written; empty where it is not text. */
  readonly source: string;
  readonly because: string;
  /** Its arguments, and where it is called. */
  readonly written: Written;
  readonly at: Place;
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

  /** Says which modules were not read and what would help; of several calls that one module stands behind, once. */
  public sayUnread(): void {
    const groups = new Map<string, UnreadModule[]>();
    for (const one of this.unread.values()) addToGroup(groups, one.because, one);
    for (const [because, calls] of groups) {
      const [first, ...others] = calls.sort((a, b) => compareText(a.id, b.id));
      const also = others.length === 0 ? '' : `, nor ${others.length === 1 ? 'is' : 'are'} ${listed(others)}`;
      this.problems.add({ about: first!.id, because: `the module was not read${also}: ${because}`, at: first!.at });
    }
  }

  /** Whether a call's module was not read, so that none of its instances is known. */
  public isUnread(call: ModuleCall): boolean {
    return this.unread.has(call);
  }

  private expand(parent: Configuration, call: ModuleCall): readonly ModuleInstance[] {
    const id = this.ids.of(parent, { address: `module.${call.name}`, at: call.at });
    const { source } = call.body;
    const say = (because: string): readonly ModuleInstance[] => {
      this.unread.set(call, {
        ...{ id, source: typeof source === 'string' ? source : '', because, at: call.at },
        written: { raw: call.body, context: { configuration: parent, names: NO_NAMES } },
      });
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
    for (const { key, names, uncounted } of this.repetitions.of(parent, call.body, id, call.at)) {
      if (++this.count > MAXIMUM_MODULES) return say(`there are more than ${MAXIMUM_MODULES}`);
      instances.push({
        key,
        configuration: instantiate(template, parent, call, withKey(id, key), { names, uncounted }),
      });
    }
    return instances;
  }
}

/** The first few, and how many more there are. */
function listed(calls: readonly UnreadModule[]): string {
  const shown = calls.slice(0, 3).map(({ id }) => id);
  const more = calls.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
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
  { names, uncounted }: Pick<Repetition, 'names' | 'uncounted'>,
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
    call: { from, body: call.body, names, uncounted, at: call.at },
  };
}
