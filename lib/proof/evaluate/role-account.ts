import type { Identity } from '../model/identity';
import type { OidcProvider } from '../model/oidc-provider';
import type { Claim } from './claims';

const ROLE_ACCOUNT = /^arn:[^:]*:iam::(\d{12}):role\//;
const PROVIDER_ACCOUNT = /^arn:[^:]*:iam::(\d{12}):oidc-provider\//;

/**
 * The accounts of roles, by role id: as their ARN has it, as the Terraform provider that makes them says, else as all who
 * claim them write it.
 */
export function readRoleAccounts(
  identities: readonly Identity[],
  claims: readonly Claim[],
): ReadonlyMap<string, string> {
  const accounts = new Map<string, string>();
  for (const { id, claimName, account } of identities) {
    const own = ROLE_ACCOUNT.exec(claimName)?.[1] ?? account;
    if (own !== undefined) accounts.set(id, own);
  }
  const claimed = new Map<string, string | undefined>();
  for (const { identity, text } of claims) {
    const account = identity && !accounts.has(identity.id) ? ROLE_ACCOUNT.exec(text)?.[1] : undefined;
    if (!identity || account === undefined) continue;
    const isOther = claimed.has(identity.id) && claimed.get(identity.id) !== account;
    claimed.set(identity.id, isOther ? undefined : account);
  }
  for (const [id, account] of claimed) if (account !== undefined) accounts.set(id, account);
  return accounts;
}

/** The account that an OIDC provider is registered in; nothing where it is not known before apply. */
export function providerAccount({ arn, account }: Pick<OidcProvider, 'arn' | 'account'>): string | undefined {
  return PROVIDER_ACCOUNT.exec(arn)?.[1] ?? account;
}
