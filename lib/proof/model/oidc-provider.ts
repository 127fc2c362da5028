import type { AwsAccount } from './aws-account';
import type { Place } from './place';

/** An issuer registered in an AWS account. */
export interface OidcProvider {
  readonly id: string;
  /** A symbol before apply. */
  readonly arn: string;
  /** The account it is registered in; nothing where nothing tells, as for one that only a trust names. */
  readonly account?: AwsAccount;
  /** The issuer as it is compared, `https://` included. */
  readonly issuer: string;
  /** The audiences (client ids) STS takes for it; nothing where they are unknown. */
  readonly audiences?: readonly string[];
  /**
   * Which account it is registered in, as far as the program tells: two with the same text are in the same one. Nothing
   * for one that is only referred to.
   */
  readonly registry?: string;
  /** `thumbprint_list = []`, which is not the same as no list. */
  readonly emptyThumbprints: boolean;
  readonly at: Place;
}
