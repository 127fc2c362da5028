import type { AzureRoleName } from '../../core';
import { type Grant, grantId } from './grant';
import { roleGrant } from './role-grant';

const ROLES = {
  'read-blobs': 'Storage Blob Data Reader',
  'write-blobs': 'Storage Blob Data Contributor',
  'write-queues': 'Storage Queue Data Contributor',
  'write-tables': 'Storage Table Data Contributor',
} as const satisfies Record<string, AzureRoleName>;

/** Access to the data of a storage account, by Entra ID and not by account keys. */
export interface StorageGrantOptions {
  /** The account's resource id. */
  readonly accountId: string;
  /** Writing includes reading and deleting. */
  readonly access: keyof typeof ROLES;
  /** One blob container in place of all of the account; for `read-blobs` and `write-blobs`. */
  readonly containerName?: string;
  /** Unique among the grants of one identity. Default made of the role and the container's name. */
  readonly id?: string;
}

/** Blobs, queues or tables of a storage account. */
export function storageGrant({ accountId, access, containerName, id }: StorageGrantOptions): Grant {
  const role = ROLES[access];
  return roleGrant({
    role,
    scope: containerName === undefined ? accountId : `${accountId}/blobServices/default/containers/${containerName}`,
    id: id ?? grantId(role, containerName),
  });
}
