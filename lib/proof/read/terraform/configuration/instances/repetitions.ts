import { below } from '../../../../model/place';
import type { Place } from '../../../../model/place';
import { describeSymbols, hasSymbol, symbolOf } from '../../../../model/known/symbol';
import type { Undecided } from '../../../../model/undecided';
import { isExpressionError } from '../../expression/expression';
import { asText, isObject, isUnknown, referenceOf } from '../../expression/value';
import type { Value } from '../../expression/value';
import type { Block, Configuration, Raw, RawObject } from '../configuration';
import { NO_NAMES } from '../evaluation/context';
import type { Evaluator } from '../evaluation/evaluator';
import type { Keyed } from './keyed';

/** One of what `count` or `for_each` makes. */
export interface Repetition extends Keyed {
  /** What `each` and `count` stand for in it. */
  readonly names: Readonly<Record<string, Value>>;
  /** Why nobody knows how many there are of it. */
  readonly uncounted?: Undecided;
}

/** More instances than this of one block are not made: a slip in a count must not fill the memory. */
const MAXIMUM_INSTANCES = 20_000;

const ONE: readonly Repetition[] = [{ names: NO_NAMES }];

/** Works out what `count` and `for_each` make. */
export class Repetitions {
  public constructor(private readonly evaluator: Evaluator) {}

  /**
   * What the `count` or `for_each` of a block or a call makes; one without a key where that is not known, and the
   * reason.
   *
   * @param id what it is that there are several of
   */
  public of(configuration: Configuration, body: RawObject, id: string, place: Place): readonly Repetition[] {
    if (!isRepeated(body)) return ONE;
    const argument = hasCount(body) ? 'count' : 'for_each';
    const at = below(place, argument);
    let because = 'is not known before apply';
    const { budget } = this.evaluator;
    const { depth } = budget;
    let over = id;
    try {
      const value = this.evaluator.value(body[argument] as Raw, { configuration, names: NO_NAMES });
      const made = argument === 'count' ? byCount(value) : byKeys(value);
      if (made) return made;
      const text = describeSymbols(isUnknown(value) ? referenceOf(value) : JSON.stringify(value));
      if (text.length <= LONGEST_NAME) over = text;
    } catch (error) {
      if (!isExpressionError(error)) throw error;
      budget.depth = depth;
      because = `cannot be told: ${error.message}`;
    }
    const uncounted: Undecided = {
      about: id,
      because: `how many there are of it (${argument}) ${because}`,
      at,
      uncounted: true,
    };
    return [{ names: argument === 'count' ? ofUnknownCount(over) : ofUnknownKeys(over), uncounted }];
  }
}

/** A longer text of what is repeated over is not put into names. */
const LONGEST_NAME = 300;

/**
 * What `each` stands for where its keys are not known: whatever repeats over the same has the same keys, and what repeats
 * over something else may have others.
 */
function ofUnknownKeys(over: string): Repetition['names'] {
  const key = symbolOf(`${over}.each.key`);
  // The members of a set are their own keys.
  return { each: { key, value: over.startsWith('toset(') ? key : symbolOf(`${over}.each.value`) } };
}

function ofUnknownCount(over: string): Repetition['names'] {
  return { count: { index: symbolOf(`${over}.count.index`) } };
}

function byCount(value: Value): readonly Repetition[] | undefined {
  const length = Number(asText(value));
  if (!Number.isInteger(length) || length < 0 || length > MAXIMUM_INSTANCES) return undefined;
  return Array.from({ length }, (_, index) => ({ key: index, names: { count: { index } } }));
}

function byKeys(value: Value): readonly Repetition[] | undefined {
  if (isObject(value)) {
    const keys = Object.keys(value).sort();
    if (keys.some(hasSymbol)) return undefined;
    return keys.map((key) => ({ key, names: { each: { key, value: value[key]! } } }));
  }
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string' && !hasSymbol(item))) return undefined;
  const keys = value as readonly string[];
  return [...new Set(keys)].sort().map((key) => ({ key, names: { each: { key, value: key } } }));
}

/** Whether references to a block or a module need a key. */
export function isCounted({ body, instances }: Pick<Block, 'body'> & { instances?: readonly Keyed[] }): boolean {
  return instances ? instances.some(({ key }) => key !== undefined) : isRepeated(body);
}

/** Whether it is `count` that a body is repeated by. */
export function hasCount({ count }: RawObject): boolean {
  return (count ?? null) !== null;
}

function isRepeated(body: RawObject): boolean {
  return hasCount(body) || (body.for_each ?? null) !== null;
}
