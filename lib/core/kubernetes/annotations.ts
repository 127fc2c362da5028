/** Keys that the EKS pod identity webhook reads. See the README of amazon-eks-pod-identity-webhook. */
export const EKS_KEYS = {
  roleArn: 'eks.amazonaws.com/role-arn',
  audience: 'eks.amazonaws.com/audience',
  regionalSts: 'eks.amazonaws.com/sts-regional-endpoints',
  tokenExpiration: 'eks.amazonaws.com/token-expiration',
  skipContainers: 'eks.amazonaws.com/skip-containers',
  skipWebhookLabel: 'eks.amazonaws.com/skip-pod-identity-webhook',
} as const;

/** Annotations of pod templates that podtrust writes, and reads in the proof. */
export const PODTRUST_KEYS = {
  /** On a Job that tries a binding: the role's ARN or the client id that its pod must be. */
  canary: 'podtrust/canary',
  /** On pods that wait for EKS Pod Identity's agent: for how many seconds at most. */
  agentWait: 'podtrust/agent-wait',
  /** On a service account: client ids that its pods ask for beside the one that it is annotated with, by commas. */
  furtherClientIds: 'podtrust/further-client-ids',
} as const;

/** Keys that the Azure workload identity webhook reads. See its documentation, "Service account labels and annotations". */
export const AZURE_KEYS = {
  /** A label, and on the pod: on the service account or the Deployment it does nothing. */
  useLabel: 'azure.workload.identity/use',
  clientId: 'azure.workload.identity/client-id',
  tenantId: 'azure.workload.identity/tenant-id',
  tokenExpiration: 'azure.workload.identity/service-account-token-expiration',
  skipContainers: 'azure.workload.identity/skip-containers',
  /** An annotation of the pod, on AKS: the token goes through the cluster's identity binding. AKS, "Identity bindings". */
  useIdentityBinding: 'azure.workload.identity/use-identity-binding',
  injectProxySidecar: 'azure.workload.identity/inject-proxy-sidecar',
  proxySidecarPort: 'azure.workload.identity/proxy-sidecar-port',
} as const;

/** Keys of AAD Pod Identity, the predecessor of Entra Workload ID. See its documentation, "Configure". */
export const AAD_POD_IDENTITY_KEYS = {
  /** A pod's label; its value equals the selector of an AzureIdentityBinding. */
  bindingLabel: 'aadpodidbinding',
  /** An annotation of an AzureIdentity; `namespaced` keeps it to the pods of its own namespace. */
  behavior: 'aadpodidentity.k8s.io/Behavior',
} as const;

/** Annotations that kiam and kube2iam read, which came before IAM roles for service accounts. Their READMEs. */
export const KIAM_KEYS = {
  /** On a pod: the role that it asks for, by its name or its ARN. */
  role: 'iam.amazonaws.com/role',
  /** On a namespace, for kiam: a regular expression of roles. */
  permitted: 'iam.amazonaws.com/permitted',
  /** On a namespace, for kube2iam: a JSON list of roles. */
  allowedRoles: 'iam.amazonaws.com/allowed-roles',
} as const;

/**
 * Annotations of service accounts by which the kubelet pulls images with the account's token.
 *
 * @see cloud-provider-aws, ecr-credential-provider; AKS, "Service account image pull"
 */
export const IMAGE_PULL_KEYS = {
  /** The ARN of the role by which images are pulled from ECR. */
  ecrRole: 'eks.amazonaws.com/ecr-role-arn',
  /** The client id of the managed identity by which images are pulled from ACR. */
  acrClient: 'kubernetes.azure.com/acr-client-id',
  acrTenant: 'kubernetes.azure.com/acr-tenant-id',
} as const;
