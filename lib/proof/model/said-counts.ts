import { describeSymbols } from './known/symbol';
import type { Undecided } from './undecided';

/**
 * Whether what is not known of a text is but the `each` or `count` of its block: that is so only of a block of which nobody
 * knows how many there are, and is said there.
 */
export function isOfRepetition(text: string): boolean {
  const references = [...describeSymbols(text).matchAll(/\$\{([^}]*)/g)];
  return (
    references.length > 0 &&
    references.every(([, reference]) => /(^|\.)(each|count)\.(key|value|index)\b/.test(reference!))
  );
}

/** The resources and modules of which an undecided entry says that nobody knows how many there are (`count`, `for_each`). */
export class SaidCounts {
  private readonly ids: ReadonlySet<string>;

  public constructor(undecided: readonly Undecided[]) {
    this.ids = new Set(undecided.flatMap(({ about, uncounted }) => (uncounted ? [about] : [])));
  }

  /** Whether something is one of them, or is in a module that is. */
  public has(id: string): boolean {
    return this.beginningOf(id, 0) !== undefined;
  }

  /** The first of them that a text with symbols described refers to. */
  public namedIn(text: string): string | undefined {
    if (this.ids.size === 0) return undefined;
    for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', at + 1)) {
      const found = this.beginningOf(text, at + 2);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private beginningOf(text: string, start: number): string | undefined {
    if (this.ids.size === 0) return undefined;
    for (let end = start; end <= text.length; end += 1) {
      if (end < text.length && !'.[}'.includes(text[end]!)) continue;
      const id = text.slice(start, end);
      if (this.ids.has(id)) return id;
    }
    return undefined;
  }
}
