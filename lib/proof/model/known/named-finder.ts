import { PodtrustError } from '../../../core/errors';
import { grouped } from '../../../core/groups';

const SHOWN = 5;

/** cdktf's ending of a logical id: eight hexadecimal digits of the construct's path. */
const HASH = /_[0-9A-F]{8}(?=[.[]|$)/g;

/** Finds identities by what people call them: their name, or their id without its stack or without cdktf's ending. */
export class NamedFinder<T extends { readonly id: string; readonly name: string }> {
  /** The surest first. */
  private readonly byWords: readonly ReadonlyMap<string, readonly T[]>[];

  public constructor(all: readonly T[]) {
    this.byWords = [
      grouped(all, ({ name }) => name),
      grouped(all, ({ id }) => withoutStack(id)),
      // The tables show addresses without cdktf's ending.
      grouped(all, ({ id }) => withoutStack(id).replace(HASH, '')),
    ];
  }

  /**
   * Nothing where none is called so.
   *
   * @throws PodtrustError `identity-ambiguous`
   */
  public find(text: string): T | undefined {
    for (const named of this.byWords.map((words) => words.get(text) ?? [])) {
      if (named.length === 1) return named[0]!;
      if (named.length > 1) {
        throw new PodtrustError({
          code: 'identity-ambiguous',
          what: `${JSON.stringify(text)} names ${named.length} identities: ${listed(named.map(({ id }) => id))}`,
          remedy: 'Name one of them by its id.',
        });
      }
    }
    return undefined;
  }
}

/** A Terraform address without the stack that it is in. */
export function withoutStack(id: string): string {
  return id.replace(/^[^/[]*\//, '');
}

function listed(ids: readonly string[]): string {
  return ids.length > SHOWN ? `${ids.slice(0, SHOWN).join(', ')} and ${ids.length - SHOWN} more` : ids.join(', ');
}
