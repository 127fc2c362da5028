import type { HelmChart } from '../kubernetes/helm-shape';
import { AMAZON_CLOUDWATCH_OBSERVABILITY } from './amazon-cloudwatch-observability';
import { ARGO_CD } from './argo-cd';
import { ARGOCD_IMAGE_UPDATER } from './argocd-image-updater';
import { AWS_EBS_CSI_DRIVER } from './aws-ebs-csi-driver';
import { AWS_EFS_CSI_DRIVER } from './aws-efs-csi-driver';
import { AWS_FSX_CSI_DRIVER } from './aws-fsx-csi-driver';
import { AWS_LOAD_BALANCER_CONTROLLER } from './aws-load-balancer-controller';
import { AWS_MOUNTPOINT_S3_CSI_DRIVER } from './aws-mountpoint-s3-csi-driver';
import { AWS_NODE_TERMINATION_HANDLER } from './aws-node-termination-handler';
import { CERT_MANAGER } from './cert-manager';
import { CLUSTER_AUTOSCALER } from './cluster-autoscaler';
import { EXTERNAL_DNS } from './external-dns';
import { EXTERNAL_SECRETS } from './external-secrets';
import { KARPENTER } from './karpenter';
import { KEDA } from './keda';
import { OPENTELEMETRY_COLLECTOR } from './opentelemetry-collector';
import { PROMETHEUS } from './prometheus';
import { VELERO } from './velero';

/** The charts whose values are known, by name. */
export const HELM_CHARTS: ReadonlyMap<string, HelmChart> = new Map(
  [
    AMAZON_CLOUDWATCH_OBSERVABILITY,
    ARGO_CD,
    ARGOCD_IMAGE_UPDATER,
    AWS_EBS_CSI_DRIVER,
    AWS_EFS_CSI_DRIVER,
    AWS_FSX_CSI_DRIVER,
    AWS_LOAD_BALANCER_CONTROLLER,
    AWS_MOUNTPOINT_S3_CSI_DRIVER,
    AWS_NODE_TERMINATION_HANDLER,
    CERT_MANAGER,
    CLUSTER_AUTOSCALER,
    EXTERNAL_DNS,
    EXTERNAL_SECRETS,
    KARPENTER,
    KEDA,
    OPENTELEMETRY_COLLECTOR,
    PROMETHEUS,
    VELERO,
  ].map((chart) => [chart.name, chart]),
);

/** Whether a chart of a known name is the one that is known, by where it is published. */
export function isPublishedAt(chart: HelmChart, repository: string): boolean {
  const plain = (address: string): string => address.trim().replace(/\/+$/, '').toLowerCase();
  return chart.repositories.some((known) => plain(known) === plain(repository));
}
