import { type Scenario, deploys, destroyLeavesNothing, planIsEmpty, provesTo } from './scenarios';

/** What `eks-access.ts` accepts by name. */
const settings = `
accepted:
  - rule: subject-wildcard
    subject: '*aws_iam_role.previews_*'
    admits: ['preview-*/web of blue']
    reason: A namespace is made for each pull request.
`;

/** Who gets in, and what is in the way: a private cluster, two clusters, other accounts, an organisation. */
export const ACCESS: Scenario = {
  id: 'access',
  only: 'aws',
  name: 'access to EKS: private, audited, of two clusters, across accounts',
  program: './programs/eks-access',
  steps: [
    deploys,
    planIsEmpty,
    provesTo(
      [
        'accepted error subject-wildcard of previews',
        'blue kube-system/aws-node is blue_vpc-cni-role by eks-pod-identity',
        'blue payments/api is payments by irsa, unclaimed',
        'blue preview-*/web is previews by irsa, unclaimed',
        'blue shop/archiver is archiver by eks-pod-identity',
        'blue shop/orders is orders by eks-pod-identity',
        'blue shop/receiver is receiver by irsa, unclaimed',
        'blue shop/reports is reports by irsa, unclaimed',
        'blue shop/sender is sender by irsa, unclaimed',
        "blue-nodes: its nodes' identity is reached by host-network",
        'green kube-system/aws-node is green_vpc-cni-role by eks-pod-identity',
        'green shop/orders is orders by eks-pod-identity',
        'green shop/reports is reports by irsa, unclaimed',
        'note role-chaining of sender',
      ],
      settings,
      // Provider 5.100 knows neither capabilities nor targets of associations.
      {
        program: ['blue runs ACK as ack_role, admitted', 'blue shop/archiver is archiver-in-data by eks-pod-identity'],
        states: ['note role-chaining of archiver'],
      },
    ),
    destroyLeavesNothing,
  ],
};
