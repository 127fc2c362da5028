import { ack } from '../capability-example';
import { terraform } from '../example';
import type { RuleExample } from '../example';

const second = {
  cluster_name: '${aws_eks_cluster.main.name}',
  capability_name: 'second',
  type: 'ACK',
  role_arn: '${aws_iam_role.ack.arn}',
  delete_propagation_policy: 'RETAIN',
};

export const example: RuleExample = {
  bad: [terraform(ack({ more: { aws_eks_capability: { second } } }))],
  good: [
    terraform(ack({ more: { aws_eks_capability: { second: { ...second, capability_name: 'kro', type: 'KRO' } } } })),
  ],
};
