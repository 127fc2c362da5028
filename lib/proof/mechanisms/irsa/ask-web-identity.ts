import { issuerWithoutScheme } from '../../../core/trust/issuer';
import { decideWebIdentity, possibleStatements, webIdentityAdmissions } from '../../iam';
import type { Decision, MisnamedKey, TrustContext, TrustPolicy, TrustedProvider } from '../../iam';
import { accountIdOf, assumedAudiences } from './provider-directory';
import type { AccountProviders, ProviderDirectory } from './provider-directory';
import { accountFor } from './role-account';
import type { AssumedAccount, RoleAccount } from './role-account';
import type { TrustRemarks } from './told-trusts';
import { BY_ABSENCE, BY_PROVIDER_OF_TRUST, IN_ACCOUNT_OF_TRUST } from '../../model/assumption';
import type { Identity } from '../../model/identity/identity';
import type { OidcProvider } from '../../model/cluster/oidc-provider';
import { describeSymbols, symbolOf } from '../../model/known/symbol';
import { assumedBy } from '../outcome';
import type { Outcome } from '../outcome';
import type { Accepted, SameIssuer } from '../difference';
import { nearest, sayDifference } from '../difference';
import { issuerText } from '../presented-token';
import type { PresentedToken } from '../presented-token';
import { equal } from '../../model/known/text';
import { whyPerhapsNone } from '../../model/uncounted';
import type { Uncounted } from '../../model/uncounted';

/** A role, as a web identity meets it. */
export interface AskedRole {
  readonly role: Identity;
  readonly policy: TrustPolicy;
  /** The role's account, where it is known. */
  readonly account?: string;
  /** Its partition, where it is known. */
  readonly partition?: string;
  /** All that were read. */
  readonly providers: readonly OidcProvider[];
  /** The same, by account. */
  readonly directory: ProviderDirectory;
  /** What need not be made. */
  readonly uncounted: Uncounted;
  /** Those worked out so far. */
  readonly remarks: TrustRemarks;
}

const ACCESS_DENIED = 'STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';

/** Whether a role's trust takes a token by `sts:AssumeRoleWithWebIdentity`, and which statement and condition says so. */
export function askWebIdentity(asked: AskedRole, token: PresentedToken, sameIssuer: SameIssuer): Outcome {
  const { role, policy } = asked;
  const { partition } = asked;
  const known: RoleAccount = { id: asked.account, partition, names: role.account?.names ?? new Set() };
  const account = accountFor(policy, known);
  const outcome = decideFor(asked, account, token, sameIssuer);
  const assumed = outcome.admitted === false ? undefined : assumption(role, account);
  // The same with nothing taken for granted of the account.
  const unassumed = { ...known, isPartitionOpen: true } as const;
  const isAssumed = assumed !== undefined && decideFor(asked, unassumed, token, sameIssuer).admitted !== true;
  return {
    ...outcome,
    ...assumedBy([isAssumed ? IN_ACCOUNT_OF_TRUST : {}, outcome]),
    because: [...outcome.because, ...(isAssumed ? [assumed] : []), ...remarksOn(asked, account)],
  };
}

/** What is taken for granted of a role's account, in words; nothing where nothing is. */
function assumption({ id }: Identity, { assumed, assumedPartition }: AssumedAccount): string | undefined {
  if (assumed !== undefined)
    return `assumed: ${describeSymbols(assumed)}, which the trust names, is the account of ${id}`;
  return assumedPartition === undefined
    ? undefined
    : `assumed: ${assumedPartition}, which the trust names, is the partition of the account of ${id}`;
}

