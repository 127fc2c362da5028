/** The six tags that EKS Pod Identity gives a session. Amazon EKS User Guide, "Grant Pods access to AWS resources based on tags". */
export const SESSION_TAGS = [
  'eks-cluster-arn',
  'eks-cluster-name',
  'kubernetes-namespace',
  'kubernetes-service-account',
  'kubernetes-pod-name',
  'kubernetes-pod-uid',
] as const;
