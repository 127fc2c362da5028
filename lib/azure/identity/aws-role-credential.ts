import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { ENTRA_AUDIENCE, type IssuerLike, PodtrustError, checkIssuerUrl, checkName, isKnown } from '../../core';
import { isRoleArn } from '../../core/aws/role-arn';
import { checkedId, recordSourcePosition } from '../../terraform';
import type { EntraIdentity } from './entra-identity';

/** Properties of {@link AwsRoleCredential}. */
export interface AwsRoleCredentialProps {
  /** The identity that the role's sessions become: a `PodManagedIdentity` or a `PodApplication`. */
  readonly identity: EntraIdentity;
  /** The issuer of the role's AWS account, such as an `OutboundFederation`. */
  readonly issuer: IssuerLike;
  /** `arn:aws:iam::<account>:role/<path and name>`, or a token of it: a `PodRole`'s `arn`. */
  readonly roleArn: string;
  /** The credential's name: 3-120 letters, digits, `-` and `_`. It never changes. */
  readonly name: string;
  /** One audience, compared as it is. Default `api://AzureADTokenExchange`. */
  readonly audience?: string;
}

/**
 * Lets the sessions of an AWS role become an identity of Entra, those of pods by IRSA or by EKS Pod Identity too: they get a
 * token of their AWS account (`sts:GetWebIdentityToken`), whose subject is the role's ARN, and exchange it at Entra.
 *
 * Everybody who has the role gets in, not one service account alone. Where the pods' own token will do, `workloadIdentity`
 * admits just them.
 */
export class AwsRoleCredential extends Construct {
  public readonly resource: TerraformResource;

  /**
   * @throws PodtrustError `role-arn-malformed`, `issuer-not-https`, `name-invalid`, `federated-credentials-over-limit`,
   *   `duplicate-federated-credential`, `federated-credential-audience-wrong`
   */
  public constructor(scope: Construct, id: string, props: AwsRoleCredentialProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    const { identity, issuer, roleArn, name, audience = ENTRA_AUDIENCE } = props;
    checkIssuerUrl(issuer.url, where);
    checkName('federated-credential', name, where);
    check(roleArn, audience, where);
    this.resource = identity.addCredential(this, 'Resource', { name, issuer: issuer.url, subject: roleArn, audience });
  }
}

function check(roleArn: string, audience: string, where: string): void {
  if (isKnown(roleArn) && !isRoleArn(roleArn)) {
    throw new PodtrustError({
      code: 'role-arn-malformed',
      where,
      what: `"${roleArn}" is not the ARN of an IAM role`,
      why: 'The subject of a token of STS is the ARN of the role, and not that of a session; Entra compares it as it is.',
      remedy: 'Give arn:aws:iam::<account>:role/<path and name>, or a token of it.',
    });
  }
  if (!isKnown(audience) || /^[^\s*?]+$/.test(audience)) return;
  throw new PodtrustError({
    code: 'federated-credential-audience-wrong',
    where,
    what: `${JSON.stringify(audience)} cannot be the audience of a federated credential`,
    why: 'A federated credential has exactly one audience, compared character by character with the token’s.',
    remedy: `Leave it out for ${ENTRA_AUDIENCE}, and let the role get tokens for the same.`,
  });
}
