import type { EksControllerFacts } from '../../../core';
import type { PolicyStatement } from '../../grants/grant';

/** Where a controller works: what the ARNs and conditions of its statements are made of. Each may be a token. */
export interface ControllerHome {
  /** Such as `aws`. */
  readonly partition: string;
  /** The cluster's region. */
  readonly region: string;
  /** Twelve digits, or `*` where nothing tells the role's account. */
  readonly account: string;
  readonly clusterName: string;
  readonly clusterArn: string;
}

/** Where a policy was read, so that it can be compared again. */
export interface PolicySource {
  /** Repository and path, or the page of a vendor. */
  readonly where: string;
  /** The commit, or the day on which the page was read. */
  readonly version: string;
}

/** Values of a chart beyond the identity: without them the controller would not work with the role. */
export type ControllerValues = Readonly<Record<string, unknown>>;

/**
 * A controller that runs in pods of an EKS cluster, and what its role may do. Made by a function of its own, such as
 * `externalDns({ hostedZones })`, and given to a {@link ControllerRole}.
 */
export interface EksController extends EksControllerFacts {
  /** What it does with its permissions, beginning with a verb. */
  readonly description: string;
  readonly source: PolicySource;
  /** What the role may do. */
  readonly statements: (home: ControllerHome) => readonly PolicyStatement[];
  /** Policies of AWS' own that are attached in place of statements, by the end of their ARN. Default none. */
  readonly managedPolicies?: readonly string[];
  /** Further values of the chart. Default none. */
  readonly values?: (home: ControllerHome) => ControllerValues;
  /** Whether the statements name resources of other accounts or regions, because the options said so. Default false. */
  readonly crossAccount?: boolean;
  readonly crossRegion?: boolean;
  /** What a person must do before it works, in sentences. Default nothing. */
  readonly deploymentNeeds?: readonly string[];
}
