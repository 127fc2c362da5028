import type { Budget } from '../budget';
import { spend } from '../budget';
import type { Answer } from '../applies';
import type { KeyValue } from '../policy/condition';
import { evaluateCondition } from '../policy/condition';
import type { Mode } from './glob';
import { isOfWholePolicy } from '../../model/known/perhaps';
import type { Statement } from '../../model/identity/statement';
import type { TrustPolicy } from '../policy/policy';
import type { Box, Region, Term } from './region';

/** A statement that is about the request's action and principal, for certain or perhaps. */
export interface ApplicableStatement {
  readonly statement: Statement;
  /** Why it is not certain that it is about them. */
  readonly unless?: string;
}

/** Statements before anything is asked: what need not be there is not certain to be about anything. */
export function unasked(statements: readonly Statement[]): readonly ApplicableStatement[] {
  return statements.map((statement) => ({ statement, unless: statement.perhaps }));
}

/** The statements for which a question is not answered with no. */
export function applicable(
  statements: readonly ApplicableStatement[],
  question: (statement: Statement) => Answer,
  budget: Budget,
): readonly ApplicableStatement[] {
  spend(budget, 4 * statements.length);
  return statements.flatMap((entry) => {
    const answer = question(entry.statement);
    if (answer === false) return [];
    return answer === true ? [entry] : [{ ...entry, unless: entry.unless ?? answer.why }];
  });
}

/** The requests that a policy admits. */
export interface Admitted {
  /** Those that get in whatever is unknown. */
  readonly certain: readonly Term[];
  /** Those that may get in; the very same list where nothing is unknown. */
  readonly possible: readonly Term[];
  /** By statement, why its effect is not known. */
  readonly doubts: Doubts;
  /** By statement, the unknown values it compares with what differs from request to request. */
  readonly symbols: Doubts;
}

type Doubts = ReadonlyMap<Statement, ReadonlySet<string>>;

/** Explicit Deny, then Allow, else refused: the requests that are left, as an exact union of terms. */
export function admittedBy(
  statements: readonly ApplicableStatement[],
  version: TrustPolicy['version'],
  valueOf: (key: string) => KeyValue,
  region: Region,
  budget: Budget,
): Admitted {
  const doubts = new Map<Statement, ReadonlySet<string>>();
  const symbols = new Map<Statement, Set<string>>();
  let unsure = false;
  const compile = (effect: Statement['effect'], mode: Mode): readonly Term[] => {
    const terms: Term[] = [];
    for (const entry of statements) {
      if (entry.statement.effect === effect) terms.push(...compileStatement(entry, mode));
    }
    return region.distinct(terms);
  };
  const compileStatement = ({ statement, unless }: ApplicableStatement, mode: Mode): readonly Term[] => {
    let why = unless === undefined ? undefined : new Set([unless]);
    const request = {
      version,
      budget,
      valueOf,
      doubt: (reason: string): void => void (why ??= new Set()).add(reason),
      symbol: (reason: string): void => void symbols.set(statement, (symbols.get(statement) ?? new Set()).add(reason)),
    };
    let terms: readonly Term[] = [{ box: region.everything, except: [], because: [statement.index] }];
    const outside: Box[] = [];
    for (const condition of statement.conditions) {
      const holds = evaluateCondition(condition, request, mode);
      spend(budget, 4);
      if (holds === true) continue;
      if (holds === false) terms = [];
      else if (holds.inside) terms = region.within(terms, holds.boxes, mode);
      else outside.push(...holds.boxes);
      if (terms.length === 0) break;
    }
    terms = terms.flatMap((term) => region.without(term, outside, mode) ?? []);
    if (why) {
      unsure = true;
      if (terms.length > 0) doubts.set(statement, why);
    }
    return unless !== undefined && mode === 'certain' ? [] : terms;
  };
  const allowed = compile('Allow', 'certain');
  const isDecided = (): boolean => !unsure && symbols.size === 0;
  if (allowed.length === 0 && isDecided()) return { certain: [], possible: [], doubts, symbols };
  const certain = region.simplify(region.subtract(allowed, compile('Deny', 'possible'), 'certain'));
  if (isDecided()) return { certain, possible: certain, doubts, symbols };
  const left = region.subtract(compile('Allow', 'possible'), compile('Deny', 'certain'), 'possible');
  // A doubt in a statement that cannot apply changes nothing.
  const possible = doubts.size === 0 && symbols.size === 0 ? certain : region.simplify(left);
  return { certain, possible, doubts, symbols };
}

/** The terms that only may get in. */
export function uncertain({ certain, possible }: Admitted, region: Region): readonly Term[] {
  return possible === certain ? [] : possible.filter((term) => !region.isInside(term, certain));
}

/** Why it is not certain that a term gets in: what its own statements and the Deny statements leave open. */
export function reasonsFor(term: Term, { doubts, symbols }: Admitted): readonly string[] {
  for (const open of [doubts, symbols]) {
    const reasons = new Set<string>();
    for (const [statement, why] of open) {
      if (statement.effect === 'Allow' && !term.because.includes(statement.index)) continue;
      why.forEach((reason) =>
        reasons.add(
          statement.of !== undefined || isOfWholePolicy(reason) ? reason : `statement ${statement.index}: ${reason}`,
        ),
      );
    }
    if (reasons.size > 0) return [...reasons];
  }
  return ['a value in the policy is not known before apply'];
}
