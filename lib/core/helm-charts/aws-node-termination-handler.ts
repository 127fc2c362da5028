import type { HelmChart } from '../kubernetes/helm-shape';

export const AWS_NODE_TERMINATION_HANDLER: HelmChart = {
  name: 'aws-node-termination-handler',
  version: '0.27.6',
  source: 'aws/aws-node-termination-handler, config/helm/aws-node-termination-handler, 62a8761d812b',
  repositories: ['https://aws.github.io/eks-charts', 'oci://public.ecr.aws/aws-ec2/helm'],
  main: 'queue-processor',
  components: {
    // The other mode, a DaemonSet, asks the metadata of its node and calls nothing of AWS. There are no volumes.
    'queue-processor': {
      serviceAccount: {
        name: 'serviceAccount.name',
        create: 'serviceAccount.create',
        annotations: 'serviceAccount.annotations',
      },
      podLabels: 'podLabels',
      podAnnotations: 'podAnnotations',
      environment: 'extraEnv',
      values: { enableSqsTerminationDraining: true },
      workloads: ['Deployment/<fullname>'],
    },
  },
};
