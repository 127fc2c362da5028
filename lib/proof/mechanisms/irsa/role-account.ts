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
  /** The partition that its principals name, assumed to be the role's own; nothing where nothing is assumed. */
  readonly assumedPartition?: string;
  /** Whether its principals name several partitions and nothing tells the role's. */
  readonly isPartitionOpen?: true;
}

/**
 * Whether Terraform makes a role and an OIDC provider with different credentials, which often means two accounts and need
 * not. Where both accounts are known, or their partitions differ, nothing is left to ask.
 */
export function isOfOtherCredentials({ account: own }: Identity, provider: OidcProvider): boolean {
  const { account } = provider;
  if (!account || !own || account === own || isOfPartitionOtherThan(own.partition, provider)) return false;
  return account.id === undefined || own.id === undefined;
}

/** Whether a provider is known to be made in another partition than one, by the region of what makes it. */
export function isOfPartitionOtherThan(partition: string | undefined, { account }: OidcProvider): boolean {
  return partition !== undefined && account?.partition !== undefined && account.partition !== partition;
}

/** What each role's account is known to be. */
export class RoleAccounts {
  private readonly claimed = new Map<string, string | undefined>();
  private readonly partitions = new Map<string, string | undefined>();

  /** @param claims service accounts that name roles by ARNs written out */
  public constructor(claims: readonly Claim[]) {
    for (const { identity, text } of claims) {
      const id = accountIdIn(text);
      if (!identity || id === undefined) continue;
      addClaimed(this.claimed, identity.id, id);
      addClaimed(this.partitions, identity.id, partitionIn(text));
    }
  }

  public of({ id: role, account, claimName }: Identity): RoleAccount {
    return {
      id: account?.id ?? accountIdIn(claimName) ?? this.claimed.get(role),
      partition: partitionIn(claimName) ?? account?.partition ?? this.partitions.get(role),
      names: account?.names ?? NO_NAMES,
    };
  }
}

/** Where two claims name two, neither tells anything. */
function addClaimed(to: Map<string, string | undefined>, role: string, named: string | undefined): void {
  to.set(role, !to.has(role) || to.get(role) === named ? named : undefined);
}

const NO_NAMES: ReadonlySet<string> = new Set();

/**
 * The account against which a trust is held: where one side does not know it, the only other one that the principals
 * name is assumed to be the role's. Two of them cannot both be, so then neither is taken. So it is with its partition.
 */
export function accountFor(policy: TrustPolicy, own: RoleAccount): AssumedAccount {
  const known = withPartition(policy, own);
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

/** A role's account, with what its partition is taken to be where nothing tells it. */
function withPartition(policy: TrustPolicy, known: RoleAccount): AssumedAccount {
  if (known.partition !== undefined) return known;
  const named = possibleStatements(policy)
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals }) => principals.federated)
    .filter((name) => isOfAccount(name, known))
    .map(partitionIn)
    .filter((partition) => partition !== undefined);
  const [first, ...others] = new Set(named);
  return others.length > 0 ? { ...known, isPartitionOpen: true } : { ...known, assumedPartition: first };
}

/** Whether a principal is a provider which is not known to be in another account. */
function isOfAccount(name: string, { id }: RoleAccount): boolean {
  const account = readProviderArn(name)?.account;
  return account !== undefined && (id === undefined || hasSymbol(account) || account === id);
}

/** Whether all of some principals name a provider in an account, or a partition, that is only assumed to be the role's. */
export function restOnAccount(
  principals: readonly string[],
  { assumed, assumedPartition }: Pick<AssumedAccount, 'assumed' | 'assumedPartition'>,
): boolean {
  return (
    principals.length > 0 &&
    principals.every((name) => {
      const arn = readProviderArn(name);
      return arn !== undefined && (arn.account === assumed || arn.partition === assumedPartition);
    })
  );
}
