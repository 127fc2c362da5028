import type { IdentityPolicy } from '../model/identity/identity-policy';
import { isUnknown, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import type { AzureRequest, Plane } from './azure-actions';

/** By which of its two ways a vault decides. */
export interface Vault {
  readonly isByRoles: Known;
  /** Nothing where it is known to be by roles. */
  readonly why?: string;
}

/** The vault of a request for what it holds. */
export function vaultOf({ action, read, resource }: AzureRequest, plane: Plane): Vault | undefined {
  if (!OF_VAULTS.test(action.toLowerCase()) || plane === 'control') return undefined;
  if (read?.service !== 'Microsoft.KeyVault/vaults') {
    return { isByRoles: true, why: `assumed: ${resource} is set to Azure RBAC; it was not read` };
  }
  const isByRoles = read.isByRoles ?? unknown(`how ${read.id} decides is not known`);
  if (isUnknown(isByRoles)) return { isByRoles, why: isByRoles.why };
  if (isByRoles) return { isByRoles };
  return { isByRoles, why: `${read.id} is not set to Azure RBAC: its access policies decide, and no role` };
}

/** What of a vault's data an action is of, behind what each of them begins with. */
const OF_VAULTS =
  /^microsoft\.keyvault\/vaults\/((?:secrets|keys|keyrotationpolicies|certificates|certificatecas|certificatecontacts)\/.*)/;

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
  { vaultPermissions, isRoleOpen }: Pick<IdentityPolicy, 'vaultPermissions' | 'isRoleOpen'>,
  action: string,
): Known {
  const rest = OF_VAULTS.exec(action.toLowerCase())?.[1];
  if (rest === undefined) return false;
  const like = LIKE_THEIR_PERMISSION.exec(rest);
  const wanted = VAULT_ACTIONS[rest] ?? (like && [`${like[1]}: ${like[2] ?? like[3]}`]);
  if (!wanted) return unknown(`which permission of an access policy ${action} asks for is not known`);
  const has = (one: string): boolean =>
    [one, one.replace(/:.*/, ': all')].some((permission) => vaultPermissions?.includes(permission));
  if (wanted.every(has)) return true;
  if (wanted.some(has)) return unknown(`whether ${action} asks for ${wanted.join(' or ')} is not known`);
  return isRoleOpen ? unknown('what the access policy gives is not known') : false;
}
