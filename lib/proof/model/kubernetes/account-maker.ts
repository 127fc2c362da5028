/** The kind of an account whose own name or namespace is not known, so that it may be one that something else names. */
export const UNNAMED = 'a service account';

/** The kind of a file that looks as if it held objects, and could not be read. */
export const UNREAD_FILE = 'a file that was not read';

/**
 * Something that makes service accounts, and other objects, which were not read: a Helm release, an add-on of the cloud, a
 * repository that Flux or Argo CD applies, a module that is not on disk.
 */
export interface AccountMaker {
  readonly clusters: readonly string[];
  /** Nothing where the namespace is not known: any may be meant. */
  readonly namespace?: string;
  /** The names of the accounts, where it is documented to make these; nothing where it may make any. */
  readonly accounts?: readonly string[];
  /** The one name that it may make, where it makes no other; what else it is may be unknown. */
  readonly only?: string;
  /** What the names of all that it makes start with. */
  readonly startsWith?: string;
  /** The id of what makes them. */
  readonly source: string;
  /** What that is, for messages: `a Helm release`. */
  readonly kind: string;
}
