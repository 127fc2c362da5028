import { terraform } from '../example';
import type { RuleExample } from '../example';

function nodes(metadata: unknown): unknown {
  return {
    resource: {
      aws_eks_cluster: { main: { name: 'main' } },
      aws_launch_template: { nodes: { name: 'nodes', metadata_options: metadata } },
      aws_eks_node_group: {
        main: {
          cluster_name: '${aws_eks_cluster.main.name}',
          launch_template: {
            id: '${aws_launch_template.nodes.id}',
            version: '${aws_launch_template.nodes.latest_version}',
          },
        },
      },
    },
  };
}

export const example: RuleExample = {
  bad: [terraform(nodes({ http_tokens: 'optional', http_put_response_hop_limit: 1 }))],
  good: [terraform(nodes({ http_tokens: 'required', http_put_response_hop_limit: 1 }))],
};
