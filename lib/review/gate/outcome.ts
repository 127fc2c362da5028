import type { Violation } from './violations';

/** What a change is held against, and what comes of it. */
export interface Gate {
  /** The settings of the base, whose policy counts. Absent where it has none. */
  readonly settings?: string;
  /** `approves`: what widens passes where the lock of the change says it. */
  readonly lock: 'approves' | 'informs';
  /**
   * In this order: `violated`, the policy does not allow it; `widened`, and nothing approves it; `undecided`, that cannot be
   * told; `holds`.
   */
  readonly outcome: 'violated' | 'widened' | 'undecided' | 'holds';
  /** Whether the change widens access and its lock approves that. */
  readonly approved: boolean;
  readonly violations: readonly Violation[];
  /** What may be a violation, and why that cannot be told. What the base has as well does not count. */
  readonly undecided: readonly Violation[];
}
