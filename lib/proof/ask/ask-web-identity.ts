import { issuerWithoutScheme } from '../../core/issuer';
import { decideWebIdentity, webIdentityAdmissions } from '../evaluate/iam';
import type { TrustPolicy, TrustedProvider } from '../evaluate/iam';
import { readProviderArn } from '../evaluate/iam/applies';
import { assumedAudiences } from '../evaluate/irsa';
import type { Identity } from '../model/identity';
import type { OidcProvider } from '../model/oidc-provider';
import { hasSymbol, symbolOf } from '../model/symbol';
import type { Outcome } from './answer';
import type { Accepted, SameIssuer } from './difference';
import { nearest, sayDifference } from './difference';
import { issuerText } from './presented';
import type { PresentedToken } from './presented';
import { isSameText } from './same-text';

/** A role, as a web identity meets it. */
export interface AskedRole {
  readonly role: Identity;
  readonly policy: TrustPolicy;
  /** The role's account, where it is known. */
  readonly account?: string;
  /** All that were read. */
  readonly providers: readonly OidcProvider[];
}

const ACCESS_DENIED = 'STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';

/** Whether a role's trust takes a token by `sts:AssumeRoleWithWebIdentity`, and which statement and condition says so. */
export function askWebIdentity(asked: AskedRole, token: PresentedToken, sameIssuer: SameIssuer): Outcome {
  const { role, policy, account } = asked;
  const own = asked.providers.filter((provider) => mayBeIn(account, provider));
  const signing = own.filter(({ issuer }) => sameIssuer(token, issuer) === true);
  const possible = own.filter(({ issuer }) => sameIssuer(token, issuer) !== false);
  const chosen = withoutNamesakes(signing.length > 0 ? own : possible, policy);
  const issuer = issuerWithoutScheme(token.issuer);
  const context = { account, providers: chosen.map((provider) => trusted(provider, policy)) };
  if (chosen.length === 0 && policy.refusals.length + policy.unknown.length === 0) {
    return { admitted: false, because: unregistered(asked, own, token, sameIssuer) };
  }
  const decision = decideWebIdentity(policy, context, { iss: issuer, sub: token.subject, aud: token.audience });
  if (decision.admitted !== false) {
    const assumed = signing.filter(({ audiences }) => audiences === undefined);
    return {
      admitted: decision.admitted,
      because: [
        ...decision.because,
        ...assumed.map(
          ({ id }) => `assumed: ${id}, whose client ids were not read, lists ${JSON.stringify(token.audience)}`,
        ),
      ],
    };
  }
  if (policy.refusals.length > 0) return decision;
  const accepted = acceptedBy(role, policy, own, account);
  const difference = nearest(token, accepted, sameIssuer);
  const isOpen = difference === undefined || difference.facts.length === 0;
  const unlisted = isUnlisted(signing, policy, token.audience);
  const mendAudience = (source: string, audience: string): string =>
    unlisted
      ? `add ${audience} to the client_id_list of ${signing.map(({ id }) => id).join(' or ')}`
      : addAudience(source, audience);
  return {
    admitted: false,
    because: [
      ...(isOpen ? [] : sayDifference(token, difference, mendAudience)),
      unlisted ? 'STS answers InvalidIdentityToken: Incorrect token audience' : ACCESS_DENIED,
      ...decision.because,
      ...providersElsewhere(asked, own, token, sameIssuer),
      ...(accepted.length === 0 ? [`the trust of ${role.id} takes no token of any issuer that was read`] : []),
    ],
  };
}

/**
 * A URL is registered once in an account: where the trust names a provider, another one of the same issuer is either the
 * same, of which the ARN is not known yet, or in another account.
 */
function withoutNamesakes(providers: readonly OidcProvider[], policy: TrustPolicy): readonly OidcProvider[] {
  const arns = new Set(policy.statements.flatMap(({ principals }) => principals.federated));
  const named = new Set(providers.filter(({ arn }) => arns.has(arn)).map(({ issuer }) => issuer));
  return providers.filter(({ arn, issuer }) => arns.has(arn) || !named.has(issuer));
}

function addAudience(source: string, audience: string): string {
  return `make ${source} take the audience ${audience}`;
}

function mayBeIn(account: string | undefined, provider: OidcProvider): boolean {
  const own = readProviderArn(provider.arn)?.account ?? provider.account;
  return account === undefined || own === undefined || hasSymbol(own) || own === account;
}

/** A provider whose client ids were not read is taken to list STS' own audience and those that the trust asks for. */
function trusted({ arn, issuer, audiences, id }: OidcProvider, policy: TrustPolicy): TrustedProvider {
  const unread = [...assumedAudiences(policy), symbolOf(`${id}.client_id_list`)];
  return { arn, issuer: issuerWithoutScheme(issuer), audiences: audiences ?? unread };
}

function isUnlisted(signing: readonly OidcProvider[], policy: TrustPolicy, audience: string): boolean {
  return (
    signing.length > 0 &&
    signing.every((provider) =>
      trusted(provider, policy).audiences.every((listed) => isSameText(listed, audience) === false),
    )
  );
}

/** STS does not come to the trust policy where the account does not know the issuer. */
function unregistered(
  asked: AskedRole,
  own: readonly OidcProvider[],
  token: PresentedToken,
  sameIssuer: SameIssuer,
): readonly string[] {
  const { role, account, policy } = asked;
  const where = account === undefined ? 'the role’s account' : `account ${account}`;
  const difference = nearest(token, acceptedBy(role, policy, own, account), sameIssuer);
  const known = [...new Set(own.map(({ issuer }) => JSON.stringify(issuer)))];
  return [
    ...(difference?.facts.includes('issuer') ? sayDifference(token, difference, addAudience) : []),
    `${where} has no OIDC provider for ${issuerText(token.issuer, token.cluster)}; it has ${known.slice(0, 5).join(', ') || 'none that was read'}`,
    ...providersElsewhere(asked, own, token, sameIssuer),
    'STS answers InvalidIdentityToken: No OpenIDConnect provider found in your account for the token’s issuer',
    `register ${issuerText(token.issuer, token.cluster)} in ${where} as aws_iam_openid_connect_provider, character by character, and name that in the trust: its ARN as the principal, its issuer without https:// in the keys before :sub and :aud`,
  ];
}

/** Providers of the token’s issuer in accounts where they do not help. */
function providersElsewhere(
  { account, providers }: AskedRole,
  own: readonly OidcProvider[],
  token: PresentedToken,
  sameIssuer: SameIssuer,
): readonly string[] {
  return providers
    .filter((provider) => !own.includes(provider) && sameIssuer(token, provider.issuer) === true)
    .map(
      ({ arn }) =>
        `${arn} is in another account, where it does not help this role: STS looks for the issuer in account ${account} alone, so register it there and name that provider`,
    );
}

function acceptedBy(
  role: Identity,
  policy: TrustPolicy,
  providers: readonly OidcProvider[],
  account: string | undefined,
): readonly Accepted[] {
  const context = { account, providers: providers.map((provider) => trusted(provider, policy)) };
  return webIdentityAdmissions(policy, context).admitted.map(
    ({ issuer, namespace, serviceAccount, exact, audiences }): Accepted => ({
      issuer: `https://${issuer}`,
      subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
      pattern: !exact,
      audiences: audiences.filter((audience) => !hasSymbol(audience)),
      source: role.id,
    }),
  );
}
