import { comparePlaces, compareText } from '../model/place';
import type { Place } from '../model/place';
import type { Undecided } from '../model/undecided';

/** Collects what cannot be decided, each once. */
export class Problems {
  private readonly entries = new Map<string, Undecided>();
  private readonly places = new Set<string>();

  public add(entry: Undecided): void {
    const key = JSON.stringify([entry.about, entry.because, entry.at.file, entry.at.pointer]);
    if (!this.entries.has(key)) this.entries.set(key, entry);
    this.places.add(placeKey(entry.at));
  }

  /** Adds it where nothing is said of its place yet: a reason that is nearer to the cause goes before. */
  public addUnlessSaid(entry: Undecided): void {
    if (!this.places.has(placeKey(entry.at))) this.add(entry);
  }

  /** All of them, sorted. */
  public all(): Undecided[] {
    return [...this.entries.values()].sort(compareUndecided);
  }
}

function placeKey({ file, pointer }: Place): string {
  return `${file}\n${pointer}`;
}

/** Orders entries by what they are about, then by reason and place. */
export function compareUndecided(a: Undecided, b: Undecided): number {
  return compareText(a.about, b.about) || compareText(a.because, b.because) || comparePlaces(a.at, b.at);
}
