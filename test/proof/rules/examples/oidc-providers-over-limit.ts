import { terraform } from '../example';
import type { ExampleFile, RuleExample } from '../example';

const ofClusters = (count: number): ExampleFile =>
  terraform({
    resource: {
      aws_eks_cluster: { tenant: { count, name: 'tenant-${count.index}' } },
      aws_iam_openid_connect_provider: {
        tenant: {
          count,
          url: '${aws_eks_cluster.tenant[count.index].identity[0].oidc[0].issuer}',
          client_id_list: ['sts.amazonaws.com'],
        },
      },
    },
  });

export const example: RuleExample = { bad: [ofClusters(101)], good: [ofClusters(100)] };
