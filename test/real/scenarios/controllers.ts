import { type Scenario, deploys, destroyLeavesNothing, planIsEmpty, provesTo } from './scenarios';

/** Forty service accounts, of which one trust holds thirty-one. */
const TEAMS = Array.from({ length: 40 }, (_, team) => {
  const role = team <= 30 ? 'teams_1' : 'teams_2';
  return `shop team-${team}/worker-of-team-${team} is ${role} by irsa, unclaimed`;
});

/** The roles of controllers, Karpenter’s nodes, and roles that share a trust which one of them could not hold. */
export const CONTROLLERS: Scenario = {
  id: 'controllers',
  only: 'aws',
  name: 'roles of controllers, Karpenter’s nodes, a trust over several roles',
  program: './programs/eks-controllers',
  steps: [
    deploys,
    planIsEmpty,
    provesTo([
      'shop amazon-cloudwatch/cloudwatch-agent is cloudwatch-agent by eks-pod-identity',
      'shop argocd/argocd-image-updater is argocd-image-updater by eks-pod-identity',
      'shop cert-manager/cert-manager is cert-manager by irsa, unclaimed',
      'shop external-dns/external-dns is external-dns by irsa, unclaimed',
      'shop external-secrets/external-secrets is external-secrets by eks-pod-identity',
      'shop kube-system/aws-load-balancer-controller is load-balancer by irsa, unclaimed',
      'shop kube-system/aws-node is shop_vpc-cni-role by eks-pod-identity',
      'shop kube-system/aws-node-termination-handler is node-termination-handler by eks-pod-identity',
      'shop kube-system/cluster-autoscaler is cluster-autoscaler by irsa, unclaimed',
      'shop kube-system/ebs-csi-controller-sa is ebs-csi by eks-pod-identity',
      'shop kube-system/efs-csi-controller-sa is efs-csi by irsa, unclaimed',
      'shop kube-system/efs-csi-node-sa is efs-csi-node by eks-pod-identity',
      'shop kube-system/fsx-csi-controller-sa is fsx-csi by irsa, unclaimed',
      'shop kube-system/karpenter is karpenter by eks-pod-identity',
      'shop kube-system/s3-csi-driver-sa is s3-csi by eks-pod-identity',
      'shop opentelemetry/opentelemetry-collector is adot-collector by irsa, unclaimed',
      'shop prometheus/prometheus-server is prometheus by irsa, unclaimed',
      'shop shop/api is secrets-store by irsa, unclaimed',
      'shop velero/velero is velero by eks-pod-identity',
      ...TEAMS,
    ]),
    destroyLeavesNothing,
  ],
};
