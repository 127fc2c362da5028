import type { Place } from '../place';

/** What a namespace tells kiam or kube2iam: which roles its pods may ask for. */
export interface KiamNamespace {
  readonly namespace: string;
  /** `iam.amazonaws.com/permitted` of kiam, a regular expression; `iam.amazonaws.com/allowed-roles` of kube2iam, a list. */
  readonly annotation: string;
  readonly roles: string;
  readonly at: Place;
}
