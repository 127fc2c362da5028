import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import {
  CLOUDWATCH_RETENTION,
  LIMITS,
  PodtrustError,
  type ServiceAccountReference,
  checkLogRetention,
  checkName,
  isKnown,
  isKnownNumber,
} from '../../core';
import { isInPattern } from '../../core/trust/subject';
import { checkedId, recordSourcePosition } from '../../terraform';
import { checkArn, readArn } from '../arn';
import { checkRegion } from '../cluster-home';
import { ARN_KINDS } from '../arn-kinds';
import { partitionOf } from '../partition';
import { checkHome } from '../provider-home';
import { AuditTrail } from './audit-trail';
import { checkTags } from '../tags';
import { useName } from '../name-uses';
import { checkList } from '../../core/given';

export type { AuditTrail } from './audit-trail';

/** A role, as the audit sees it: a `PodRole`. */
export interface AuditedRole {
  readonly arn: string;
  readonly node: { readonly id: string; readonly path: string };
  /** Undefined for a role that exists elsewhere. */
  readonly resource?: { readonly nameInput?: string; readonly pathInput?: string };
  readonly trusts: readonly {
    readonly mechanism: string;
    readonly serviceAccount: ServiceAccountReference;
    readonly allowPattern?: boolean;
  }[];
}

/** Properties of {@link EksAudit}. */
export interface EksAuditProps {
  /** The name of the trail, and of the metrics' namespace after `podtrust/`. 3 to 128 characters. */
  readonly name: string;
  /** Such as `eu-west-1`; the AWS provider's own. */
  readonly region: string;
  /** The roles whose trusts are watched: who gets in by a pattern is counted. Default none. */
  readonly roles?: readonly AuditedRole[];
  /** The log group that a trail of yours writes to, such as the organisation's. Default a trail is made, with a bucket and a key. */
  readonly logGroupName?: string;
  /** Metric filters that this log group has already: it can have 100. Default none. */
  readonly filtersThere?: number;
  /** Days that the trail's events are kept in the log group. Default 365. */
  readonly retentionDays?: number;
  /** Refusals in five minutes that raise an alarm. Default 1. */
  readonly refusals?: number;
  /** Whom alarms tell: ARNs of SNS topics. Default nobody, so that they are seen in CloudWatch alone. */
  readonly topicArns?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Who tried to become a role and was refused, and who got in by a pattern: metric filters on CloudTrail's events, with an alarm
 * each.
 *
 * - `refused-web-identity`: refused `AssumeRoleWithWebIdentity`, which is IRSA and every other web identity of the account;
 * - `refused-pod-identity`: refused `AssumeRoleForPodIdentity`;
 * - `association-changed`: somebody made, changed or deleted an association of EKS Pod Identity, which decides who becomes a role;
 * - `pattern-<role>`: a service account that fits a pattern of the role's trust got in, and no other trust of the role names it.
 *
 * CloudTrail does not record tokens that STS takes for no token at all.
 *
 * Source: CloudTrail user guide, "Logging IAM and STS calls"; CloudWatch Logs API, PutMetricFilter.
 */
export class EksAudit extends Construct {
  /** The trail that is made; undefined where `logGroupName` is given. */
  public readonly trail?: AuditTrail;
  /** By their names, such as `refused-web-identity`. */
  public readonly filters: ReadonlyMap<string, CloudwatchLogMetricFilter>;
  public readonly alarms: ReadonlyMap<string, CloudwatchMetricAlarm>;

