import {
  LIMITS,
  PodtrustError,
  STS_AUDIENCE,
  type ServiceAccountReference,
  checkServiceAccount,
  checkServiceAccountPattern,
  isInPattern,
  isKnown,
  isKnownNumber,
  subjectOf,
} from '../../../core';
import { checkArn } from '../../arn';
import { ARN_KINDS } from '../../arn-kinds';
import { checkOidcProvider } from '../issuers/check-oidc-provider';
import { checkPlace } from '../cluster-place';
import type { IrsaTrust } from '../irsa';
import { isAssociated } from '../pod-identity/is-associated';
import type { PodIdentityTrust } from '../pod-identity/pod-identity';
import { checkRoleArn } from './role-arn';
import { useServiceAccount } from '../service-account-uses';
import { checkSessionGrants } from '../pod-identity/session-grants';

/** A service account that a role admits, and how. Made by `irsa` and `podIdentity`. */
export type PodRoleTrust = IrsaTrust | PodIdentityTrust;

/**
 * Refuses trusts that cannot work.
 *
 * @param present those that the role has already
 * @throws PodtrustError `trust-duplicate`, `oidc-provider-missing`, `issuer-mismatch`, `arn-malformed`,
 *   `arn-of-other-kind`, `role-arn-malformed`, `audience-not-registered`, `audience-too-long`, `token-expiration-invalid`,
 *   `mechanism-unavailable`, `session-tags-disabled`, `session-policy-with-tags`, `session-policy-over-limit`, `provider-argument-unknown`, and those of a service account's name
 */
export function checkTrusts(trusts: readonly PodRoleTrust[], present: readonly PodRoleTrust[], where: string): void {
  const seen = new Set(present.map(keyOf));
  for (const trust of trusts) {
    checkPlace(trust, where);
    if (trust.mechanism === 'irsa') checkIrsa(trust, where);
    else checkPodIdentity(trust, where);
    const key = keyOf(trust);
    if (seen.has(key)) {
      throw new PodtrustError({
        code: 'trust-duplicate',
        where,
        what: `the role trusts ${trust.serviceAccount.namespace}/${trust.serviceAccount.name} twice in the same way`,
        why: 'The second trust adds nothing, and its settings would be read by chance.',
        remedy: 'Leave one of the two out.',
      });
    }
    seen.add(key);
  }
}

/**
 * Notes which service accounts the trusts bind, once nothing else is wrong with them.
 *
 * @throws PodtrustError `irsa-and-pod-identity`, `duplicate-association`, `duplicate-binding`, `associations-over-limit`
 */
export function useServiceAccounts(trusts: readonly PodRoleTrust[], where: string): void {
  for (const trust of trusts) {
    if (trust.mechanism === 'irsa' && trust.bind && trust.cluster && !trust.allowPattern) {
      if (trust.via !== undefined) useServiceAccount(trust.cluster, trust.serviceAccount, 'imagePull', where);
      else if (trust.webhook) useServiceAccount(trust.cluster, trust.serviceAccount, 'irsa', where);
    }
    if (trust.mechanism === 'eks-pod-identity' && isAssociated(trust)) {
      useServiceAccount(trust.cluster, trust.serviceAccount, 'podIdentity', where, { moving: !trust.bind });
    }
  }
}

/** Whether a trust is for all service accounts that fit a pattern. */
export function isPattern(trust: PodRoleTrust): boolean {
  return trust.mechanism === 'irsa' && trust.allowPattern;
}

/** A trust of a pattern as that of one service account that fits it; every other trust as it is. */
export function concrete(trust: PodRoleTrust, serviceAccount: ServiceAccountReference): PodRoleTrust {
  if (trust.mechanism !== 'irsa' || !trust.allowPattern || !isInPattern(trust.serviceAccount, serviceAccount))
    return trust;
  return { ...trust, serviceAccount, allowPattern: false };
}

const OF_PATTERN =
  'Name each service account in a trust of its own. Where all that fit are meant, those too that are made later, say allowPattern: true.';

