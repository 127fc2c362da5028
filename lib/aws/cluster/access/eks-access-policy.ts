/**
 * What an access entry may do inside a cluster, by the access policies of EKS: cluster administrator, administrator of
 * namespaces, editor, viewer; whoever views all that an administrator manages, and whoever reads Secrets.
 * `AmazonEKSAutoNodePolicy` is for the nodes of a node class of EKS Auto Mode.
 *
 * @see Amazon EKS user guide, "Review access policy permissions"
 */
export type EksAccessPolicy =
  | 'AmazonEKSClusterAdminPolicy'
  | 'AmazonEKSAdminPolicy'
  | 'AmazonEKSAdminViewPolicy'
  | 'AmazonEKSEditPolicy'
  | 'AmazonEKSViewPolicy'
  | 'AmazonEKSSecretReaderPolicy'
  | 'AmazonEKSAutoNodePolicy';

/** The ARN of an access policy. */
export function accessPolicyArn(partition: string, policy: EksAccessPolicy): string {
  return `arn:${partition}:eks::aws:cluster-access-policy/${policy}`;
}
