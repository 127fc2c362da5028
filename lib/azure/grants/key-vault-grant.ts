import type { AzureRoleName } from '../../core';
import { type Grant, grantId } from './grant';
import { roleGrant } from './role-grant';

const ROLES = {
  'read-secrets': 'Key Vault Secrets User',
  'write-secrets': 'Key Vault Secrets Officer',
  'use-keys': 'Key Vault Crypto User',
  'read-certificates': 'Key Vault Certificate User',
} as const satisfies Record<string, AzureRoleName>;

/** Access to a key vault that uses Azure RBAC (`rbac_authorization_enabled`), not access policies. */
export interface KeyVaultGrantOptions {
  /** The vault's resource id. */
  readonly vaultId: string;
  readonly access: keyof typeof ROLES;
  /** One secret in place of all of the vault; for `read-secrets` and `write-secrets`. */
  readonly secretName?: string;
  /** Unique among the grants of one identity. Default made of the role and the secret's name. */
  readonly id?: string;
}

/** Secrets, keys or certificates of a key vault. */
export function keyVaultGrant({ vaultId, access, secretName, id }: KeyVaultGrantOptions): Grant {
  const role = ROLES[access];
  return roleGrant({
    role,
    scope: secretName === undefined ? vaultId : `${vaultId}/secrets/${secretName}`,
    id: id ?? grantId(role, secretName),
  });
}
