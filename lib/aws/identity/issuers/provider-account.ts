import { type TerraformProvider, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { PodtrustError, isKnown } from '../../../core';
import { defaultProvider } from '../../../terraform/default-provider';
import { readArn } from '../../arn';
import { type EksClusterReference, type OidcProviderReference, isEksCluster } from '../eks-cluster-reference';
import type { IrsaTrust } from '../irsa';
import type { PodRoleTrust } from '../role/pod-role-trust';

/** The settings of the AWS provider that decide which account it works in. */
const CREDENTIALS = [
  'accessKey',
  'allowedAccountIds',
  'assumeRole',
  'assumeRoleWithWebIdentity',
  'endpoints',
  'forbiddenAccountIds',
  'profile',
  'secretKey',
  'sharedConfigFiles',
  'sharedCredentialsFiles',
  'token',
] as const;

/** An AWS provider, by its settings alone: a program may have two copies of its class. */
type AwsSettings = TerraformProvider & { readonly [setting in (typeof CREDENTIALS)[number]]?: unknown };

/** The account that something is made in, as far as a program tells. */
interface Account {
  /** Twelve digits, where they are known. */
  readonly id?: string;
  /** Equal for what is made with the same credentials. */
  readonly credentials?: string;
}

/**
 * Refuses a role of one account that trusts an OIDC provider of another.
 *
 * @param of a role that exists, by its ARN, or the AWS provider that makes it; the stack's own where none is given
 * @throws PodtrustError `provider-in-other-account`
 */
export function checkAccounts(
  scope: IConstruct,
  trusts: readonly PodRoleTrust[],
  of: { readonly arn?: string; readonly provider?: TerraformProvider },
): void {
  for (const trust of trusts) {
    if (trust.mechanism !== 'irsa' || !trust.oidcProvider) continue;
    const role = of.arn === undefined ? madeBy(of.provider, scope) : { id: accountIn(of.arn) };
    const registered = registeredIn(trust, trust.oidcProvider);
    const differ =
      role.id !== undefined && registered.id !== undefined
        ? role.id !== registered.id
        : // An account that only one of them names: other credentials are another account until both say otherwise.
          of.provider !== undefined &&
          role.id !== undefined &&
          registered.credentials !== undefined &&
          role.credentials !== registered.credentials;
    if (!differ) continue;
    throw new PodtrustError({
      code: 'provider-in-other-account',
      where: scope.node.path,
      what: `a role of account ${role.id} trusts the OIDC provider ${isKnown(trust.oidcProvider.arn) ? trust.oidcProvider.arn : `of ${clusterText(trust)}`}, which ${registered.id === undefined ? 'is made with other credentials' : `is in account ${registered.id}`}`,
      why: 'STS looks for the issuer in the account of the role alone, and answers InvalidIdentityToken: No OpenIDConnect provider found in your account.',
      remedy: `Make an IamOidcProvider for the issuer with the role’s AWS provider, and give it as oidcProvider to irsa(…)${registered.id === undefined ? '; if it is one account, say so by allowedAccountIds of both AWS providers' : ''}.`,
    });
  }
}

/**
 * Refuses an association of a cluster in one account with a role of another.
 *
 * @param role the account of the role, where it is known
 * @throws PodtrustError `association-not-admitted`
 */
export function checkAssociations(role: string | undefined, trusts: readonly PodRoleTrust[], where: string): void {
  if (role === undefined) return;
  for (const trust of trusts) {
    if (trust.mechanism !== 'eks-pod-identity') continue;
    const cluster = knownAccountOf(trust.cluster);
    if (cluster === undefined || cluster === role) continue;
    const { namespace, name } = trust.serviceAccount;
    throw new PodtrustError({
      code: 'association-not-admitted',
      where,
      what: `a role of account ${role} is to be associated with ${namespace}/${name} of a cluster in account ${cluster}`,
      why: 'EKS associates roles of the cluster’s own account only.',
      remedy:
        'Make a PodRole in the cluster’s account, and give it the role in the other one, a TargetRole, as target: podIdentity({ …, target }). Or trust by irsa with an IamOidcProvider in the role’s account.',
    });
  }
}

/**
 * The account of a role, as far as a program tells: by its own ARN, its AWS provider, the OIDC provider that it trusts, or
 * the cluster whose pods become it by Pod Identity. Both of these are in the role's account.
 */
export function accountOfRole(
  scope: IConstruct,
  trusts: readonly PodRoleTrust[],
  of: { readonly arn?: string; readonly provider?: TerraformProvider },
): string | undefined {
  const own = of.arn === undefined ? madeBy(of.provider, scope).id : accountIn(of.arn);
  if (own !== undefined) return own;
  for (const trust of trusts) {
    const id =
      trust.mechanism === 'irsa'
        ? trust.oidcProvider && registeredIn(trust, trust.oidcProvider).id
        : knownAccountOf(trust.cluster);
    if (id) return id;
  }
  return undefined;
}

function knownAccountOf({ accountId, arn }: EksClusterReference): string | undefined {
  return accountId !== undefined && isKnown(accountId) ? accountId : readArn(arn)?.account;
}

function clusterText({ cluster }: IrsaTrust): string {
  return cluster && isKnown(cluster.name) ? `the cluster ${cluster.name}` : 'its cluster';
}

/** Where an OIDC provider is registered. */
function registeredIn({ cluster }: IrsaTrust, reference: OidcProviderReference): Account {
  const id = accountIn(reference.arn);
  if (id !== undefined) return { id };
  const own = isEksCluster(cluster) && cluster.oidcProvider === reference ? cluster.accountId : undefined;
  const { resource } = reference as { readonly resource?: Made };
  const account = resource ? madeBy(resource.provider, resource) : {};
  return own !== undefined && isKnown(own) ? { ...account, id: own } : account;
}

/** A resource, and the AWS provider that it names. */
type Made = IConstruct & { readonly provider?: TerraformProvider };

function madeBy(provider: TerraformProvider | undefined, scope: IConstruct): Account {
  return accountOf(awsProviderOf(provider, TerraformStack.of(scope)));
}

/** The AWS provider that makes something: the one that it names, or its stack's own. */
export function awsProviderOf(
  provider: TerraformProvider | undefined,
  stack: TerraformStack,
): TerraformProvider | undefined {
  return provider ?? defaultProvider(stack, 'aws');
}

/** The account's id in a known ARN of IAM. */
function accountIn(arn: string): string | undefined {
  return /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1];
}

function accountOf(provider: TerraformProvider | undefined): Account {
  if (!provider) return {};
  const settings = provider as AwsSettings;
  const given = CREDENTIALS.map((setting) => settings[setting] ?? null);
  const credentials = JSON.stringify(given.map((value) => (isPlain(value) ? value : provider.node.path)));
  const { allowedAccountIds, assumeRole } = settings;
  const only = Array.isArray(allowedAccountIds) && allowedAccountIds.length === 1 ? String(allowedAccountIds[0]) : '';
  if (/^\d{12}$/.test(only)) return { id: only, credentials };
  const roles = Array.isArray(assumeRole) ? (assumeRole as readonly { readonly roleArn?: string }[]) : [];
  return { id: accountIn(roles.at(-1)?.roleArn ?? ''), credentials };
}

/** Not a token of a whole list or block. */
function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Array.isArray(value);
}
