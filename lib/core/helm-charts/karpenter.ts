import type { HelmChart } from '../kubernetes/helm-shape';

export const KARPENTER: HelmChart = {
  name: 'karpenter',
  version: '1.14.1',
  source: 'aws/karpenter-provider-aws, charts/karpenter, 1d927085dd81',
  repositories: ['oci://public.ecr.aws/karpenter'],
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
      environment: 'controller.env',
      volumes: 'extraVolumes',
      volumeMounts: 'controller.extraVolumeMounts',
      workloads: ['Deployment/<fullname>'],
    },
  },
};
