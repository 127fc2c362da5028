/** What an access entry may do inside a cluster, by the access policies of EKS. Amazon EKS user guide, "access policy permissions". */
export type EksAccessPolicy =
  | 'AmazonEKSClusterAdminPolicy'
  | 'AmazonEKSAdminPolicy'
  | 'AmazonEKSAdminViewPolicy'
  | 'AmazonEKSEditPolicy'
  | 'AmazonEKSViewPolicy';

/** The ARN of an access policy. */
export function accessPolicyArn(partition: string, policy: EksAccessPolicy): string {
  return `arn:${partition}:eks::aws:cluster-access-policy/${policy}`;
}
