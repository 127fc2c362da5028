import { isKnown } from '../../../core';

/** Counts how much longer a text may get once its tokens have their values. */
export class Measure {
  public excess = 0;
  /** Whether every value is known. */
  public exact = true;

  public value(value: string, longest: number): string {
    if (isKnown(value)) return value;
    this.excess += longest - value.length;
    this.exact = false;
    return value;
  }
}
