import type { Place } from './place';

/** Something that what was read does not decide. */
export interface Undecided {
  /** What it is about: an id, or a service account. */
  readonly about: string;
  readonly because: string;
  readonly at: Place;
  /** The ids of the identities that it is about; nothing where it is about none that was read. */
  readonly identities?: readonly string[];
  /** Set where the reason is that nobody knows how many there are of it. It is not part of the result. */
  readonly uncounted?: true;
}
