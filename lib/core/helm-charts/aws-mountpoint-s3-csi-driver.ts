import type { HelmChart } from '../kubernetes/helm-shape';

export const AWS_MOUNTPOINT_S3_CSI_DRIVER: HelmChart = {
  name: 'aws-mountpoint-s3-csi-driver',
  version: '2.7.0',
  source: 'awslabs/mountpoint-s3-csi-driver, charts/aws-mountpoint-s3-csi-driver, 57c6bedb46e2',
  repositories: ['https://awslabs.github.io/mountpoint-s3-csi-driver'],
  main: 'node',
  components: {
    // Its values have no annotations of the pods, no variables and no volumes.
    node: {
      serviceAccount: {
        name: 'node.serviceAccount.name',
        create: 'node.serviceAccount.create',
        annotations: 'node.serviceAccount.annotations',
      },
      podLabels: 'node.podLabels',
      workloads: ['DaemonSet/s3-csi-node'],
    },
  },
};
