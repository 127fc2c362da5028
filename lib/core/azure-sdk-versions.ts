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
