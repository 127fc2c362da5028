import { comparePlaces, compareText } from '../model/place';
import type { Undecided } from '../model/undecided';

/** Collects what cannot be decided, each once. */
export class Problems {
  private readonly entries = new Map<string, Undecided>();

  public add(entry: Undecided): void {
    const key = JSON.stringify([entry.about, entry.because, entry.at.file, entry.at.pointer]);
    if (!this.entries.has(key)) this.entries.set(key, entry);
  }

  /** All of them, sorted. */
  public all(): Undecided[] {
    return [...this.entries.values()].sort(compareUndecided);
  }
}

/** Orders entries by what they are about, then by reason and place. */
export function compareUndecided(a: Undecided, b: Undecided): number {
  return compareText(a.about, b.about) || compareText(a.because, b.because) || comparePlaces(a.at, b.at);
}
