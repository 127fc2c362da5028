import { grouped } from '../../core/groups';
import type { Condition, Statement } from '../iam';
import type { RoleAccounts } from '../mechanisms/irsa/role-account';
import { mayDoTo } from '../permissions/permission-on-role';
import type { EntraCredential } from '../model/identity/entra-credential';
import type { Identity } from '../model/identity/identity';
import type { IdentityIndex } from '../model/identity/identity-index';
import { type Known, all, and, any, isNo, isUnknown, isYes, not, unknown } from '../model/known/known';
import type { Model } from '../model/model';
import { OUTBOUND_SERVICE, type OutboundIssuer } from '../model/identity/outbound-issuer';
import type { Place } from '../model/place';
import { serviceOfIssuer } from '../model/cluster/service-issuer';
import { describeSymbols } from '../model/known/symbol';
import { equal, matches } from '../model/known/text';

const ACTION = 'sts:GetWebIdentityToken';

/** A role whose sessions, those of pods too, get on into an identity of Entra by a token of their AWS account. */
export interface OutboundAccess {
  /** The id of the role. Whose pods have it is in the rows of the role. */
  readonly role: string;
  /** The id of the Entra identity. */
  readonly identity: string;
  /** The id of the federated credential that admits the role. */
  readonly source: string;
  /** The one audience that it accepts. */
  readonly audience: string;
  /** Nothing where it cannot be told. */
  readonly admitted: boolean | undefined;
  /** What keeps them out, or why it is not known. Absent where they get in. */
  readonly because?: string;
  readonly at: Place;
}

/**
 * Follows federated credentials whose subject is a role and whose issuer is an AWS account's own: the role must be of that
 * account and may get a token for the audience. Linear in the credentials and the policies.
 */
export function outboundFederation(
  model: Model,
  identities: IdentityIndex,
  accounts: RoleAccounts,
): readonly OutboundAccess[] {
  const issuers = new Map(model.outboundIssuers.map((one) => [one.issuer, one]));
  let policies: ReadonlyMap<string, Model['policies']> | undefined;
  let associations: ReadonlyMap<string | undefined, Model['associations']> | undefined;
  return model.federatedCredentials.flatMap((credential): OutboundAccess[] => {
    const { identity, audiences, id, issuer, subject, at } = credential;
    if (identity === undefined || audiences.length !== 1 || !isOutbound(credential, issuers)) return [];
    const named = identities.claimed(subject);
    if (named?.identity.kind !== 'iam-role') return [];
    const role = named.identity;
    policies ??= grouped(model.policies, (policy) => policy.identity);
    associations ??= grouped(model.associations, (association) => association.role);
    const audience = audiences[0]!;
    const answer = and(
      !named.assumed || unknown(`whether ${describeSymbols(subject)} is in the account of ${role.id} is not known`),
      isIssuerOf(issuers.get(issuer), issuer, role, accounts),
      mayGetToken(role, policies.get(role.id) ?? [], audience),
      not(isNarrowed(role, policies.get(role.id) ?? [], associations.get(role.id) ?? [], audience)),
    );
    const place = { role: role.id, identity, source: id, audience, at };
    if (isYes(answer)) return [{ ...place, admitted: true }];
    if (isUnknown(answer)) return [{ ...place, admitted: undefined, because: answer.why }];
    const isOther = isNo(isIssuerOf(issuers.get(issuer), issuer, role, accounts));
    const because = isOther
      ? `its issuer is that of another AWS account than ${role.id} is in`
      : `${role.id} is not allowed ${ACTION} for the audience ${describeSymbols(audience)}`;
    return [{ ...place, admitted: false, because }];
  });
}

/** Whether a credential's issuer is some AWS account's own. */
export function isOutbound({ issuer }: EntraCredential, issuers: ReadonlyMap<string, OutboundIssuer>): boolean {
  return issuers.has(issuer) || serviceOfIssuer(issuer)?.name === OUTBOUND_SERVICE;
}

function isIssuerOf(found: OutboundIssuer | undefined, issuer: string, role: Identity, accounts: RoleAccounts): Known {
  if (!found) return unknown(`whose AWS account ${describeSymbols(issuer)} is the issuer of is not in the input`);
  if (found.account !== undefined && found.account === role.account) return true;
  const [own, id] = [accounts.of(role).id, found.account?.id];
  if (own !== undefined && id !== undefined) return own === id;
  return unknown(`whether ${role.id} is in the AWS account of ${found.id} is not known`);
}

function mayGetToken(role: Identity, policies: Model['policies'], audience: string): Known {
  const { allowed, because } = mayDoTo(ACTION, policies, isEverything, (statement) => meets(statement, audience));
  if (allowed !== false)
    return allowed ?? unknown(`whether ${role.id} may get a token for it is not known: ${because}`);
  return role.existing ? unknown(`${role.id} is made outside of what was read, and so may its policies be`) : false;
}

/**
 * Whether each association that gives the role has a session policy that keeps its pods from the token: never for certain, as a pod
 * may get the role in another way.
 */
function isNarrowed(
  role: Identity,
  policies: Model['policies'],
  associations: Model['associations'],
  audience: string,
): Known {
  const mayInSession = ({ id }: Model['associations'][number]): boolean => {
    const own = policies.filter(({ source }) => source === id);
    const asPermissions = own.map((one) => ({ ...one, kind: 'permissions' as const }));
    return mayDoTo(ACTION, asPermissions, isEverything, (statement) => meets(statement, audience)).allowed === true;
  };
  const [first] = associations;
  if (!first || associations.some((one) => one.policy === undefined || mayInSession(one))) return false;
  return unknown(
    `the session policy of ${first.id} does not certainly allow ${ACTION}, nor does that of another association which gives ${role.id}`,
  );
}

/** The action has no resources: a policy that names another than `*` never allows it. */
function isEverything(resource: string): Known {
  return resource === '*';
}

/** Whether a request for a token with one audience meets a statement's conditions. */
function meets({ conditions, effect }: Statement, audience: string): Known {
  return all(conditions, (condition) => holds(condition, audience, effect));
}

/** A condition on a key that is known is there for certain: a policy with one that need not be has no statements. */
function holds({ operator, key, values }: Condition, audience: string, effect: Statement['effect']): Known {
  const name = key.toLowerCase();
  const open = unknown(`it depends on the condition ${describeSymbols(key)}`);
  if (name === 'sts:identitytokenaudience') {
    // The request always has it.
    if (operator.family === 'Null') return any(values, (value) => equal(value, 'false'));
    const compare = COMPARED[operator.family];
    if (!compare) return open;
    // The request has one audience: all of it is any of it.
    const found = any(values, (value) => compare(value, audience));
    return operator.negated ? not(found) : found;
  }
  // Whoever asks for a token says how long it lives and how it is signed, and so can meet an Allow.
  return effect === 'Allow' && CHOSEN.has(name) ? true : open;
}

const COMPARED: Readonly<Record<string, ((value: string, audience: string) => Known) | undefined>> = {
  StringEquals: equal,
  StringLike: matches,
};
const CHOSEN = new Set(['sts:durationseconds', 'sts:signingalgorithm']);
