import type { HelmChart } from '../kubernetes/helm-shape';

export const OPENTELEMETRY_COLLECTOR: HelmChart = {
  name: 'opentelemetry-collector',
  version: '0.170.0',
  source: 'open-telemetry/opentelemetry-helm-charts, charts/opentelemetry-collector, dd5665c06f37',
  repositories: [
    'https://open-telemetry.github.io/opentelemetry-helm-charts',
    'oci://ghcr.io/open-telemetry/opentelemetry-helm-charts',
  ],
  main: 'collector',
  components: {
    // With `mode: deployment`; with another one a DaemonSet or a StatefulSet of the same name.
    collector: {
      namespace: 'namespaceOverride',
      serviceAccount: {
        name: 'serviceAccount.name',
        create: 'serviceAccount.create',
        annotations: 'serviceAccount.annotations',
      },
      podLabels: 'podLabels',
      podAnnotations: 'podAnnotations',
      environment: 'extraEnvs',
      volumes: 'extraVolumes',
      volumeMounts: 'extraVolumeMounts',
      workloads: ['Deployment/<fullname>'],
    },
  },
};
