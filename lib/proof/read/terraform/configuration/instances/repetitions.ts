import { below } from '../../../../model/place';
import type { Place } from '../../../../model/place';
import { describeSymbols, hasSymbol, symbolOf } from '../../../../model/known/symbol';
import type { Undecided } from '../../../../model/undecided';
import { isExpressionError } from '../../expression/expression';
import { truthOf } from '../../expression/functions/scalar-functions';
import { asText, isObject, isUnknown, referenceOf } from '../../expression/value';
import type { Value } from '../../expression/value';
import { isRawObject } from '../blocks/terraform-json';
import type { Block, Configuration, Raw, RawObject } from '../configuration';
import { NO_NAMES } from '../evaluation/context';
import type { Evaluator } from '../evaluation/evaluator';
import type { Keyed } from './keyed';

/** One of what `count`, `for_each` or `lifecycle.enabled` makes. */
export interface Repetition extends Keyed {
  /** What `each` and `count` stand for in it. */
  readonly names: Readonly<Record<string, Value>>;
  /** Why nobody knows how many there are of it. */
  readonly uncounted?: Undecided;
}

/** More instances than this of one block are not made: a slip in a count must not fill the memory. */
const MAXIMUM_INSTANCES = 20_000;

const ONE: readonly Repetition[] = [{ names: NO_NAMES }];

/** Works out what `count`, `for_each` and OpenTofu's `lifecycle.enabled` make. */
export class Repetitions {
  public constructor(private readonly evaluator: Evaluator) {}

  /**
   * What the `count`, `for_each` or `lifecycle.enabled` of a block or a call makes; one without a key where that is not
   * known, and the reason.
   *
   * @param id what it is that there are several of
   */
  public of(configuration: Configuration, body: RawObject, id: string, place: Place): readonly Repetition[] {
    const argument = argumentOf(body);
    if (argument === undefined) return ONE;
    const at = argument === 'enabled' ? below(place, 'lifecycle', argument) : below(place, argument);
    let because = 'is not known before apply';
    const { budget } = this.evaluator;
    const { depth } = budget;
    let over = id;
    try {
      const raw = argument === 'enabled' ? enabledOf(body) : (body[argument] as Raw);
      const value = this.evaluator.value(raw!, { configuration, names: NO_NAMES });
      const made = MAKERS[argument](value);
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
      because: `${argument === 'enabled' ? 'whether it is made (lifecycle.enabled)' : `how many there are of it (${argument})`} ${because}`,
      at,
      uncounted: true,
    };
    const names = { count: ofUnknownCount, for_each: ofUnknownKeys, enabled: () => NO_NAMES }[argument](over);
    return [{ names, uncounted }];
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

function bySwitch(value: Value): readonly Repetition[] | undefined {
  if (isUnknown(value) || value === null) return undefined;
  return truthOf(value) ? ONE : [];
}

const MAKERS = { count: byCount, for_each: byKeys, enabled: bySwitch } as const;

function argumentOf(body: RawObject): keyof typeof MAKERS | undefined {
  if (hasCount(body)) return 'count';
  if ((body.for_each ?? null) !== null) return 'for_each';
  return isSwitched(body) ? 'enabled' : undefined;
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

/** Whether OpenTofu makes a body's one instance or none, as `lifecycle.enabled` says: of none a reference is null. */
export function isSwitched(body: RawObject): boolean {
  return (enabledOf(body) ?? null) !== null;
}

function enabledOf({ lifecycle }: RawObject): Raw | undefined {
  const block = Array.isArray(lifecycle) ? (lifecycle as readonly Raw[])[0] : lifecycle;
  return isRawObject(block) ? block.enabled : undefined;
}