function checkIrsa(trust: IrsaTrust, where: string): void {
  const { audience, cluster, oidcProvider, tokenExpirationSeconds } = trust;
  if (trust.allowPattern) checkServiceAccountPattern(trust.serviceAccount, where);
  else checkServiceAccount(trust.serviceAccount, where, OF_PATTERN);
  if (!oidcProvider) {
    throw new PodtrustError({
      code: 'oidc-provider-missing',
      where,
      what: `the cluster${cluster && isKnown(cluster.name) ? ` ${cluster.name}` : ''} has no IAM OIDC provider`,
      why: 'STS accepts a service account’s token only where its issuer is registered in the role’s account.',
      remedy:
        'Where it is registered, give issuerUrl and oidcProviderArn to EksCluster.fromAttributes. Else make an IamOidcProvider for the cluster’s issuer, and give it as oidcProvider to irsa(…).',
    });
  }
  checkOidcProvider(oidcProvider, cluster, where);
  if (isKnown(audience) && audience.length > LIMITS.oidcProviderAudienceCharacters) {
    throw new PodtrustError({
      code: 'audience-too-long',
      where,
      what: `an audience of ${audience.length} characters`,
      why: `IAM takes audiences of ${LIMITS.oidcProviderAudienceCharacters} characters.`,
      remedy: `Use a shorter audience, most simply ${STS_AUDIENCE}.`,
    });
  }
  const registered = oidcProvider.audiences;
  if (registered && [audience, ...registered].every(isKnown) && !registered.includes(audience)) {
    throw new PodtrustError({
      code: 'audience-not-registered',
      where,
      what: `the audience "${audience}" is not one of the OIDC provider’s (${registered.join(', ')})`,
      why: 'STS refuses a token whose audience the provider does not list, whatever the trust policy says.',
      remedy: 'Add the audience to the IamOidcProvider, or use one of its audiences.',
    });
  }
  const { minimum } = LIMITS.eksTokenSeconds;
  const seconds = tokenExpirationSeconds;
  if (seconds !== undefined && isKnownNumber(seconds) && !(Number.isInteger(seconds) && seconds >= minimum)) {
    throw new PodtrustError({
      code: 'token-expiration-invalid',
      where,
      what: `a token that lives ${seconds} seconds`,
      why: `Kubernetes projects tokens of at least ${minimum} seconds; the EKS webhook silently raises a shorter one, and ignores what is not a whole number.`,
      remedy: `Give ${minimum} or more, in whole seconds.`,
    });
  }
}

function checkPodIdentity(trust: PodIdentityTrust, where: string): void {
  refusePattern(trust, where);
  checkServiceAccount(trust.serviceAccount, where);
  checkArn(trust.cluster.arn, ARN_KINDS.cluster, where);
  if (trust.targetRoleArn !== undefined) checkRoleArn(trust.targetRoleArn, where);
  checkSessionGrants(trust, where);
  if (!trust.disableSessionTags || trust.admitWholeCluster) return;
  throw new PodtrustError({
    code: 'session-tags-disabled',
    where,
    what: `the trust of ${trust.serviceAccount.namespace}/${trust.serviceAccount.name} disables session tags and asks for them`,
    why: 'Namespace and service account reach the trust policy only as session tags: without them its conditions never match, and nobody gets in.',
    remedy:
      'Keep the session tags, or say admitWholeCluster: true and accept that any association of the cluster gets in.',
  });
}

/** An association names one service account, whatever people ask for: containers-roadmap #2233 and #2397. */
function refusePattern({ serviceAccount }: PodIdentityTrust, where: string): void {
  if (![serviceAccount.namespace, serviceAccount.name].some((value) => isKnown(value) && /[*?]/.test(value))) return;
  throw new PodtrustError({
    code: 'subject-wildcard',
    where,
    what: `a Pod Identity association is to be for "${subjectOf(serviceAccount)}", which holds a wildcard`,
    why: 'EKS associates a role with one service account of one namespace, and refuses a wildcard.',
    remedy:
      'List them: podIdentities({ cluster, namespaces, serviceAccounts }) makes an association of each. For those that are not known yet, trust them by irsa({ allowPattern: true }).',
  });
}

function keyOf(trust: PodRoleTrust): string {
  const { namespace, name } = trust.serviceAccount;
  return trust.mechanism === 'irsa'
    ? ['irsa', trust.via, trust.oidcProvider!.arn, trust.audience, namespace, name].join(' ')
    : ['eks-pod-identity', trust.cluster.arn, namespace, name].join(' ');
}
