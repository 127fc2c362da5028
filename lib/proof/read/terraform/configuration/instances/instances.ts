import type { Block, Configuration } from '../configuration';
import type { BlockIds } from '../blocks/block-ids';
import { NO_NAMES } from '../evaluation/context';
import type { Instance } from './instance';
import { withKey } from './keyed';
import { isCounted, isSwitched } from './repetitions';
import type { Repetitions } from './repetitions';

/** The instances of blocks: as a plan or a state has them, else what `count` and `for_each` make. */
export class Instances {
  private readonly ofBlock = new Map<Block, readonly Instance[]>();
  /** The blocks of which it is being worked out how many there are. */
  private readonly counting = new Set<Block>();

  public constructor(
    private readonly ids: BlockIds,
    private readonly repetitions: Repetitions,
  ) {}

  /** The instances of a block, worked out once. */
  public of(configuration: Configuration, block: Block): readonly Instance[] {
    const known = this.ofBlock.get(block);
    if (known) return known;
    const id = this.ids.of(configuration, block);
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
    } else if (isCounted(block) || isSwitched(block.body)) {
      // A block that counts itself by its own instances must end; what refers to it meanwhile is told so.
      this.ofBlock.set(block, []);
      this.counting.add(block);
      instances = this.repetitions.of(configuration, block.body, id, block.at).map(({ key, names, uncounted }) => ({
        ...only,
        id: withKey(id, key),
        key,
        names,
        uncounted,
      }));
    }
    this.ofBlock.set(block, instances);
    this.counting.delete(block);
    return instances;
  }

  /** Whether how many there are of a block is just being worked out. */
  public isCounting(block: Block): boolean {
    return this.counting.has(block);
  }
}
