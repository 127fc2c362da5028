import { STS_AUDIENCE } from '../../../core/trust/audience';
import { grouped } from '../../../core/groups';
import { issuerWithoutScheme } from '../../../core/trust/issuer';
import { accountIdIn } from '../../model/aws-account';
import type { Identity } from '../../model/identity/identity';
import type { OidcProvider } from '../../model/cluster/oidc-provider';
import { isNo } from '../../model/known/known';
import { hasSymbol } from '../../model/known/symbol';
import { equal, splitOutsideSymbols } from '../../model/known/text';
import { isTrueWhenMissing, possibleStatements, readProviderArn } from '../../iam';
import type { RegisteredProviders, Statement, TrustContext, TrustPolicy, TrustedProvider } from '../../iam';
import { isOfOtherCredentials, isOfPartitionOtherThan } from './role-account';
import type { AssumedAccount, RoleAccount } from './role-account';

/** Where a principal may turn out to be any provider, more than these are not told one by one. */
const MOST_POSSIBLE = 16;

/** The OIDC providers of all accounts, looked up once an account rather than once a role. */
export class ProviderDirectory {
  private readonly ofAccount = new Map<string, AccountProviders>();
  private readonly arns: ReadonlySet<string>;
  private readonly byAccount: ReadonlyMap<string | undefined, readonly OidcProvider[]>;

  /** @param others what texts are that are known to be no provider's ARN: see `otherThings` of the model */
  public constructor(
    private readonly providers: readonly OidcProvider[],
    private readonly others: ReadonlyMap<string, string> = new Map(),
  ) {
    this.arns = new Set(providers.map(({ arn }) => arn));
    this.byAccount = grouped(providers, accountIdOf);
  }

  /** The providers that may be in a role's account. */
  public of({ id, partition }: RoleAccount): AccountProviders {
    const key = `${partition} ${id}`;
    let found = this.ofAccount.get(key);
    if (!found) {
      const possible = this.possibleIn(id).filter((provider) => !isOfPartitionOtherThan(partition, provider));
      this.ofAccount.set(key, (found = new AccountProviders(possible, this.arns, this.others)));
    }
    return found;
  }

  /** What is registered in the account goes first, and what is only written out last: it may be one of the others. */
  private possibleIn(id: string | undefined): readonly OidcProvider[] {
    const isWritten = ({ arn }: OidcProvider): boolean => readProviderArn(arn) !== undefined;
    if (id === undefined) {
      return [...this.providers.filter((one) => !isWritten(one)), ...this.providers.filter(isWritten)];
    }
    const own = this.byAccount.get(id) ?? [];
    return [
      ...own.filter((provider) => !isWritten(provider)),
      ...(this.byAccount.get(undefined) ?? []),
      ...own.filter(isWritten),
    ];
  }
}

/** The providers of one account: each that is not known to be in another. */
export class AccountProviders implements RegisteredProviders {
  /** Each once: an ARN written out is that of the provider which the program registers for its issuer. */
  public readonly all: readonly OidcProvider[];
  private readonly byArn = new Map<string, OidcProvider>();
  private readonly byIssuer = new Map<string | undefined, OidcProvider[]>();
  /** Without those that are but written out for another one. */
  private readonly own = new Set<string>();

  /** @param arns those of all accounts */
  public constructor(
    providers: readonly OidcProvider[],
    private readonly arns: ReadonlySet<string>,
    private readonly others: ReadonlyMap<string, string>,
  ) {
    for (const provider of providers) {
      this.own.add(provider.arn);
      const issuer = issuerWithoutScheme(provider.issuer);
      const same = this.byIssuer.get(issuer);
      if (same?.some((other) => isWrittenFor(provider, other))) continue;
      this.byArn.set(provider.arn, provider);
      if (same) same.push(provider);
      else this.byIssuer.set(issuer, [provider]);
    }
    this.all = [...this.byArn.values()];
  }

  public isAnother(arn: string, { arn: own }: TrustedProvider): boolean {
    if (this.isElsewhere(arn)) return true;
    const [named, provider] = [this.byArn.get(arn), this.byArn.get(own)];
    return named !== undefined && !named.unread && (provider === undefined || areTwo(named, provider));
  }

  public somethingElse(name: string): string | undefined {
    return this.others.get(name) ?? otherKindOf(name);
  }

  public isElsewhere(arn: string): boolean {
    return this.arns.has(arn) && !this.own.has(arn);
  }

  public isOfOther(issuer: string, { arn }: TrustedProvider): boolean {
    const provider = this.byArn.get(arn);
    const isOther = (other: OidcProvider): boolean =>
      other !== provider && provider !== undefined && isSameAccount(provider, other) && areTwo(provider, other);
    return this.byIssuer.get(issuer)?.some(isOther) ?? false;
  }

  /** The provider with an ARN or, where that is put together by hand, the one of the issuer that it ends in. */
  public named(arn: string): readonly OidcProvider[] {
    const exact = this.byArn.get(arn);
    if (exact) return [exact];
    return this.byIssuer.get(readProviderArn(arn)?.issuer) ?? [];
  }

  /** The providers of an issuer that a trust is about: those that it names, or else all of them. */
  public meant(issuer: string, policy: TrustPolicy): readonly OidcProvider[] {
    const all = this.byIssuer.get(issuer) ?? [];
    if (all.length < 2) return all;
    const named = new Set(possibleStatements(policy).flatMap(({ principals }) => principals.federated));
    return all.some(({ arn }) => named.has(arn)) ? all.filter(({ arn }) => named.has(arn)) : all;
  }

