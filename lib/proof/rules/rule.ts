import type { Evaluation } from '../evaluate/evaluation';
import type { Model } from '../model/model';
import type { Place } from '../model/place';
import type { Undecided } from '../model/undecided';

/** How bad a finding is: an error breaks a pod's access or opens it to strangers, a warning may. */
export type Level = 'error' | 'warning' | 'note';

/** What a rule found. */
export interface Finding {
  /** The rule's slug. */
  readonly rule: string;
  readonly level: Level;
  /** What is wrong, with both sides and their places. */
  readonly message: string;
  /** The id of what it is about: an identity, an association, or `<Kind>/<namespace>/<name>`. */
  readonly subject: string;
  readonly at: Place;
  /** What the cloud would say, and how to mend it. */
  readonly help: string;
}

/** What a rule looks at. */
export interface RuleInput {
  readonly model: Model;
  readonly evaluation: Evaluation;
}

/** What a rule gives: findings, and what it could not decide. */
export interface RuleOutput {
  readonly findings: readonly Finding[];
  readonly undecided?: readonly Undecided[];
}

/** One rule of the proof. */
export interface Rule {
  /** Stable: people filter by it, and errors of the constructs share it. */
  readonly slug: string;
  /** One sentence: what it finds. */
  readonly description: string;
  check(input: RuleInput): RuleOutput;
}
