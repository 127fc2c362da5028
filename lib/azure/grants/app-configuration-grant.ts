import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantOfRole } from './grant-of-role';

const kinds = [RESOURCE_KINDS.appConfiguration];

/**
 * Grants on the keys and feature flags of an App Configuration store. A key that refers to a secret of Key Vault needs
 * `keyVaultGrant.readSecrets` too. Roles as in "Access Azure App Configuration using Microsoft Entra ID".
 */
export const appConfigurationGrant = {
  /** Reads keys and feature flags. */
  read(store: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const role = { by: 'appConfigurationGrant.read', role: 'App Configuration Data Reader' } as const;
    return grantOfRole({ ...role, verb: 'read configuration of', kinds }, store, options);
  },

  /** Reads, writes and deletes keys and feature flags. */
  readWrite(store: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const role = { by: 'appConfigurationGrant.readWrite', role: 'App Configuration Data Owner' } as const;
    return grantOfRole({ ...role, verb: 'read and write configuration of', kinds }, store, options);
  },
};
