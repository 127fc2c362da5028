import type { Place } from './place';

/** Something that what was read does not decide. */
export interface Undecided {
  /** What it is about: an id, or a service account. */
  readonly about: string;
  readonly because: string;
  readonly at: Place;
}
