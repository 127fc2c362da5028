import type { Block, Configuration } from '../configuration';

/** Gives blocks their ids: the address with what its configuration puts before it, and on a clash the file's path. */
export class BlockIds {
  private readonly clashing: ReadonlySet<string>;

  /** @param configurations the root modules */
  public constructor(configurations: readonly Configuration[]) {
    this.clashing = clashingIds(configurations);
  }

  public of(configuration: Configuration, block: Pick<Block, 'address' | 'at'>): string {
    const id = `${configuration.prefix}${block.address}`;
    return this.clashing.has(id) ? `${block.at.file}/${id}` : id;
  }
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
