import type { TerraformProvider } from 'cdktf';
import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { Construct } from 'constructs';
import { ENTRA_AUDIENCE, type IssuerLike, LIMITS, PodtrustError, checkIssuerUrl, checkName, isKnown } from '../../core';
import { isRoleArn } from '../../core/role-arn';
import { checkedId, recordSourcePosition } from '../../terraform';
import type { PodManagedIdentity } from './pod-managed-identity';

/** Properties of {@link AwsRoleCredential}. */
export interface AwsRoleCredentialProps {
  /** The identity that the role's sessions become. */
  readonly identity: PodManagedIdentity;
  /** The issuer of the role's AWS account, such as an `OutboundFederation`. */
  readonly issuer: IssuerLike;
  /** `arn:aws:iam::<account>:role/<path and name>`, or a token of it: a `PodRole`'s `arn`. */
  readonly roleArn: string;
  /** The credential's name: 3-120 letters, digits, `-` and `_`. It never changes. */
  readonly name: string;
  /** One audience, compared as it is. Default `api://AzureADTokenExchange`. */
  readonly audience?: string;
  /** Default the stack's. */
  readonly provider?: TerraformProvider;
}

/** The credentials of roles that each identity has. */
const MADE = new WeakMap<PodManagedIdentity, AwsRoleCredential[]>();

/**
 * Lets the sessions of an AWS role become a managed identity, those of pods by IRSA or by EKS Pod Identity too: they get a
 * token of their AWS account (`sts:GetWebIdentityToken`), whose subject is the role's ARN, and exchange it at Entra.
 *
 * Everybody who has the role gets in, not one service account alone. Where the pods' own token will do, `workloadIdentity`
 * admits just them.
 */
export class AwsRoleCredential extends Construct {
  public readonly resource: FederatedIdentityCredential;

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
    const others = MADE.get(identity) ?? [];
    const besides = [...identity.credentials, ...others.map(({ resource }) => resource)];
    if (besides.length >= LIMITS.federatedCredentials) {
      throw new PodtrustError({
        code: 'federated-credentials-over-limit',
        where,
        what: `${besides.length + 1} federated credentials on one identity, that of ${roleArn} among them`,
        why: `Azure accepts at most ${LIMITS.federatedCredentials} of an identity.`,
        remedy: 'Make a second PodManagedIdentity with the same grants.',
      });
    }
    const same = besides.find(
      (other) =>
        other.nameInput?.toLowerCase() === name.toLowerCase() ||
        (other.issuerInput === issuer.url && other.subjectInput === roleArn),
    );
    if (same) {
      throw new PodtrustError({
        code: 'duplicate-federated-credential',
        where,
        what: `the credential ${name} of ${roleArn} has the name, or the issuer and the subject, of ${same.node.path}`,
        why: 'Each is unique in an identity, a name whatever its case; Azure refuses the second credential.',
        remedy: 'Give it another name, or remove one of the two.',
      });
    }
    this.resource = new FederatedIdentityCredential(this, 'Resource', {
      name,
      resourceGroupName: identity.resourceGroupName,
      parentId: identity.id,
      issuer: issuer.url,
      subject: roleArn,
      audience: [audience],
      provider: props.provider,
      // Azure answers 409 to concurrent writes on one identity.
      dependsOn: besides.length > 0 ? [besides.at(-1)!] : undefined,
    });
    MADE.set(identity, [...others, this]);
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
