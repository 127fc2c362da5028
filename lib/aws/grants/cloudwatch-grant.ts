import { PodtrustError } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { AwsGrantOptions, TaggedGrantOptions } from './grant-options';
import type { ArnLike, AwsGrant } from './grant';

/** Options of {@link cloudwatchGrant} for metrics. */
export interface PublishMetricsOptions extends Pick<AwsGrantOptions, 'whereSessionTag'> {
  /** The namespace of the metrics, such as `Tasks/Backend`. */
  readonly namespace: string;
}

/** Grants on logs and metrics of CloudWatch. Actions as in the service authorization references of both. */
export const cloudwatchGrant = {
  /** Makes streams in the log group and writes to them. */
  writeLogs(logGroup: ArnLike, options: TaggedGrantOptions = {}): AwsGrant {
    const actions = ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'];
    return logs('write', actions, logGroup, options, 'cloudwatchGrant.writeLogs');
  },

  /** Reads and filters what is in the log group. */
  readLogs(logGroup: ArnLike, options: TaggedGrantOptions = {}): AwsGrant {
    const actions = ['logs:DescribeLogStreams', 'logs:FilterLogEvents', 'logs:GetLogEvents'];
    return logs('read', actions, logGroup, options, 'cloudwatchGrant.readLogs');
  },

  /**
   * Publishes metrics of one namespace. Metrics are no resources of IAM: the condition on the namespace is what keeps the
   * others out.
   *
   * @throws PodtrustError `name-invalid` without a namespace
   */
  publishMetrics(options: PublishMetricsOptions): AwsGrant {
    const { namespace } = options;
    if (!namespace) {
      throw new PodtrustError({
        code: 'name-invalid',
        where: 'cloudwatchGrant.publishMetrics',
        what: 'the namespace of the metrics is empty',
        why: 'CloudWatch refuses metrics without one.',
        remedy: 'Name it, such as Tasks/Backend.',
      });
    }
    const conditions = { StringEquals: { 'cloudwatch:namespace': namespace } };
    const statement = { actions: ['cloudwatch:PutMetricData'], resources: ['*'], conditions };
    return awsGrant(`publish metrics of ${namespace}`, [statement], options);
  },

  /** Lists and reads all metrics of the account: IAM cannot tell them apart. */
  readMetrics(options: Pick<AwsGrantOptions, 'whereSessionTag'> = {}): AwsGrant {
    const actions = ['cloudwatch:GetMetricData', 'cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics'];
    return awsGrant('read all metrics', [{ actions, resources: ['*'] }], options);
  },
};

function logs(
  verb: string,
  actions: readonly string[],
  logGroup: ArnLike,
  options: TaggedGrantOptions,
  by: string,
): AwsGrant {
  // CloudWatch shows the ARN with :* at its end, Terraform without; the streams are below it.
  const arn = arnOf(logGroup, ARN_KINDS.logGroup, by).replace(':*', '');
  return awsGrant(`${verb} logs of ${arn}`, [{ actions, resources: [`${arn}:*`] }], options);
}
