import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { isKnown } from '../../core';

/** What an identity may do at a scope, not yet given to anybody. */
export interface Grant {
  /** The construct id of what is made, unique among the grants of one identity. */
  readonly id: string;
  /** The role's name, or its definition's id where it is not a built-in one. */
  readonly role: string;
  /** The Azure resource id at which the role holds, all below it included. May be a token. */
  readonly scope: string;
  /**
   * Gives the role to a service principal, which every managed identity has.
   *
   * @param scope the construct to make the assignment in
   * @param principalId the principal's object id, not its client id
   */
  give(scope: Construct, principalId: string): GivenGrant;
}

/** A grant that somebody has. Workloads wait for it: a pod that starts sooner is refused. */
export interface GivenGrant {
  readonly role: string;
  readonly scope: string;
  readonly principalId: string;
  /** What must exist before the permission does. Azure may take up to 10 minutes more to honour it. */
  readonly dependables: readonly ITerraformDependable[];
}

/**
 * A role's and its scope's names as a construct id: cdktf refuses spaces.
 *
 * A name that is a token stays out: the token's number depends on what was made before, and the state's address with it.
 */
export function grantId(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && isKnown(part))
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}
