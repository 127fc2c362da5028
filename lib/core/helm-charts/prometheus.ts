import type { HelmChart } from '../kubernetes/helm-shape';

export const PROMETHEUS: HelmChart = {
  name: 'prometheus',
  version: '29.27.0',
  source: 'prometheus-community/helm-charts, charts/prometheus, cf408a290aec',
  repositories: ['https://prometheus-community.github.io/helm-charts', 'oci://ghcr.io/prometheus-community/charts'],
  main: 'server',
  components: {
    server: {
      serviceAccount: {
        name: 'serviceAccounts.server.name',
        create: 'serviceAccounts.server.create',
        annotations: 'serviceAccounts.server.annotations',
      },
      podLabels: 'server.podLabels',
      podAnnotations: 'server.podAnnotations',
      environment: 'server.env',
      volumes: 'server.extraVolumes',
      volumeMounts: 'server.extraVolumeMounts',
      workloads: ['Deployment/<fullname>-server'],
    },
  },
};
