import { CosmosdbSqlRoleAssignment } from '@cdktf/provider-azurerm/lib/cosmosdb-sql-role-assignment';
import { PodtrustError, isKnown } from '../../core';
import { checkedId } from '../../terraform';
import { childId, resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantId } from './grant-id';

/** The account's own role definitions; Azure's role assignments reach its control plane only (bicep #7943). */
const READER = { name: 'Cosmos DB Built-in Data Reader', definition: '00000000-0000-0000-0000-000000000001' };
const CONTRIBUTOR = { name: 'Cosmos DB Built-in Data Contributor', definition: '00000000-0000-0000-0000-000000000002' };

/**
 * A Cosmos DB account: azurerm's resource, or a known resource id. A token of an id is not enough, since the assignment
 * also asks for the account's name and group.
 */
export type CosmosdbAccountLike =
  | string
  | {
      readonly id: string;
      readonly name: string;
      readonly resourceGroupName: string;
    };

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
   * @throws PodtrustError `cosmosdb-scope-incomplete` where a container has no database, `resource-id-malformed`,
   *   `resource-id-of-other-type`
   */
  read(account: CosmosdbAccountLike, options: CosmosdbGrantOptions = {}): AzureGrant {
    return items('read', READER, 'read', account, options);
  },

  /**
   * Reads, queries, writes and deletes items.
   *
   * @throws PodtrustError `cosmosdb-scope-incomplete` where a container has no database, `resource-id-malformed`,
   *   `resource-id-of-other-type`
   */
  readWrite(account: CosmosdbAccountLike, options: CosmosdbGrantOptions = {}): AzureGrant {
    return items('readWrite', CONTRIBUTOR, 'read and write', account, options);
  },
};

function items(
  name: string,
  role: typeof READER,
  verb: string,
  given: CosmosdbAccountLike,
  options: CosmosdbGrantOptions,
): AzureGrant {
  const by = `cosmosdbGrant.${name}`;
  const { databaseName, containerName } = options;
  if (containerName !== undefined && databaseName === undefined) {
    throw new PodtrustError({
      code: 'cosmosdb-scope-incomplete',
      where: by,
      what: `the container "${containerName}" has no database`,
      why: 'A container’s scope begins with its database; without it the grant would be on all of the account.',
      remedy: 'Give `databaseName`.',
    });
  }
  const account = accountOf(given, by);
  const database = databaseName === undefined ? [] : ['dbs', databaseName];
  const container = containerName === undefined ? [] : ['colls', containerName];
  const scope = childId(account.id, [...database, ...container], by);
  const id = options.id ?? grantId(role.name, databaseName, containerName);
  return {
    id,
    description: `${verb} items of ${scope}`,
    role: role.name,
    scope,
    crossSubscription: options.crossSubscription,
    give(construct, { principalId, provider }) {
      const assignment = new CosmosdbSqlRoleAssignment(construct, checkedId(construct, id), {
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

function accountOf(account: CosmosdbAccountLike, by: string): Exclude<CosmosdbAccountLike, string> {
  const id = resourceIdOf(account, [RESOURCE_KINDS.cosmosdbAccount], by);
  if (typeof account !== 'string') return account;
  if (!isKnown(id)) {
    throw new PodtrustError({
      code: 'resource-id-malformed',
      where: by,
      what: 'nothing is known of the Cosmos DB account before apply',
      why: 'Its role assignments are made by the account’s name and resource group, which are in a token’s value only later.',
      remedy: 'Give the account itself, or { id, name, resourceGroupName }.',
    });
  }
  const [, , , , resourceGroupName, , , , name] = id.split('/') as string[] & { readonly length: 9 };
  return { id, name: name!, resourceGroupName: resourceGroupName! };
}
