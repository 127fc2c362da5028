import type { ServiceAccountReference } from '../trust/subject';

/** What is known of a controller that pods of an EKS cluster run: where it is installed, and as what. */
export interface EksControllerFacts {
  /** As its project calls it. */
  readonly name: string;
  /** The service account that it runs as where it is installed as its documentation and its chart have it. */
  readonly account: ServiceAccountReference;
  /** The name of the EKS add-on that installs it. Default none. */
  readonly addon?: string;
  /** The chart that installs it, by its name among the known charts. Default none is known. */
  readonly chart?: string;
  /** The component of the chart, where it is not the chart's main one. */
  readonly component?: string;
  /** Whether a DaemonSet runs as it, whose pods never run on Fargate. Default false. */
  readonly onEachNode?: boolean;
}

const account = (namespace: string, name: string): ServiceAccountReference => ({ namespace, name });
const inKubeSystem = (name: string): ServiceAccountReference => account('kube-system', name);

/**
 * The controllers for which roles are ready. Constructs make their trusts of it, and the proof knows by it whom an add-on
 * or a chart runs as.
 *
 * @see each project's chart; Amazon EKS User Guide, "Available Amazon EKS add-ons from AWS" and "Community add-ons"
 */
export const EKS_CONTROLLERS = {
  adotCollector: {
    name: 'ADOT collector',
    account: account('opentelemetry', 'opentelemetry-collector'),
    chart: 'opentelemetry-collector',
  },
  argocdImageUpdater: {
    name: 'Argo CD image updater',
    account: account('argocd', 'argocd-image-updater'),
    chart: 'argocd-image-updater',
  },
  certManager: {
    name: 'cert-manager',
    account: account('cert-manager', 'cert-manager'),
    addon: 'cert-manager',
    chart: 'cert-manager',
  },
  cloudwatchAgent: {
    name: 'CloudWatch agent',
    account: account('amazon-cloudwatch', 'cloudwatch-agent'),
    addon: 'amazon-cloudwatch-observability',
    chart: 'amazon-cloudwatch-observability',
    onEachNode: true,
  },
  clusterAutoscaler: {
    name: 'cluster autoscaler',
    account: inKubeSystem('cluster-autoscaler'),
    chart: 'cluster-autoscaler',
  },
  ebsCsi: {
    name: 'EBS CSI driver',
    account: inKubeSystem('ebs-csi-controller-sa'),
    addon: 'aws-ebs-csi-driver',
    chart: 'aws-ebs-csi-driver',
  },
  efsCsi: {
    name: 'EFS CSI driver',
    account: inKubeSystem('efs-csi-controller-sa'),
    addon: 'aws-efs-csi-driver',
    chart: 'aws-efs-csi-driver',
  },
  efsCsiNode: {
    name: 'EFS CSI driver on the nodes',
    account: inKubeSystem('efs-csi-node-sa'),
    addon: 'aws-efs-csi-driver',
    chart: 'aws-efs-csi-driver',
    component: 'node',
    onEachNode: true,
  },
  externalDns: {
    name: 'external-dns',
    account: account('external-dns', 'external-dns'),
    addon: 'external-dns',
    chart: 'external-dns',
  },
  externalSecrets: {
    name: 'External Secrets',
    account: account('external-secrets', 'external-secrets'),
    chart: 'external-secrets',
  },
  fsxCsi: {
    name: 'FSx for Lustre CSI driver',
    account: inKubeSystem('fsx-csi-controller-sa'),
    addon: 'aws-fsx-csi-driver',
    chart: 'aws-fsx-csi-driver',
  },
  karpenter: {
    name: 'Karpenter',
    account: inKubeSystem('karpenter'),
    chart: 'karpenter',
  },
  loadBalancer: {
    name: 'AWS Load Balancer Controller',
    account: inKubeSystem('aws-load-balancer-controller'),
    chart: 'aws-load-balancer-controller',
  },
  nodeTerminationHandler: {
    name: 'node termination handler',
    account: inKubeSystem('aws-node-termination-handler'),
    chart: 'aws-node-termination-handler',
  },
  prometheus: {
    name: 'Prometheus',
    account: account('prometheus', 'prometheus-server'),
    chart: 'prometheus',
  },
  s3Csi: {
    name: 'Mountpoint for Amazon S3 CSI driver',
    account: inKubeSystem('s3-csi-driver-sa'),
    addon: 'aws-mountpoint-s3-csi-driver',
    chart: 'aws-mountpoint-s3-csi-driver',
    onEachNode: true,
  },
  velero: {
    name: 'Velero',
    account: account('velero', 'velero'),
    chart: 'velero',
  },
} as const satisfies Readonly<Record<string, EksControllerFacts>>;
