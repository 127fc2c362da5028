import { all, any, isUnknown, unknown } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { Budget } from '../budget';
import type { Glob, Mode } from '../region/glob';
import type { Condition } from '../../model/identity/statement';
import type { TrustPolicy } from './policy';
import type { Box } from '../region/region';
import { colonsOf, isArn, isMatch, isOfKind, patternOf } from './value';

/** What a request holds for a condition key. */
export type KeyValue =
  /** Never in such a request. */
  | { readonly kind: 'absent' }
  /** One value, or with `list` a multivalued key; `why` is the reason where a condition on it cannot be told. */
  | { readonly kind: 'known'; readonly values: readonly string[]; readonly list: boolean; readonly why?: string }
  /** Always there, and any value of its grammar: the requests are told apart by it. */
  | { readonly kind: 'free'; readonly free: FreeKey }
  /** Nothing in the artefacts tells. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** This value, or absent: the key's own name is not known before apply. */
  | { readonly kind: 'perhaps'; readonly value: KeyValue; readonly why: string };

/** A key whose value tells requests apart. */
export interface FreeKey {
  /** The requests whose value matches a pattern. */
  boxes(glob: Glob, mode: Mode): readonly Box[];
  /** Whether each pattern of symbols becomes the same boxes in both modes. */
  isSettled(glob: Glob): boolean;
  /** `arn` where the value is always one, `subject` where it never is a number, a date, an address or an ARN. */
  readonly form: 'arn' | 'subject' | 'text';
}

/** A request, or a whole set of them, as conditions see it. */
export interface Request {
  readonly version: TrustPolicy['version'];
  readonly budget: Budget;
  valueOf(key: string): KeyValue;
  /** Takes the reason why something cannot be decided. */
  doubt(why: string): void;
  /** Takes the reason why something may turn out undecided: a set of requests depends on an unknown value. */
  symbol(why: string): void;
}

/** Which requests a condition holds for: all, none, those in a union of boxes, or those outside it. */
export type Holds = boolean | { readonly inside: boolean; readonly boxes: readonly Box[] };

/**
 * Evaluates one condition.
 *
 * Missing keys follow the IAM User Guide, "Condition operators": a positive operator is false, a negated one true,
 * `IfExists` true, `ForAllValues:` true and `ForAnyValue:` false.
 *
 * @param mode `certain`: for which requests it holds whatever is unknown; `possible`: for which it may hold
 */
export function evaluateCondition(condition: Condition, request: Request, mode: Mode): Holds {
  if (condition.perhaps !== undefined) {
    request.doubt(condition.perhaps);
    // Without it all are left; with it no more than it leaves, which need not be any.
    if (mode === 'possible') return true;
  }
  return holds(condition, request.valueOf(condition.key), request, mode);
}

function holds(condition: Condition, value: KeyValue, request: Request, mode: Mode): Holds {
  const { operator } = condition;
  const settle = (answer: boolean | undefined, why: string): boolean => {
    if (answer !== undefined) return answer;
    request.doubt(why);
    return mode === 'possible';
  };
  const unsure = (why: string): boolean => settle(undefined, why);
  switch (value.kind) {
    case 'perhaps': {
      request.doubt(value.why);
      const present = holds(condition, value.value, request, mode);
      const absent = holds(condition, { kind: 'absent' }, request, mode) as boolean;
      if (mode === 'possible') return absent || present;
      return absent && present;
    }
    case 'unknown':
      return unsure(value.why);
    case 'absent':
      return settle(
        isTrueWhenMissing(condition),
        `${operator.name}: AWS does not say whether IfExists or ForAnyValue decides when ${describeKey(condition)} is missing`,
      );
    case 'known': {
      if (operator.family === 'Null') return isPresenceWanted(condition, request, mode);
      const answer = matchKnown(condition, value, request);
      return isUnknown(answer) ? unsure(value.why ?? answer.why) : answer;
    }
    case 'free':
      if (operator.family === 'Null') return isPresenceWanted(condition, request, mode);
      return matchFree(condition, value.free, request, mode, unsure);
  }
}

/**
 * A condition whose values are written in other words, those among them that need not be there too. One that is then the same as a
 * value that is there for certain is there.
 */
export function inOtherWords(condition: Condition, write: (value: string) => string): Condition {
  const { perhapsValues, ...rest } = condition;
  const values = condition.values.map(write);
  if (!perhapsValues) return { ...rest, values };
  const certain = new Set(values.filter((_, index) => !perhapsValues.has(condition.values[index]!)));
  const open = [...perhapsValues].map(([value, why]) => [write(value), why] as const);
  const still = new Map(open.filter(([value]) => !certain.has(value)));
  return { ...rest, values, ...(still.size > 0 && { perhapsValues: still }) };
}

