import type { HelmChart } from '../kubernetes/helm-shape';

export const ARGOCD_IMAGE_UPDATER: HelmChart = {
  name: 'argocd-image-updater',
  version: '1.2.4',
  source: 'argoproj/argo-helm, charts/argocd-image-updater, af0a9310bacb',
  repositories: ['https://argoproj.github.io/argo-helm', 'oci://ghcr.io/argoproj/argo-helm'],
  main: 'controller',
  components: {
    controller: {
      namespace: 'namespaceOverride',
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
      workloads: ['Deployment/<fullname>-controller'],
    },
  },
};
