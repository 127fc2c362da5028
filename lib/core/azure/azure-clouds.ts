/** An Azure cloud: the public one, and those that are apart from it. */
export type AzureCloud = 'public' | 'us-government' | 'china';

/**
 * Where each cloud’s Entra signs in, with the slash with which the webhook injects it. The audience is the same in all of
 * them. azure-workload-identity, `AzureCloud`; go-autorest, `environments.go`.
 */
export const ENTRA_AUTHORITY_HOSTS: Readonly<Record<AzureCloud, string>> = {
  public: 'https://login.microsoftonline.com/',
  'us-government': 'https://login.microsoftonline.us/',
  china: 'https://login.chinacloudapi.cn/',
};
