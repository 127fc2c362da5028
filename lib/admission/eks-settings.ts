import { POD_IDENTITY_SERVICE, STS_AUDIENCE } from '../core/trust/audience';
import { LIMITS } from '../core/limits';
import type { ServiceAccountReference } from '../core/trust/subject';
import { isMapping } from './pod';
import { checkSettings, settingsError, type SettingType } from './settings';

/** Turns a role's name or path in the annotation into an ARN (flag `--compose-role-arn`). */
export interface ComposeRoleArn {
  /** @default true */
  readonly enabled?: boolean;
  /** The account of the webhook's own instance, twelve digits. */
  readonly accountId: string;
  /** @default what the webhook makes of the region; `aws` without one */
  readonly partition?: string;
  readonly region?: string;
}

/** Flags of EKS Pod Identity, which the webhook calls container credentials. */
export interface ContainerCredentials {
  /** @default 'pods.eks.amazonaws.com' */
  readonly audience?: string;
  /** @default '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount' */
  readonly mountPath?: string;
  /** @default 'eks-pod-identity-token' */
  readonly volumeName?: string;
  /** @default 'eks-pod-identity-token' */
  readonly tokenPath?: string;
  /** @default 'http://169.254.170.23/v1/credentials' */
  readonly fullUri?: string;
  /** The service accounts that have an association in this cluster. */
  readonly associations?: readonly AssociatedServiceAccount[];
  /** The same, under the name that the webhook's own file has. */
  readonly identities?: readonly AssociatedServiceAccount[];
}

/** A service account with a Pod Identity association; a text is `namespace/name`. */
export type AssociatedServiceAccount =
  | string
  | {
      readonly namespace: string;
      readonly serviceAccount: string;
      /** Whether its pods get the socket of the SPIFFE Workload API too. @default false */
      readonly workloadIdentity?: boolean;
    };

/** A service account with a Pod Identity association, as the webhook knows it. */
export interface Association extends ServiceAccountReference {
  readonly workloadIdentity: boolean;
}

/** One service account's entry in the webhook's ConfigMap. */
export interface ConfigMapEntry {
  readonly RoleARN?: string;
  readonly Audience?: string;
  readonly UseRegionalSTS?: boolean;
  readonly TokenExpiration?: number;
}

/** Flags of amazon-eks-pod-identity-webhook. The defaults are those of the webhook that EKS runs for each cluster. */
export interface EksSettings {
  /** @default 'sts.amazonaws.com' */
  readonly defaultAudience?: string;
  /** Seconds; anything shorter than 600 is raised to it. @default 86400 */
  readonly tokenExpiration?: number;
  /** The cluster's region, for `AWS_REGION` and `AWS_DEFAULT_REGION`. @default unknown, and then neither is added */
  readonly region?: string;
  /** Whether `AWS_STS_REGIONAL_ENDPOINTS=regional` is added. @default true, as on EKS; the webhook's own default is false */
  readonly regionalSTS?: boolean;
  /** @default 'eks.amazonaws.com' */
  readonly annotationPrefix?: string;
  /** @default '/var/run/secrets/eks.amazonaws.com/serviceaccount' */
  readonly tokenMountPath?: string;
  /** @default false */
  readonly composeRoleArn?: false | ComposeRoleArn;
  /**
   * The content of the ConfigMap `pod-identity-webhook`: its key `config` as text, what that text holds, or the object
   * around it.
   *
   * @default none, as on EKS
   */
  readonly configMap?: string | Readonly<Record<string, unknown>>;
  readonly containerCredentials?: ContainerCredentials;
}

/** {@link EksSettings} with nothing left out. */
export interface EksFlags {
  readonly defaultAudience: string;
  readonly tokenExpiration: number;
  readonly region: string;
  readonly regionalSTS: boolean;
  readonly annotationPrefix: string;
  readonly tokenMountPath: string;
  readonly composeRoleArn: { readonly accountId: string; readonly partition: string } | undefined;
  /** By `namespace/name`; the namespace may be `*`. */
  readonly configMap: ReadonlyMap<string, Required<ConfigMapEntry>>;
  readonly containerCredentials: Required<Omit<ContainerCredentials, 'associations' | 'identities'>>;
  readonly associations: readonly Association[];
}

const ALLOWED: Readonly<Record<keyof EksSettings, SettingType>> = {
  defaultAudience: 'string',
  tokenExpiration: 'number',
  region: 'string',
  regionalSTS: 'boolean',
  annotationPrefix: 'string',
  tokenMountPath: 'string',
  composeRoleArn: 'boolean or mapping',
  configMap: 'mapping or text',
  containerCredentials: 'mapping',
};

/** The names of {@link EksSettings}' fields. */
export const EKS_SETTING_NAMES: readonly string[] = Object.keys(ALLOWED);

/**
 * Settings with their defaults.
 *
 * @throws PodtrustError `admission-settings` where a field is unknown or of a wrong type
 */
export function eksFlags(settings: unknown, where?: string): EksFlags {
  checkSettings(settings, ALLOWED, where);
  const given = settings as EksSettings;
  const { associations, identities, ...credentials } = containerCredentials(given.containerCredentials ?? {}, where);
  const tokenExpiration = atLeastMinimum(given.tokenExpiration ?? LIMITS.eksTokenSeconds.default);
  return {
    defaultAudience: given.defaultAudience ?? STS_AUDIENCE,
    tokenExpiration,
    region: given.region ?? '',
    regionalSTS: given.regionalSTS ?? true,
    annotationPrefix: given.annotationPrefix ?? 'eks.amazonaws.com',
    tokenMountPath: given.tokenMountPath ?? '/var/run/secrets/eks.amazonaws.com/serviceaccount',
    composeRoleArn: composeRoleArn(given.composeRoleArn ?? false, where),
    configMap: configMap(given.configMap, tokenExpiration, where),
    containerCredentials: credentials,
    associations: [...associations, ...identities],
  };
}

