import type { HelmChart } from '../kubernetes/helm-shape';

export const AWS_FSX_CSI_DRIVER: HelmChart = {
  name: 'aws-fsx-csi-driver',
  version: '1.17.0',
  source: 'kubernetes-sigs/aws-fsx-csi-driver, charts/aws-fsx-csi-driver, 5b227125add7',
  repositories: ['https://kubernetes-sigs.github.io/aws-fsx-csi-driver'],
  main: 'controller',
  components: {
    // Its values have no variables and no volumes of the controller.
    controller: {
      serviceAccount: {
        name: 'controller.serviceAccount.name',
        create: 'controller.serviceAccount.create',
        annotations: 'controller.serviceAccount.annotations',
      },
      podLabels: 'controller.podLabels',
      podAnnotations: 'controller.podAnnotations',
      workloads: ['Deployment/fsx-csi-controller'],
    },
  },
};
