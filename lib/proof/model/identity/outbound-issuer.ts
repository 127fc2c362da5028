import type { AwsAccount } from '../aws-account';
import type { Place } from '../place';

/**
 * An AWS account's own issuer, which signs the tokens that identities of the account get by `sts:GetWebIdentityToken`. IAM
 * User Guide, "Outbound identity federation".
 */
export interface OutboundIssuer {
  readonly id: string;
  /** The URL, a symbol before apply. */
  readonly issuer: string;
  readonly account?: AwsAccount;
  readonly at: Place;
}

/** What the service is called whose issuers these are; see `serviceOfIssuer`. */
export const OUTBOUND_SERVICE = 'AWS outbound identity federation';
