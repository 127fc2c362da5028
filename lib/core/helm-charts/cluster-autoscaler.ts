import type { HelmChart } from '../kubernetes/helm-shape';

export const CLUSTER_AUTOSCALER: HelmChart = {
  name: 'cluster-autoscaler',
  version: '9.59.0',
  source: 'kubernetes/autoscaler, cluster-autoscaler/charts/cluster-autoscaler, 55c37cd5eb55',
  repositories: ['https://kubernetes.github.io/autoscaler'],
  main: 'cluster-autoscaler',
  components: {
    'cluster-autoscaler': {
      serviceAccount: {
        name: 'rbac.serviceAccount.name',
        create: 'rbac.serviceAccount.create',
        annotations: 'rbac.serviceAccount.annotations',
      },
      podLabels: 'podLabels',
      podAnnotations: 'podAnnotations',
      environmentMap: 'extraEnv',
      volumes: 'extraVolumes',
      volumeMounts: 'extraVolumeMounts',
      workloads: ['Deployment/<fullname>'],
      // The chart puts the name of the cloud before its own.
      nameOverride: 'aws-cluster-autoscaler',
    },
  },
};
