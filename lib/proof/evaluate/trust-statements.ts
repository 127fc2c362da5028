import { issuerWithoutScheme } from '../../core/trust/issuer';
import { coversAction, possibleStatements } from '../iam';
import type { Condition, MisnamedKey, Statement, TrustPolicy } from '../iam';
import type { TrustProblem } from '../mechanisms/trust';
import type { Cluster } from '../model/cluster/cluster';
import type { Identity } from '../model/identity/identity';
import type { IdentityIndex } from '../model/identity/identity-index';
import type { Model } from '../model/model';
import type { OidcProvider } from '../model/cluster/oidc-provider';
import { any, isUnknown } from '../model/known/known';
import { sameIssuer } from '../model/cluster/same-issuer';
import { hasSymbol } from '../model/known/symbol';
import { splitOutsideSymbols } from '../model/known/text';

/** A statement of a role's trust, and the OIDC providers among its principals. */
export interface TrustStatement {
  readonly role: Identity;
  readonly statement: Statement;
  readonly providers: readonly OidcProvider[];
  /** Its conditions on claims of issuers. */
  readonly claims: readonly ClaimCondition[];
}

/** A condition on a claim of an issuer: `<issuer>:sub`. */
export interface ClaimCondition {
  readonly condition: Condition;
  /** Without `https://`, as far as the policy keeps to that. */
  readonly issuer: string;
  /** In lower case. */
  readonly claim: string;
  /** Whether the issuer is that of one of the statement's providers; nothing where only apply will tell. */
  readonly own: boolean | undefined;
}

/** A condition that the evaluator found to be about another issuer than its statement, and no {@link ClaimCondition} shows. */
export interface MisnamedCondition {
  readonly found: TrustStatement;
  readonly key: MisnamedKey;
}

/** The statements of all roles' trusts that IAM would accept. */
export interface TrustStatements {
  readonly all: readonly TrustStatement[];
  /** By `<role>\n<index>`, with those that need not be there. */
  readonly byPlace: ReadonlyMap<string, TrustStatement>;
  readonly misnamed: readonly MisnamedCondition[];
  /** Those about the exchange of an issuer’s token, and whose issuers were all read. */
  readonly webIdentity: readonly TrustStatement[];
}

/** What trust statements are read from. */
interface StatementInput {
  readonly model: Pick<Model, 'oidcProviders'>;
  readonly policies: ReadonlyMap<string, TrustPolicy>;
  readonly identities: IdentityIndex;
  readonly problems: readonly TrustProblem[];
  readonly clusterOfIssuer: ReadonlyMap<string, Cluster>;
}

/** What has them. */
interface HasStatements {
  readonly evaluation: { readonly trustStatements: TrustStatements };
}

const WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';

/** The statements of all roles' trusts that IAM would accept. */
export function trustStatements({ evaluation }: HasStatements): readonly TrustStatement[] {
  return evaluation.trustStatements.all;
}

/** The statements that are about the exchange of an issuer’s token, and whose issuers were all read. */
export function webIdentityStatements({ evaluation }: HasStatements): readonly TrustStatement[] {
  return evaluation.trustStatements.webIdentity;
}

/** One statement of a role's trust, by its index. */
export function trustStatementOf(
  { evaluation }: HasStatements,
  role: string,
  index: number,
): TrustStatement | undefined {
  return evaluation.trustStatements.byPlace.get(`${role}\n${index}`);
}

/** Conditions on another issuer's claims in statements that {@link webIdentityStatements} cannot tell it of. */
export function misnamedConditions({ evaluation }: HasStatements): readonly MisnamedCondition[] {
  return evaluation.trustStatements.misnamed;
}

/** Reads the statements of all roles' trusts. */
export function readTrustStatements(input: StatementInput): TrustStatements {
  // Of one that stands for a text which is not known nothing can be said, least of all that it has another issuer.
  const read = input.model.oidcProviders.filter(({ unread }) => !unread);
  const byArn = new Map(read.map((provider) => [provider.arn, provider]));
  const all: TrustStatement[] = [];
  const possible: TrustStatement[] = [];
  const webIdentity: TrustStatement[] = [];
  for (const [id, policy] of input.policies) {
    const role = input.identities.get(id)!;
    const certain = new Set(policy.statements);
    for (const statement of possibleStatements(policy)) {
      const { federated } = statement.principals;
      const providers = federated.flatMap((arn) => byArn.get(arn) ?? []);
      const claims = statement.conditions.flatMap((condition) => claimCondition(condition, providers, input) ?? []);
      const found = { role, statement, providers, claims };
      possible.push(found);
      // Of what need not be there, nothing is said but by who asks for its place.
      if (!certain.has(statement)) continue;
      all.push(found);
      const isWhole = providers.length > 0 && providers.length === federated.length;
      if (isWhole && coversAction(statement, WEB_IDENTITY) === true) webIdentity.push(found);
    }
  }
  const byPlace = new Map(possible.map((found) => [`${found.role.id}\n${found.statement.index}`, found]));
  return { all, webIdentity, byPlace, misnamed: misnamedIn(input, byPlace, new Set(webIdentity)) };
}

