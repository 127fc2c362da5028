import type { Undecided } from '../../../../model/undecided';
import { describeSymbols } from '../../../../model/known/symbol';
import type { Problems } from '../../../problems';
import type { Value } from '../../expression/value';

/** What a symbol names, with the steps behind it: `module.m.local.x["a"].b`. */
const NAME = /(?:[\w@/:-]|\.(?!\.)|\[(?:"[^"]*"|\d+)\])+/g;

/** How a symbol begins. */
const TAG = /\uE000[a-z]+:/g;

/**
 * Why values are not known. A program holds much that nobody asks for, so a reason is said with the first value that depends
 * on it and that a reader asks for.
 */
export class Reasons {
  private readonly byReference = new Map<string, Undecided>();
  /** Of values that have no name of their own, by what stands for them. */
  private readonly byText = new Map<string, string>();

  public constructor(private readonly problems: Problems) {}

  /** @param reference what is in the symbol of the value, and of all that depend on it */
  public add(reference: string, reason: Undecided): void {
    if (!this.byReference.has(reference)) this.byReference.set(reference, reason);
  }

  /** @param text what is in the symbol of the value: a call of a function */
  public addOfCall(text: string, because: string): void {
    this.byText.set(text, because);
  }

  /**
   * Says the reasons of all in a value that is not known.
   *
   * @param where what asks for it
   */
  public say(value: unknown, where: () => Pick<Undecided, 'about' | 'at'>): void {
    if (this.byReference.size + this.byText.size === 0) return;
    forEachSymbolicText(value, (text) => {
      if (this.byReference.size > 0) for (const [name] of text.replace(TAG, ' ').matchAll(NAME)) this.sayOf(name);
      for (const [call, because] of this.byText) {
        if (!describeSymbols(text).includes(call)) continue;
        this.byText.delete(call);
        this.problems.add({ ...where(), because });
      }
    });
  }

  /** Says the reason of a name, or of what stands before one of its steps. */
  private sayOf(name: string): void {
    for (
      let end = name.length;
      end > 0;
      end = Math.max(name.lastIndexOf('.', end - 1), name.lastIndexOf('[', end - 1))
    ) {
      const reason = this.byReference.get(name.slice(0, end));
      if (!reason) continue;
      this.byReference.delete(name.slice(0, end));
      this.problems.add(reason);
    }
  }
}

function forEachSymbolicText(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') {
    if (value.includes('\uE000')) visit(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value) as Value[]) forEachSymbolicText(item, visit);
  }
}
