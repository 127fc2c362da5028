import { assumedBy } from '../mechanisms/outcome';
import type { Outcome } from '../mechanisms/outcome';
import { and, isUnknown, unknown } from '../model/known/known';
import type { PermissionDecision } from '../permissions/permission';
import type { Assuming } from '../model/assumption';
import { describeSymbols } from '../model/known/symbol';

/**
 * What comes of one query. Where `elsewhere:` of podtrust.yaml withdraws what a refusal assumes, the answer is `null`.
 */
export interface Answer extends Assuming {
  /** `null` where it cannot be decided before apply, or from what was read. */
  readonly admitted: boolean | null;
  /**
   * Whether it gets the identity and may do with it what the query asks for, by what was read; `null` where that cannot be decided.
   * Only where the query has an action.
   */
  readonly allowed?: boolean | null;
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

/**
 * As {@link answerOf}, with what the identity may do: whoever does not get it may do nothing with it.
 *
 * @param notKnown what an answer but a no takes for granted, in words
 */
export function answerWithAction(outcome: Outcome, decision: PermissionDecision, notKnown: string): Answer {
  const { admitted } = outcome;
  const allowed = and(admitted ?? unknown('whether it gets the identity is not known'), decision.allowed);
  const isDecided = !isUnknown(allowed);
  const isKeptOut = admitted === false;
  const said = isKeptOut
    ? outcome.because
    : [...decision.because, ...outcome.because, ...(decision.allowed === false ? [] : [notKnown])];
  const parts: Outcome[] = isKeptOut ? [outcome] : [{ admitted: true, because: [], assumes: decision.assumes }];
  if (allowed === true) parts.push(outcome);
  const { assumes = [] } = assumedBy(parts);
  return {
    ...answerOf({ ...outcome, because: said }),
    allowed: isDecided ? (allowed as boolean) : null,
    ...(isDecided && assumes.length > 0 ? { assumes } : { assumes: undefined }),
  };
}
