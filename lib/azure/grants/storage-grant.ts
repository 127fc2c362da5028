import type { AzureRoleName } from '../../core';
import type { AzureGrant, AzureGrantOptions, IdLike } from './grant';
import { grantId } from './grant-id';
import { idOf } from './id-of';
import { roleGrant } from './role-grant';

/** Options of {@link storageGrant} for blobs. */
export interface BlobGrantOptions extends AzureGrantOptions {
  /** One blob container in place of all of the account. */
  readonly containerName?: string;
}

/**
 * Grants on the data of a storage account, by Entra ID and not by account keys. Roles as in "Azure built-in roles for
 * Storage".
 */
export const storageGrant = {
  /** Lists containers and reads blobs. */
  readBlobs(account: IdLike, options: BlobGrantOptions = {}): AzureGrant {
    return blobs('Storage Blob Data Reader', 'read', account, options);
  },

  /** Lists containers, and reads, writes and deletes blobs. */
  readWriteBlobs(account: IdLike, options: BlobGrantOptions = {}): AzureGrant {
    return blobs('Storage Blob Data Contributor', 'read and write', account, options);
  },

  /** Reads, writes and deletes queues and their messages. */
  readWriteQueues(account: IdLike, { id }: AzureGrantOptions = {}): AzureGrant {
    const scope = idOf(account);
    const description = `read and write queues of ${scope}`;
    return roleGrant({ role: 'Storage Queue Data Contributor', scope, description, id });
  },

  /** Reads, writes and deletes tables and their entities. */
  readWriteTables(account: IdLike, { id }: AzureGrantOptions = {}): AzureGrant {
    const scope = idOf(account);
    const description = `read and write tables of ${scope}`;
    return roleGrant({ role: 'Storage Table Data Contributor', scope, description, id });
  },
};

function blobs(
  role: AzureRoleName,
  verb: string,
  account: IdLike,
  { containerName, id }: BlobGrantOptions,
): AzureGrant {
  const container = containerName === undefined ? '' : `/blobServices/default/containers/${containerName}`;
  const scope = `${idOf(account)}${container}`;
  return roleGrant({ role, scope, description: `${verb} blobs of ${scope}`, id: id ?? grantId(role, containerName) });
}
