import type { IdentityPolicy } from '../model/identity/identity-policy';
import { isUnknown, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import type { AzureRequest, Plane } from './azure-actions';

/** By which of its two ways a vault decides. */
export interface Vault {
  readonly isByRoles: Known;
  /** Set where nothing tells. */
  readonly isAssumed?: true;
  readonly why: string;
}

/** The vault of a request for what it holds. */
export function vaultOf({ action, read, resource }: AzureRequest, plane: Plane): Vault | undefined {
  if (!OF_VAULTS.test(action) || plane === 'control') return undefined;
  if (!read || read.service !== 'Microsoft.KeyVault/vaults') {
    return { isByRoles: true, isAssumed: true, why: `assumed: ${resource} is set to Azure RBAC; it was not read` };
  }
  const isByRoles = read.isByRoles ?? unknown(`how ${read.id} decides is not known`);
  if (isUnknown(isByRoles)) return { isByRoles, why: isByRoles.why };
  return {
    isByRoles,
    why: isByRoles === true ? '' : `${read.id} is not set to Azure RBAC: its access policies decide, and no role`,
  };
}

const OF_VAULTS =
  /^microsoft\.keyvault\/vaults\/(secrets|keys|keyrotationpolicies|certificates|certificatecas|certificatecontacts)\//i;

/**
 * What an access policy has to have for an action of data. Azure Key Vault REST API reference: each operation names its permission.
 * Where several are named, which of them is asked for the action alone does not tell.
 */
const VAULT_ACTIONS: Readonly<Record<string, readonly string[] | undefined>> = {
  'secrets/getsecret/action': ['secret: get'],
  'secrets/readmetadata/action': ['secret: list'],
  'secrets/setsecret/action': ['secret: set'],
  'secrets/update/action': ['secret: set'],
  'keys/read': ['key: get', 'key: list'],
  'keys/wrap/action': ['key: wrapkey'],
  'keys/unwrap/action': ['key: unwrapkey'],
  'certificates/read': ['certificate: get', 'certificate: list'],
  'certificatecontacts/write': ['certificate: managecontacts'],
};

/** Actions that are called as their permission is. */
const LIKE_THEIR_PERMISSION =
  /^(secret|key|certificate)s\/(?:(delete)|(backup|restore|recover|purge|create|import|update|encrypt|decrypt|sign|verify|release|rotate)\/action)$/;

/** Whether an access policy of a vault gives an action. */
export function hasVaultPermission(
  { vaultPermissions = [], isRoleOpen }: Omit<IdentityPolicy, 'identity'>,
  action: string,
): Known {
  const [, rest = ''] = /^microsoft\.keyvault\/vaults\/(.*)$/.exec(action.toLowerCase()) ?? [];
  const [, part, plain, verb] = LIKE_THEIR_PERMISSION.exec(rest) ?? [];
  const wanted = VAULT_ACTIONS[rest] ?? (part === undefined ? undefined : [`${part}: ${plain ?? verb}`]);
  const open: Known = isRoleOpen ? unknown('what the access policy gives is not known') : false;
  if (!wanted)
    return OF_VAULTS.test(action)
      ? unknown(`which permission of an access policy ${action} asks for is not known`)
      : false;
  const has = (one: string): boolean =>
    vaultPermissions.includes(one) || vaultPermissions.includes(`${one.split(':')[0]}: all`);
  if (wanted.every(has)) return true;
  return wanted.some(has) ? unknown(`whether ${action} asks for ${wanted.join(' or ')} is not known`) : open;
}
