import type { HelmChart, HelmShape } from '../kubernetes/helm-shape';

const component = (key: string, workload: string): HelmShape => ({
  serviceAccount: {
    name: `${key}.serviceAccount.name`,
    create: `${key}.serviceAccount.create`,
    annotations: `${key}.serviceAccount.annotations`,
  },
  podLabels: `${key}.podLabels`,
  podAnnotations: `${key}.podAnnotations`,
  environment: `${key}.env`,
  volumes: `${key}.volumes`,
  volumeMounts: `${key}.volumeMounts`,
  workloads: [workload],
});

/** The controller makes access points, the nodes mount file systems. */
export const AWS_EFS_CSI_DRIVER: HelmChart = {
  name: 'aws-efs-csi-driver',
  version: '4.4.1',
  source: 'kubernetes-sigs/aws-efs-csi-driver, charts/aws-efs-csi-driver, a4fc67600be6',
  repositories: ['https://kubernetes-sigs.github.io/aws-efs-csi-driver'],
  main: 'controller',
  components: {
    controller: component('controller', 'Deployment/efs-csi-controller'),
    node: component('node', 'DaemonSet/efs-csi-node'),
  },
};
