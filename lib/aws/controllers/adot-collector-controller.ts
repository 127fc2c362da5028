import { EKS_CONTROLLERS, PodtrustError } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { arnsOf } from './role/controller-arns';
import { XRAY_WRITE } from './role/xray-write';

/** Options of {@link adotCollector}. At least one destination. */
export interface AdotCollectorOptions {
  /** Workspaces of Amazon Managed Service for Prometheus that it writes metrics to, by ARN. Default none. */
  readonly workspaces?: readonly ArnLike[];
  /** Whether it sends traces to X-Ray. Default false. */
  readonly traces?: boolean;
  /** Log groups that it writes logs or embedded metrics to, by ARN. Default none. */
  readonly logGroups?: readonly ArnLike[];
}

/** The AWS Distro for OpenTelemetry, a collector that sends metrics, traces and logs to AWS. */
export function adotCollector(options: AdotCollectorOptions): EksController {
  const { traces = false } = options;
  const workspaces = arnsOf(options.workspaces, ARN_KINDS.workspace, 'adotCollector workspaces');
  const logGroups = arnsOf(options.logGroups, ARN_KINDS.logGroup, 'adotCollector logGroups');
  if (workspaces.length + logGroups.length === 0 && !traces) {
    throw new PodtrustError({
      code: 'controller-incomplete',
      where: 'adotCollector',
      what: 'neither workspaces nor logGroups nor traces are given',
      why: 'The collector would have nowhere in AWS to send anything.',
      remedy: 'Give the ARNs of its workspaces or log groups, or traces: true.',
    });
  }
  return {
    ...EKS_CONTROLLERS.adotCollector,
    description: 'send metrics, traces and logs to AWS',
    source: {
      where:
        'aws-otel/aws-otel.github.io, src/docs/setup/permissions.mdx, src/docs/getting-started/adot-eks-add-on/config-prometheus-metrics.mdx',
      version: 'e256b2e4c09a',
    },
    statements: (): readonly PolicyStatement[] => [
      ...(workspaces.length > 0 ? [{ actions: ['aps:RemoteWrite'], resources: workspaces }] : []),
      ...(logGroups.length > 0
        ? [
            {
              actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
              resources: logGroups.flatMap((arn) => {
                const group = arn.replace(/:\*$/, '');
                return [group, `${group}:*`];
              }),
            },
          ]
        : []),
      ...(traces ? [XRAY_WRITE] : []),
    ],
    values: () => ({
      mode: 'deployment',
      image: { repository: 'public.ecr.aws/aws-observability/aws-otel-collector' },
      command: { name: 'awscollector' },
    }),
  };
}
