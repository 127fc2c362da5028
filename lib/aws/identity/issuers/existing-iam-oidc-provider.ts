import { Construct } from 'constructs';
import { type IssuerLike, checkIssuerUrl } from '../../../core';
import { checkedId, recordSourcePosition } from '../../../terraform';
import { checkOidcProvider } from './check-oidc-provider';
import type { OidcProviderReference } from '../eks-cluster-reference';
import { recordOidcProvider } from '../record-existing';

/** What `IamOidcProvider.fromAttributes` must know of a provider. Values may be tokens. */
export interface IamOidcProviderAttributes {
  /** `arn:aws:iam::<account>:oidc-provider/<issuer without https://>` */
  readonly arn: string;
  /** The registered issuer's URL, `https://` included. */
  readonly issuerUrl: string;
  /** The audiences that it accepts, where they are known; a trust with another audience is refused then. */
  readonly audiences?: readonly string[];
}

/**
 * An IAM OIDC provider that somebody else made.
 *
 * @throws PodtrustError `issuer-not-https`, `arn-malformed`, `arn-of-other-kind`, `issuer-mismatch`
 */
export class ExistingIamOidcProvider extends Construct implements OidcProviderReference {
  public readonly arn: string;
  public readonly issuer: IssuerLike;
  public readonly audiences?: readonly string[];

  public constructor(scope: Construct, id: string, { arn, issuerUrl, audiences }: IamOidcProviderAttributes) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    checkIssuerUrl(issuerUrl, this.node.path);
    this.arn = arn;
    this.issuer = { url: issuerUrl };
    this.audiences = audiences;
    checkOidcProvider(this, undefined, this.node.path);
    recordOidcProvider(this, this.node.path, this);
  }
}
