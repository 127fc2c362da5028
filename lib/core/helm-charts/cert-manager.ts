import type { HelmChart } from '../kubernetes/helm-shape';

export const CERT_MANAGER: HelmChart = {
  name: 'cert-manager',
  version: '1.21.1',
  source: 'cert-manager/cert-manager, deploy/charts/cert-manager, v1.21.1',
  repositories: ['https://charts.jetstack.io', 'oci://quay.io/jetstack/charts'],
  main: 'controller',
  components: {
    controller: {
      namespace: 'namespace',
      serviceAccount: {
        name: 'serviceAccount.name',
        create: 'serviceAccount.create',
        annotations: 'serviceAccount.annotations',
        labels: 'serviceAccount.labels',
      },
      podLabels: 'podLabels',
      podAnnotations: 'podAnnotations',
      environment: 'extraEnv',
      volumes: 'volumes',
      volumeMounts: 'volumeMounts',
      workloads: ['Deployment/<fullname>'],
    },
  },
};
