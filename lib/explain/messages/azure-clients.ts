import { told } from '../message';
import type { KnownMessage } from '../message';

const AZIDENTITY = 'Azure/azure-sdk-for-go, sdk/azidentity';
const NOT_MUTATED = [
  'workload-identity-label-missing',
  'token-not-received',
  'containers-all-skipped',
  'skip-containers-unmatched',
  'environment-blocks-token',
  'webhook-not-of-cluster',
  'workload-identity-disabled',
  'service-account-not-used',
  'service-account-missing',
] as const;

/** What clients of Azure say before they have asked Entra, and Azure once the pod has a token. */
export const AZURE_CLIENT_MESSAGES: readonly KnownMessage[] = [
  {
    id: 'no-client-id',
    sender: 'an Azure Identity client',
    pattern: /no client ID specified\. Check pod configuration/i,
    means: 'the pod has no AZURE_CLIENT_ID: the webhook sets it from the service account’s annotation',
    causes: [
      {
        cause:
          'the service account has no annotation azure.workload.identity/client-id: the webhook changes the pod all the same, without the variable',
        fix: 'Annotate the service account that the pod runs as, and restart the pod.',
      },
      {
        cause: 'the pod is not labelled, so that the webhook left it alone',
        fix: 'Label the pod’s template azure.workload.identity/use: "true".',
      },
    ],
    rules: ['annotation-missing', 'annotation-misplaced', 'annotation-misspelt', ...NOT_MUTATED],
    sources: [`${AZIDENTITY}/workload_identity.go`],
  },
  {
    id: 'no-token-file',
    sender: 'an Azure Identity client',
    pattern:
      /no token (?:file|source) specified\. Check pod configuration|no tenant ID specified\. Check pod configuration/i,
    means: 'the pod has no AZURE_FEDERATED_TOKEN_FILE or no AZURE_TENANT_ID: the webhook did not change it',
    causes: [
      {
        cause:
          'the label azure.workload.identity/use: "true" stands on the Deployment or the service account, and not on the pod’s template',
        fix: 'Put it into spec.template.metadata.labels.',
      },
      {
        cause: 'the container is named by azure.workload.identity/skip-containers',
        fix: 'Take it out of the list.',
      },
      {
        cause: 'the cluster has no webhook: workload identity is off, or the chart is not installed',
        fix: 'Set workload_identity_enabled of AKS, or install the chart azure-workload-identity; then restart the pod.',
      },
      {
        cause: 'the pod is older than the label or the webhook',
        fix: 'Restart it.',
      },
    ],
    rules: NOT_MUTATED,
    sources: [`${AZIDENTITY}/workload_identity.go`, 'Azure/AppConfiguration#935'],
  },
  {
    id: 'workload-identity-credential-unavailable',
    sender: 'an Azure Identity client',
    pattern:
      /WorkloadIdentityCredential[^]{0,60}unavailable|The workload options are not fully configured|WorkloadIdentityCredential: is unavailable/i,
    means: 'the pod lacks one of AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_FEDERATED_TOKEN_FILE: no cloud was asked',
    causes: [
      {
        cause: 'the pod is not labelled azure.workload.identity/use: "true", or the label is not on its template',
        fix: 'Put it into spec.template.metadata.labels, and restart the pod.',
      },
      {
        cause:
          'its service account has no annotation azure.workload.identity/client-id, or the pod runs as another one',
        fix: 'Annotate the account that serviceAccountName names.',
      },
      {
        cause: 'the cluster has no webhook, or the pod is older than it',
        fix: 'Set workload_identity_enabled of AKS; then restart the pod.',
      },
    ],
    rules: ['annotation-missing', 'annotation-misplaced', 'annotation-misspelt', ...NOT_MUTATED],
    sources: [
      'Azure/azure-sdk-for-net, sdk/identity/Azure.Identity/TROUBLESHOOTING.md',
      'Azure/azure-workload-identity#756',
      'Azure/azure-sdk-for-python#35657',
    ],
  },
  {
    id: 'federated-token-unreadable',
    sender: 'an Azure Identity client',
    pattern:
      /\/var\/run\/secrets\/(?:azure\/tokens|tokens|azure\/wi\/token)\/[^\s:'"]{1,100}[^]{0,80}(?:no such file|permission denied|not found|cannot find)/i,
    means: 'the file of the token is not there, or the container’s user may not read it',
    causes: [
      {
        cause: 'a path was written into the program or the template: it changed with version 1.6 of the webhook',
        fix: 'Read AZURE_FEDERATED_TOKEN_FILE.',
        when: (_, text) => !/permission denied/i.test(text),
      },
      {
        cause: 'the container runs as a user who may not read the file',
        fix: 'Set fsGroup of the pod’s securityContext.',
        when: (_, text) => /permission denied/i.test(text),
      },
    ],
    rules: ['token-not-received', 'environment-blocks-token'],
    sources: ['Azure/azure-workload-identity, release v1.6.0'],
  },
  {
    id: 'imds-several-identities',
    sender: 'Azure’s instance metadata service',
    pattern: /Multiple user assigned identities exist, please specify the clientId/i,
    means: 'the pod asked the node for a token, and not Entra: the node has several identities, and none was named',
    causes: [
      {
        cause: 'the pod did not get its own token, and the client’s chain went on to the managed identity of the node',
        fix: 'See why WorkloadIdentityCredential was passed over: the label on the pod’s template, the annotation of its account, a client library that is old enough not to know it.',
      },
      {
        cause:
          'the program asks for the managed identity on purpose, as the Secrets Store driver does with useVMManagedIdentity',
        fix: 'Give it the client id, or change it to workload identity.',
      },
    ],
    rules: [...NOT_MUTATED, 'annotation-missing', 'node-identity-reachable'],
    sources: ['Azure/secrets-store-csi-driver-provider-azure#725', 'Azure/aad-pod-identity#1152'],
  },
  {
    id: 'imds-identity-not-found',
    sender: 'Azure’s instance metadata service',
    pattern:
      /"?error_description"?\s*:\s*"?Identity not found|requested identity (?:hasn.?t been|is not) assigned to this resource/i,
    means: 'the pod asked the node for a token of an identity that the node does not have',
    causes: [
      {
        cause: 'the client uses the managed identity credential with the client id of a workload identity',
        fix: 'Use WorkloadIdentityCredential, or DefaultAzureCredential of a version that has it, and see that the pod gets its token.',
      },
      {
        cause: 'AAD Pod Identity, which is retired, assigned the identity to the node and does so no more',
        fix: 'Move to workload identity.',
      },
    ],
    rules: [...NOT_MUTATED, 'aad-pod-identity-deprecated'],
    sources: ['Azure/aad-pod-identity#1054', `${AZIDENTITY}/TROUBLESHOOTING.md`],
  },
  {
    id: 'imds-not-reached',
    sender: 'Azure’s instance metadata service',
    pattern:
      /169\.254\.169\.254\/metadata\/identity[^]{0,200}(?:timeout|timed out|refused|deadline|no route|unreachable)|no response (?:received )?from the (?:IMDS|managed identity) endpoint|managed identity timed out|ManagedIdentityCredential authentication unavailable/i,
    means: 'the pod asked the node for a token, and nothing answered: it should not have asked the node at all',
    causes: [
      {
        cause:
          'the pod did not get its own token, and the client’s chain went on to the managed identity of the node, which is kept from pods',
        fix: 'See why WorkloadIdentityCredential was passed over: the label on the pod’s template, the annotation of its account, the version of the client library.',
      },
    ],
    rules: [...NOT_MUTATED, 'annotation-missing'],
    sources: [`${AZIDENTITY}/TROUBLESHOOTING.md`],
    wrapper: true,
  },
  {
    id: 'aad-pod-identity-not-found',
    sender: 'Azure’s instance metadata service',
    pattern: /no azure identity found for request clientID|no AzureAssignedIdentity found for pod/i,
    means: 'AAD Pod Identity has no identity for the pod’s label, or not yet',
    causes: [
      {
        cause: 'the label aadpodidbinding is not the selector of an AzureIdentityBinding in the pod’s namespace',
        fix: 'Make them the same; better, move to workload identity.',
      },
      {
        cause: 'the identity is still being assigned to the node',
        fix: 'Try again.',
      },
    ],
    rules: ['aad-pod-identity-label-not-admitted', 'aad-pod-identity-identity-missing', 'aad-pod-identity-deprecated'],
    sources: ['Azure/aad-pod-identity#556', `${AZIDENTITY}/TROUBLESHOOTING.md`],
  },
  {
    id: 'azure-authorization-failed',
    sender: 'Azure RBAC',
    pattern:
      /AuthorizationFailed|does not have authorization to perform action|ForbiddenByRbac|Caller is not authorized to perform action on resource|AuthorizationPermissionMismatch|does not have secrets \w+ permission on key vault/i,
    means: 'Entra let the identity in, and Azure does not let it do what it asked',
    compared: ({ clientId, action, resource }) =>
      `${told(action, 'the action')} on ${told(resource, 'the resource')} with the role assignments of ${told(clientId, 'the caller')}, at that scope or above`,
    causes: [
      {
        cause: 'the identity has no role with this action at this scope: roles of management do not read data',
        fix: 'Grant a role for the data, such as Key Vault Secrets User or Storage Blob Data Reader, on the resource.',
      },
      {
        cause: 'the role was assigned some minutes ago: it takes up to ten minutes to spread',
        fix: 'Wait, or let the workload wait for the assignment.',
      },
      {
        cause: 'another identity asked than you think: the object id of the message tells which',
        fix: 'Compare it with principal_id of the identity: where it is the kubelet’s, the pod did not get its own token.',
      },
      {
        cause: 'the vault uses access policies, where roles do not count, or the other way round',
        fix: 'Set rbac_authorization_enabled of the vault.',
        when: (_, text) => /vault/i.test(text),
      },
    ],
    rules: ['token-not-received', 'workload-identity-label-missing', 'node-identity-reachable'],
    sources: ['Azure, "Troubleshoot Azure RBAC"', 'Azure Key Vault, "Troubleshoot access"'],
  },
  {
    id: 'concurrent-credential-writes',
    sender: 'Azure Resource Manager',
    pattern: /ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity/i,
    means: 'two federated credentials of one identity were written at the same time, which Azure refuses',
    causes: [
      {
        cause: 'the credentials do not wait for one another',
        fix: 'Let each depend on the one before it (depends_on): azurerm’s own lock does not reach beyond one process.',
      },
    ],
    rules: [],
    sources: ['hashicorp/terraform-provider-azurerm#19968'],
  },
  {
    id: 'azure-webhook-refused',
    sender: 'the azure-workload-identity webhook',
    pattern: /admission webhook "?mutation\.azure-workload-identity\.io"? denied the request/i,
    means: 'the webhook refused the pod',
    causes: [
      {
        cause: 'the pod’s service account is not there when the pod is made',
        fix: 'Make it first.',
      },
      {
        cause: 'the annotation service-account-token-expiration is outside of 3600 to 86400',
        fix: 'Write a number in between.',
      },
      {
        cause: 'the proxy sidecar was asked for in a pod with hostNetwork',
        fix: 'Leave one of the two out.',
      },
    ],
    rules: [
      'service-account-missing',
      'token-expiration-invalid',
      'proxy-sidecar-host-network',
      'host-network-refused',
    ],
    sources: ['Azure/azure-workload-identity, pkg/webhook/webhook.go'],
  },
  {
    id: 'default-azure-credential',
    sender: 'an Azure Identity client',
    pattern:
      /(?:Default|Chained)(?:Azure|Token)Credential[^]{0,40}failed to (?:retrieve|acquire) a token|ChainedTokenCredential authentication failed/i,
    means: 'each credential of the client’s chain failed; what counts in a pod is what WorkloadIdentityCredential says',
    causes: [
      {
        cause: 'the part about WorkloadIdentityCredential is not in the text',
        fix: 'Give the whole of the message, or the log of the client library.',
      },
    ],
    rules: NOT_MUTATED,
    sources: [`${AZIDENTITY}/TROUBLESHOOTING.md`],
    wrapper: true,
  },
];
