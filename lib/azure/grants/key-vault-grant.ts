import type { AzureRoleName } from '../../core';
import type { AzureGrant, AzureGrantOptions, IdLike } from './grant';
import { grantId } from './grant-id';
import { idOf } from './id-of';
import { roleGrant } from './role-grant';

/** Options of {@link keyVaultGrant} for secrets. */
export interface KeyVaultSecretGrantOptions extends AzureGrantOptions {
  /** One secret in place of all of the vault. */
  readonly secretName?: string;
}

/**
 * Grants on a key vault that uses Azure RBAC (`rbac_authorization_enabled`), not access policies. Roles as in "Azure
 * built-in roles for Key Vault data plane operations".
 */
export const keyVaultGrant = {
  /** Reads secrets. */
  readSecrets(vault: IdLike, options: KeyVaultSecretGrantOptions = {}): AzureGrant {
    return secrets('Key Vault Secrets User', 'read', vault, options);
  },

  /** Reads, writes and deletes secrets. */
  readWriteSecrets(vault: IdLike, options: KeyVaultSecretGrantOptions = {}): AzureGrant {
    return secrets('Key Vault Secrets Officer', 'read and write', vault, options);
  },

  /** Encrypts, decrypts, wraps, signs and verifies with keys. */
  useKeys(vault: IdLike, { id }: AzureGrantOptions = {}): AzureGrant {
    const scope = idOf(vault);
    return roleGrant({ role: 'Key Vault Crypto User', scope, description: `use keys of ${scope}`, id });
  },

  /** Reads certificates, their private keys included. */
  readCertificates(vault: IdLike, { id }: AzureGrantOptions = {}): AzureGrant {
    const scope = idOf(vault);
    return roleGrant({ role: 'Key Vault Certificate User', scope, description: `read certificates of ${scope}`, id });
  },
};

function secrets(
  role: AzureRoleName,
  verb: string,
  vault: IdLike,
  { secretName, id }: KeyVaultSecretGrantOptions,
): AzureGrant {
  const scope = secretName === undefined ? idOf(vault) : `${idOf(vault)}/secrets/${secretName}`;
  return roleGrant({ role, scope, description: `${verb} secrets of ${scope}`, id: id ?? grantId(role, secretName) });
}
