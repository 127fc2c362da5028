import { partitionIn } from '../../../core/aws/aws-partition';
import { accountIdIn } from '../../model/aws-account';
import type { Identity } from '../../model/identity/identity';
import type { OidcProvider } from '../../model/cluster/oidc-provider';
import { hasSymbol } from '../../model/known/symbol';
import type { Claim } from '../claims';
import { isOfOtherPartition, possibleStatements, readProviderArn } from '../../iam';
import type { TrustPolicy } from '../../iam';

/** The account of a role, as its trust is held against it. */
export interface RoleAccount {
  /** Twelve digits, where they are known. */
  readonly id?: string;
  /** Its partition, such as `aws-us-gov`, where it is known. */
  readonly partition?: string;
  /** Symbols that are known to stand for the same account. */
  readonly names: ReadonlySet<string>;
}

/** A role's account, and what was taken for granted about it. */
export interface AssumedAccount extends RoleAccount {
  /** The account that a principal of the trust names, assumed to be the role's own; nothing where nothing is assumed. */
  readonly assumed?: string;
}

/**
 * Whether Terraform makes a role and an OIDC provider with different credentials, which often means two accounts and need
 * not. Where both accounts are known, nothing is left to ask.
 */
export function isOfOtherCredentials({ account: own }: Identity, { account }: OidcProvider): boolean {
  if (!account || !own || account === own) return false;
  return account.id === undefined || own.id === undefined;
}

/** What each role's account is known to be. */
export class RoleAccounts {
  private readonly claimed = new Map<string, string | undefined>();

  /** @param claims service accounts that name roles by ARNs written out */
  public constructor(claims: readonly Claim[]) {
    for (const { identity, text } of claims) {
      const id = accountIdIn(text);
      if (!identity || id === undefined) continue;
      const known = this.claimed.get(identity.id);
      // Where two claims name two accounts, neither tells anything.
      this.claimed.set(identity.id, !this.claimed.has(identity.id) || known === id ? id : undefined);
    }
  }

  public of({ id: role, account, claimName }: Identity): RoleAccount {
    return {
      id: account?.id ?? accountIdIn(claimName) ?? this.claimed.get(role),
      partition: partitionIn(claimName) ?? account?.partition,
      names: account?.names ?? NO_NAMES,
    };
  }
}

const NO_NAMES: ReadonlySet<string> = new Set();

/**
 * The account against which a trust is held: where one side does not know it, the only other one that the principals
 * name is assumed to be the role's. Two of them cannot both be, so then neither is taken.
 */
export function accountFor(policy: TrustPolicy, known: RoleAccount): AssumedAccount {
  const written = new Set<string>();
  for (const { effect, principals } of possibleStatements(policy)) {
    if (effect !== 'Allow') continue;
    for (const name of principals.federated) {
      const account = isOfOtherPartition(name, known) ? undefined : readProviderArn(name)?.account;
      if (account !== undefined) written.add(account);
    }
  }
  const isKnown = (account: string): boolean => known.names.has(account);
  const open = [...written].filter((account) => !isKnown(account) && (known.id === undefined || hasSymbol(account)));
  const assumed = open.length === 1 ? open[0] : undefined;
  if (assumed === undefined || (known.id === undefined && [...written].some(isKnown))) return known;
  return hasSymbol(assumed)
    ? { ...known, names: new Set([...known.names, assumed]), assumed }
    : { ...known, id: assumed, assumed };
}
