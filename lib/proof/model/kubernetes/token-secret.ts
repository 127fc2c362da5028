import type { Place } from '../place';

/** A Secret that Kubernetes fills with a token of a service account, which never expires. */
export interface TokenSecret {
  readonly clusters: readonly string[];
  readonly namespace: string;
  /** May be the start of a name that the API server completes, and may hold symbols. */
  readonly name: string;
  /** The account, of the same namespace; may hold symbols. Nothing where no annotation names it: the Secret stays empty. */
  readonly account?: string;
  readonly at: Place;
}
