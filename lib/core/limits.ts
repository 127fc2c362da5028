/**
 * What the clouds count. Each says its unit and where it is written down.
 */
export const LIMITS = {
  /** Characters of a role's trust policy without whitespace, the default quota. IAM and STS quotas, "Role trust policy length". */
  trustPolicyCharacters: 2048,
  /** The same, at the most that AWS raises it to. IAM and STS quotas, "Role trust policy length", maximum. */
  trustPolicyCharactersRaised: 8192,
  /** Managed policies of one role, at the most that AWS raises the quota of 10 to. IAM and STS quotas, "Managed policies per role", maximum. */
  policiesOfRole: 25,
  /** OIDC providers of one account, the default quota. IAM and STS quotas, "OpenID Connect identity providers". */
  oidcProviders: 100,
  /** Audiences (client ids) of one IAM OIDC provider. IAM and STS quotas. */
  oidcProviderAudiences: 100,
  /** Characters of one audience of an IAM OIDC provider. CreateOpenIDConnectProvider. */
  oidcProviderAudienceCharacters: 255,
  /** Characters of a resource control policy, whitespace too. AWS Organizations, "Quotas and service limits". */
  resourceControlPolicyCharacters: 5120,
  /** Characters of a metric filter's pattern. CloudWatch Logs API, PutMetricFilter. */
  metricFilterPatternCharacters: 1024,
  /** Metric filters of one log group. CloudWatch Logs API, PutMetricFilter. */
  metricFiltersOfLogGroup: 100,
  /** Pod Identity associations of one cluster, not adjustable. EKS service quotas. */
  podIdentityAssociations: 1000,
  /** Ranges of addresses that reach the public API server of an EKS cluster, not adjustable. EKS service quotas. */
  eksPublicAccessCidrs: 40,
  /** Security groups of the control plane of an EKS cluster beside EKS' own, not adjustable. EKS service quotas. */
  eksSecurityGroups: 4,
  /** Selectors of one EKS Fargate profile. EKS API, CreateFargateProfile. */
  fargateSelectors: 5,
  /** Labels of one selector of an EKS Fargate profile. EKS service quotas, "Label pairs per Fargate profile selector". */
  fargateSelectorLabels: 5,
  /** Ranges of addresses that reach the public API server of an AKS cluster. AKS, "API server authorized IP ranges". */
  aksAuthorizedIpRanges: 200,
  /** Characters of the session policy of an association. EKS API, CreatePodIdentityAssociation. */
  podIdentitySessionPolicyCharacters: 2048,
  /** Federated credentials of one managed identity or application. Workload identity federation considerations; azure-workload-identity #373. */
  federatedCredentials: 20,
  /** Characters of a federated credential's issuer, subject and audience each. Workload identity federation considerations. */
  federatedCredentialFieldCharacters: 600,
  /** AAD Pod Identity: identities of one AKS cluster. */
  aadPodIdentities: 200,
  /** AAD Pod Identity: exceptions of one AKS cluster. */
  aadPodIdentityExceptions: 200,
  /** Seconds: the shortest and longest life of a projected token that the Azure webhook admits; outside it the pod is refused. */
  azureTokenSeconds: { minimum: 3600, maximum: 86400 },
  /** Seconds: the EKS webhook raises anything shorter. */
  eksTokenSeconds: { minimum: 600, default: 86400 },
  /** Longest valid values, used to measure a policy that holds tokens. */
  longest: {
    /** Characters of an EKS issuer without scheme: oidc.eks.<region>.amazonaws.com.cn/id/<32 hex>. */
    eksIssuer: 82,
    /** Characters of an AKS issuer without scheme: <region>.oic.prod-aks.azure.com/<tenant>/<cluster>/ with two GUIDs. */
    aksIssuer: 124,
    /** Characters of an IAM OIDC provider ARN beside its issuer: arn:aws-us-gov:iam::<12 digits>:oidc-provider/ */
    oidcProviderArnPrefix: 46,
    /** Characters of an EKS cluster ARN: arn:aws-us-gov:eks:<region>:<account>:cluster/<100>. */
    eksClusterArn: 159,
    accountId: 12,
    /** Characters of a Kubernetes namespace. */
    namespace: 63,
    /** Characters of a Kubernetes service account's name. */
    serviceAccount: 253,
    /** Characters of a role's ARN beside its path: arn:aws-us-gov:iam::<12 digits>:role<path><64>. */
    roleArnBesidePath: 101,
    /** Characters of the external id of an association: <region>/<account>/<cluster>/<namespace>/<service account>. */
    externalId: 446,
  },
} as const;
