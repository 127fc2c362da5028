import type { TerraformProvider } from 'cdktf';
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import { type IssuerLike, LIMITS, PodtrustError, STS_AUDIENCE, checkIssuerUrl, isKnown } from '../../../core';
import { checkedId, recordSourcePosition } from '../../../terraform';
import type { OidcProviderReference } from '../eks-cluster-reference';
import { ExistingIamOidcProvider, type IamOidcProviderAttributes } from './existing-iam-oidc-provider';

/** Properties of {@link IamOidcProvider}. */
export interface IamOidcProviderProps {
  /** Any cluster's issuer: EKS, AKS, or `OidcIssuer.fromUrl`. */
  readonly issuer: IssuerLike;
  /** At most 100 of 255 characters. Default `sts.amazonaws.com` alone. */
  readonly audiences?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** The AWS provider of the account that registers the issuer. Default the stack's. */
  readonly provider?: TerraformProvider;
}

/**
 * Registers an issuer of service account tokens in an AWS account, so that roles can trust it. An account takes an issuer
 * once, and 100 of them.
 *
 * There is no thumbprint in it: IAM checks the issuer's certificate by the public authorities, and a thumbprint that was
 * fetched through a proxy would be a wrong one (terraform-aws-eks #2768, #3607).
 *
 * @throws PodtrustError `issuer-not-https`, `oidc-provider-audiences-over-limit`, `audience-missing`
 */
export class IamOidcProvider extends Construct implements OidcProviderReference {
  /** A provider that is registered already. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: IamOidcProviderAttributes,
  ): ExistingIamOidcProvider {
    return new ExistingIamOidcProvider(scope, id, attributes);
  }

  public readonly resource: IamOpenidConnectProvider;
  /** The provider's ARN, a token. */
  public readonly arn: string;
  public readonly issuer: IssuerLike;
  public readonly audiences: readonly string[];

  public constructor(scope: Construct, id: string, props: IamOidcProviderProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { issuer, audiences = [STS_AUDIENCE] } = props;
    checkIssuerUrl(issuer.url, this.node.path);
    checkAudiences(audiences, this.node.path);
    this.issuer = issuer;
    this.audiences = audiences;
    this.resource = new IamOpenidConnectProvider(this, 'Resource', {
      url: issuer.url,
      clientIdList: [...audiences],
      tags: props.tags,
      provider: props.provider,
    });
    this.arn = this.resource.arn;
  }
}

function checkAudiences(audiences: readonly string[], where: string): void {
  if (audiences.length === 0) {
    throw new PodtrustError({
      code: 'audience-missing',
      where,
      what: 'the OIDC provider has no audience',
      why: 'STS would refuse every token of the issuer.',
      remedy: `Leave audiences out for ${STS_AUDIENCE}, or name at least one.`,
    });
  }
  if (audiences.length > LIMITS.oidcProviderAudiences) {
    throw new PodtrustError({
      code: 'oidc-provider-audiences-over-limit',
      where,
      what: `${audiences.length} audiences`,
      why: `An IAM OIDC provider accepts ${LIMITS.oidcProviderAudiences}.`,
      remedy: 'Share an audience among workloads: the subject tells them apart.',
    });
  }
  const long = audiences.find(
    (audience) => isKnown(audience) && audience.length > LIMITS.oidcProviderAudienceCharacters,
  );
  if (long !== undefined) {
    throw new PodtrustError({
      code: 'oidc-provider-audiences-over-limit',
      where,
      what: `an audience of ${long.length} characters, "${long.slice(0, 40)}…"`,
      why: `IAM takes audiences of ${LIMITS.oidcProviderAudienceCharacters} characters.`,
      remedy: 'Shorten it.',
    });
  }
}
