import type { Place } from '../place';

/** A resource control policy of AWS Organizations: what it denies, nobody may do to resources of the accounts that it is for. */
export interface ResourceControl {
  readonly id: string;
  /** Its text as it is written; may hold symbols. Nothing where that is not known. */
  readonly content?: string;
  /** What it is attached to in the input: a root, an organizational unit, an account; may hold symbols. */
  readonly targets: readonly string[];
  readonly at: Place;
}
