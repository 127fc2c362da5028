import type { Value } from '../../expression/value';
import type { Possibilities } from '../../expression/possible-values';
import type { Configuration } from '../configuration';

/** Where an expression stands: what the names in it mean. */
export interface Context {
  readonly configuration: Configuration;
  /** What `each`, `count` and the iterators of `dynamic` blocks stand for. */
  readonly names: Readonly<Record<string, Value>>;
  /**
   * Whether `dynamic` blocks that need not be there are wanted, each with what that depends on.
   *
   * @default - where it is not known what there is of them, nothing is
   */
  readonly perhaps?: Possibilities;
}

/** No `each`, no `count` and no iterator: nearly everywhere. */
export const NO_NAMES: Readonly<Record<string, Value>> = {};
