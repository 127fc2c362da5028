import type { HelmChart } from '../kubernetes/helm-shape';

export const EXTERNAL_SECRETS: HelmChart = {
  name: 'external-secrets',
  version: '2.9.0',
  source: 'external-secrets/external-secrets, deploy/charts/external-secrets, cc5bfbc2234a',
  repositories: ['https://charts.external-secrets.io', 'oci://ghcr.io/external-secrets/charts'],
  main: 'controller',
  components: {
    // Labels and annotations of its own pods take the place of global.podLabels and global.podAnnotations.
    controller: {
      namespace: 'namespaceOverride',
      serviceAccount: {
        name: 'serviceAccount.name',
        create: 'serviceAccount.create',
        annotations: 'serviceAccount.annotations',
        labels: 'serviceAccount.extraLabels',
      },
      podLabels: 'podLabels',
      podAnnotations: 'podAnnotations',
      environment: 'extraEnv',
      volumes: 'extraVolumes',
      volumeMounts: 'extraVolumeMounts',
      workloads: ['Deployment/<fullname>'],
    },
  },
};