function decideFor(asked: AskedRole, account: AssumedAccount, token: PresentedToken, sameIssuer: SameIssuer): Outcome {
  const { role, policy } = asked;
  const { refusals, unknown, open } = policy;
  const registered = asked.directory.of(account);
  const contextOf = (providers: readonly OidcProvider[]): TrustContext => ({
    account: account.id,
    partition: account.partition,
    isPartitionOpen: account.isPartitionOpen,
    accountNames: account.names,
    registered,
    providers: providers.map((provider) => trusted(provider, policy)),
  });
  const decide = (providers: readonly OidcProvider[]): Decision =>
    decideWebIdentity(policy, contextOf(providers), {
      iss: issuerWithoutScheme(token.issuer),
      sub: token.subject,
      aud: token.audience,
    });
  // So it is whoever signs the token.
  if (refusals.length + unknown.length > 0) return decide([]);
  const own = registered.all;
  const accepted = (): readonly Accepted[] => acceptedBy(role, policy, contextOf(own));
  const signing = own.filter(({ issuer }) => sameIssuer(token, issuer) === true);
  const named = new Set(possibleStatements(policy).flatMap(({ principals }) => principals.federated));
  const possible = own.filter(
    ({ issuer, arn, unread }) => sameIssuer(token, issuer) !== false && (!unread || named.has(arn)),
  );
  const chosen = withoutNamesakes(possible, policy);
  if (chosen.length === 0) {
    // A statement that is not known may name the issuer's provider, which then is there.
    if (open.size > 0) return { admitted: undefined, because: [...open.keys()] };
    // Another program may register the issuer in the account.
    const because = unregistered(asked, account, own, accepted(), token, sameIssuer);
    return { admitted: false, because, ...BY_ABSENCE };
  }
  const decision = decide(chosen);
  if (decision.admitted !== false) {
    const assumed = signing.filter(({ audiences }) => audiences === undefined);
    const doubt = signing[0] && doubtAbout(signing[0], asked, registered);
    const isThere = !signing[0] || !registered.isOnlyNamed(issuerWithoutScheme(signing[0].issuer), policy);
    return {
      admitted: doubt === undefined ? decision.admitted : undefined,
      ...(isThere ? {} : BY_PROVIDER_OF_TRUST),
      because: [
        ...(doubt === undefined ? [] : [doubt]),
        ...decision.because,
        ...assumed.map(
          ({ id }) => `assumed: ${id}, whose client ids were not read, lists ${JSON.stringify(token.audience)}`,
        ),
        ...(isThere ? [] : [assumedProvider(role, token)]),
      ],
    };
  }
  const difference = nearest(token, accepted(), sameIssuer);
  const isOpen = difference === undefined || difference.facts.length === 0;
  const unlisted = isUnlisted(signing, policy, token.audience);
  const fixAudience = (source: string, audience: string): string =>
    unlisted
      ? `add ${audience} to the client_id_list of ${signing.map(({ id }) => id).join(' or ')}`
      : addAudience(source, audience);
  return {
    admitted: false,
    because: [
      ...(isOpen ? [] : sayDifference(token, difference, fixAudience)),
      unlisted ? 'STS answers InvalidIdentityToken: Incorrect token audience' : ACCESS_DENIED,
      ...decision.because,
      ...providersElsewhere(asked, account, token, sameIssuer),
      ...(accepted().length === 0 ? [`the trust of ${role.id} takes no token of any issuer that was read`] : []),
    ],
  };
}

function assumedProvider({ id }: Identity, token: PresentedToken): string {
  return `assumed: the account of ${id} has an OIDC provider for ${issuerText(token.issuer, token.cluster)}, as its trust says: nothing that was read registers one`;
}

/** Why it is not known that the role's account has the provider which signs the token; nothing where it has it. */
function doubtAbout(
  signing: OidcProvider,
  { role, policy, uncounted }: AskedRole,
  registered: AccountProviders,
): string | undefined {
  const issuer = issuerWithoutScheme(signing.issuer);
  const [meant] = registered.meant(issuer, policy);
  return registered.doubt(role, issuer, policy) ?? whyPerhapsNone(uncounted, [meant!.id]);
}

/** What is remarkable about a trust, whoever asks. */
function remarksOn({ policy, directory, remarks: known }: AskedRole, account: AssumedAccount): readonly string[] {
  let ofPolicy = known.get(policy);
  if (!ofPolicy) known.set(policy, (ofPolicy = new Map<string | undefined, readonly string[]>()));
  let remarks = ofPolicy.get(account.id);
  if (!remarks) {
    const { notes, misnamedKeys } = webIdentityAdmissions(policy, directory.of(account).contextOf(policy, account));
    remarks = [
      ...notes.map(
        ({ statement, principal, somethingElse }) =>
          `statement ${statement} admits nobody by ${principal}: ${somethingElse === undefined ? 'no OIDC provider of the role’s account has this ARN' : `that is ${somethingElse}`}`,
      ),
      ...misnamedKeys.map(misnamedText),
    ].map(describeSymbols);
    ofPolicy.set(account.id, remarks);
  }
  return remarks;
}

