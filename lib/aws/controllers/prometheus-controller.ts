import { EKS_CONTROLLERS } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import type { ArnLike, PolicyStatement } from '../grants/grant';
import type { EksController } from './role/controller';
import { requiredArns } from './role/controller-arns';

/** Options of {@link prometheus}. */
export interface PrometheusOptions {
  /** The workspaces of Amazon Managed Service for Prometheus, by ARN. */
  readonly workspaces: readonly ArnLike[];
  /** Whether it reads from them as well, by `remote_read` or as a data source. Default false. */
  readonly query?: boolean;
}

/** Prometheus, which writes to workspaces of Amazon Managed Service for Prometheus by `remote_write`. */
export function prometheus({ workspaces, query = false }: PrometheusOptions): EksController {
  const arns = requiredArns(workspaces, ARN_KINDS.workspace, 'prometheus workspaces');
  return {
    ...EKS_CONTROLLERS.prometheus,
    description: `${query ? 'read and write' : 'write'} metrics of ${arns.join(', ')}`,
    source: {
      where:
        'terraform-aws-modules/terraform-aws-eks-pod-identity, amazon_managed_service_prometheus.tf; Amazon Managed Service for Prometheus User Guide, "Set up IAM roles for service accounts"',
      version: '2cbd87e243fc; 2026-11-28',
    },
    statements: (): readonly PolicyStatement[] => [
      {
        actions: [
          ...(query ? ['aps:GetLabels', 'aps:GetMetricMetadata', 'aps:GetSeries', 'aps:QueryMetrics'] : []),
          'aps:RemoteWrite',
        ],
        resources: arns,
      },
    ],
  };
}
