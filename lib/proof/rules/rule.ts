import type { Code } from '../../core/codes';
import type { Evaluation } from '../evaluate/evaluation';
import type { Assuming } from '../model/assumption';
import type { Identity } from '../model/identity/identity';
import type { Model } from '../model/model';
import type { Place } from '../model/place';
import { describeSymbols } from '../model/known/symbol';
import type { Undecided } from '../model/undecided';
import type { AppliedSettings } from '../settings/applied';
import type { Level } from './level';

export type { Level } from './level';

/** What a rule found. One that rests on absence says what it assumes. */
export interface Finding extends Assuming {
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
  /** Whom it is about, where it is about those who get in: an acceptance has to name them. */
  readonly admits?: readonly FindingAccess[];
  /** Why it is meant, where podtrust.yaml says so: it does not count then. */
  readonly accepted?: AcceptedBy;
}

/** A finding as a rule gives it. */
export interface Found extends Finding, AboutIdentities {
  /** What of the subject is wrong, where several rules look at it: an annotation's key. It is not part of the result. */
  readonly cause?: string;
}

/** The ids of the identities that a finding tells of, where it tells of some beside its subject. It is not part of the result. */
export interface AboutIdentities {
  readonly identities?: readonly string[];
}

/** Service accounts that a finding is about. Namespace and name may be globs. */
export interface FindingAccess {
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The entry that accepts a finding. */
export interface AcceptedBy {
  readonly reason: string;
  /** The last day on which it is accepted. */
  readonly expires?: string;
  readonly at: Place;
}

/** What a rule looks at. */
export interface RuleInput {
  readonly model: Model;
  readonly evaluation: Evaluation;
  /** What came of the settings, once all other rules have been checked. */
  readonly applied?: AppliedSettings;
}

/** What a rule gives: findings, and what it could not decide. */
export interface RuleOutput {
  readonly findings: readonly Found[];
  readonly undecided?: readonly Undecided[];
}

/** One rule of the proof: its check, and what its page in docs/rules says. */
export interface Rule {
  /** Stable: people filter by it, and errors of the constructs share it. What it finds is told in lib/core/codes.ts. */
  readonly slug: Code;
  /**
   * The cloud whose ways to an identity it speaks of: it has nothing to say of an identity of the other one.
   *
   * @default - both
   */
  readonly cloud?: Identity['cloud'];
  /** The worst that it finds. */
  readonly level: Level;
  /**
   * The mildest that it finds.
   *
   * @default - all that it finds is of its level
   */
  readonly mildest?: Level;
  /** What happens then, with the error of the cloud or of the cluster where there is one. */
  readonly effect: string;
  /** How to fix it. */
  readonly fix: string;
  /** The pages and threads that tell of it. */
  readonly sources: readonly string[];
  /** Whether it speaks of the settings, and so is checked after all others. */
  readonly aboutSettings?: true;
  check(input: RuleInput): RuleOutput;
}

/** A finding of a rule, with the rule's own level and help where it brings none. */
export function findingOf(
  rule: Rule,
  found: Pick<Found, 'message' | 'subject' | 'at'> &
    Partial<Pick<Found, 'level' | 'help' | 'admits' | 'assumes' | 'cause' | 'identities'>>,
): Found {
  const {
    level = rule.level,
    message,
    subject,
    at,
    help = `${rule.effect} ${rule.fix}`,
    admits,
    assumes,
    cause,
    identities,
  } = found;
  return {
    ...{ rule: rule.slug, level, message, subject, at, help },
    ...(admits ? { admits } : {}),
    ...(assumes ? { assumes } : {}),
    ...(cause === undefined ? {} : { cause }),
    ...(identities ? { identities } : {}),
  };
}

/** Those whom some admissions let in, as a finding names them. */
export function admittedBy(admissions: readonly FindingAccess[]): readonly FindingAccess[] {
  return admissions.map(({ cluster, namespace, serviceAccount }) => ({
    cluster,
    namespace: describeSymbols(namespace),
    serviceAccount: describeSymbols(serviceAccount),
  }));
}
