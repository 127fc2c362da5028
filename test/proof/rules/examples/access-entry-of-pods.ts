import { podIdentity, terraform } from '../example';
import type { RuleExample } from '../example';

function entry(policy: string): unknown {
  const cluster_name = '${aws_eks_cluster.main.name}';
  const principal_arn = '${aws_iam_role.backend.arn}';
  return {
    aws_eks_access_entry: { backend: { cluster_name, principal_arn } },
    aws_eks_access_policy_association: {
      backend: {
        cluster_name,
        principal_arn,
        policy_arn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
        access_scope: { type: 'cluster' },
      },
    },
  };
}

export const example: RuleExample = {
  bad: [terraform(podIdentity({ more: entry('AmazonEKSClusterAdminPolicy') }))],
  good: [terraform(podIdentity({ more: entry('AmazonEKSViewPolicy') }))],
};
