import { Fn } from 'cdktf';
import { LIMITS, POD_IDENTITY_SERVICE, PodtrustError, isKnown, issuerWithoutScheme, subjectOf } from '../../core';
import { grouped } from '../../core/groups';
import { type EksClusterReference, isEksCluster } from './eks-cluster-reference';
import type { IrsaTrust } from './irsa';
import type { PodIdentityTrust } from './pod-identity';
import type { PodRoleTrust } from './pod-role-trust';
import { resolvedOnce } from './resolved-once';

/** Longest valid names of Kubernetes, for a namespace or service account that is a token. */
const LONGEST_NAMESPACE = 63;
const LONGEST_SERVICE_ACCOUNT = 253;

/**
 * The text of a role's trust policy, tokens in it, without whitespace.
 *
 * Subjects that share an issuer and an audience share a statement, and so do service accounts of one namespace under Pod
 * Identity. Other Pod Identity subjects get a statement each: two namespaces and two names in one would admit four.
 *
 * @throws PodtrustError `trust-policy-over-limit`, with the measured size, tokens counted at their longest valid value
 */
export function trustPolicyOf(trusts: readonly PodRoleTrust[], limit: number, where: string): string {
  const measure = new Measure();
  const statements = [...irsaStatements(trusts, measure), ...podIdentityStatements(trusts, measure)];
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const characters = text.length + measure.excess;
  if (characters > limit) {
    throw new PodtrustError({
      code: 'trust-policy-over-limit',
      where,
      what: `the trust policy of ${trusts.length} trusts has ${characters} characters without whitespace, over the limit of ${limit}`,
      why: `IAM accepts ${LIMITS.trustPolicyCharacters} characters by default; values that are not known yet are counted at their longest.`,
      remedy:
        'Split the trusts over several roles, or use EKS Pod Identity associations with one trust a cluster. If AWS raised your account’s quota, give trustPolicyLimit.',
    });
  }
  return text;
}

/** Counts how much longer a text may get once its tokens have their values. */
class Measure {
  public excess = 0;

  public value(value: string, longest: number): string {
    if (!isKnown(value)) this.excess += longest - value.length;
    return value;
  }
}

function irsaStatements(trusts: readonly PodRoleTrust[], measure: Measure): unknown[] {
  const groups = grouped(
    trusts.filter((trust): trust is IrsaTrust => trust.mechanism === 'irsa'),
    ({ oidcProvider, audience }) => `${oidcProvider!.arn} ${audience}`,
  );
  return Array.from(groups.values(), (group) => {
    const { oidcProvider, audience, cluster } = group[0]!;
    const longestIssuer = isEksCluster(cluster) ? LIMITS.longest.eksIssuer : LIMITS.longest.aksIssuer;
    const provider = measure.value(
      resolvedOnce(oidcProvider!.arn),
      LIMITS.longest.oidcProviderArnPrefix + longestIssuer,
    );
    const issuer = withoutScheme(oidcProvider!.issuer.url);
    const key = (claim: string) => `${measure.value(issuer, longestIssuer)}:${claim}`;
    return {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [key('sub')]: oneOrMore(group.map(({ serviceAccount }) => subjectOf(measured(serviceAccount, measure)))),
          [key('aud')]: measure.value(audience, LIMITS.oidcProviderAudienceCharacters),
        },
      },
    };
  });
}

function podIdentityStatements(trusts: readonly PodRoleTrust[], measure: Measure): unknown[] {
  const groups = grouped(
    trusts.filter((trust): trust is PodIdentityTrust => trust.mechanism === 'eks-pod-identity'),
    ({ cluster, serviceAccount, admitWholeCluster }) =>
      admitWholeCluster ? cluster.arn : `${cluster.arn} ${serviceAccount.namespace}`,
  );
  return Array.from(groups.values(), (group) => {
    const { cluster, serviceAccount, admitWholeCluster } = group[0]!;
    return {
      Effect: 'Allow',
      Principal: { Service: POD_IDENTITY_SERVICE },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          ...sourceConditions(cluster, measure),
          ...(admitWholeCluster
            ? {}
            : {
                'aws:RequestTag/eks-cluster-arn': clusterArn(cluster, measure),
                'aws:RequestTag/kubernetes-namespace': measure.value(serviceAccount.namespace, LONGEST_NAMESPACE),
                'aws:RequestTag/kubernetes-service-account': oneOrMore(
                  group.map((trust) => measure.value(trust.serviceAccount.name, LONGEST_SERVICE_ACCOUNT)),
                ),
              }),
        },
      },
    };
  });
}

/** Against a confused deputy: EKS acts for this cluster, and for no other one. */
function sourceConditions(cluster: EksClusterReference, measure: Measure): Record<string, string> {
  const conditions: Record<string, string> = { 'aws:SourceArn': clusterArn(cluster, measure) };
  if (cluster.accountId !== undefined) {
    conditions['aws:SourceAccount'] = measure.value(cluster.accountId, LIMITS.longest.accountId);
  }
  return conditions;
}

function clusterArn({ arn, arnCharacters }: EksClusterReference, measure: Measure): string {
  return measure.value(resolvedOnce(arn), arnCharacters ?? LIMITS.longest.eksClusterArn);
}

function measured({ namespace, name }: PodRoleTrust['serviceAccount'], measure: Measure) {
  return {
    namespace: measure.value(namespace, LONGEST_NAMESPACE),
    name: measure.value(name, LONGEST_SERVICE_ACCOUNT),
  };
}

const WITHOUT_SCHEME = new Map<string, string>();

/** One token a distinct issuer: each that cdktf makes costs a stack trace. */
function withoutScheme(url: string): string {
  if (isKnown(url)) return issuerWithoutScheme(url);
  const issuer = WITHOUT_SCHEME.get(url) ?? resolvedOnce(Fn.replace(url, 'https://', ''));
  WITHOUT_SCHEME.set(url, issuer);
  return issuer;
}

function oneOrMore(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}
