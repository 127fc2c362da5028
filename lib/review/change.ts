import type { Place } from '../proof/model/place';

/** What Terraform would do to a resource. */
export interface PlannedChange {
  /** With its modules, and without its stack. */
  readonly address: string;
  /** `forget`: Terraform no longer manages what stays. */
  readonly action: 'create' | 'update' | 'delete' | 'replace' | 'forget';
}

/** The kinds of changes, in the order in which they are told. `moved`: the same access by another way. */
export const CHANGE_KINDS = ['widened', 'unknown', 'narrowed', 'moved'] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One thing that is not as it was. Fields may be added in later versions, not changed. */
export interface Change {
  readonly change: ChangeKind;
  /**
   * `access`: who gets the identity; `permission`: what it may do; `outbound`: where a role gets on into Entra;
   * `capability`: what AWS runs by a role; `becoming`: who can become a pod without a trust; `settings`: what is accepted or switched off; `program`: the whole of it.
   */
  readonly subject: 'access' | 'permission' | 'outbound' | 'capability' | 'becoming' | 'settings' | 'program';
  /**
   * The identity's name where it is known, else its address; of a policy that may be of several, some of their names. Absent where
   * it is about none.
   */
  readonly identity?: string;
  /**
   * The identity's id in the head, or in the base where the head does not have it. Absent where it is about none, and where it may
   * be one of several.
   */
  readonly id?: string;
  /** The cluster's name where it is known, else its address. */
  readonly cluster?: string;
  /** Of access: the service account or the pattern, as `namespace/name`. */
  readonly account?: string;
  /** Of access: by which mechanisms, sorted. */
  readonly mechanisms?: readonly string[];
  /** Of access: the declared workloads, sorted. */
  readonly workloads?: readonly string[];
  /** Of access that widens or narrows: what the identity may do, one text each. */
  readonly may?: readonly string[];
  /** Of becoming: who: `Group developers`. */
  readonly who?: string;
  /** Of becoming: the service accounts with an identity that they become, as `namespace/name`, sorted. */
  readonly accounts?: readonly string[];
  /** Of becoming: what lets them, sorted. */
  readonly sources?: readonly string[];
  /** What it is, in words. */
  readonly what: string;
  /** Who or what gets in on one side only: `system:serviceaccount:shop:api`, or `s3:GetObject on arn:…`. Absent where no single one can be told. */
  readonly example?: string;
  /** Of `unknown`: why. */
  readonly because?: string;
  /** What plans do to the identity, its policies, what names the account, and what lets somebody become another. Absent without a plan, and where it is nothing. */
  readonly planned?: readonly PlannedChange[];
  /** Where it is written in the head. Absent where that is not known. */
  readonly at?: Place;
}
