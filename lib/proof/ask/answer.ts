import type { Outcome } from '../mechanisms/outcome';
import type { Assuming } from '../model/assumption';
import { describeSymbols } from '../model/symbol';

/**
 * What comes of one query. Where `elsewhere:` of podtrust.yaml withdraws what a refusal assumes, the answer is `null`.
 */
export interface Answer extends Assuming {
  /** `null` where it cannot be decided before apply, or from what was read. */
  readonly admitted: boolean | null;
  /** Sentences for people: what decided it, what the cloud would say, and what would have to change. */
  readonly because: readonly string[];
  /** What the pod’s own code needs to make use of it, in sentences; only of a pod that is admitted. */
  readonly needs?: readonly string[];
}

/** The answer of an outcome: symbols described, each sentence once. */
export function answerOf({ admitted, because, assumes }: Outcome): Answer {
  return {
    admitted: admitted ?? null,
    because: [...new Set(because.map(describeSymbols))],
    ...(assumes && admitted !== undefined ? { assumes } : {}),
  };
}
