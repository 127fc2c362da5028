import { partitionIn } from '../../core/aws/aws-partition';
import { hasSymbol } from '../model/known/symbol';
import { TOO_LARGE, newBudget, within } from './budget';
import type { Budget } from './budget';
import { mayBeEqual } from './region/glob';
import { readProviderArn } from './iam-arn';
import type { ProviderArn } from './iam-arn';
import type { Statement } from '../model/identity/statement';
import { isText, patternOf } from './policy/value';

/**
 * An account as trust policies see it. All of it is compared as text, so symbols may stand for what only apply will tell.
 */
export interface TrustContext {
  /** The account the role is in, where that is known. */
  readonly account?: string;
  /** The partition of that account, such as `aws-us-gov`, where it is known. */
  readonly partition?: string;
  /** Whether nothing tells the partition, nor may it be taken from what the policy names: then an ARN may be of another. */
  readonly isPartitionOpen?: boolean;
  /** Other texts for that account: what only apply will tell, and is the same. */
  readonly accountNames?: ReadonlySet<string>;
  /** The OIDC providers of that account, as far as the policy may name them. */
  readonly providers: readonly TrustedProvider[];
  /**
   * All of the account's providers, in so far as they tell that a name is not that of another one.
   *
   * @default - those of `providers`
   */
  readonly registered?: RegisteredProviders;
}

/** All OIDC providers that are known, as one account sees them. */
export interface RegisteredProviders {
  /** Whether an ARN is known to be that of another one than `provider`. */
  isAnother(arn: string, provider: TrustedProvider): boolean;
  /** Whether an ARN is that of one which is known to be in another account. */
  isElsewhere(arn: string): boolean;
  /** What a name is where it is known to be something else than a provider's ARN, such as a cluster's issuer. */
  somethingElse(name: string): string | undefined;
  /** Whether one of them, other than `provider` and in the same account, has an issuer: a URL is registered once in an account. */
  isOfOther(issuer: string, provider: TrustedProvider): boolean;
}

/** An OIDC provider of IAM. */
export interface TrustedProvider {
  readonly arn: string;
  /** The issuer as condition keys name it: the URL without `https://`. Where it is unknown, one symbol. */
  readonly issuer: string;
  /** The provider's client ids: the audiences that STS takes at all. */
  readonly audiences: readonly string[];
  /** Set for one that stands for a principal whose text is not known: nothing is known of it, its issuer least of all. */
  readonly unread?: true;
}

/** Yes, no, or the reason why it cannot be told. */
export type Answer = boolean | { readonly why: string };

/**
 * Whether a statement, of a trust or of permissions, is about an action by its `Action` or `NotAction`. `*` and `?` are
 * wildcards, and case is ignored.
 *
 * The only place that answers it: what a trust admits, what is reported of it and what an identity may do must agree.
 */
export function coversAction(
  statement: Pick<Statement, 'actions' | 'notAction'>,
  action: string,
  budget?: Budget,
): Answer {
  if (budget) return covers(statement, action.toLowerCase(), budget);
  return within(() => covers(statement, action.toLowerCase(), newBudget())) ?? { why: TOO_LARGE };
}

function covers(
  { actions, notAction }: Pick<Statement, 'actions' | 'notAction'>,
  action: string,
  budget: Budget,
): Answer {
  let unknown: string | undefined;
  for (const pattern of actions) {
    if (pattern === action || pattern === '*') return !notAction;
    const same = isText(patternOf(pattern, 'StringLike', '2008-10-17').glob, action, budget);
    if (same) return !notAction;
    if (same === undefined) unknown = pattern;
  }
  return unknown === undefined ? notAction : { why: `the action ${unknown} is not known before apply` };
}

/** Whether a statement is about those who come with a token of a provider. */
export function coversProvider(
  statement: Statement,
  provider: TrustedProvider,
  context: TrustContext,
  budget: Budget,
): Answer {
  const { everyone, federated, aws } = statement.principals;
  if (everyone) return true;
  let unknown: string | undefined;
  for (const name of federated) {
    const same = isProvider(name, provider, context, budget);
    if (same === true) return true;
    if (same !== false) unknown ??= same.why;
  }
  if (unknown === undefined && aws.includes('*')) {
    unknown = 'AWS calls {"AWS": "*"} equal to "*", but does not say whether it takes a web identity';
  }
  return unknown === undefined ? false : { why: unknown };
}

