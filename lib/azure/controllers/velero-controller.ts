import { AKS_CONTROLLERS, type AzureCloud } from '../../core';
import { roleGrant } from '../grants/role-grant';
import type { RoleDefinitionLike } from '../grants/role';
import { storageGrant } from '../grants/storage-grant';
import { type IdLike, partOfId, resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AksController } from './identity/controller';
import { grantIdFor } from './identity/controller-scopes';

/** Options of {@link velero}. */
export interface VeleroOptions {
  /** The storage account of the backups. */
  readonly storageAccount: IdLike;
  /** The blob container of the backups. */
  readonly container: string;
  /**
   * Snapshots of managed disks, which it takes itself: a role with the actions on disks and snapshots of its documentation,
   * and the resource groups of the disks (the cluster's node resource group) and of the snapshots. Default none: with CSI
   * snapshots the cluster's own identity takes them.
   */
  readonly diskSnapshots?: { readonly role: RoleDefinitionLike; readonly resourceGroups: readonly IdLike[] };
}

const BLOB_HOSTS: Readonly<Record<AzureCloud, string>> = {
  public: 'blob.core.windows.net',
  'us-government': 'blob.core.usgovcloudapi.net',
  china: 'blob.core.chinacloudapi.cn',
};

/**
 * Velero, which backs up a cluster's objects to blobs. By Entra and the account's own address, so that it neither lists the
 * keys of the account nor reads its properties.
 */
export function velero({ storageAccount, container, diskSnapshots }: VeleroOptions): AksController {
  const id = resourceIdOf(storageAccount, [RESOURCE_KINDS.storageAccount], 'velero storageAccount');
  const account = partOfId(id, 'name');
  const groups = (diskSnapshots?.resourceGroups ?? []).map((group) => resourceIdOf(group, [], 'velero resourceGroups'));
  return {
    ...AKS_CONTROLLERS.velero,
    source: {
      where: 'vmware-tanzu/velero-plugin-for-microsoft-azure, README.md, backupstoragelocation.md',
      version: '1b682ce13010',
    },
    grants: [
      storageGrant.readWriteBlobs(storageAccount, { containerName: container }),
      ...groups.map((scope, index) =>
        roleGrant({
          roleDefinitionId: diskSnapshots!.role,
          scope,
          id: grantIdFor('disk-snapshots', groups, index).id ?? 'disk-snapshots',
          description: `take snapshots of disks in ${scope}`,
        }),
      ),
    ],
    values: ({ cloud }) => ({
      configuration: {
        backupStorageLocation: [
          {
            name: 'default',
            provider: 'velero.io/azure',
            bucket: container,
            default: true,
            config: {
              useAAD: 'true',
              storageAccount: account,
              storageAccountURI: `https://${account}.${BLOB_HOSTS[cloud]}`,
              resourceGroup: partOfId(id, 'group'),
              subscriptionId: partOfId(id, 'subscription'),
            },
          },
        ],
      },
      snapshotsEnabled: diskSnapshots !== undefined,
    }),
    deploymentNeeds: [
      'Velero needs its plugin for Azure as an init container: initContainers of the chart, with the version that fits.',
    ],
  };
}
