import { STS_AUDIENCE } from '../../core/trust/audience';
import { told } from '../message';
import type { KnownMessage } from '../message';

const STS_REFERENCE = 'AWS STS API Reference, AssumeRoleWithWebIdentity, Errors';

/** Where one begins to compare where STS says nothing of what it compared. */
const BY_WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';

/** What AWS STS answers when a pod exchanges its token for a role, or a role goes on to another one. */
export const STS_MESSAGES: readonly KnownMessage[] = [
  {
    id: 'no-openid-connect-provider',
    sender: 'AWS STS',
    pattern: /No OpenIDConnect provider found in your account/i,
    means: 'the account of the role has no IAM OIDC provider for the token’s issuer: the trust was not looked at',
    compared: ({ issuer }) =>
      `${told(issuer, 'the token’s issuer')} with the URLs of the OIDC providers in the role’s account`,
    causes: [
      {
        cause: 'the cluster has no OIDC provider in the account of the role',
        fix: 'Register the issuer as aws_iam_openid_connect_provider in that account, one for each cluster. In a second account it is registered there as well.',
      },
      {
        cause: 'the provider is that of a cluster which was deleted: each cluster has an issuer of its own',
        fix: 'Take the URL from the cluster’s own attribute, and let the role name that provider.',
      },
      {
        cause: 'the URL of the provider differs from the issuer by a character, such as a slash at its end',
        fix: 'Register the issuer as the message has it.',
      },
    ],
    rules: ['principal-not-registered', 'provider-in-other-account', 'issuer-mismatch', 'claim-not-admitted'],
    sources: [
      'kubernetes-sigs/aws-load-balancer-controller#2315',
      'terraform-aws-modules/terraform-aws-eks#965',
      STS_REFERENCE,
    ],
  },
  {
    id: 'incorrect-token-audience',
    sender: 'AWS STS',
    pattern: /Incorrect token audience/i,
    means: 'the OIDC provider does not list the token’s audience: the trust was not looked at',
    compared: ({ audience }) =>
      `${told(audience, 'the token’s audience')} with the client ids of the OIDC provider of its issuer`,
    causes: [
      {
        cause: 'the pod presents another token than the one for AWS, such as the API server’s',
        fix: 'Read the file that AWS_WEB_IDENTITY_TOKEN_FILE names; do not point it at another one.',
      },
      {
        cause: `the provider’s client_id_list lacks ${STS_AUDIENCE}, or the account asks for another audience by eks.amazonaws.com/audience`,
        fix: `Add the audience to client_id_list and to the trust, or leave the annotation out: ${STS_AUDIENCE} is then asked for.`,
      },
    ],
    rules: ['audience-not-registered', 'claim-not-admitted'],
    sources: [STS_REFERENCE],
  },
  {
    id: 'verification-key-not-retrieved',
    sender: 'AWS STS',
    pattern: /Couldn.?t retrieve verification key from your identity provider/i,
    means: 'STS could not fetch the issuer’s keys, or they do not fit',
    causes: [
      {
        cause:
          'the issuer’s documents are not public, or are behind a firewall: clusters of one’s own, and AKS reach STS only by them',
        fix: 'Make <issuer>/.well-known/openid-configuration and the jwks_uri in it readable from the internet, by a certificate of a known authority.',
      },
      {
        cause: 'the issuer answers later than in five seconds, or refuses because STS asks too often',
        fix: 'Put the documents behind a cache.',
      },
    ],
    rules: [],
    sources: [
      'AWS re:Post, "How can I resolve the AWS STS AssumeRoleWithWebIdentity API call error InvalidIdentityToken?"',
    ],
  },
  {
    id: 'thumbprint-mismatch',
    sender: 'AWS STS',
    pattern: /HTTPS certificate doesn.?t match configured thumbprint/i,
    means:
      'the certificate of the issuer’s host is of no authority that AWS knows, and not the one of the provider’s thumbprint',
    causes: [
      {
        cause: 'the host has a new certificate',
        fix: 'Give the provider the thumbprint of the new one; issuers of EKS and AKS need none.',
      },
    ],
    rules: ['thumbprint-list-empty'],
    sources: [STS_REFERENCE],
  },
  {
    id: 'InvalidIdentityToken',
    sender: 'AWS STS',
    pattern: /InvalidIdentityToken(?:Exception)?\b/,
    means: 'STS could not validate the token: it did not come to the role’s trust',
    compared: ({ issuer }) =>
      `the token’s signature, issuer and audience with ${told(issuer, 'what is registered of its issuer')}`,
    causes: [
      {
        cause: 'the account of the role has no OIDC provider for the issuer',
        fix: 'Compare aws eks describe-cluster --query cluster.identity.oidc.issuer with aws iam list-open-id-connect-providers.',
      },
      {
        cause: 'what was sent is not a token: an access token, an empty file, a token with a line feed',
        fix: 'Look at the file that AWS_WEB_IDENTITY_TOKEN_FILE names: three parts between dots.',
        when: (_, text) => !/No OpenIDConnect provider/i.test(text),
      },
      {
        cause: 'the cluster’s keys changed, and the pod has an old token',
        fix: 'Restart the pod. Keys of EKS stay published until the tokens that they signed have expired.',
      },
    ],
    rules: ['principal-not-registered', 'issuer-mismatch', 'audience-not-registered', 'claim-not-admitted'],
    sources: [STS_REFERENCE, 'external-secrets/external-secrets#6648'],
    wrapper: true,
  },
  {
    id: 'assume-role-with-web-identity-denied',
    sender: 'AWS STS',
    pattern:
      /Not authorized to perform:? sts:AssumeRoleWithWebIdentity|AccessDenied[^.]{0,80}AssumeRoleWithWebIdentity|AssumeRoleWithWebIdentity[^.]{0,160}AccessDenied/i,
    means: 'the token is valid, and the role’s trust does not let it in; or there is no such role',
    compared: () =>
      `the token’s issuer, subject and audience with the conditions of each statement of the role’s trust that names the issuer’s provider and allows ${BY_WEB_IDENTITY}`,
    causes: [
      {
        cause: 'the trust’s condition on <issuer>:sub is for another service account or another namespace',
        fix: 'Write system:serviceaccount:<namespace>:<name> of the pod; podtrust explain TEXT PATH… --identity ROLE --subject NAMESPACE/NAME says which part differs.',
      },
      {
        cause:
          'the trust is for another cluster’s issuer: the principal or the keys before :sub and :aud are those of an old cluster',
        fix: 'Take both from the cluster’s OIDC provider: its ARN, and its URL without https://.',
      },
      {
        cause: 'a pattern stands under StringEquals, where * is a plain character',
        fix: 'Use StringLike for a pattern, or name each account.',
      },
      {
        cause:
          'the role’s ARN in the annotation eks.amazonaws.com/role-arn is misspelt, or of another account or path: STS does not say that a role is missing',
        fix: 'Compare AWS_ROLE_ARN in the pod with the role’s ARN, its path included.',
      },
      {
        cause: `the trust allows sts:AssumeRole, and not ${BY_WEB_IDENTITY}`,
        fix: `Allow ${BY_WEB_IDENTITY} to the provider.`,
      },
      {
        cause: 'a policy of the organisation denies it, whatever the trust says',
        fix: 'Look for resource control policies on sts:AssumeRoleWithWebIdentity.',
      },
      {
        cause: 'the role is new: IAM takes some seconds to spread it',
        fix: 'Try again.',
      },
    ],
    rules: [
      'claim-not-admitted',
      'issuer-mismatch',
      'wildcard-under-string-equals',
      'trust-action-mismatch',
      'subject-invalid',
      'role-arn-malformed',
      'provider-in-other-account',
      'principal-not-registered',
      'denied-by-resource-control-policy',
      'variable-without-value',
    ],
    sources: [
      'aws/amazon-eks-pod-identity-webhook#30',
      'external-secrets/kubernetes-external-secrets#287',
      'IAM User Guide, "Troubleshoot IAM roles"',
    ],
  },
  {
    id: 'tag-session-denied',
    sender: 'AWS STS',
    pattern: /not authorized to perform:? sts:TagSession/i,
    means: 'the session carries tags, and the next role does not allow to be given them',
    compared: ({ caller, resource }) =>
      `${told(caller, 'the caller')} and sts:TagSession with the trust of ${told(resource, 'the role that it goes on to')}`,
    causes: [
      {
        cause:
          'a role of EKS Pod Identity goes on to another role: the tags of its session are transitive, and go along',
        fix: 'Allow sts:TagSession beside sts:AssumeRole in the trust of the next role and in the permissions of the first; or switch the tags of the association off (disable_session_tags).',
      },
    ],
    rules: ['tag-session-missing', 'target-role-not-admitted'],
    sources: ['aws/eks-pod-identity-agent#80', 'aws/aws-cdk#31557'],
  },
  {
    id: 'assume-role-denied',
    sender: 'AWS STS',
    pattern: /not authorized to perform:? sts:AssumeRole(?!With)/i,
    means: 'the caller may not become the role: either its own permissions or the trust of the role leave it out',
    compared: ({ caller, resource }) =>
      `${told(caller, 'the caller')} with the trust of ${told(resource, 'the role')}, and sts:AssumeRole on it with the caller’s permissions: in two accounts both must allow it`,
    causes: [
      {
        cause: 'the caller is a node: the pod did not get a role of its own, and used the node’s',
        fix: 'See that the pod’s service account is bound and the pod is newer than the binding.',
        when: ({ caller }) => /:assumed-role\/[^/]+\/i-[0-9a-f]{8,17}$/.test(caller ?? ''),
      },
      {
        cause:
          'the trust of the role names another principal: the role of a pod by the ARN of its session, which changes',
        fix: 'Name the role (arn:aws:iam::<account>:role/<name>) as the principal, and not assumed-role.',
      },
      {
        cause: 'the first role has no permission to assume the second',
        fix: 'Grant sts:AssumeRole on the second role’s ARN to the first.',
      },
    ],
    rules: ['target-role-not-admitted', 'role-chaining'],
    sources: ['IAM User Guide, "Troubleshoot IAM roles"'],
  },
  {
    id: 'ExpiredTokenException',
    sender: 'AWS STS',
    pattern: /ExpiredToken(?:Exception)?\b|Token expired: current date\/time/,
    means: 'the token, or the credentials, had expired',
    compared: ({ now, expired }) =>
      `the time ${now ?? 'of AWS’ clock'} with the end of the token${expired === undefined ? '' : `, ${expired}`}`,
    causes: [
      {
        cause: 'the program read the token or the credentials once and kept them: the kubelet renews the file',
        fix: 'Let the SDK’s default chain read AWS_WEB_IDENTITY_TOKEN_FILE each time; do not copy keys into the environment or a file.',
      },
      {
        cause: 'a sidecar or an old SDK does not read the file again',
        fix: 'Use a version that knows web identity tokens.',
      },
      {
        cause: 'a node’s clock is wrong',
        fix: 'Compare date in the pod with the time of the message.',
      },
    ],
    rules: ['token-expiration-invalid'],
    sources: [STS_REFERENCE, 'awslabs/aws-orbit-workbench#707', 'aws/aws-sdk-java-v2#5709'],
  },
  {
    id: 'IDPCommunicationError',
    sender: 'AWS STS',
    pattern: /IDPCommunicationError(?:Exception)?\b/,
    means: 'STS could not reach the issuer to validate the token',
    causes: [
      {
        cause: 'it is passing',
        fix: 'Retry, a few times: SDKs do.',
      },
      {
        cause: 'the issuer’s host is down, or does not let STS in',
        fix: 'See that <issuer>/.well-known/openid-configuration is readable from the internet.',
      },
    ],
    rules: [],
    sources: [STS_REFERENCE],
  },
  {
    id: 'IDPRejectedClaim',
    sender: 'AWS STS',
    pattern: /IDPRejectedClaim(?:Exception)?\b/,
    means: 'the issuer rejected the token, or it was revoked or has expired',
    causes: [
      {
        cause: 'the pod, the service account or its namespace is gone, or the token is too old',
        fix: 'Restart the pod, so that it has a new token.',
      },
    ],
    rules: [],
    sources: [STS_REFERENCE],
  },
  {
    id: 'PackedPolicyTooLarge',
    sender: 'AWS STS',
    pattern: /PackedPolicyTooLarge(?:Exception)?\b|Packed (?:size of|policy)[^.]{0,80}allotted space/i,
    means: 'the session’s tags and session policy together are larger than STS can pack',
    causes: [
      {
        cause:
          'EKS Pod Identity’s own tags take most of the room, and a role that goes on to another passes them along with its own',
        fix: 'Switch the tags of the association off (disable_session_tags) where no condition asks for them, or pass fewer and shorter tags.',
      },
      {
        cause: 'the session policy of an association is long',
        fix: 'Shorten it, or attach it to the role itself.',
      },
    ],
    rules: ['session-policy-over-limit'],
    sources: ['aws/containers-roadmap#2413', STS_REFERENCE],
  },
  {
    id: 'RegionDisabledException',
    sender: 'AWS STS',
    pattern: /RegionDisabledException|STS is not activated in (?:the|this) (?:requested )?region/i,
    means: 'STS is not active for the account in the region that was asked',
    causes: [
      {
        cause: 'the region has to be switched on, or AWS_REGION names another one than the cluster’s',
        fix: 'Activate the region in IAM’s account settings, or set AWS_REGION.',
      },
    ],
    rules: [],
    sources: [STS_REFERENCE],
  },
  {
    id: 'request-arn-invalid',
    sender: 'AWS STS',
    pattern: /Request ARN is invalid|ValidationError[^.]{0,120}roleArn/i,
    means: 'what was given as the role’s ARN is not one',
    causes: [
      {
        cause: 'the annotation has the role’s name in place of its ARN, or an expression that nobody filled in',
        fix: 'Write arn:aws:iam::<account>:role/<path and name>.',
      },
    ],
    rules: ['role-arn-malformed'],
    sources: [STS_REFERENCE],
  },
];
