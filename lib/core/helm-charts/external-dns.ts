import type { HelmChart } from '../kubernetes/helm-shape';

/** The project's own chart; Bitnami's of the same name has other values. */
export const EXTERNAL_DNS: HelmChart = {
  name: 'external-dns',
  version: '1.21.1',
  source: 'kubernetes-sigs/external-dns, charts/external-dns, 2bf1bf8af2b7',
  repositories: ['https://kubernetes-sigs.github.io/external-dns'],
  main: 'external-dns',
  components: {
    'external-dns': {
      namespace: 'namespaceOverride',
      serviceAccount: {
        name: 'serviceAccount.name',
        create: 'serviceAccount.create',
        annotations: 'serviceAccount.annotations',
        labels: 'serviceAccount.labels',
      },
      podLabels: 'podLabels',
      podAnnotations: 'podAnnotations',
      environment: 'env',
      volumes: 'extraVolumes',
      volumeMounts: 'extraVolumeMounts',
      workloads: ['Deployment/<fullname>'],
    },
  },
};
