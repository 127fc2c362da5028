import type { HelmChart } from '../helm-shape';
import { ARGO_CD } from './argo-cd';
import { AWS_EBS_CSI_DRIVER } from './aws-ebs-csi-driver';
import { AWS_LOAD_BALANCER_CONTROLLER } from './aws-load-balancer-controller';
import { CERT_MANAGER } from './cert-manager';
import { EXTERNAL_DNS } from './external-dns';
import { EXTERNAL_SECRETS } from './external-secrets';
import { KARPENTER } from './karpenter';
import { KEDA } from './keda';
import { VELERO } from './velero';

/** The charts whose values are known, by name. */
export const HELM_CHARTS: ReadonlyMap<string, HelmChart> = new Map(
  [
    ARGO_CD,
    AWS_EBS_CSI_DRIVER,
    AWS_LOAD_BALANCER_CONTROLLER,
    CERT_MANAGER,
    EXTERNAL_DNS,
    EXTERNAL_SECRETS,
    KARPENTER,
    KEDA,
    VELERO,
  ].map((chart) => [chart.name, chart]),
);

/** Whether a chart of a known name is the one that is known, by where it is published. */
export function isPublishedAt(chart: HelmChart, repository: string): boolean {
  const plain = (address: string): string => address.trim().replace(/\/+$/, '').toLowerCase();
  return chart.repositories.some((known) => plain(known) === plain(repository));
}
