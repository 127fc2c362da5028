import { CosmosdbSqlRoleAssignment } from '@cdktf/provider-azurerm/lib/cosmosdb-sql-role-assignment';
import { PodtrustError } from '../../core';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantId } from './grant-id';

/** The account's own role definitions; Azure's role assignments reach its control plane only (bicep #7943). */
const READER = { name: 'Cosmos DB Built-in Data Reader', definition: '00000000-0000-0000-0000-000000000001' };
const CONTRIBUTOR = { name: 'Cosmos DB Built-in Data Contributor', definition: '00000000-0000-0000-0000-000000000002' };

/** A Cosmos DB account, such as azurerm's resource. Its id alone is not enough: the assignment names the account. */
export interface CosmosdbAccountReference {
  readonly id: string;
  readonly name: string;
  readonly resourceGroupName: string;
}

/** Options of {@link cosmosdbGrant}. */
export type CosmosdbGrantOptions = AzureGrantOptions &
  (
    | {
        /** One database in place of all of the account. */
        readonly databaseName: string;
        /** One container of that database. Default all of them. */
        readonly containerName?: string;
      }
    | { readonly databaseName?: undefined; readonly containerName?: undefined }
  );

/** Grants on the items of a Cosmos DB account for NoSQL, through the account's own role assignments. */
export const cosmosdbGrant = {
  /**
   * Reads and queries items.
   *
   * @throws PodtrustError `cosmosdb-scope-incomplete` where a container has no database
   */
  read(account: CosmosdbAccountReference, options: CosmosdbGrantOptions = {}): AzureGrant {
    return items(READER, 'read', account, options);
  },

  /**
   * Reads, queries, writes and deletes items.
   *
   * @throws PodtrustError `cosmosdb-scope-incomplete` where a container has no database
   */
  readWrite(account: CosmosdbAccountReference, options: CosmosdbGrantOptions = {}): AzureGrant {
    return items(CONTRIBUTOR, 'read and write', account, options);
  },
};

function items(
  role: typeof READER,
  verb: string,
  account: CosmosdbAccountReference,
  options: CosmosdbGrantOptions,
): AzureGrant {
  const { databaseName, containerName } = options;
  if (containerName !== undefined && databaseName === undefined) {
    throw new PodtrustError({
      code: 'cosmosdb-scope-incomplete',
      what: `the container "${containerName}" has no database`,
      why: 'A container’s scope begins with its database; without it the grant would be on all of the account.',
      remedy: 'Give `databaseName`.',
    });
  }
  const database = databaseName === undefined ? '' : `/dbs/${databaseName}`;
  const container = containerName === undefined ? '' : `/colls/${containerName}`;
  const scope = `${account.id}${database}${container}`;
  const id = options.id ?? grantId(role.name, databaseName, containerName);
  return {
    id,
    description: `${verb} items of ${scope}`,
    role: role.name,
    scope,
    give(construct, { principalId, provider }) {
      const assignment = new CosmosdbSqlRoleAssignment(construct, id, {
        resourceGroupName: account.resourceGroupName,
        accountName: account.name,
        roleDefinitionId: `${account.id}/sqlRoleDefinitions/${role.definition}`,
        scope,
        principalId,
        provider,
      });
      return [assignment];
    },
  };
}
