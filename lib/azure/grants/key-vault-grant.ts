import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantOfRole } from './grant-of-role';

/** Options of {@link keyVaultGrant} for secrets. */
export interface KeyVaultSecretGrantOptions extends AzureGrantOptions {
  /** One secret in place of all of the vault. */
  readonly secretName?: string;
}

/** Options of {@link keyVaultGrant} for keys. */
export interface KeyVaultKeyGrantOptions extends AzureGrantOptions {
  /** One key in place of all of the vault. */
  readonly keyName?: string;
}

const kinds = [RESOURCE_KINDS.keyVault];

/**
 * Grants on a key vault that uses Azure RBAC (`rbac_authorization_enabled`), not access policies. Roles as in "Azure
 * built-in roles for Key Vault data plane operations".
 */
export const keyVaultGrant = {
  /** Reads secrets. */
  readSecrets(vault: IdLike, options: KeyVaultSecretGrantOptions = {}): AzureGrant {
    const role = { by: 'keyVaultGrant.readSecrets', role: 'Key Vault Secrets User', verb: 'read secrets of' } as const;
    return grantOfRole({ ...role, kinds, narrowedTo: part('secrets', options.secretName) }, vault, options);
  },

  /** Reads, writes and deletes secrets. */
  readWriteSecrets(vault: IdLike, options: KeyVaultSecretGrantOptions = {}): AzureGrant {
    const by = 'keyVaultGrant.readWriteSecrets';
    const role = { by, role: 'Key Vault Secrets Officer', verb: 'read and write secrets of' } as const;
    return grantOfRole({ ...role, kinds, narrowedTo: part('secrets', options.secretName) }, vault, options);
  },

  /** Encrypts, decrypts, wraps, signs and verifies with keys. */
  useKeys(vault: IdLike, options: KeyVaultKeyGrantOptions = {}): AzureGrant {
    const role = { by: 'keyVaultGrant.useKeys', role: 'Key Vault Crypto User', verb: 'use keys of' } as const;
    return grantOfRole({ ...role, kinds, narrowedTo: part('keys', options.keyName) }, vault, options);
  },

  /** Wraps and unwraps other keys with keys, as services do that encrypt what they store. */
  wrapWithKeys(vault: IdLike, options: KeyVaultKeyGrantOptions = {}): AzureGrant {
    const by = 'keyVaultGrant.wrapWithKeys';
    const role = { by, role: 'Key Vault Crypto Service Encryption User', verb: 'wrap with keys of' } as const;
    return grantOfRole({ ...role, kinds, narrowedTo: part('keys', options.keyName) }, vault, options);
  },

  /** Reads certificates, their private keys included. */
  readCertificates(vault: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const by = 'keyVaultGrant.readCertificates';
    const role = { by, role: 'Key Vault Certificate User', verb: 'read certificates of' } as const;
    return grantOfRole({ ...role, kinds }, vault, options);
  },

  /** Makes, imports, reads and deletes certificates. */
  readWriteCertificates(vault: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const by = 'keyVaultGrant.readWriteCertificates';
    const role = { by, role: 'Key Vault Certificates Officer', verb: 'read and write certificates of' } as const;
    return grantOfRole({ ...role, kinds }, vault, options);
  },
};

function part(collection: string, name: string | undefined): readonly string[] {
  return name === undefined ? [] : [collection, name];
}
