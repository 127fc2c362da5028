import { TerraformStack, type ITerraformDependable } from 'cdktf';
import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import type { Construct } from 'constructs';
import {
  Binding,
  EKS_KEYS,
  LIMITS,
  PodtrustError,
  STS_AUDIENCE,
  type ServiceAccountReference,
  checkServiceAccount,
  isKnown,
} from '../../core';
import type { IrsaTrust } from './irsa';
import type { PodIdentityTrust } from './pod-identity';
import { useServiceAccount } from './service-account-uses';

/** A service account that a role admits, and how. Made by `irsa` and `podIdentity`. */
export type PodRoleTrust = IrsaTrust | PodIdentityTrust;

/** Where the binding for a cluster without the EKS webhook mounts the token. */
const TOKEN_MOUNT_PATH = '/var/run/secrets/sts.amazonaws.com/serviceaccount';
const TOKEN_PATH = 'token';

/**
 * Refuses trusts that cannot work.
 *
 * @throws PodtrustError `trust-missing`, `trust-duplicate`, `oidc-provider-missing`, `audience-not-registered`,
 *   `audience-too-long`, `token-expiration-invalid`, `session-tags-disabled`, and those of a service account's name
 */
export function checkTrusts(trusts: readonly PodRoleTrust[], where: string): void {
  if (trusts.length === 0) {
    throw new PodtrustError({
      code: 'trust-missing',
      where,
      what: 'the role has no trust',
      why: 'IAM refuses a role that nobody may assume.',
      remedy: 'Give at least one irsa(…) or podIdentity(…).',
    });
  }
  const seen = new Set<string>();
  for (const trust of trusts) {
    checkServiceAccount(trust.serviceAccount, where);
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
 * @throws PodtrustError `irsa-and-pod-identity`, `duplicate-association`, `irsa-duplicate`, `associations-over-limit`
 */
export function useServiceAccounts(trusts: readonly PodRoleTrust[], where: string): void {
  for (const trust of trusts) {
    if (trust.mechanism === 'irsa' && trust.bind && trust.cluster) {
      useServiceAccount(trust.cluster, trust.serviceAccount, 'irsa', where);
    }
    if (trust.mechanism === 'eks-pod-identity' && trust.associate) {
      useServiceAccount(trust.cluster, trust.serviceAccount, 'podIdentity', where);
    }
  }
}

function checkIrsa(trust: IrsaTrust, where: string): void {
  const { audience, cluster, oidcProvider, tokenExpirationSeconds } = trust;
  if (!oidcProvider) {
    throw new PodtrustError({
      code: 'oidc-provider-missing',
      where,
      what: `the cluster${cluster && isKnown(cluster.name) ? ` ${cluster.name}` : ''} has no IAM OIDC provider`,
      why: 'STS accepts a service account’s token only where its issuer is registered in the role’s account.',
      remedy: 'Make an IamOidcProvider for the cluster’s issuer and give it to the cluster or to the trust.',
    });
  }
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
  if (tokenExpirationSeconds !== undefined && !(tokenExpirationSeconds >= LIMITS.eksTokenSeconds.minimum)) {
    throw new PodtrustError({
      code: 'token-expiration-invalid',
      where,
      what: `a token that lives ${tokenExpirationSeconds} seconds`,
      why: `Kubernetes projects tokens of at least ${LIMITS.eksTokenSeconds.minimum} seconds; the EKS webhook raises a shorter one silently.`,
      remedy: `Give ${LIMITS.eksTokenSeconds.minimum} or more.`,
    });
  }
}

function checkPodIdentity(trust: PodIdentityTrust, where: string): void {
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

function keyOf(trust: PodRoleTrust): string {
  const { namespace, name } = trust.serviceAccount;
  return trust.mechanism === 'irsa'
    ? ['irsa', trust.oidcProvider!.arn, trust.audience, namespace, name].join(' ')
    : ['eks-pod-identity', trust.cluster.arn, namespace, name].join(' ');
}

/** What the service accounts of the trusts carry: one binding for each trust that binds. */
export function bindingsOf(roleArn: string, trusts: readonly PodRoleTrust[]): Binding[] {
  return trusts
    .filter((trust) => (trust.mechanism === 'irsa' ? trust.bind : trust.associate))
    .map((trust) => (trust.mechanism === 'irsa' ? irsaBinding(roleArn, trust) : podIdentityBinding(roleArn, trust)));
}

/** @throws PodtrustError `binding-missing` where none of the bindings is this service account's */
export function bindingFor(
  bindings: readonly Binding[],
  { namespace, name }: ServiceAccountReference,
  where: string,
): Binding {
  const found = bindings.find(
    ({ serviceAccount }) => serviceAccount.namespace === namespace && serviceAccount.name === name,
  );
  if (found) return found;
  throw new PodtrustError({
    code: 'binding-missing',
    where,
    what: `the role binds no service account ${namespace}/${name}`,
    why: 'A pod that carried its binding would be refused by the trust policy.',
    remedy: 'Add an irsa(…) or podIdentity(…) for it to the role’s trusts.',
  });
}

function podIdentityBinding(roleArn: string, { mechanism, serviceAccount }: PodIdentityTrust): Binding {
  return new Binding({ mechanism, serviceAccount, identity: roleArn });
}

function irsaBinding(roleArn: string, trust: IrsaTrust): Binding {
  const { mechanism, serviceAccount, audience, tokenExpirationSeconds } = trust;
  if (trust.cluster) {
    return new Binding({
      mechanism,
      serviceAccount,
      identity: roleArn,
      serviceAccountAnnotations: {
        [EKS_KEYS.roleArn]: roleArn,
        [EKS_KEYS.regionalSts]: 'true',
        ...(audience === STS_AUDIENCE ? {} : { [EKS_KEYS.audience]: audience }),
        ...(tokenExpirationSeconds === undefined ? {} : { [EKS_KEYS.tokenExpiration]: String(tokenExpirationSeconds) }),
      },
    });
  }
  return new Binding({
    mechanism,
    serviceAccount,
    identity: roleArn,
    environment: {
      AWS_ROLE_ARN: roleArn,
      AWS_WEB_IDENTITY_TOKEN_FILE: `${TOKEN_MOUNT_PATH}/${TOKEN_PATH}`,
      AWS_REGION: trust.region,
      AWS_STS_REGIONAL_ENDPOINTS: 'regional',
    },
    volumes: [
      {
        name: 'aws-iam-token',
        audience,
        expirationSeconds: tokenExpirationSeconds ?? LIMITS.eksTokenSeconds.default,
        path: TOKEN_PATH,
        mountPath: TOKEN_MOUNT_PATH,
      },
    ],
  });
}

/**
 * Makes the Pod Identity associations of the trusts, each after the role's policies, so that no pod starts with half its
 * permissions.
 */
export function associate(
  scope: Construct,
  roleArn: string,
  trusts: readonly PodRoleTrust[],
  after: readonly ITerraformDependable[],
): { associations: EksPodIdentityAssociation[]; agents: ITerraformDependable[] } {
  const associations: EksPodIdentityAssociation[] = [];
  const agents = new Set<ITerraformDependable>();
  for (const trust of trusts) {
    if (trust.mechanism !== 'eks-pod-identity' || !trust.associate) continue;
    const agent = trust.cluster.addPodIdentityAgent?.();
    if (agent && isInStackOf(scope, agent)) agents.add(agent);
    associations.push(
      new EksPodIdentityAssociation(scope, associationId(scope, trust), {
        clusterName: trust.cluster.name,
        namespace: trust.serviceAccount.namespace,
        serviceAccount: trust.serviceAccount.name,
        roleArn,
        targetRoleArn: trust.targetRoleArn,
        disableSessionTags: trust.disableSessionTags || undefined,
        dependsOn: after.length > 0 ? [...after] : undefined,
      }),
    );
  }
  return { associations, agents: [...agents] };
}

/** By the service account where it is known, so that another trust in the list leaves the association as it is. */
function associationId(scope: Construct, { serviceAccount: { namespace, name } }: PodIdentityTrust): string {
  const id = [namespace, name].every(isKnown) ? `association-${namespace}-${name}` : 'association';
  let unique = id;
  for (let number = 2; scope.node.tryFindChild(unique); number++) unique = `${id}-${number}`;
  return unique;
}

function isInStackOf(scope: Construct, other: ITerraformDependable): boolean {
  return 'node' in other && TerraformStack.of(other as unknown as Construct) === TerraformStack.of(scope);
}
