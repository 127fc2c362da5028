import type { Inventory } from '../../proof/inventory';
import type { Settings } from '../../proof/settings/settings';
import { align } from '../align';
import type { Alignment } from '../align';
import { review } from '../review';
import type { Review } from '../review';
import type { Gate } from './outcome';
import { forbids, violations } from './violations';

/** What the gate is told besides the two versions. */
export interface GateInput {
  /** The base's settings; nothing where there are none. */
  readonly base: Settings | undefined;
  /** All that may be the head's settings. They are compared, and never govern. */
  readonly head: readonly (Settings | undefined)[];
  /** Whether the lock of the change says what its program does. Asked only where that counts. */
  readonly isLocked: () => boolean;
}

/** A review with what the base's policy makes of it. */
export function gatedReview(
  base: Inventory,
  head: Inventory,
  { base: own, head: others, isLocked }: GateInput,
): Review {
  const alignment = align(base, head);
  const result = review(base, head, { base: own, head: others }, alignment);
  const found = own && forbids(own.gate) ? violations(own.gate, base, head, baseIds(alignment)) : [];
  const certain = found.filter(({ because }) => because === undefined);
  const undecided = found.filter(({ because }) => because !== undefined);
  const lock = own?.gate.lock ?? 'informs';
  const approved = result.verdict === 'widened' && lock === 'approves' && isLocked();
  const isUndecided = result.changes.some(({ change }) => change === 'unknown') || undecided.some(({ isNew }) => isNew);
  const outcome: Gate['outcome'] =
    certain.length > 0
      ? 'violated'
      : result.verdict === 'widened' && !approved
        ? 'widened'
        : isUndecided
          ? 'undecided'
          : 'holds';
  return {
    ...result,
    gate: { ...(own ? { settings: own.file } : {}), lock, outcome, approved, violations: certain, undecided },
  };
}

function baseIds({ identities }: Alignment): (id: string) => string | undefined {
  const ids = new Map([...identities].map(([before, after]) => [after, before]));
  return (id) => ids.get(id);
}
