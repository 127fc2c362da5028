import {
  LIMITS,
  POD_IDENTITY_SERVICE,
  PodtrustError,
  TrustSize,
  clusterNameOf,
  sizesByCluster,
  subjectOf,
} from '../../../core';
import { grouped, oneOrMore } from '../../../core/groups';
import { type EksClusterReference, isEksCluster } from '../eks-cluster-reference';
import type { IrsaTrust } from '../irsa';
import { withoutScheme } from '../issuers/issuer-without-scheme';
import { Measure } from './measure';
import type { PodIdentityTrust } from '../pod-identity/pod-identity';
import { clusterArn, podIdentityGroups, sessionTagConditions } from '../pod-identity/session-tag-conditions';
import type { PodRoleTrust } from './pod-role-trust';
import { resolvedOnce } from '../resolved-once';

/**
 * The text of a role's trust policy, tokens in it, without whitespace.
 *
 * Subjects that share an issuer and an audience share a statement, but for patterns, which stand under another operator.
 * Under Pod Identity service accounts of one namespace share one, and so do namespaces whose service accounts have the same
 * names: then all pairs of namespace and name are meant. Two namespaces with other names in one statement would admit four.
 *
 * @throws PodtrustError `trust-policy-over-limit`, with the measured size, tokens counted at their longest valid value
 */
export function trustPolicyOf(trusts: readonly PodRoleTrust[], limit: number, where: string): string {
  const statements = statementsOf(trusts);
  const text = policyText(statements);
  if (text.length + excessOf(statements) > limit) {
    const size = sizeOf(statements, limit);
    throw new PodtrustError({
      code: 'trust-policy-over-limit',
      where,
      what: `the trust policy of ${trusts.length} trusts has ${size.used} characters without whitespace, over the limit of ${limit} (${size.byCluster.map(({ cluster, used }) => `${cluster} ${used}`).join(', ')})`,
      why: `IAM accepts ${LIMITS.trustPolicyCharacters} characters by default, and ${LIMITS.trustPolicyCharactersRaised} where AWS raised the quota; values that are not known yet are counted at their longest.`,
      remedy:
        'Split the trusts over several roles, or use EKS Pod Identity associations with one trust a cluster. If AWS raised your account’s quota, give trustPolicyLimit. A cluster that is replaced is in the trust beside its successor for a while: take out one that is gone.',
    });
  }
  return text;
}

/** How many characters the trust policy of some trusts has. */
export function trustPolicySize(trusts: readonly PodRoleTrust[], limit: number): TrustSize {
  return sizeOf(statementsOf(trusts), limit);
}

/** A statement, its cluster's name, and how much longer it may get once its tokens have their values. */
interface Statement {
  readonly cluster: string;
  readonly json: unknown;
  readonly measure: Measure;
}

function statementsOf(trusts: readonly PodRoleTrust[]): Statement[] {
  return [...irsaStatements(trusts), ...podIdentityStatements(trusts)];
}

function policyText(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements.map(({ json }) => json) });
}

function excessOf(statements: readonly Statement[]): number {
  return statements.reduce((sum, { measure }) => sum + measure.excess, 0);
}

function sizeOf(statements: readonly Statement[], limit: number): TrustSize {
  const sizes = statements.map(({ cluster, json, measure }) => {
    // With the comma that parts it from the next one.
    return { cluster, used: JSON.stringify(json).length + measure.excess + 1 };
  });
  const used = policyText(statements).length + excessOf(statements);
  const exact = statements.every(({ measure }) => measure.exact);
  return new TrustSize(used, limit, 'characters', sizesByCluster(sizes), exact);
}

function irsaStatements(trusts: readonly PodRoleTrust[]): Statement[] {
  const groups = grouped(
    trusts.filter((trust): trust is IrsaTrust => trust.mechanism === 'irsa'),
    ({ oidcProvider, audience, allowPattern }) => `${oidcProvider!.arn} ${audience} ${allowPattern}`,
  );
  return Array.from(groups.values(), (group) => {
    const { oidcProvider, audience, cluster, allowPattern } = group[0]!;
    const measure = new Measure();
    const longestIssuer = isEksCluster(cluster) ? LIMITS.longest.eksIssuer : LIMITS.longest.aksIssuer;
    const provider = measure.value(
      resolvedOnce(oidcProvider!.arn),
      LIMITS.longest.oidcProviderArnPrefix + longestIssuer,
    );
    const issuer = withoutScheme(oidcProvider!.issuer.url);
    const key = (claim: string) => `${measure.value(issuer, longestIssuer)}:${claim}`;
    const subjects = new Map(group.map(({ serviceAccount }) => [subjectOf(serviceAccount), serviceAccount] as const));
    const sub = {
      [key('sub')]: oneOrMore(Array.from(subjects.values(), (account) => subjectOf(measured(account, measure)))),
    };
    const json = {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        ...(allowPattern ? { StringLike: sub } : {}),
        StringEquals: {
          ...(allowPattern ? {} : sub),
          [key('aud')]: measure.value(audience, LIMITS.oidcProviderAudienceCharacters),
        },
      },
    };
    return { cluster: clusterNameOf(group[0]!), json, measure };
  });
}

function podIdentityStatements(trusts: readonly PodRoleTrust[]): Statement[] {
  const ofPodIdentity = trusts.filter((trust): trust is PodIdentityTrust => trust.mechanism === 'eks-pod-identity');
  return podIdentityGroups(ofPodIdentity).map((group) => {
    const { cluster, admitWholeCluster } = group[0]!;
    const measure = new Measure();
    const json = {
      Effect: 'Allow',
      Principal: { Service: POD_IDENTITY_SERVICE },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          ...sourceConditions(cluster, measure),
          ...(admitWholeCluster ? {} : sessionTagConditions(group, measure)),
        },
      },
    };
    return { cluster: clusterNameOf(group[0]!), json, measure };
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

function measured({ namespace, name }: PodRoleTrust['serviceAccount'], measure: Measure) {
  return {
    namespace: measure.value(namespace, LIMITS.longest.namespace),
    name: measure.value(name, LIMITS.longest.serviceAccount),
  };
}