  /**
   * @throws PodtrustError `name-invalid`, `region-invalid`, `log-retention-invalid`, `metric-filter-over-limit`, `metric-filters-over-limit`,
   *   `alarm-threshold-invalid`, `region-mismatch`, `arn-malformed`, `arn-of-other-kind`, `construct-id-invalid`
   */
  public constructor(scope: Construct, id: string, props: EksAuditProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { name, region, roles = [], refusals = 1, retentionDays, tags } = props;
    const where = this.node.path;
    checkName('cloudtrail', name, where);
    checkRegion(region, where);
    checkLogRetention('retentionDays', retentionDays, CLOUDWATCH_RETENTION, where);
    checkThreshold(refusals, where);
    checkList(roles, 'a role, such as a PodRole', where);
    useName(this, name, { kind: 'an audit', once: 'an account and region' });
    checkTags(tags, where);
    checkHome(this, { region });
    for (const arn of props.topicArns ?? []) checkTopic(arn, region, where);
    const watched = [...watchedEvents(refusals), ...roles.flatMap((role) => patternsOf(role, region))];
    checkFilters(watched, props.filtersThere ?? 0, where);
    if (props.logGroupName === undefined) {
      this.trail = new AuditTrail(this, 'trail', { name, region, retentionDays: retentionDays ?? 365, tags });
    }
    const logGroupName = props.logGroupName ?? this.trail!.logGroup.name;
    const namespace = `podtrust/${name}`;
    const made = watched.map(({ metric, pattern, threshold, description }) => {
      const filter = new CloudwatchLogMetricFilter(this, checkedId(this, `filter-${metric}`), {
        name: `${name}-${metric}`,
        logGroupName,
        pattern,
        metricTransformation: { name: metric, namespace, value: '1', defaultValue: '0' },
      });
      const alarm = new CloudwatchMetricAlarm(this, `alarm-${metric}`, {
        alarmName: `${name}-${metric}`,
        alarmDescription: description,
        namespace,
        metricName: metric,
        statistic: 'Sum',
        period: 300,
        evaluationPeriods: 1,
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        threshold,
        treatMissingData: 'notBreaching',
        alarmActions: props.topicArns && [...props.topicArns],
        tags,
        dependsOn: [filter],
      });
      return { metric, filter, alarm };
    });
    this.filters = new Map(made.map(({ metric, filter }) => [metric, filter]));
    this.alarms = new Map(made.map(({ metric, alarm }) => [metric, alarm]));
  }
}

interface Watched {
  readonly metric: string;
  readonly pattern: string;
  /** Characters that the pattern may still grow by, once its tokens have their values. */
  readonly excess: number;
  readonly threshold: number;
  readonly description: string;
  /** The role that it is of. */
  readonly role?: AuditedRole;
}

function watchedEvents(refusals: number): Watched[] {
  const events = (...names: string[]) => `(${names.map((name) => `($.eventName = ${name})`).join(' || ')})`;
  return [
    {
      metric: 'refused-web-identity',
      pattern: `{ ($.eventSource = sts.amazonaws.com) && ($.eventName = AssumeRoleWithWebIdentity) && ($.errorCode = "*") }`,
      excess: 0,
      threshold: refusals,
      description: 'STS refused a token that asked for a role by AssumeRoleWithWebIdentity.',
    },
    {
      metric: 'refused-pod-identity',
      pattern: `{ ($.eventSource = eks-auth.amazonaws.com) && ($.eventName = AssumeRoleForPodIdentity) && ($.errorCode = "*") }`,
      excess: 0,
      threshold: refusals,
      description: 'EKS Auth refused a pod that asked for a role by AssumeRoleForPodIdentity.',
    },
    {
      metric: 'association-changed',
      pattern: `{ ($.eventSource = eks.amazonaws.com) && ${events('CreatePodIdentityAssociation', 'UpdatePodIdentityAssociation', 'DeletePodIdentityAssociation')} }`,
      excess: 0,
      threshold: 1,
      description: 'Somebody made, changed or deleted an association of EKS Pod Identity.',
    },
  ];
}

/** A filter for a role that admits by patterns. Exact accounts of the role are none of its business. */
function patternsOf(role: AuditedRole, region: string): Watched[] {
  const irsa = role.trusts.filter(({ mechanism }) => mechanism === 'irsa');
  const patterns = irsa.filter(({ allowPattern }) => allowPattern).map((one) => one.serviceAccount);
  if (patterns.length === 0) return [];
  // A filter knows * and no other wildcard: where ? stands, more accounts fit it, of which others' own trusts are taken out.
  const wide = patterns.map(({ namespace, name }) => ({ namespace: widened(namespace), name: widened(name) }));
  const exact = irsa
    .filter(({ allowPattern }) => !allowPattern)
    .map((one) => one.serviceAccount)
    .filter((account) => wide.some((pattern) => isInPattern(pattern, account)));
  const subjects = (accounts: readonly ServiceAccountReference[]): string[] => [
    ...new Set(accounts.map(({ namespace, name }) => `system:serviceaccount:${namespace}:${name}`)),
  ];
  const named = (operator: '=' | '!=') => (subject: string) => `($.userIdentity.userName ${operator} "${subject}")`;
  const fitting = subjects(wide).map(named('=')).join(' || ');
  const others = subjects(exact).map((subject) => ` && ${named('!=')(subject)}`);
  const pattern = `{ ($.eventName = AssumeRoleWithWebIdentity) && ($.errorCode NOT EXISTS) && ($.requestParameters.roleArn = "${role.arn}") && (${fitting})${others.join('')} }`;
  return [
    {
      metric: `pattern-${role.node.id}`,
      pattern,
      excess: isKnown(role.arn) ? 0 : longestArn(role, region) - role.arn.length,
      threshold: 1,
      description: `A service account that a pattern of ${role.node.path} admits became the role.`,
      role,
    },
  ];
}

function widened(pattern: string): string {
  return isKnown(pattern) ? pattern.replace(/[*?]+/g, '*') : pattern;
}

/** Characters of a role's ARN, at the most that it can get. */
function longestArn({ resource }: AuditedRole, region: string): number {
  const { nameInput, pathInput } = resource ?? {};
  const path = pathInput !== undefined && isKnown(pathInput) ? pathInput : resource ? '/' : '/'.repeat(512);
  const name = nameInput !== undefined && isKnown(nameInput) ? nameInput.length : 64;
  return `arn:${partitionOf(region)}:iam::123456789012:role${path}`.length + name;
}

function checkFilters(watched: readonly Watched[], there: number, where: string): void {
  for (const { metric, pattern, excess, role } of watched) {
    const length = pattern.length + excess;
    if (length <= LIMITS.metricFilterPatternCharacters) continue;
    throw new PodtrustError({
      code: 'metric-filter-over-limit',
      where,
      what: `the filter ${metric} has ${length} characters, over the limit of ${LIMITS.metricFilterPatternCharacters}`,
      why: `CloudWatch Logs accepts no longer pattern, and that of ${role?.node.path ?? metric} names each of its patterns, and each account that another trust of it names.`,
      remedy: 'Give the role fewer patterns, or the accounts with a trust of their own another role.',
    });
  }
  const count = watched.length + there;
  if (count <= LIMITS.metricFiltersOfLogGroup) return;
  throw new PodtrustError({
    code: 'metric-filters-over-limit',
    where,
    what: `${count} metric filters of one log group`,
    why: `CloudWatch Logs accepts ${LIMITS.metricFiltersOfLogGroup}: ${watched.length} of them are these.`,
    remedy: 'Watch the roles in several audits, each on a log group of its own.',
  });
}

/** CloudWatch calls topics of its own region alone. */
function checkTopic(arn: string, region: string, where: string): void {
  checkArn(arn, ARN_KINDS.topic, where);
  const { region: ofTopic } = readArn(arn) ?? {};
  if (ofTopic === undefined || !isKnown(region) || ofTopic === region) return;
  throw new PodtrustError({
    code: 'region-mismatch',
    where,
    what: `the topic ${arn} is in ${ofTopic}, and the alarms are in ${region}`,
    why: 'An alarm of CloudWatch notifies topics of its own region alone.',
    remedy: `Give a topic of ${region}, which may hand on to others.`,
  });
}

function checkThreshold(refusals: number, where: string): void {
  if (!isKnownNumber(refusals) || (Number.isInteger(refusals) && refusals >= 1)) return;
  throw new PodtrustError({
    code: 'alarm-threshold-invalid',
    where,
    what: `refusals is ${refusals}`,
    why: 'An alarm that begins at none is always on, and events are counted in whole numbers.',
    remedy: 'Give 1 or more.',
  });
}
