import type { Statement } from './statement';
import type { Known } from '../known/known';
import type { Place } from '../place';
import { describeSymbols } from '../known/symbol';

/** What a role of an Azure role assignment allows: of the control plane, and of the data plane. */
export interface AzureActions {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** A policy that says, or limits, what an identity may do. Its texts may hold symbols. */
export interface IdentityPolicy {
  readonly identity: string;
  /**
   * `permissions` gives; a permissions `boundary` of a role and the `session` policy of an association only take away; a
   * `role-assignment` of Azure gives at a scope.
   */
  readonly kind: 'permissions' | 'boundary' | 'session' | 'role-assignment';
  /** The id of the resource that gives it. */
  readonly source: string;
  /** The ARN of a policy that is attached by it, or the name of an Azure role; nothing for one written in the place itself. */
  readonly name?: string;
  /** Of a policy of the program that is attached: its ARN; may hold symbols. */
  readonly arn?: string;
  /** Of IAM: the statements; nothing where the policy was not read. */
  readonly statements?: readonly Statement[];
  /** What is known of a policy that was not wholly read. */
  readonly unread?: UnreadPolicy;
  /** Of IAM: the version of the policy language, where the statements were read. Only in that of 2012 are there variables. */
  readonly version?: '2008-10-17' | '2012-10-17';
  /** Of Azure: what a custom role of the program allows; nothing for a built-in role. */
  readonly azure?: readonly AzureActions[];
  /** Set where the actions of a custom role are not all known. */
  readonly isRoleOpen?: true;
  /** Of Azure: what an access policy of a key vault gives, as `secret: get`; instead of a role. */
  readonly vaultPermissions?: readonly string[];
  /** Set for a role of the directory, or of an application: it gives nothing of Azure's resources. */
  readonly isOfDirectory?: true;
  /** Of Azure: the id of the group by which the identity has it. */
  readonly through?: string;
  /** Of Azure: where it holds, and what it asks for besides. */
  readonly scope?: string;
  readonly condition?: string;
  readonly at: Place;
}

/** What is known of a policy that was not wholly read. Its statements may hold symbols; the other texts have them described. */
export interface UnreadPolicy {
  /** Why it was not: `is not known before apply`. */
  readonly because: string;
  /** The statements that are known; of some it need not be known whether they are there. Of Azure they are {@link IdentityPolicy.azure}. */
  readonly statements: readonly Statement[];
  /** What is not known at all of it: the expressions. Two that are made of the same are the same. */
  readonly rest: readonly string[];
  /** The expressions that decide what is there of its statements, and what those and the rest are made of in their turn. */
  readonly depends: readonly string[];
}

/** A policy of which it is not known whose it is. */
export interface OpenPolicy extends Omit<IdentityPolicy, 'identity'> {
  /** Whose it is, as it is written; may hold symbols. Policies with the same are of the same identities. */
  readonly whose: string;
  /** The identities that it may be of; nothing where it may be any of its cloud. */
  readonly identities?: readonly string[];
  /** Why that is not known. */
  readonly because: string;
}

/** A role assignment, or an access policy, of which it is not known whose it is. */
export interface OpenAssignment extends OpenPolicy {
  /** Whether it is an identity's. */
  isOf(identity: string): Known;
}

/** A deny assignment of Azure. Its texts may hold symbols. */
export interface DenyAssignment {
  readonly id: string;
  readonly scope: string;
  /** What it denies; nothing where that is not known. */
  readonly azure?: readonly AzureActions[];
  readonly condition?: string;
  /** Set where it is not for what lies below its scope. */
  readonly isOfScopeAlone?: true;
  /** Whether it is for an identity. */
  isFor(identity: string): Known;
}

/** A role assignment of Azure to a principal that is none of the identities: a person, a group, an application that was not read. */
export interface PrincipalAssignment extends Omit<IdentityPolicy, 'identity'> {
  /** The object id; may hold symbols. */
  readonly principal: string;
}

/** Why it is not known which policies an identity has, beside those that were read. */
export interface PolicyDoubt {
  /** The identity's id; nothing where it may be any. */
  readonly identity?: string;
  readonly because: string;
}

/** A managed policy for people: its ARN without what stands before its path. */
export function managedPolicyText(arn: string): string {
  return describeSymbols(arn.replace(/.*:policy\//, ''));
}
