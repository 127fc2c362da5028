import type { AzureCloud } from '../../../core';
import type { AzureGrant } from '../../grants/grant';
import { keyVaultGrant } from '../../grants/key-vault-grant';
import { partOfId } from '../../resource-id';
import type { VaultOptions } from './controller-options';

/** The roles to read a vault, at each secret where they are named. */
export function readVault({ vault, secretNames, certificates = false }: VaultOptions): readonly AzureGrant[] {
  const secrets =
    secretNames === undefined
      ? [keyVaultGrant.readSecrets(vault)]
      : secretNames.map((secretName) => keyVaultGrant.readSecrets(vault, { secretName }));
  return [...secrets, ...(certificates ? [keyVaultGrant.readCertificates(vault)] : [])];
}

const SUFFIXES: Readonly<Record<AzureCloud, string>> = {
  public: 'vault.azure.net',
  'us-government': 'vault.usgovcloudapi.net',
  china: 'vault.azure.cn',
};

/** The address of a vault. */
export function vaultUrl(id: string, cloud: AzureCloud): string {
  return `https://${partOfId(id, 'name')}.${SUFFIXES[cloud]}`;
}
