import type { HelmChart } from '../kubernetes/helm-shape';

export const AWS_LOAD_BALANCER_CONTROLLER: HelmChart = {
  name: 'aws-load-balancer-controller',
  version: '3.5.0',
  source: 'kubernetes-sigs/aws-load-balancer-controller, helm/aws-load-balancer-controller, 225f44568848',
  repositories: ['https://aws.github.io/eks-charts'],
  main: 'controller',
  components: {
    controller: {
      serviceAccount: {
        name: 'serviceAccount.name',
        create: 'serviceAccount.create',
        annotations: 'serviceAccount.annotations',
      },
      podLabels: 'podLabels',
      podAnnotations: 'podAnnotations',
      environmentMap: 'env',
      volumes: 'extraVolumes',
      volumeMounts: 'extraVolumeMounts',
      workloads: ['Deployment/<fullname>'],
    },
  },
};
