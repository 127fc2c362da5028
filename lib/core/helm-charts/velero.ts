import type { HelmChart } from '../kubernetes/helm-shape';

export const VELERO: HelmChart = {
  name: 'velero',
  version: '12.1.0',
  source: 'vmware-tanzu/helm-charts, charts/velero, 73466ca986bb',
  repositories: ['https://vmware-tanzu.github.io/helm-charts'],
  main: 'server',
  components: {
    // Its Jobs call the Kubernetes API alone, before and after a release, and need no identity. The one that upgrades the
    // definitions has an account of its own, `<name>-upgrade-crds`, on which the chart repeats the annotations.
    server: {
      serviceAccount: {
        name: 'serviceAccount.server.name',
        create: 'serviceAccount.server.create',
        annotations: 'serviceAccount.server.annotations',
        labels: 'serviceAccount.server.labels',
      },
      podLabels: ['podLabels', 'nodeAgent.podLabels'],
      // Both workloads have these annotations and these variables.
      podAnnotations: 'podAnnotations',
      environment: 'configuration.extraEnvVars',
      volumes: ['extraVolumes', 'nodeAgent.extraVolumes'],
      volumeMounts: ['extraVolumeMounts', 'nodeAgent.extraVolumeMounts'],
      // Else it mounts a Secret with keys and points the SDKs of all clouds at it.
      values: { 'credentials.useSecret': false },
      workloads: ['Deployment/velero'],
      optionalWorkloads: { 'DaemonSet/node-agent': 'deployNodeAgent' },
    },
  },
};