/** What a condition says of a request that does not have its key; nothing where AWS does not tell. */
export function isTrueWhenMissing({ operator, values, perhapsValues }: Condition): boolean | undefined {
  if (operator.family === 'Null') return perhapsValues ? undefined : presence(values, 'true');
  if (operator.set === 'ForAllValues') return true;
  if (operator.set === 'ForAnyValue') return operator.ifExists ? undefined : false;
  return operator.ifExists || operator.negated;
}

function isPresenceWanted(condition: Condition, request: Request, mode: Mode): boolean {
  const wanted = condition.perhapsValues ? undefined : presence(condition.values, 'false');
  if (wanted !== undefined) return wanted;
  request.doubt(whyUnsure(condition));
  return mode === 'possible';
}

/** Whether `Null` takes a missing key (`true`) or one that is there (`false`). */
function presence(values: readonly string[], wanted: 'true' | 'false'): boolean | undefined {
  if (values.includes(wanted)) return true;
  return values.every((value) => value === 'true' || value === 'false') ? false : undefined;
}

function matchKnown(
  condition: Condition,
  actual: { readonly values: readonly string[]; readonly list: boolean },
  request: Request,
): Known {
  const { operator, values, perhapsValues } = condition;
  const one = (text: string): Known => {
    const matched = any(values, (value): Known => {
      const is = isMatch(operator.family, value, text, request.version, request.budget, (key) =>
        isAbsent(key, request),
      );
      const isAmong = is === false ? undefined : perhapsValues?.get(value);
      return isAmong === undefined ? (is ?? unknown(whyUnsure(condition))) : unknown(isAmong);
    });
    if (!operator.negated || isUnknown(matched)) return matched;
    // Whether the negation holds for a value that the operator cannot read is not documented.
    return matched || isOfKind(operator.family, text) ? !matched : unknown(whyUnsure(condition));
  };
  if (!actual.list) return one(actual.values[0]!);
  if (operator.set === 'ForAnyValue') return any(actual.values, one);
  if (operator.set === 'ForAllValues') return all(actual.values, one);
  return unknown(whyUnsure(condition));
}

function isAbsent(key: string, request: Request): boolean {
  return request.valueOf(key).kind === 'absent';
}

function matchFree(
  condition: Condition,
  free: FreeKey,
  request: Request,
  mode: Mode,
  unsure: (why: string) => boolean,
): Holds {
  const { operator, values } = condition;
  const { family, negated } = operator;
  const isString = family === 'StringEquals' || family === 'StringLike' || family === 'StringEqualsIgnoreCase';
  if (!isString && family !== 'Arn') {
    const never = free.form === 'subject' && family !== 'BinaryEquals' && !negated;
    return never ? false : unsure(whyUnsure(condition));
  }
  if (family === 'Arn' && free.form !== 'arn') {
    const never = free.form === 'subject' && !negated && values.every(isArn);
    return never ? false : unsure(whyUnsure(condition));
  }
  const boxes: Box[] = [];
  // Outside certainly what is possibly inside, and the reverse.
  const wanted = negated ? (mode === 'certain' ? 'possible' : 'certain') : mode;
  for (const value of values) {
    const isAmong = condition.perhapsValues?.get(value);
    if (isAmong !== undefined) {
      request.doubt(isAmong);
      if (wanted === 'certain') continue;
    }
    const { glob, certain, never } = patternOf(value, family, request.version, (key) => isAbsent(key, request));
    if (never) continue;
    const short = family === 'Arn' && colonsOf(value) < 5 && glob !== value;
    if (!certain || short || !free.isSettled(glob)) {
      request.doubt(whyUnsure(condition));
      if (wanted === 'certain') continue;
    }
    if (hasSymbol(glob)) request.symbol(`${glob} in ${describeKey(condition)} is not known before apply`);
    boxes.push(...free.boxes(glob, wanted));
  }
  return { inside: !negated, boxes };
}

function describeKey(condition: Condition): string {
  return describeSymbols(condition.key);
}

function whyUnsure(condition: Condition): string {
  const values = describeSymbols(condition.values.slice(0, 3).join(', '));
  const shown = values.length > 200 ? `${values.slice(0, 200)}…` : values;
  return `${condition.operator.name} on ${describeKey(condition)} with ${shown}: its value is not known before apply, or AWS does not say how it compares`;
}
