import type { AwsAccount } from '../aws-account';
import type { Place } from '../place';

/** What kind of identity a pod can get. */
export type IdentityKind = 'iam-role' | 'managed-identity' | 'entra-application';

/** An identity of a cloud: an IAM role, a user-assigned managed identity, an Entra application. */
export interface Identity {
  readonly id: string;
  readonly cloud: 'aws' | 'azure';
  readonly kind: IdentityKind;
  /** Its name in the cloud; may hold symbols. */
  readonly name: string;
  /** What a service account names it by: a role's ARN, the others' client id; may hold symbols. */
  readonly claimName: string;
  /** A role's account; nothing where nothing tells. */
  readonly account?: AwsAccount;
  /** The Entra tenant that it is in, and no other; may hold symbols. Nothing where nothing tells. */
  readonly tenantId?: string;
  /** A managed identity's resource id; may hold symbols. */
  readonly resourceId?: string;
  /** A managed identity's resource group; may hold symbols. */
  readonly resourceGroup?: string;
  /** A role's path; `/` by default. */
  readonly path?: string;
  /** A role's trust policy as JSON text with symbols. Missing where it cannot be read (a data source, an unknown value). */
  readonly trustPolicy?: string;
  /** Set where it is written and not known before apply: an entry of its own says so. */
  readonly isTrustOpen?: true;
  /** It is made outside of what was read, which only refers to it, by a data source or a name: nobody sees all its trusts. */
  readonly existing?: true;
  /** Where the trust is written; the identity itself where it has none. */
  readonly trustAt: Place;
  readonly at: Place;
}
