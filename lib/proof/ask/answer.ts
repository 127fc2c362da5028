import type { Assumption, Outcome } from '../mechanisms/outcome';
import { describeSymbols } from '../model/symbol';

/** What comes of one query. */
export interface Answer {
  /** `null` where it cannot be decided before apply, or from what was read. */
  readonly admitted: boolean | null;
  /** Sentences for people: what decided it, what the cloud would say, and what would have to change. */
  readonly because: readonly string[];
  /**
   * Of a refusal that rests on absence: that nothing which was not read adds a credential, an association or a grant. An entry
   * under `elsewhere:` of podtrust.yaml withdraws it, and the answer is `null`.
   */
  readonly assumes?: readonly Assumption[];
}

/** The answer of an outcome: symbols described, each sentence once. */
export function answerOf({ admitted, because, assumes }: Outcome): Answer {
  return {
    admitted: admitted ?? null,
    because: [...new Set(because.map(describeSymbols))],
    ...(assumes && admitted === false ? { assumes } : {}),
  };
}