function misnamedIn(
  { problems }: StatementInput,
  byPlace: ReadonlyMap<string, TrustStatement>,
  told: ReadonlySet<TrustStatement>,
): readonly MisnamedCondition[] {
  return problems.flatMap(({ identity, misnamed }) => {
    const found = misnamed && byPlace.get(`${identity}\n${misnamed.statement}`);
    if (!found) return [];
    const isTold =
      told.has(found) && found.claims.some(({ condition, own }) => own === false && condition.key === misnamed.key);
    return isTold && misnamed.holds !== undefined ? [] : [{ found, key: misnamed }];
  });
}

/** A condition as one on a claim of an issuer; nothing for keys of AWS itself. */
function claimCondition(
  condition: Condition,
  providers: readonly OidcProvider[],
  input: StatementInput,
): ClaimCondition | undefined {
  const { key } = condition;
  if (/^(aws|sts|iam|saml):/i.test(key)) return undefined;
  const fields = splitOutsideSymbols(key, ':');
  const claim = fields.at(-1)!.toLowerCase();
  if (fields.length < 2 || claim.startsWith('//') || hasSymbol(claim)) return undefined;
  const issuer = fields.slice(0, -1).join(':');
  return { condition, issuer, claim, own: isOwn(issuer, providers, input) };
}

/**
 * The conditions by which a statement keeps out the tokens of a provider since it asks for claims of another issuer; of the
 * statement's conditions only those that ask for something.
 */
export function foreignClaims(
  { claims }: TrustStatement,
  provider: OidcProvider,
  input: Pick<StatementInput, 'clusterOfIssuer'>,
): readonly ClaimCondition[] {
  return claims.filter(
    ({ condition, issuer }) => !holdsWithoutKey(condition) && isOwn(issuer, [provider], input) === false,
  );
}

/** Whether a claim is one of the tokens of a provider; nothing where only apply will tell. */
export function isClaimOf(
  { issuer }: ClaimCondition,
  provider: OidcProvider,
  input: Pick<StatementInput, 'clusterOfIssuer'>,
): boolean | undefined {
  return isOwn(issuer, [provider], input);
}

function isOwn(
  issuer: string,
  providers: readonly OidcProvider[],
  { clusterOfIssuer }: Pick<StatementInput, 'clusterOfIssuer'>,
): boolean | undefined {
  const own = providers.map((provider) => issuerWithoutScheme(provider.issuer));
  if (own.some((one) => one.toLowerCase() === issuer.toLowerCase())) return true;
  if (own.some((one) => `https://${one}` === issuer || sameButSlash(one, issuer))) return false;
  const same = any(own, (one) => sameIssuer(clusterOfIssuer, { issuer: `https://${one}` }, `https://${issuer}`));
  return isUnknown(same) ? undefined : same;
}

/** Whether two issuers are the same but for the slash at the end of one. */
export function sameButSlash(one: string, other: string): boolean {
  return one !== other && one.replace(/\/+$/, '') === other.replace(/\/+$/, '');
}

/** Whether a condition holds for every token that lacks its key. IAM User Guide, “Condition operators”. */
export function holdsWithoutKey({ operator, values }: Condition): boolean {
  if (operator.family === 'Null') return values.includes('true');
  if (operator.set === 'ForAllValues') return true;
  if (operator.set === 'ForAnyValue') return false;
  return operator.ifExists || operator.negated;
}

/** Whether a statement limits the subject: a condition on `sub` of one of its own issuers. */
export function limitsSubject({ claims }: TrustStatement): boolean {
  return claims.some(({ claim, own }) => claim === 'sub' && own !== false);
}

/** A statement in words: `statement 0`, or by its Sid. */
export function statementText({ index, sid }: Statement): string {
  return sid ? `statement ${index} (${sid})` : `statement ${index}`;
}