/** Whether a statement is about an AWS service. */
export function coversService(statement: Statement, service: string, budget: Budget): Answer {
  const { everyone, service: services, aws } = statement.principals;
  if (services.includes(service)) return true;
  const unknown = services.find((name) => isText(name, service, budget) === undefined);
  if (unknown !== undefined) return { why: `whether the principal ${unknown} is ${service} is not known before apply` };
  if (everyone || aws.includes('*') || services.includes('*'))
    return { why: `AWS does not say whether the principal "*" accepts ${service}` };
  return false;
}

/** Whether a `Federated` principal names a provider. */
export function isProvider(name: string, provider: TrustedProvider, context: TrustContext, budget: Budget): Answer {
  if (isOfOtherPartition(name, context) || context.registered?.somethingElse(name) !== undefined) return false;
  const parts = readProviderArn(name);
  if (name === provider.arn) {
    if (!parts) return true;
    // A partition that is not known is that of the provider itself.
    return hasSymbol(parts.partition) ? isAccount(parts.account, context) : isOwn(parts, name, context);
  }
  if (name === '*') return { why: 'AWS does not say whether Federated "*" stands for every provider' };
  if (!hasSymbol(name) && !hasSymbol(provider.arn)) return false;
  // What names another provider does not name this one.
  if (isAnother(name, provider, context)) return false;
  // A provider's ARN, whatever it turns out to be, is one.
  if (!parts && !hasSymbol(name)) return false;
  if (parts?.issuer === provider.issuer) {
    return isOwn(parts, name, context);
  }
  if (parts && isIssuerOfOther(parts.issuer, provider, context)) return false;
  const own = readProviderArn(provider.arn);
  const mayBe =
    mayBeEqual(name, provider.arn, budget) &&
    (!parts || mayBeEqual(parts.issuer, own?.issuer ?? provider.issuer, budget));
  return mayBe
    ? { why: `whether the principal ${name} is the provider ${provider.arn} is not known before apply` }
    : false;
}

function isAnother(arn: string, provider: TrustedProvider, { registered, providers }: TrustContext): boolean {
  return registered ? registered.isAnother(arn, provider) : providers.some((other) => other.arn === arn);
}

/** Whether an issuer is known to be that of another provider than this one. */
export function isIssuerOfOther(issuer: string, provider: TrustedProvider, context: TrustContext): boolean {
  const { registered, providers } = context;
  if (registered) return registered.isOfOther(issuer, provider);
  return providers.some((other) => other !== provider && other.issuer === issuer);
}

/** Whether an ARN is known to be that of a provider in another account than the role's. */
export function isElsewhere(arn: string, context: TrustContext): boolean {
  if (isOfOtherPartition(arn, context)) return true;
  const account = readProviderArn(arn)?.account;
  return account === undefined ? context.registered?.isElsewhere(arn) === true : isAccount(account, context) === false;
}

/** Whether an ARN is known to be of another partition than the role's account, and so names nothing that the account has. */
export function isOfOtherPartition(arn: string, { partition }: Pick<TrustContext, 'partition'>): boolean {
  const own = partition === undefined ? undefined : partitionIn(arn);
  return own !== undefined && own !== partition;
}

/** Whether a provider's ARN, of the right issuer, is of the role's own account. */
function isOwn({ partition, account }: ProviderArn, name: string, context: TrustContext): Answer {
  const answer = isAccount(account, context);
  if (answer !== true || !mayBeOfOtherPartition(partition, context)) return answer;
  const own = context.partition === undefined ? '' : `, ${context.partition},`;
  return { why: `whether the partition of ${name} is the role's own${own} is not known before apply` };
}

/** Whether a partition may be another than the role's. `data.aws_partition` is that of the account. */
function mayBeOfOtherPartition(written: string, { partition, isPartitionOpen }: TrustContext): boolean {
  if (hasSymbol(written)) return partition !== undefined && !/\bdata\.aws_partition\./.test(written);
  return partition === undefined && isPartitionOpen === true;
}

function isAccount(account: string, context: TrustContext): Answer {
  if (account === context.account || context.accountNames?.has(account)) return true;
  if (context.account === undefined || hasSymbol(account) || hasSymbol(context.account)) {
    return { why: `whether the provider's account ${account} is the role's own is not known before apply` };
  }
  return false;
}
