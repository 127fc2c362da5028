import { issuerWithoutScheme } from '../../core/issuer';
import type { Condition, Statement, TrustPolicy } from '../evaluate/iam';
import type { Identity } from '../model/identity';
import type { OidcProvider } from '../model/oidc-provider';
import { hasSymbol } from '../model/symbol';
import type { RuleInput } from './rule';

/** A statement of a role's trust, and the OIDC providers among its principals. */
export interface TrustStatement {
  readonly role: Identity;
  readonly policy: TrustPolicy;
  readonly statement: Statement;
  readonly providers: readonly OidcProvider[];
}

/** A condition key of an issuer: `<issuer>:sub`. */
export interface ClaimKey {
  /** Without `https://`, as far as the policy keeps to that. */
  readonly issuer: string;
  /** In lower case. */
  readonly claim: string;
}

const WEB_IDENTITY = 'sts:assumerolewithwebidentity';

/** The statements of all roles' trusts that IAM would take. */
export function* trustStatements({ model, evaluation }: RuleInput): Generator<TrustStatement> {
  const providers = new Map(model.oidcProviders.map((provider) => [provider.arn, provider]));
  for (const [id, policy] of evaluation.policies) {
    const role = evaluation.identities.get(id)!;
    for (const statement of policy.statements) {
      const named = statement.principals.federated.flatMap((arn) => providers.get(arn) ?? []);
      yield { role, policy, statement, providers: named };
    }
  }
}

/** The statements that are about the exchange of an issuer’s token, and whose issuers were all read. */
export function* webIdentityStatements(input: RuleInput): Generator<TrustStatement> {
  for (const found of trustStatements(input)) {
    const { statement, providers } = found;
    if (providers.length === 0 || providers.length < statement.principals.federated.length) continue;
    if (coversAction(statement, WEB_IDENTITY)) yield found;
  }
}

/** Whether a statement's actions hold one, given in lower case. */
export function coversAction({ actions, notAction }: Statement, action: string): boolean {
  const covered = actions.some((pattern) => {
    if (pattern === action || pattern === '*') return true;
    const star = pattern.indexOf('*');
    return star >= 0 && star === pattern.length - 1 && action.startsWith(pattern.slice(0, star));
  });
  return covered !== notAction;
}

/** A condition's key as one of an issuer; nothing for keys of AWS itself. */
export function claimKeyOf({ key }: Condition): ClaimKey | undefined {
  if (/^(aws|sts|iam|saml):/i.test(key)) return undefined;
  const colon = key.lastIndexOf(':');
  if (colon < 0 || key.startsWith('//', colon + 1)) return undefined;
  return { issuer: key.slice(0, colon), claim: key.slice(colon + 1).toLowerCase() };
}

/** Whether a key is that of one of the statement's providers; nothing where only apply will tell. */
export function isOfProviders(
  key: ClaimKey,
  providers: readonly OidcProvider[],
  { evaluation }: RuleInput,
): boolean | undefined {
  const own = providers.map(({ issuer }) => issuerWithoutScheme(issuer));
  if (own.some((issuer) => issuer === key.issuer || issuer.toLowerCase() === key.issuer.toLowerCase())) return true;
  if (own.some((issuer) => `https://${issuer}` === key.issuer || sameButSlash(issuer, key.issuer))) return false;
  if (!hasSymbol(key.issuer) && !own.some(hasSymbol)) return false;
  // Another cluster of the program has another issuer, though neither is known yet.
  return evaluation.clusterOfIssuer.has(`https://${key.issuer}`) &&
    own.every((issuer) => evaluation.clusterOfIssuer.has(`https://${issuer}`)) &&
    hasSymbol(key.issuer)
    ? false
    : undefined;
}

/** Whether two issuers are the same but for the slash at the end of one. */
export function sameButSlash(one: string, other: string): boolean {
  return one !== other && one.replace(/\/$/, '') === other.replace(/\/$/, '');
}

/** Whether a condition holds for every token that lacks its key. IAM User Guide, “Condition operators”. */
export function holdsWithoutKey({ operator, values }: Condition): boolean {
  if (operator.family === 'Null') return values.includes('true');
  if (operator.set === 'ForAllValues') return true;
  if (operator.set === 'ForAnyValue') return false;
  return operator.ifExists || operator.negated;
}

/** Whether a statement limits the subject: a condition on `sub` of one of its own issuers. */
export function limitsSubject({ statement, providers }: TrustStatement, input: RuleInput): boolean {
  return statement.conditions.some((condition) => {
    const key = claimKeyOf(condition);
    return key?.claim === 'sub' && isOfProviders(key, providers, input) !== false;
  });
}

/** A statement in words: `statement 0`, or by its Sid. */
export function statementText({ index, sid }: Statement): string {
  return sid ? `statement ${index} (${sid})` : `statement ${index}`;
}
