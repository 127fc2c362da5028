import type { AdmissionReason } from './reason';
import type { Webhook } from './webhook';

/** The object of an admission request: any Kubernetes object, as plain data. */
export type AdmissionObject = Record<string, unknown>;

/**
 * What a webhook answers about one pod.
 *
 * `mutated`: it lets the pod in, changed. `untouched`: it lets the pod in as it was, or is never asked. `refused`: the pod
 * is not made.
 */
export type AdmissionResult = 'mutated' | 'refused' | 'untouched';

/** A webhook's answer, with the pod as it would be stored. */
export interface Admission {
  readonly webhook: Webhook;
  readonly result: AdmissionResult;
  /** Sentences: why, what was ignored silently, and what the API server will say to it afterwards. */
  readonly because: readonly string[];
  /** What `because` says, one a sentence, as codes and facts: for a program to decide on. */
  readonly reasons: readonly AdmissionReason[];
  /** A new object; where the pod is refused or untouched, equal to the one that came in. */
  readonly object: AdmissionObject;
}
