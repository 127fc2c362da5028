/**
 * What the page of `--format html` shows, as plain data: things refer to one another by their place in the lists. Every text is
 * printable. Only the page reads it, so it is no contract.
 */
export interface MapData {
  readonly title: string;
  readonly clusters: readonly MapThing[];
  readonly namespaces: readonly MapNamespace[];
  readonly accounts: readonly MapAccount[];
  readonly identities: readonly MapThing[];
  readonly permissions: readonly MapThing[];
  readonly access: readonly MapAccess[];
  /** Which identity has which permission. */
  readonly may: readonly MapMay[];
  readonly findings: readonly MapFinding[];
  readonly undecided: readonly MapUndecided[];
  /** Of a review: its verdict, and what changes, in words. Absent where the page shows one program. */
  readonly change?: MapReview;
}

/** `widened` and so on, of the two versions that a review compares. */
export type MapChange = 'widened' | 'unknown' | 'narrowed' | 'moved';

/** A row of a column. */
export interface MapThing {
  readonly name: string;
  /** Its second line. */
  readonly line: string;
  /** Words that mark it, such as `privileged`. */
  readonly tags?: readonly string[];
  /** What its details say besides, as heading and text. */
  readonly facts?: readonly (readonly [heading: string, text: string])[];
}

export interface MapNamespace {
  readonly name: string;
  readonly cluster: number;
}

/** A service account, or a pattern of them. */
export interface MapAccount {
  readonly name: string;
  readonly namespace: number;
  /** The declared workloads that run as it. */
  readonly workloads: readonly string[];
  readonly tags?: readonly string[];
}

/** That an identity admits an account. */
export interface MapAccess {
  readonly account: number;
  readonly identity: number;
  readonly mechanism: string;
  /** Nothing in the input asks for it. */
  readonly unclaimed?: true;
  /** Why it is not certain. */
  readonly uncertain?: string;
  readonly change?: MapChange;
  /** Of a change: what it says. */
  readonly what?: string;
}

export interface MapMay {
  readonly identity: number;
  readonly permission: number;
  readonly change?: MapChange;
}

export type MapLevel = 'error' | 'warning' | 'note';

export interface MapFinding {
  readonly level: MapLevel;
  readonly rule: string;
  /** The page of the rule. */
  readonly page: string;
  readonly message: string;
  readonly help: string;
  readonly place: string;
  /** Why it is meant. It does not count then. */
  readonly accepted?: string;
  /** What it marks. */
  readonly clusters?: readonly number[];
  readonly accounts?: readonly number[];
  readonly identities?: readonly number[];
}

export interface MapUndecided {
  readonly about: string;
  readonly because: string;
  readonly place: string;
  readonly identities?: readonly number[];
}

export interface MapReview {
  /** In a sentence. */
  readonly verdict: string;
  readonly entries: readonly MapChangeEntry[];
  /** How many entries are as they were. */
  readonly unchanged: number;
}

export interface MapChangeEntry {
  readonly change: MapChange;
  readonly what: string;
  readonly example?: string;
  readonly because?: string;
  readonly identity?: number;
}
