import type { TerraformProvider } from 'cdktf';
import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import { Construct } from 'constructs';
import {
  type ClusterSet,
  type IssuerLike,
  LIMITS,
  PodtrustError,
  TrustSize,
  checkIssuerUrl,
  checkName,
  isKnown,
  issuerWithoutScheme,
  sizesByCluster,
} from '../../../core';
import { checkedId, recordSourcePosition } from '../../../terraform';
import { withoutScheme } from './issuer-without-scheme';
import { checkTags } from '../../tags';

/** An issuer that serves others too, such as GitHub Actions, and whom of it one means. */
export interface SharedIssuer {
  /** Such as `https://token.actions.githubusercontent.com`. */
  readonly url: string;
  /** The `sub` claims that are one's own, `*` for any text: `repo:acme/*`. */
  readonly subjects: readonly string[];
}

/** Properties of {@link WebIdentityControlPolicy}. */
export interface WebIdentityControlPolicyProps {
  /** The clusters whose pods may assume roles by web identity, those that are retiring among them. */
  readonly clusters: ClusterSet;
  /** Further issuers of one's own, each with its URL. Default none. */
  readonly issuers?: readonly IssuerLike[];
  /** Issuers that others have accounts at. Default none. */
  readonly sharedIssuers?: readonly SharedIssuer[];
  /** Ids of the root, organizational units or accounts that it is for, or tokens of them. */
  readonly targetIds: readonly string[];
  /** At most 128 characters. Default `web-identity-of-own-issuers`. */
  readonly name?: string;
  /** The AWS provider of the organisation's management account, or of its delegated administrator. Default the stack's. */
  readonly provider?: TerraformProvider;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An organisation's guard: a resource control policy by which only tokens of one's own clusters, and of issuers that are named,
 * become roles, whatever a role's trust says. A role that trusts somebody else's issuer then lets nobody in by it.
 *
 * The policy type RESOURCE_CONTROL_POLICY must be on in the organisation. It binds every account below the targets, but never the
 * management account. The proof reads it and tells which pods it would refuse: none, where all clusters are in the set.
 *
 * Sessions of EKS Pod Identity, and roles that other roles assume, are not of this: it speaks of web identity alone.
 *
 * Source: AWS Organizations, "Resource control policies (RCPs)", "RCP syntax".
 */
export class WebIdentityControlPolicy extends Construct {
  /** The policy. */
  public readonly resource: OrganizationsPolicy;
  public readonly attachments: readonly OrganizationsPolicyAttachment[];
  /** How many of the 5,120 characters it has, tokens counted at their longest. */
  public readonly size: TrustSize;

