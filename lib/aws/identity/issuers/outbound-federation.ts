import { type TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { type IssuerLike, PodtrustError, checkIssuerUrl, isKnown } from '../../../core';
import { checkedId, recordSourcePosition } from '../../../terraform';

/** What is known of the outbound federation of an account. */
export interface OutboundFederationAttributes {
  /** The account's issuer, `https://<id>.tokens.sts.global.api.aws`: `aws iam get-outbound-web-identity-federation-info`. */
  readonly issuerUrl: string;
}

/** Properties of {@link OutboundFederation}. */
export interface OutboundFederationProps {
  /** The AWS provider of the account. Default the stack's. */
  readonly provider?: TerraformProvider;
  /**
   * Says that the stack's AWS provider is 6.26 or later: older ones do not have the resource. The bindings of cdktf pin 6.25,
   * those of CDK Terrain a newer one; see docs/leaving-cdktf.md.
   */
  readonly providerFrom626: true;
}

/**
 * Lets the identities of an AWS account get tokens for others than AWS (`sts:GetWebIdentityToken`): an issuer of the account’s
 * own signs them, and their subject is the ARN of the role. With `outboundFederationGrant.getToken` a role may, and an
 * `AwsRoleCredential` of an Entra identity accepts them.
 *
 * It is on or off for a whole account: IAM refuses to turn it on twice.
 */
export class OutboundFederation extends Construct implements IssuerLike {
  /** Of an account where it is on already. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: OutboundFederationAttributes,
  ): OutboundFederation {
    return new OutboundFederation(scope, id, attributes);
  }

  /** Undefined where it was on already. */
  public readonly resource?: TerraformResource;
  /** The issuer's URL. */
  public readonly url: string;

  /**
   * @param props what to make, or the attributes where it is on, for which {@link fromAttributes} reads better
   * @throws PodtrustError `outbound-issuer-invalid`, `provider-argument-unknown`, `issuer-not-https`
   */
  public constructor(scope: Construct, id: string, props: OutboundFederationProps | OutboundFederationAttributes) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    if ('issuerUrl' in props) {
      checkOutboundIssuer(props.issuerUrl, where);
      this.url = props.issuerUrl;
      return;
    }
    if (!props.providerFrom626) {
      throw new PodtrustError({
        code: 'provider-argument-unknown',
        where,
        what: 'nothing says that the AWS provider is 6.26 or later',
        why: 'Older ones have no resource aws_iam_outbound_web_identity_federation, and the bindings of cdktf pin 6.25.',
        remedy:
          "Lift the pin by stack.addOverride('terraform.required_providers.aws.version', '~> 6.26') where it is older, and say providerFrom626: true; or turn it on by aws iam enable-outbound-web-identity-federation and give its issuer to OutboundFederation.fromAttributes.",
      });
    }
    this.resource = new TerraformResource(this, 'Resource', {
      terraformResourceType: 'aws_iam_outbound_web_identity_federation',
      terraformGeneratorMetadata: { providerName: 'aws' },
      provider: props.provider,
    });
    this.url = this.resource.getStringAttribute('issuer_identifier');
  }
}

function checkOutboundIssuer(url: string, where: string): void {
  checkIssuerUrl(url, where);
  if (!isKnown(url) || /^https:\/\/[^/.]+\.tokens\.sts\.[a-z0-9.-]+$/.test(url)) return;
  throw new PodtrustError({
    code: 'outbound-issuer-invalid',
    where,
    what: `"${url}" is not the issuer of an AWS account`,
    why: 'Entra compares the issuer with the token’s character by character, and would refuse every token.',
    remedy: 'Give what aws iam get-outbound-web-identity-federation-info answers, without a slash at its end.',
  });
}
