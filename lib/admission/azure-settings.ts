import { ENTRA_AUDIENCE } from '../core/trust/audience';
import { customTokenEndpoint, type CustomTokenEndpoint, type CustomTokenEndpointFlags } from './custom-token-endpoint';
import { checkSettings, settingsError, type SettingType } from './settings';

/** Flags and variables of azure-workload-identity. The defaults are those of the webhook that AKS runs. */
export interface AzureSettings {
  /** The cluster's tenant. @default unknown, and then AZURE_TENANT_ID is added only from the service account's annotation */
  readonly tenantId?: string;
  /** The name of the Azure cloud, in any case. @default 'AzurePublicCloud' */
  readonly cloud?: string;
  /** @default 'api://AzureADTokenExchange' */
  readonly audience?: string;
  /** The cluster's version, `1.33` or `v1.33.2`: from 1.32 on the proxy is a native sidecar. @default '1.33' */
  readonly kubernetesVersion?: string;
  /** @default 'mcr.microsoft.com/oss/azure/workload-identity/proxy:v1.6.0' */
  readonly proxyImage?: string;
  /** @default 'mcr.microsoft.com/oss/azure/workload-identity/proxy-init:v1.6.0' */
  readonly proxyInitImage?: string;
  /** The webhook's own, which the proxy runs at too. @default 'info' */
  readonly logLevel?: string;
  /**
   * The endpoint that takes tokens in Entra's place for pods that ask for it; AKS calls it identity bindings. `false`: the
   * webhook knows of none, as one that is installed by hand without the flags.
   *
   * @default the one of AKS, with what is public of it
   */
  readonly customTokenEndpoint?: false | CustomTokenEndpoint;
  /**
   * Whether a part of the mount path is the pod's own, as webhooks later than 1.6.0 make it.
   *
   * @default false: which version AKS runs is not public
   */
  readonly mountPathPerPod?: boolean;
}

/** {@link AzureSettings} with nothing left out. */
export interface AzureFlags {
  readonly tenantId: string;
  readonly authorityHost: string;
  readonly audience: string;
  readonly nativeSidecar: boolean;
  readonly proxyImage: string;
  readonly proxyInitImage: string;
  readonly logLevel: string;
  /** Nothing where the webhook knows of none. */
  readonly customTokenEndpoint: CustomTokenEndpointFlags | undefined;
  readonly mountPathPerPod: boolean;
}

const ALLOWED: Readonly<Record<keyof AzureSettings, SettingType>> = {
  tenantId: 'string',
  cloud: 'string',
  audience: 'string',
  kubernetesVersion: 'string',
  proxyImage: 'string',
  proxyInitImage: 'string',
  logLevel: 'string',
  customTokenEndpoint: 'boolean or mapping',
  mountPathPerPod: 'boolean',
};

/** The names of {@link AzureSettings}' fields. */
export const AZURE_SETTING_NAMES: readonly string[] = Object.keys(ALLOWED);

const GOVERNMENT = 'https://login.microsoftonline.us/';
const PUBLIC = 'https://login.microsoftonline.com/';

/** Where each cloud signs in. Keys are compared in capitals, as Azure's own library does. */
const AUTHORITY_HOSTS: Readonly<Record<string, string>> = {
  AZUREPUBLICCLOUD: PUBLIC,
  AZURECLOUD: PUBLIC,
  AZURECHINACLOUD: 'https://login.chinacloudapi.cn/',
  AZUREUSGOVERNMENTCLOUD: GOVERNMENT,
  AZUREUSGOVERNMENT: GOVERNMENT,
  AZUREGERMANCLOUD: 'https://login.microsoftonline.de/',
};

/** The first version on which the webhook's proxy is a native sidecar: 1.29 made them beta, nodes may be three older. */
const NATIVE_SIDECAR = { major: 1, minor: 32 };

const LOG_LEVELS = ['warning', 'info', 'debug', 'trace', 'all'];

/**
 * Settings with their defaults.
 *
 * @throws PodtrustError `admission-settings` where a field is unknown, of a wrong type, or no value that the webhook starts
 *   with
 */
export function azureFlags(settings: unknown, where?: string): AzureFlags {
  checkSettings(settings, ALLOWED, where);
  const given = settings as AzureSettings;
  const logLevel = given.logLevel || 'info';
  if (!LOG_LEVELS.includes(logLevel)) {
    throw settingsError(`"logLevel" is "${logLevel}"`, `Give one of ${LOG_LEVELS.join(', ')}.`, where);
  }
  return {
    tenantId: given.tenantId ?? '',
    authorityHost: authorityHostOf(given.cloud || 'AzurePublicCloud', where),
    audience: given.audience || ENTRA_AUDIENCE,
    nativeSidecar: hasNativeSidecar(given.kubernetesVersion ?? '1.33', where),
    proxyImage: given.proxyImage || 'mcr.microsoft.com/oss/azure/workload-identity/proxy:v1.6.0',
    proxyInitImage: given.proxyInitImage || 'mcr.microsoft.com/oss/azure/workload-identity/proxy-init:v1.6.0',
    logLevel,
    customTokenEndpoint: customTokenEndpoint(given.customTokenEndpoint, where),
    mountPathPerPod: given.mountPathPerPod ?? false,
  };
}

function authorityHostOf(cloud: string, where?: string): string {
  const name = cloud.toUpperCase();
  if (Object.hasOwn(AUTHORITY_HOSTS, name)) return AUTHORITY_HOSTS[name]!;
  throw settingsError(
    `"cloud" is "${cloud}"`,
    'Give AzurePublicCloud, AzureUSGovernmentCloud, AzureChinaCloud or AzureGermanCloud.',
    where,
  );
}

function hasNativeSidecar(version: string, where?: string): boolean {
  const match = /^v?(\d+)\.(\d+)(\.\d+)?([-+].*)?$/.exec(version);
  if (!match) {
    throw settingsError(
      `"kubernetesVersion" is "${version}"`,
      'Give the cluster’s version, such as 1.33 or v1.33.2.',
      where,
    );
  }
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > NATIVE_SIDECAR.major || (major === NATIVE_SIDECAR.major && minor >= NATIVE_SIDECAR.minor);
}
