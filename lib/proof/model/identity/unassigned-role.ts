import type { Place } from '../place';

/** A role assignment to what is not the object id of a principal, though it is of an identity: Azure assigns nothing. */
export interface UnassignedRole {
  readonly id: string;
  /** The identity whose other id was given. */
  readonly identity: string;
  /** What was given, for messages. */
  readonly principalText: string;
  readonly at: Place;
}
