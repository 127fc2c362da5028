import type { AksControllerFacts, AzureCloud } from '../../../core';
import type { AzureGrant } from '../../grants/grant';

/** Where a role was read, so that it can be compared again. */
export interface RoleSource {
  /** Repository and path, or the page of a vendor. */
  readonly where: string;
  /** The commit, or the day on which the page was read. */
  readonly version: string;
}

/** What a controller's objects and values name of its identity. Each may be a token. */
export interface OwnIdentity {
  readonly clientId: string;
  readonly tenantId: string;
  readonly cloud: AzureCloud;
}

/** Plain data, as it stands in an object or in the values of a chart. */
export type ControllerData = Readonly<Record<string, unknown>>;

/**
 * The part of a controller's own object that names its identity: many take the client id there, and not from the
 * annotation of their account.
 */
export interface ControllerObject {
  /** The kinds of objects that it is for: `ClusterIssuer`. */
  readonly kinds: readonly [string, ...string[]];
  /** Where it goes: `spec.acme.solvers`. */
  readonly place: string;
  readonly of: (own: OwnIdentity) => ControllerData | readonly ControllerData[];
}

/**
 * A controller that runs in pods of an AKS cluster, and what its identity may do. Made by a function of its own, such as
 * `certManager({ zones })`, and given to a `ControllerIdentity`.
 */
export interface AksController extends AksControllerFacts {
  readonly source: RoleSource;
  /** What its identity may do: the least role that there is, at the least scope. */
  readonly grants: readonly AzureGrant[];
  /** Further values of its chart. Default none. */
  readonly values?: (own: OwnIdentity) => ControllerData;
  /** What its own objects say. Default nothing. */
  readonly object?: ControllerObject;
  /** What a person must do before it works, in sentences. Default nothing. */
  readonly deploymentNeeds?: readonly string[];
}
