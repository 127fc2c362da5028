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
  /** What the cloud would say, and how to fix it. */
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

/** One rule of the proof: its check, and what its page in docs/rules says. */
export interface Rule {
  /** Stable: people filter by it, and errors of the constructs share it. */
  readonly slug: string;
  /** The worst that it finds. */
  readonly level: Level;
  /** One sentence: what it finds. */
  readonly description: string;
  /** What happens then, with the error of the cloud or of the cluster where there is one. */
  readonly effect: string;
  /** How to fix it. */
  readonly fix: string;
  /** The pages and threads that tell of it. */
  readonly sources: readonly string[];
  check(input: RuleInput): RuleOutput;
}

/** A finding of a rule, with the rule's own level and help where it brings none. */
export function findingOf(
  rule: Rule,
  found: Pick<Finding, 'message' | 'subject' | 'at'> & Partial<Pick<Finding, 'level' | 'help'>>,
): Finding {
  const { level = rule.level, message, subject, at, help = `${rule.effect} ${rule.fix}` } = found;
  return { rule: rule.slug, level, message, subject, at, help };
}
