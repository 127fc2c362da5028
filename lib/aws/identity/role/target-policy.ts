import { Token } from 'cdktf';
import type { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { LIMITS, PodtrustError, TrustSize, clusterNameOf, sizesByCluster } from '../../../core';
import { grouped, oneOrMore } from '../../../core/groups';
import { Measure } from './measure';
import type { PodIdentityTrust } from '../pod-identity/pod-identity';
import { resolvedOnce } from '../resolved-once';
import { clusterArn, podIdentityGroups, sessionTagConditions } from '../pod-identity/session-tag-conditions';

/** Who comes to a target role. */
export interface TargetSource {
  /** The role whose credentials they have. */
  readonly roleArn: string;
  /** Where that is a token: the characters that it has at most. */
  readonly roleArnCharacters: number;
  /** Where EKS comes, for a service account. */
  readonly trust?: PodIdentityTrust;
  readonly association?: EksPodIdentityAssociation;
  /** What another caller has to say. */
  readonly externalId?: string;
  /** Whether another caller's session has tags that it hands on. */
  readonly handsOnTags?: boolean;
}

interface Statement {
  readonly cluster: string;
  readonly json: unknown;
  readonly measure: Measure;
}

/**
 * The text of a target role's trust policy. With session tags its conditions are those of the EKS User Guide on the tags;
 * without them the external id stands for the same facts, and `sts:TagSession` has a statement of its own, since its
 * request has no external id.
 *
 * @throws PodtrustError `trust-policy-over-limit`
 */
export function targetPolicyOf(sources: readonly TargetSource[], limit: number, where: string): string {
  const statements = statementsOf(sources);
  const size = sizeOf(statements, limit);
  if (size.used > limit) {
    throw new PodtrustError({
      code: 'trust-policy-over-limit',
      where,
      what: `the trust policy has ${size.used} characters without whitespace, over the limit of ${limit}`,
      why: `IAM accepts ${LIMITS.trustPolicyCharacters} characters by default, and ${LIMITS.trustPolicyCharactersRaised} where AWS raised the quota; values that are not known yet are counted at their longest.`,
      remedy:
        'Make another target role for a part of the service accounts. If AWS raised your account’s quota, give trustPolicyLimit.',
    });
  }
  return policyText(statements);
}

/** How many characters the trust policy of some sources has. */
export function targetPolicySize(sources: readonly TargetSource[], limit: number): TrustSize {
  return sizeOf(statementsOf(sources), limit);
}

function sizeOf(statements: readonly Statement[], limit: number): TrustSize {
  const sizes = statements.map(({ cluster, json, measure }) => ({
    cluster,
    // With the comma that parts it from the next one.
    used: JSON.stringify(json).length + measure.excess + 1,
  }));
  const excess = statements.reduce((sum, { measure }) => sum + measure.excess, 0);
  const exact = statements.every(({ measure }) => measure.exact);
  return new TrustSize(policyText(statements).length + excess, limit, 'characters', sizesByCluster(sizes), exact);
}

function policyText(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements.map(({ json }) => json) });
}

function statementsOf(sources: readonly TargetSource[]): Statement[] {
  return Array.from(grouped(sources, ({ roleArn }) => roleArn).values(), (ofRole) => [
    ...chained(ofRole.filter(({ trust }) => trust === undefined)),
    ...byTags(ofRole.filter(({ trust }) => trust && !trust.disableSessionTags)),
    ...byExternalId(ofRole.filter(({ trust }) => trust?.disableSessionTags)),
  ]).flat();
}

function byTags(sources: readonly TargetSource[]): Statement[] {
  const trusts = sources.map(({ trust }) => trust!);
  return podIdentityGroups(trusts).map((group) => {
    const { cluster, admitWholeCluster } = group[0]!;
    const measure = new Measure();
    const conditions = admitWholeCluster
      ? { 'aws:RequestTag/eks-cluster-arn': clusterArn(cluster, measure) }
      : sessionTagConditions(group, measure);
    return {
      cluster: clusterNameOf(group[0]!),
      json: {
        Effect: 'Allow',
        Principal: principal(sources[0]!, measure),
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: { StringEquals: conditions },
      },
      measure,
    };
  });
}

function byExternalId(sources: readonly TargetSource[]): Statement[] {
  return Array.from(
    grouped(sources, ({ trust }) => clusterNameOf(trust!)),
    ([cluster, ofCluster], index) => {
      const measure = new Measure();
      const ids = ofCluster.map(({ association }) =>
        measure.value(Token.asString(association!.externalId), LIMITS.longest.externalId),
      );
      const assume = {
        Effect: 'Allow',
        Principal: principal(ofCluster[0]!, measure),
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': oneOrMore(ids) } },
      };
      if (index > 0) return [{ cluster, json: assume, measure }];
      const tagging = new Measure();
      const tag = { Effect: 'Allow', Principal: principal(ofCluster[0]!, tagging), Action: 'sts:TagSession' };
      return [
        { cluster, json: assume, measure },
        { cluster, json: tag, measure: tagging },
      ];
    },
  ).flat();
}

function chained(sources: readonly TargetSource[]): Statement[] {
  return sources.flatMap((source) => {
    const { externalId, handsOnTags } = source;
    const statement = (action: string | readonly string[], externalIdAsked?: string): Statement => {
      const measure = new Measure();
      const json = {
        Effect: 'Allow',
        Principal: principal(source, measure),
        Action: action,
        ...(externalIdAsked === undefined
          ? {}
          : { Condition: { StringEquals: { 'sts:ExternalId': externalIdAsked } } }),
      };
      return { cluster: 'roles', json, measure };
    };
    if (!handsOnTags) return [statement('sts:AssumeRole', externalId)];
    if (externalId === undefined) return [statement(['sts:AssumeRole', 'sts:TagSession'])];
    return [statement('sts:AssumeRole', externalId), statement('sts:TagSession')];
  });
}

function principal({ roleArn, roleArnCharacters }: TargetSource, measure: Measure): { readonly AWS: string } {
  return { AWS: measure.value(resolvedOnce(roleArn), roleArnCharacters) };
}
