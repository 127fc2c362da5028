import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { Grant } from '../../core';

/** A grant on Azure: a role at a scope, which an identity gives its principal by a resource of its own. */
export interface AzureGrant extends Grant {
  /** The construct id of what is made, unique among the grants of one identity. */
  readonly id: string;
  /** The role's name, or its definition's id where it is not a built-in one. */
  readonly role: string;
  /** The Azure resource id at which the role holds, all below it included. May be a token. */
  readonly scope: string;
  /** Whether the scope may be in another subscription than the identity. Default false. */
  readonly crossSubscription?: boolean;
  /** Whether it lets the identity assign roles, or do all there is at the scope. Default false. */
  readonly privileged?: boolean;
  /** What a person must do for an identity of this name, beside {@link Grant.deploymentNeeds}. Default nothing. */
  needsOf?(identityName: string): readonly string[];
  /**
   * Makes what gives the role to a principal.
   *
   * @returns what must exist before the permission does. Azure may take up to 10 minutes more to honour it
   */
  give(scope: Construct, principal: AzurePrincipal): readonly ITerraformDependable[];
}

/** Who is given a role: a service principal, which every managed identity has. */
export interface AzurePrincipal {
  /** The principal's object id, not its client id. */
  readonly principalId: string;
  /** The azurerm provider that assigns. Default the stack's. */
  readonly provider?: TerraformProvider;
}

/** What a grant on a typed resource is given. */
export interface AzureGrantOptions {
  /** Unique among the grants of one identity. Default made of the role and of what narrows it. */
  readonly id?: string;
  /** Accepts a resource of another subscription than the identity's. Default false. */
  readonly crossSubscription?: boolean;
}

export type { IdLike } from '../resource-id';