  /**
   * @throws PodtrustError `resource-control-policy-over-limit`, `resource-control-target-invalid`, `issuer-missing`,
   *   `issuer-not-https`, `subject-invalid`, `name-invalid`
   */
  public constructor(scope: Construct, id: string, props: WebIdentityControlPolicyProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    const { name = 'web-identity-of-own-issuers', targetIds, provider, tags } = props;
    checkName('organizations-policy', name, where);
    checkTargets(targetIds, where);
    checkTags(tags, where);
    const issuers = issuersOf(props, where);
    const text = policyText(issuers, props.sharedIssuers ?? []);
    this.size = sizeOf(text, issuers);
    checkSize(this.size, where);
    this.resource = new OrganizationsPolicy(this, 'Resource', {
      name,
      description: 'Only tokens of own issuers become roles',
      type: 'RESOURCE_CONTROL_POLICY',
      content: text,
      tags,
      provider,
    });
    this.attachments = targetIds.map(
      (targetId, index) =>
        new OrganizationsPolicyAttachment(this, `attachment-${index + 1}`, {
          policyId: this.resource.id,
          targetId,
          provider,
        }),
    );
  }
}

/** An issuer as condition keys name it, and the most characters that it may get. */
interface Issuer {
  readonly cluster: string;
  readonly bare: string;
  readonly longest: number;
}

function issuersOf(
  { clusters, issuers = [], sharedIssuers = [] }: WebIdentityControlPolicyProps,
  where: string,
): Issuer[] {
  const ofClusters = clusters.names.map((name): Issuer => {
    const { issuer } = clusters.cluster(name);
    if (!issuer) {
      throw new PodtrustError({
        code: 'issuer-missing',
        where,
        what: `the cluster "${name}" has no issuer`,
        why: 'The policy would refuse each of its pods that becomes a role by its token.',
        remedy: 'Give issuerUrl to EksCluster.fromAttributes, or the cluster itself.',
      });
    }
    const longest = Math.max(LIMITS.longest.eksIssuer, LIMITS.longest.aksIssuer);
    return { cluster: name, bare: withoutScheme(issuer.url), longest };
  });
  for (const { url } of [...issuers, ...sharedIssuers]) checkIssuerUrl(url, where);
  for (const { url, subjects } of sharedIssuers) checkSubjects(url, subjects, where);
  const others = [...issuers, ...sharedIssuers].map(({ url }): Issuer => ({
    cluster: isKnown(url) ? issuerWithoutScheme(url) : 'another issuer',
    bare: withoutScheme(url),
    longest: LIMITS.longest.aksIssuer,
  }));
  const found = new Map([...ofClusters, ...others].map((issuer) => [issuer.bare, issuer]));
  return [...found.values()];
}

/**
 * A token has the subject of its own issuer and of no other: where none of the keys is there, somebody else signed it. The
 * conditions of a block hold together.
 */
function policyText(issuers: readonly Issuer[], shared: readonly SharedIssuer[]): string {
  const statement = (sid: string, condition: unknown) => ({
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Resource: '*',
    Condition: condition,
  });
  const subject = (bare: string): string => `${bare}:sub`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      statement('OwnIssuers', { Null: Object.fromEntries(issuers.map(({ bare }) => [subject(bare), 'true'])) }),
      ...shared.map(({ url, subjects }, index) =>
        statement(`OwnSubjects${index + 1}`, {
          Null: { [subject(withoutScheme(url))]: 'false' },
          StringNotLike: { [subject(withoutScheme(url))]: [...subjects] },
        }),
      ),
    ],
  });
}

function sizeOf(text: string, issuers: readonly Issuer[]): TrustSize {
  const open = issuers.filter(({ bare }) => !isKnown(bare));
  const excess = open.reduce((sum, { bare, longest }) => sum + longest - bare.length, 0);
  // With the key’s end, its value and the marks around them.
  const marks = '":sub":"true",'.length;
  const byCluster = issuers.map(({ cluster, bare, longest }) => ({
    cluster,
    used: (isKnown(bare) ? bare.length : longest) + marks,
  }));
  return new TrustSize(
    text.length + excess,
    LIMITS.resourceControlPolicyCharacters,
    'characters',
    sizesByCluster(byCluster),
    open.length === 0,
  );
}

function checkSize({ used, limit, byCluster }: TrustSize, where: string): void {
  if (used <= limit) return;
  throw new PodtrustError({
    code: 'resource-control-policy-over-limit',
    where,
    what: `the policy of ${byCluster.length} issuers has ${used} characters, over the limit of ${limit}`,
    why: 'AWS Organizations refuses a longer resource control policy; values that are not known yet are counted at their longest.',
    remedy:
      'Take out clusters that are gone. Two policies do not help: each would refuse the tokens of the other’s issuers.',
  });
}

function checkTargets(targetIds: readonly string[], where: string): void {
  const wrong = targetIds.find(
    (id) => isKnown(id) && !/^(\d{12}|r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/.test(id),
  );
  if (targetIds.length > 0 && wrong === undefined) return;
  throw new PodtrustError({
    code: 'resource-control-target-invalid',
    where,
    what: wrong === undefined ? 'no target is given' : `"${wrong}" is not what a policy can be attached to`,
    why: 'A policy that is attached to nothing binds nobody, and AWS Organizations accepts roots, organizational units and accounts alone.',
    remedy: 'Give ids such as r-ab12, ou-ab12-34567890 or 111122223333.',
  });
}

function checkSubjects(url: string, subjects: readonly string[], where: string): void {
  const open = subjects.find((subject) => /^[*?]/.test(subject));
  if (subjects.length > 0 && open === undefined) return;
  throw new PodtrustError({
    code: 'subject-invalid',
    where,
    what:
      open === undefined ? `no subject of ${url} is given` : `the subject "${open}" of ${url} begins with a wildcard`,
    why: 'Others have accounts at this issuer: their tokens would pass as well.',
    remedy: 'Give the beginning that is your own, such as repo:acme/*. An issuer of your own alone belongs to issuers.',
  });
}
