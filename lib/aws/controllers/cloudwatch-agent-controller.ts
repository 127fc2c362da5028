import { EKS_CONTROLLERS } from '../../core';
import type { PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { XRAY_WRITE } from './role/xray-write';

/** Options of {@link cloudwatchAgent}. */
export interface CloudwatchAgentOptions {
  /** Whether Application Signals and its traces are used. Default true, as in the add-on and the chart. */
  readonly applicationSignals?: boolean;
  /** Namespaces of metrics that it may publish to. Default those of Container Insights, of the agent, and of signals. */
  readonly metricNamespaces?: readonly string[];
}

/**
 * The CloudWatch agent and Fluent Bit beside it, as the add-on amazon-cloudwatch-observability and its chart install them.
 * They write to the log groups of their own cluster, where AWS' managed policy has all of the account.
 *
 * The chart has no annotations of the account, so that with IRSA it is the add-on that has to be used.
 */
export function cloudwatchAgent(options: CloudwatchAgentOptions = {}): EksController {
  const { applicationSignals = true } = options;
  const namespaces = options.metricNamespaces ?? [
    'ContainerInsights',
    'ContainerInsights/Prometheus',
    'CWAgent',
    ...(applicationSignals ? ['ApplicationSignals'] : []),
  ];
  return {
    ...EKS_CONTROLLERS.cloudwatchAgent,
    description: 'publish metrics, logs and traces of its cluster',
    source: { where: 'AWS managed policy CloudWatchAgentServerPolicy', version: '2026-11-28' },
    statements: ({ partition, region, account, clusterName }): readonly PolicyStatement[] => {
      const groups = [
        `/aws/containerinsights/${clusterName}/*`,
        ...(applicationSignals ? ['/aws/application-signals/*'] : []),
      ].map((name) => `arn:${partition}:logs:${region}:${account}:log-group:${name}`);
      return [
        {
          actions: ['cloudwatch:PutMetricData'],
          resources: ['*'],
          conditions: { StringEquals: { 'cloudwatch:namespace': namespaces } },
        },
        { actions: ['ec2:DescribeTags', 'ec2:DescribeVolumes', 'logs:DescribeLogGroups'], resources: ['*'] },
        {
          actions: [
            'logs:CreateLogGroup',
            'logs:CreateLogStream',
            'logs:DescribeLogStreams',
            'logs:PutLogEvents',
            'logs:PutRetentionPolicy',
          ],
          resources: groups,
        },
        ...(applicationSignals ? [XRAY_WRITE] : []),
      ];
    },
    values: ({ clusterName, region }) => ({ clusterName, region }),
  };
}
