import type { AwsAccount } from '../aws-account';
import type { Place } from '../place';

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
   * Whether a configuration registers it. Not so for one that is only referred to, nor for one that a plan or a state
   * shows: the configuration that registers it may be given as well.
   */
  readonly declared: boolean;
  /** Set for one that only a trust names, by an ARN written out: nothing that was read with it registers it or looks it up. */
  readonly onlyNamed?: true;
  /**
   * Set for one that only stands for a principal whose text is not known, such as a module's output: it may turn out to be
   * any of the others, or none of them.
   */
  readonly unread?: true;
  /** `thumbprint_list = []`, which is not the same as no list. */
  readonly emptyThumbprints: boolean;
  readonly at: Place;
}
