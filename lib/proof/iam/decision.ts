import { describeSymbols } from '../model/known/symbol';
import type { Answer } from './applies';
import { coversAction } from './applies';
import type { Budget } from './budget';
import { spend } from './budget';
import type { KeyValue } from './policy/condition';
import { evaluateCondition } from './policy/condition';
import type { Condition, Statement } from '../model/identity/statement';
import type { TrustPolicy } from './policy/policy';

/** Whether one request gets in, and why. */
export interface Decision {
  /** Nothing where it cannot be decided before apply, or from the artefacts alone. */
  readonly admitted: boolean | undefined;
  /** Sentences for people: which statement and which condition decided, and what would have to change. */
  readonly because: readonly string[];
}

/** One thing that a statement must be about, and the sentence for the case that it is not. */
export interface Requirement {
  readonly answer: (statement: Statement) => Answer;
  readonly otherwise: (statement: Statement) => string;
}

/** A single request as the statements see it. */
export interface KnownRequest {
  readonly version: TrustPolicy['version'];
  readonly budget: Budget;
  readonly requirements: readonly Requirement[];
  valueOf(key: string): KeyValue;
  /** What to write after a condition on a key that the request does not have. */
  keyHint(key: string): string;
  /** What asks to get in. @default session */
  readonly what?: 'token' | 'request';
}

const MOST_REASONS = 12;

/** How one statement fares with one request. */
export interface Assessment {
  readonly statement: Statement;
  /** Nothing where it cannot be told. */
  readonly applies: boolean | undefined;
  /** Worded when asked for: a proof of many sessions asks only for those that are not admitted. */
  readonly why: () => string;
}

/** Explicit Deny, then Allow, else refused, for one request. */
export function decide(statements: readonly Statement[], request: KnownRequest): Decision {
  const assessed = statements.map((statement) => assess(statement, request));
  const of = (effect: Statement['effect'], applies: boolean | undefined): readonly Assessment[] =>
    assessed.filter((one) => one.statement.effect === effect && one.applies === applies);
  const denied = of('Deny', true);
  if (denied.length > 0)
    return { admitted: false, because: denied.slice(0, MOST_REASONS).map((one) => say(one, 'denies it')) };
  const allowed = of('Allow', true);
  const mayDeny = of('Deny', undefined);
  const mayAllow = of('Allow', undefined);
  if (allowed.length > 0 && mayDeny.length === 0) {
    return {
      admitted: true,
      get because() {
        return allowed.slice(0, MOST_REASONS).map((one) => say(one, 'allows it'));
      },
    };
  }
  if (allowed.length > 0 || mayAllow.length > 0) {
    return {
      admitted: undefined,
      because: [
        ...allowed.map((one) => say(one, 'allows it')),
        ...mayAllow.map((one) => say(one, 'may allow it')),
        ...mayDeny.map((one) => say(one, 'may deny it')),
      ].slice(0, MOST_REASONS),
    };
  }
  const refused = of('Allow', false);
  const because = refused.slice(0, MOST_REASONS).map((one) => say(one, 'does not apply'));
  if (refused.length > MOST_REASONS)
    because.push(`${refused.length - MOST_REASONS} more Allow statements do not apply`);
  return { admitted: false, because: because.length > 0 ? because : ['no statement allows anything'] };
}

/** Why a document that IAM refuses admits nobody. */
export function refusedBy(policy: TrustPolicy): readonly string[] {
  return policy.refusals.map((why) => `IAM refuses this trust policy: ${why}`);
}

/** The answer where the work has to stop. */
export function tooLarge(): Decision {
  return { admitted: undefined, because: ['the trust policy is too large or too intricate to be worked out'] };
}

/**
 * That a statement is about an action.
 *
 * @param action in lower case
 * @param shown how the sentence calls it
 */
export function actionRequirement(action: string, shown: string, budget: Budget): Requirement {
  return {
    answer: (statement) => coversAction(statement, action, budget),
    otherwise: (statement) =>
      `its ${statement.notAction ? 'NotAction' : 'Action'} (${list(statement.actionsAsWritten)}) does not cover ${shown}`,
  };
}

/** `statement 2 (Sid)`. */
export function nameOf({ index, sid }: Statement): string {
  return sid ? `statement ${index} (${describeSymbols(sid)})` : `statement ${index}`;
}

function say({ statement, why }: Assessment, does: string): string {
  return describeSymbols(`${nameOf(statement)} ${does}: ${why()}`);
}

/** How a statement fares with a request, whatever the others say. */
export function assess(statement: Statement, request: KnownRequest): Assessment {
  let unknown = statement.perhaps;
  for (const { answer, otherwise } of request.requirements) {
    const about = answer(statement);
    if (about === false) return { statement, applies: false, why: () => otherwise(statement) };
    if (about !== true) unknown ??= about.why;
  }
  for (const condition of statement.conditions) {
    spend(request.budget, 1);
    const doubts: string[] = [];
    const asked = { ...request, doubt: (why: string): void => void doubts.push(why), symbol: (): void => undefined };
    // A request of known values is either in or out: no condition gives a part of it.
    const certain = evaluateCondition(condition, asked, 'certain') === true;
    if (certain) continue;
    if (evaluateCondition(condition, asked, 'possible') === false) {
      const why = whyNot(condition, request);
      return { statement, applies: false, why: () => why };
    }
    unknown ??= doubts[0] ?? describeCondition(condition);
  }
  const doubt = unknown;
  if (doubt !== undefined) return { statement, applies: undefined, why: () => doubt };
  return { statement, applies: true, why: () => whyApplies(statement) };
}

function whyApplies({ conditions }: Statement): string {
  if (conditions.length === 0) return 'it has no condition';
  return `${conditions.map(describeCondition).join(' and ')} ${conditions.length > 1 ? 'hold' : 'holds'}`;
}

function describeCondition({ operator, key, values }: Condition): string {
  return `${operator.name} on ${key} (${list(values)})`;
}

function whyNot(condition: Condition, request: KnownRequest): string {
  const { operator, key, values } = condition;
  const value = request.valueOf(key);
  const text = describeCondition(condition);
  if (value.kind !== 'known') return `${text} fails: the request has no such key${request.keyHint(key)}`;
  const actual = value.values.join(', ');
  const what = request.what ?? 'session';
  const found = `${text} fails: the ${what} has ${list([actual])}`;
  if (operator.family === 'Null') return `${found}, and Null asks for its absence; drop that condition`;
  if (operator.negated) return `${found}, which it excludes; take it out of the values`;
  const sameButCase = values.find((one) => one !== actual && one.toLowerCase() === actual.toLowerCase());
  if (sameButCase !== undefined)
    return `${found}, which differs from ${list([sameButCase])} in case only; write it alike`;
  if (operator.family === 'StringEquals' && values.some((one) => /[*?]/.test(one))) {
    return `${found}; StringEquals reads * and ? as plain characters, StringLike reads them as wildcards: move this key to StringLike and leave the others under ${operator.name}, or write ${list([actual])}`;
  }
  return `${found}; add that value, or change the ${what}`;
}

/** Some texts, quoted, cut to a length that a line can take. */
export function list(values: readonly string[]): string {
  const shown = values
    .slice(0, 5)
    .map((value) => JSON.stringify(value.length > 300 ? `${value.slice(0, 300)}…` : value));
  return values.length > 5 ? `${shown.join(', ')} and ${values.length - 5} more` : shown.join(', ');
}
