import type { HelmChart } from '../kubernetes/helm-shape';

export const KEDA: HelmChart = {
  name: 'keda',
  version: '2.20.2',
  source: 'kedacore/charts, keda, 1444d00d90d7',
  repositories: ['https://kedacore.github.io/charts'],
  main: 'operator',
  components: {
    // podIdentity.azureWorkload and podIdentity.aws.irsa write the same label and annotations a second time: leave them off.
    operator: {
      serviceAccount: {
        name: 'serviceAccount.operator.name',
        create: 'serviceAccount.operator.create',
        annotations: 'serviceAccount.operator.annotations',
      },
      podLabels: 'podLabels.keda',
      podAnnotations: 'podAnnotations.keda',
      // The metrics server and the webhooks get the variables too.
      environment: 'env',
      volumes: 'volumes.keda.extraVolumes',
      volumeMounts: 'volumes.keda.extraVolumeMounts',
      workloads: ['Deployment/keda-operator'],
    },
  },
};