/** Seconds as the webhook raises them. */
export function atLeastMinimum(seconds: number): number {
  return Math.max(seconds, LIMITS.eksTokenSeconds.minimum);
}

function containerCredentials(settings: unknown, where?: string) {
  checkSettings(
    settings,
    {
      audience: 'string',
      mountPath: 'string',
      volumeName: 'string',
      tokenPath: 'string',
      fullUri: 'string',
      associations: 'list',
      identities: 'list',
    },
    inside('containerCredentials', where),
  );
  const given = settings as ContainerCredentials;
  return {
    audience: given.audience ?? POD_IDENTITY_SERVICE,
    mountPath: given.mountPath ?? '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount',
    volumeName: given.volumeName ?? 'eks-pod-identity-token',
    tokenPath: given.tokenPath ?? 'eks-pod-identity-token',
    fullUri: given.fullUri ?? 'http://169.254.170.23/v1/credentials',
    associations: (given.associations ?? []).map((account) => associated(account, where)),
    identities: (given.identities ?? []).map((account) => associated(account, where)),
  };
}

function associated(account: unknown, where?: string): Association {
  const [namespace, name, workloadIdentity = false] =
    typeof account === 'string'
      ? account.split('/').slice(0, 2)
      : isMapping(account)
        ? [account.namespace, account.serviceAccount ?? account.name, account.workloadIdentity]
        : [];
  if (
    typeof namespace === 'string' &&
    typeof name === 'string' &&
    typeof workloadIdentity === 'boolean' &&
    namespace &&
    name
  ) {
    return { namespace, name, workloadIdentity };
  }
  throw settingsError(
    `${JSON.stringify(account)} names no service account`,
    'Write each association as {"namespace": "todo", "serviceAccount": "backend"} or "todo/backend".',
    inside('containerCredentials', where),
  );
}

function composeRoleArn(given: unknown, where?: string): EksFlags['composeRoleArn'] {
  if (given === false) return undefined;
  const at = inside('composeRoleArn', where);
  if (given === true) {
    throw settingsError(
      '"composeRoleArn" is true, which does not tell the account',
      'Write {"accountId": "111122223333", "partition": "aws"}: the webhook takes both from its own instance.',
      at,
    );
  }
  const fields: Record<string, SettingType> = {
    enabled: 'boolean',
    accountId: 'string',
    partition: 'string',
    region: 'string',
  };
  const wanted = Object.keys(fields);
  const compose = Object.fromEntries(
    Object.entries(given as Record<string, unknown>).map(([key, value]) => [
      wanted.find((field) => field.toLowerCase() === key.toLowerCase()) ?? key,
      value,
    ]),
  );
  checkSettings(compose, fields, at);
  const { enabled = true, accountId, partition, region = '' } = compose as Partial<ComposeRoleArn>;
  if (!enabled) return undefined;
  if (accountId === undefined) throw settingsError('"accountId" is missing', 'Give accountId, twelve digits.', at);
  return { accountId, partition: partition ?? partitionOf(region) };
}

/** The partition that the webhook takes a region to be in. */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('us-iso-')) return 'aws-iso';
  return region.startsWith('us-isob-') ? 'aws-iso-b' : 'aws';
}

function configMap(given: EksSettings['configMap'], tokenExpiration: number, where?: string): EksFlags['configMap'] {
  const at = inside('configMap', where);
  const entries = new Map<string, Required<ConfigMapEntry>>();
  for (const [key, value] of Object.entries(configOf(given, at))) {
    const [namespace, name] = key.split('/');
    if (!namespace || !name || !isMapping(value)) {
      throw settingsError(`"${key}" is not an entry`, 'Write each as "namespace/name": {"RoleARN": "..."}.', at);
    }
    entries.set(`${namespace}/${name}`, configMapEntry(value, tokenExpiration, inside(key, at)));
  }
  return entries;
}

/** The mapping inside the ConfigMap, however much of the object around it was given. */
function configOf(given: unknown, at: string): Record<string, unknown> {
  if (given === undefined) return {};
  if (isMapping(given)) {
    if (given.kind === 'ConfigMap') return isMapping(given.data) ? configOf(given.data.config, at) : {};
    return typeof given.config === 'string' ? configOf(given.config, at) : given;
  }
  try {
    const parsed: unknown = JSON.parse(String(given));
    if (isMapping(parsed)) return parsed;
  } catch {
    // Told below: text that is not JSON, and JSON that is no object, are fixed alike.
  }
  throw settingsError(
    'its text is not a JSON object',
    'The webhook ignores such a ConfigMap as a whole: write {"namespace/name": {"RoleARN": "..."}}.',
    at,
  );
}

/** An entry; the webhook does not mind the case of its fields' names, and takes 0 seconds for its own default. */
function configMapEntry(given: Record<string, unknown>, tokenExpiration: number, at: string): Required<ConfigMapEntry> {
  const types = {
    RoleARN: 'string',
    Audience: 'string',
    UseRegionalSTS: 'boolean',
    TokenExpiration: 'number',
  } as const;
  const entry: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const field = Object.keys(types).find((name) => name.toLowerCase() === key.toLowerCase());
    if (field && value !== null) entry[field] = value;
  }
  checkSettings(entry, types, at);
  const { RoleARN = '', Audience = '', UseRegionalSTS = false, TokenExpiration = 0 } = entry as ConfigMapEntry;
  return { RoleARN, Audience, UseRegionalSTS, TokenExpiration: TokenExpiration || tokenExpiration };
}

function inside(field: string, where?: string): string {
  return where ? `${where}: ${field}` : field;
}
