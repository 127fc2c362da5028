/** The oldest version of an Azure Identity library that reads the token of workload identity. */
export interface OldestAzureSdk {
  /** As Microsoft calls it. */
  readonly language: string;
  readonly library: string;
  readonly version: string;
}

/** Where the versions are from. */
export const OLDEST_AZURE_SDKS_SOURCE = {
  url: 'https://learn.microsoft.com/azure/aks/workload-identity-overview',
  read: '2026-11-29',
} as const;

/**
 * The oldest Azure Identity libraries whose `DefaultAzureCredential` knows `AZURE_FEDERATED_TOKEN_FILE`. An older one goes past it
 * and ends with the kubelet's identity, or with none.
 *
 * @see {@link OLDEST_AZURE_SDKS_SOURCE}
 */
export const OLDEST_AZURE_SDKS: readonly OldestAzureSdk[] = [
  { language: '.NET', library: 'Azure.Identity', version: '1.9.0' },
  { language: 'C++', library: 'azure-identity-cpp', version: '1.6.0' },
  { language: 'Go', library: 'azidentity', version: '1.3.0' },
  { language: 'Java', library: 'azure-identity', version: '1.9.0' },
  { language: 'Node.js', library: '@azure/identity', version: '3.2.0' },
  { language: 'Python', library: 'azure-identity', version: '1.13.0' },
];

/** The oldest version of an Azure Identity library by which a pod becomes an identity through an identity binding of AKS. */
export interface IdentityBindingSdk extends OldestAzureSdk {
  /** What switches it on, of a `WorkloadIdentityCredential`. */
  readonly option: string;
}

/** Where the versions are from, beside the packages themselves. */
export const IDENTITY_BINDING_SDKS_SOURCE = {
  url: 'https://learn.microsoft.com/azure/aks/identity-bindings-concepts',
  read: '2026-11-29',
} as const;

/**
 * The oldest Azure Identity libraries whose `WorkloadIdentityCredential` goes to AKS’ token proxy, which is off by default.
 * `DefaultAzureCredential` and `ManagedIdentityCredential` never do, and C++ has none that does.
 *
 * @see {@link IDENTITY_BINDING_SDKS_SOURCE}, and the change logs of the packages: earlier previews call the option otherwise, and
 * Go’s 1.14 has none
 */
export const IDENTITY_BINDING_SDKS: readonly IdentityBindingSdk[] = [
  { language: '.NET', library: 'Azure.Identity', version: '1.18.0-beta.3', option: 'IsAzureProxyEnabled' },
  { language: 'Go', library: 'azidentity', version: '1.15.0', option: 'EnableAzureProxy' },
  { language: 'Java', library: 'azure-identity', version: '1.19.0-beta.2', option: 'enableAzureProxy()' },
  { language: 'Node.js', library: '@azure/identity', version: '4.14.0', option: 'enableAzureProxy' },
  { language: 'Python', library: 'azure-identity', version: '1.27.0', option: 'enable_azure_proxy' },
];