function misnamedText({ statement, effect, operator, key, holds }: MisnamedKey): string {
  const about = `statement ${statement} has ${operator} on ${key}, which no token of an OIDC provider that it is about has`;
  if (holds === undefined) return `${about}; AWS does not say whether it holds then`;
  if (effect === 'Allow') return `${about}: ${holds ? 'it keeps nobody out' : 'it lets nobody in'}`;
  return `${about}: ${holds ? 'it refuses every token' : 'it refuses nobody'}`;
}

/**
 * A URL is registered once in an account: where the trust names a provider, another one of the same issuer is either the
 * same, of which the ARN is not known yet, or in another account.
 */
function withoutNamesakes(providers: readonly OidcProvider[], policy: TrustPolicy): readonly OidcProvider[] {
  const arns = new Set(possibleStatements(policy).flatMap(({ principals }) => principals.federated));
  const named = new Set(providers.filter(({ arn }) => arns.has(arn)).map(({ issuer }) => issuer));
  return providers.filter(({ arn, issuer }) => arns.has(arn) || !named.has(issuer));
}

function addAudience(source: string, audience: string): string {
  return `make ${source} take the audience ${audience}`;
}

/** A provider whose client ids were not read is taken to list STS' own audience and those that the trust asks for. */
function trusted({ arn, issuer, audiences, id, unread }: OidcProvider, policy: TrustPolicy): TrustedProvider {
  const listed = [...assumedAudiences(policy), symbolOf(`${id}.client_id_list`)];
  return { arn, issuer: issuerWithoutScheme(issuer), audiences: audiences ?? listed, unread };
}

function isUnlisted(signing: readonly OidcProvider[], policy: TrustPolicy, audience: string): boolean {
  return (
    signing.length > 0 &&
    signing.every((provider) =>
      trusted(provider, policy).audiences.every((listed) => equal(listed, audience) === false),
    )
  );
}

/** STS does not come to the trust policy where the account does not know the issuer. */
function unregistered(
  asked: AskedRole,
  account: AssumedAccount,
  own: readonly OidcProvider[],
  accepted: readonly Accepted[],
  token: PresentedToken,
  sameIssuer: SameIssuer,
): readonly string[] {
  const where = account.id === undefined ? 'the role’s account' : `account ${account.id}`;
  const difference = nearest(token, accepted, sameIssuer);
  const known = [...new Set(own.map(({ issuer }) => issuerText(issuer)))];
  return [
    ...(difference?.facts.includes('issuer') ? sayDifference(token, difference, addAudience) : []),
    `${where} has no OIDC provider for ${issuerText(token.issuer, token.cluster)} that was read; it has ${known.slice(0, 5).join(', ') || 'none'}`,
    ...providersElsewhere(asked, account, token, sameIssuer),
    'without one STS answers InvalidIdentityToken: No OpenIDConnect provider found in your account for the token’s issuer',
    `register ${issuerText(token.issuer, token.cluster)} in ${where} as aws_iam_openid_connect_provider, character by character, and name that in the trust: its ARN as the principal, its issuer without https:// in the keys before :sub and :aud`,
  ];
}

/** Providers of the token’s issuer in accounts where they do not help. */
function providersElsewhere(
  { providers }: AskedRole,
  { id }: AssumedAccount,
  token: PresentedToken,
  sameIssuer: SameIssuer,
): readonly string[] {
  if (id === undefined) return [];
  return providers
    .filter((provider) => {
      const own = accountIdOf(provider);
      return own !== undefined && own !== id && sameIssuer(token, provider.issuer) === true;
    })
    .map(
      ({ arn }) =>
        `${arn} is in another account, where it does not help this role: STS looks for the issuer in account ${id} alone, so register it there and name that provider`,
    );
}

function acceptedBy(role: Identity, policy: TrustPolicy, context: TrustContext): readonly Accepted[] {
  return webIdentityAdmissions(policy, context).admitted.map(
    ({ issuer, namespace, serviceAccount, exact, audiences }): Accepted => ({
      issuer: `https://${issuer}`,
      subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
      pattern: !exact,
      audiences,
      source: role.id,
    }),
  );
}
