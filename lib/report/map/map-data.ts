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
  /** The ways by which somebody becomes a pod or an identity: many pods have the same. */
  readonly ways: readonly MapWay[];
  /** Which identity has which permission. */
  readonly may: readonly MapMay[];
  readonly findings: readonly MapFinding[];
  readonly undecided: readonly MapUndecided[];
  /** Of a review: its verdict, and what changes, in words. Absent where the page shows one program. */
  readonly change?: MapReview;
}

/** Of the two versions that a review compares, the worst first; `violated`: the policy of the gate does not allow it. */
export const MAP_CHANGES = ['violated', 'widened', 'unknown', 'narrowed', 'moved'] as const;

export type MapChange = (typeof MAP_CHANGES)[number];

/** A row of a column. */
export interface MapThing {
  readonly name: string;
  /** Its second line. */
  readonly line: string;
  /** Words that mark it, such as `privileged`. */
  readonly tags?: readonly string[];
  /** What its details say besides, as heading and text. */
  readonly facts?: readonly (readonly [heading: string, text: string])[];
  /** Of an identity: who can become it without being one of its pods, by the places of their ways. */
  readonly ways?: readonly number[];
  /** Of a cluster: nothing of who may act in it was read. */
  readonly rbacUnread?: true;
  /** Of a review and an identity: what changes in what it may do. */
  readonly change?: MapChange;
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
  /** Who can become one of its pods, or the account, by the places of their ways; the shortest first. */
  readonly ways?: readonly number[];
  readonly tags?: readonly string[];
  /** Of a review: what changes in who can become it. */
  readonly change?: MapChange;
}

/** The shortest way by which somebody becomes a pod of an account, the account, or an identity. */
export interface MapWay {
  /** `Group developers`; the name of an identity. */
  readonly who: string;
  /** Each step in words. */
  readonly steps: readonly string[];
  /** They act in Kubernetes as the account, and get none of its identities. */
  readonly isAlone?: true;
  /** Why it is not certain. */
  readonly uncertain?: string;
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
  /** Of a review: the worst of what changes in who gets in. */
  readonly change?: MapChange;
  /** Of a review: the entries that are about it, its account or its identity, by their places. */
  readonly changes?: readonly number[];
}

export interface MapMay {
  readonly identity: number;
  readonly permission: number;
  /** Of a review: that this gives what an example of a change is. */
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
  /** Of a review: the base does not have it. */
  readonly isNew?: true;
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
  /** How many there are of what, such as `2 widened`. */
  readonly counts: readonly string[];
  /** The worst first. */
  readonly entries: readonly MapChangeEntry[];
  /** Findings that the head no longer has. */
  readonly gone: readonly MapFinding[];
}

export interface MapChangeEntry {
  readonly change: MapChange;
  readonly what: string;
  readonly example?: string;
  readonly because?: string;
  /** What it says besides, as heading and texts: what the identity may do, who runs as the account. */
  readonly lists?: readonly (readonly [heading: string, texts: readonly string[]])[];
}
