import { type TerraformProvider, TerraformStack } from 'cdktf';
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import { type IssuerLike, LIMITS, PodtrustError, STS_AUDIENCE, checkIssuerUrl, isKnown } from '../../../core';
import { checkedId, recordSourcePosition } from '../../../terraform';
import type { OidcProviderReference } from '../eks-cluster-reference';
import { ExistingIamOidcProvider, type IamOidcProviderAttributes } from './existing-iam-oidc-provider';
import { checkTags } from '../../tags';
import { checkGiven } from '../../../core/given';

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
 * @throws PodtrustError `oidc-provider-duplicate`, `tags-invalid`, `input-invalid`, `issuer-not-https`, `oidc-provider-audiences-over-limit`, `audience-missing`
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
    checkGiven(issuer, 'an issuer', this.node.path);
    checkIssuerUrl(issuer.url, this.node.path);
    checkAudiences(audiences, this.node.path);
    checkTags(props.tags, this.node.path);
    register(this, issuer, props.provider);
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

/** By stack: which construct registers an issuer, by the account's provider and the issuer's URL. */
const REGISTERED = new WeakMap<TerraformStack, Map<string, string>>();

/** Notes who registers an issuer, which may be a token: that of one cluster is the same each time. */
function register(construct: IamOidcProvider, { url }: IssuerLike, provider?: TerraformProvider): void {
  const stack = TerraformStack.of(construct);
  const registered = REGISTERED.get(stack) ?? new Map<string, string>();
  REGISTERED.set(stack, registered);
  const key = `${provider?.node.path ?? ''}\n${url}`;
  const other = registered.get(key);
  if (other !== undefined) {
    throw new PodtrustError({
      code: 'oidc-provider-duplicate',
      where: construct.node.path,
      what: `the issuer${isKnown(url) ? ` ${url}` : ''} is registered by ${other} already`,
      why: 'An account registers an issuer once: IAM answers EntityAlreadyExists when the first is made.',
      remedy:
        'Leave it out. An EksCluster registers its own issuer, and has it as oidcProvider; in another account give that account’s provider.',
    });
  }
  registered.set(key, construct.node.path);
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
