import type { HelmChart } from '../kubernetes/helm-shape';

export const AMAZON_CLOUDWATCH_OBSERVABILITY: HelmChart = {
  name: 'amazon-cloudwatch-observability',
  version: '6.4.0',
  source: 'aws-observability/helm-charts, charts/amazon-cloudwatch-observability, 71a298ffdebe',
  repositories: ['https://aws-observability.github.io/helm-charts'],
  main: 'agent',
  components: {
    // The chart makes the account by itself, and its values have nothing that could be put on it or on the pods. Its operator
    // makes the agent's own workload, a DaemonSet.
    agent: {
      serviceAccount: { name: 'agent.serviceAccount.name' },
      workloads: ['DaemonSet/fluent-bit', 'DaemonSet/fluent-bit-windows'],
    },
  },
};
