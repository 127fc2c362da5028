import type { AzureRoleName } from '../../core';
import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantOfRole } from './grant-of-role';

/** Options of {@link storageGrant} for blobs. */
export interface BlobGrantOptions extends AzureGrantOptions {
  /** One blob container in place of all of the account. */
  readonly containerName?: string;
}

/** Options of {@link storageGrant} for queues. */
export interface StorageQueueGrantOptions extends AzureGrantOptions {
  /** One queue in place of all of the account. */
  readonly queueName?: string;
}

/** Options of {@link storageGrant} for tables. */
export interface StorageTableGrantOptions extends AzureGrantOptions {
  /** One table in place of all of the account. */
  readonly tableName?: string;
}

/** Options of {@link storageGrant} for files. */
export interface FileGrantOptions extends AzureGrantOptions {
  /** One file share in place of all of the account. */
  readonly shareName?: string;
}

/**
 * Grants on the data of a storage account, by Entra ID and not by account keys. Roles as in "Azure built-in roles for
 * Storage".
 */
export const storageGrant = {
  /** Lists containers and reads blobs. */
  readBlobs(account: IdLike, options: BlobGrantOptions = {}): AzureGrant {
    return blobs('readBlobs', 'Storage Blob Data Reader', 'read', account, options);
  },

  /** Lists containers, and reads, writes and deletes blobs. */
  readWriteBlobs(account: IdLike, options: BlobGrantOptions = {}): AzureGrant {
    return blobs('readWriteBlobs', 'Storage Blob Data Contributor', 'read and write', account, options);
  },

  /** Reads queues, and their messages without taking them. */
  readQueues(account: IdLike, options: StorageQueueGrantOptions = {}): AzureGrant {
    return queues('readQueues', 'Storage Queue Data Reader', 'read queues of', account, options);
  },

  /** Reads, writes and deletes queues and their messages. */
  readWriteQueues(account: IdLike, options: StorageQueueGrantOptions = {}): AzureGrant {
    return queues('readWriteQueues', 'Storage Queue Data Contributor', 'read and write queues of', account, options);
  },

  /** Adds messages to queues. */
  sendToQueues(account: IdLike, options: StorageQueueGrantOptions = {}): AzureGrant {
    return queues('sendToQueues', 'Storage Queue Data Message Sender', 'send to queues of', account, options);
  },

  /** Takes messages from queues, and deletes them. */
  receiveFromQueues(account: IdLike, options: StorageQueueGrantOptions = {}): AzureGrant {
    const role = 'Storage Queue Data Message Processor';
    return queues('receiveFromQueues', role, 'receive from queues of', account, options);
  },

  /** Reads tables and their entities. */
  readTables(account: IdLike, options: StorageTableGrantOptions = {}): AzureGrant {
    return tables('readTables', 'Storage Table Data Reader', 'read', account, options);
  },

  /** Reads, writes and deletes tables and their entities. */
  readWriteTables(account: IdLike, options: StorageTableGrantOptions = {}): AzureGrant {
    return tables('readWriteTables', 'Storage Table Data Contributor', 'read and write', account, options);
  },

  /** Reads files by REST, where the permissions of files and folders do not count: hence the role's name. */
  readFiles(account: IdLike, options: FileGrantOptions = {}): AzureGrant {
    return files('readFiles', 'Storage File Data Privileged Reader', 'read', account, options);
  },

  /** Reads, writes and deletes files by REST, and the permissions of files and folders, which do not count here. */
  readWriteFiles(account: IdLike, options: FileGrantOptions = {}): AzureGrant {
    return files('readWriteFiles', 'Storage File Data Privileged Contributor', 'read and write', account, options);
  },
};

const kinds = [RESOURCE_KINDS.storageAccount];

function blobs(
  name: string,
  role: AzureRoleName,
  verb: string,
  account: IdLike,
  options: BlobGrantOptions,
): AzureGrant {
  const { containerName: one } = options;
  const narrowedTo = one === undefined ? [] : ['blobServices', 'default', 'containers', one];
  const typed = { by: `storageGrant.${name}`, role, verb: `${verb} blobs of`, kinds, narrowedTo };
  return grantOfRole(typed, account, options);
}

function queues(
  name: string,
  role: AzureRoleName,
  verb: string,
  account: IdLike,
  options: StorageQueueGrantOptions,
): AzureGrant {
  const { queueName: one } = options;
  const narrowedTo = one === undefined ? [] : ['queueServices', 'default', 'queues', one];
  return grantOfRole({ by: `storageGrant.${name}`, role, verb, kinds, narrowedTo }, account, options);
}

function tables(
  name: string,
  role: AzureRoleName,
  verb: string,
  account: IdLike,
  options: StorageTableGrantOptions,
): AzureGrant {
  const { tableName: one } = options;
  const narrowedTo = one === undefined ? [] : ['tableServices', 'default', 'tables', one];
  const typed = { by: `storageGrant.${name}`, role, verb: `${verb} tables of`, kinds, narrowedTo };
  return grantOfRole(typed, account, options);
}

function files(
  name: string,
  role: AzureRoleName,
  verb: string,
  account: IdLike,
  options: FileGrantOptions,
): AzureGrant {
  const { shareName: one } = options;
  const narrowedTo = one === undefined ? [] : ['fileServices', 'default', 'fileshares', one];
  const typed = { by: `storageGrant.${name}`, role, verb: `${verb} files of`, kinds, narrowedTo };
  return grantOfRole(typed, account, options);
}