  /** Of the principals of a trust's statements, those that name a provider of an issuer. */
  public principalsFor(issuer: string, policy: TrustPolicy, statements: readonly number[]): readonly string[] {
    return possibleStatements(policy)
      .filter(({ index }) => statements.includes(index))
      .flatMap(({ principals }) => principals.federated)
      .filter((name) => this.named(name).some((one) => issuerWithoutScheme(one.issuer) === issuer));
  }

  /** Whether nothing that was read registers an issuer which a trust is about, or looks it up: only trusts name it. */
  public isOnlyNamed(issuer: string, policy: TrustPolicy): boolean {
    return this.meant(issuer, policy).every(({ onlyNamed }) => onlyNamed);
  }

  /**
   * Why it is not known that STS finds an issuer in a role's account: it is registered, and by nothing that is known to be
   * in that account. Nothing where it is known.
   */
  public doubt(role: Identity, issuer: string, policy: TrustPolicy): string | undefined {
    const meant = this.meant(issuer, policy);
    const [first] = meant;
    if (!first || !meant.every((provider) => isOfOtherCredentials(role, provider))) return undefined;
    return `whether ${first.id}, which is perhaps made with other credentials than ${role.id}, is in the same account is not known before apply`;
  }

  /** What a trust policy is held against: the role's account, and those of its providers that the policy may name. */
  public contextOf(policy: TrustPolicy, { id, partition, names, isPartitionOpen }: AssumedAccount): TrustContext {
    return {
      account: id,
      partition,
      isPartitionOpen,
      accountNames: names,
      registered: this,
      providers: this.namedBy(policy).map((provider) => trustedProvider(provider, policy)),
    };
  }

  /** The providers whose tokens alone can meet a statement's conditions: it asks for a claim of their issuer. */
  private askedFor({ conditions }: Statement): readonly OidcProvider[] {
    return conditions.flatMap((condition) => {
      const issuer = /^([^]*):(?:sub|aud)$/i.exec(condition.key)?.[1];
      if (isTrueWhenMissing(condition) !== false) return [];
      return (this.byIssuer.get(issuer) ?? []).filter(({ unread }) => !unread);
    });
  }

  private namedBy(policy: TrustPolicy): readonly OidcProvider[] {
    const found = new Set<OidcProvider>();
    for (const statement of possibleStatements(policy)) {
      const { principals } = statement;
      if (principals.everyone || principals.aws.includes('*') || principals.federated.includes('*')) return this.all;
      for (const name of principals.federated) {
        if (this.somethingElse(name) !== undefined) continue;
        const named = this.named(name);
        const meant = named[0]?.unread ? this.askedFor(statement) : [];
        (meant.length > 0 ? meant : named).forEach((provider) => found.add(provider));
        const isOpen = named.length === 0 && hasSymbol(name) && !this.isElsewhere(name);
        if (isOpen && this.all.length <= MOST_POSSIBLE) this.all.forEach((provider) => found.add(provider));
      }
    }
    return [...found];
  }
}

/** A provider as a trust policy sees it. */
function trustedProvider({ arn, issuer, audiences, unread }: OidcProvider, policy: TrustPolicy): TrustedProvider {
  return { arn, issuer: issuerWithoutScheme(issuer), audiences: audiences ?? assumedAudiences(policy), unread };
}

/** The audiences of a provider that is outside of what was read: STS' own, and those that the trust asks for. */
export function assumedAudiences(policy: TrustPolicy): readonly string[] {
  const asked = possibleStatements(policy)
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.toLowerCase().endsWith(':aud'))
    .flatMap(({ values }) => values);
  return [...new Set([STS_AUDIENCE, ...asked.filter((value) => !/[*?]/.test(value))])];
}

/** What a principal is known to be by its text, of which a part may be unknown; nothing where it may be an OIDC provider's ARN. */
function otherKindOf(name: string): string | undefined {
  if (name.startsWith('oidc-provider/')) return 'the end of an ARN';
  const [arn, , service, , , resource = ''] = splitOutsideSymbols(name, ':');
  const type = /^[a-z-]+(?=\/)/.exec(resource)?.[0];
  if (arn !== 'arn' || type === undefined || hasSymbol(service!)) return undefined;
  const isProvider = service === 'iam' && (type === 'oidc-provider' || type === 'saml-provider');
  return isProvider ? undefined : `the ARN of a ${type} of ${service}`;
}

/** The id of a provider's account, where it is known. */
export function accountIdOf({ arn, account }: OidcProvider): string | undefined {
  return accountIdIn(arn) ?? account?.id;
}

/** Whether a provider is but the ARN, written out in some trust, of one that the program registers. */
function isWrittenFor(provider: OidcProvider, registered: OidcProvider): boolean {
  if (!readProviderArn(provider.arn) || readProviderArn(registered.arn)) return false;
  const [one, other] = [accountIdOf(provider), accountIdOf(registered)];
  return one === undefined || other === undefined || one === other;
}

/** Whether two providers are known to be two: an ARN that is written out may turn out to be that of one which the program registers. */
function areTwo(one: OidcProvider, other: OidcProvider): boolean {
  const isWritten = [one, other].some(({ arn }) => readProviderArn(arn) !== undefined);
  return !isWritten || isNo(equal(one.issuer, other.issuer));
}

function isSameAccount(one: OidcProvider, other: OidcProvider): boolean {
  if (one.account && one.account === other.account) return true;
  const names = new Set(accountNamesOf(other));
  return accountNamesOf(one).some((name) => names.has(name));
}

/** What is known to stand for a provider's account: its id, and symbols of it. */
function accountNamesOf({ arn, account }: OidcProvider): readonly string[] {
  const known = [account?.id, readProviderArn(arn)?.account].filter((name) => name !== undefined);
  return [...known, ...(account?.names ?? [])];
}
