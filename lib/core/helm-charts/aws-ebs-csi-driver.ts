import type { HelmChart } from '../kubernetes/helm-shape';

export const AWS_EBS_CSI_DRIVER: HelmChart = {
  name: 'aws-ebs-csi-driver',
  version: '2.64.0',
  source: 'kubernetes-sigs/aws-ebs-csi-driver, charts/aws-ebs-csi-driver, 429e202e5897',
  repositories: ['https://kubernetes-sigs.github.io/aws-ebs-csi-driver'],
  main: 'controller',
  components: {
    controller: {
      serviceAccount: {
        name: 'controller.serviceAccount.name',
        create: 'controller.serviceAccount.create',
        annotations: 'controller.serviceAccount.annotations',
      },
      podLabels: 'controller.podLabels',
      podAnnotations: 'controller.podAnnotations',
      environment: 'controller.env',
      volumes: 'controller.volumes',
      volumeMounts: 'controller.volumeMounts',
      workloads: ['Deployment/ebs-csi-controller'],
    },
  },
};
