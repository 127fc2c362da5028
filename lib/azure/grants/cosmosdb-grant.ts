import { CosmosdbSqlRoleAssignment } from '@cdktf/provider-azurerm/lib/cosmosdb-sql-role-assignment';
import { PodtrustError } from '../../core';
import { type Grant, grantId } from './grant';

/** The account's own role definitions; Azure's role assignments reach its control plane only (bicep #7943). */
const ROLES = {
  read: { name: 'Cosmos DB Built-in Data Reader', definition: '00000000-0000-0000-0000-000000000001' },
  write: { name: 'Cosmos DB Built-in Data Contributor', definition: '00000000-0000-0000-0000-000000000002' },
} as const;

/** A Cosmos DB account as azurerm's resource has it. */
export interface CosmosDbAccountReference {
  readonly id: string;
  readonly name: string;
  readonly resourceGroupName: string;
}

/** Access to the data of a Cosmos DB account for NoSQL. */
export type CosmosDbGrantOptions = {
  readonly account: CosmosDbAccountReference;
  /** Writing includes reading. */
  readonly access: keyof typeof ROLES;
  /** Unique among the grants of one identity. Default made of the role and the names. */
  readonly id?: string;
} & (
  | {
      /** One database in place of all of the account. */
      readonly databaseName: string;
      /** One container of that database. Default all of them. */
      readonly containerName?: string;
    }
  | { readonly databaseName?: undefined; readonly containerName?: undefined }
);

/**
 * Items of Cosmos DB, through the account's own role assignments.
 *
 * @throws PodtrustError `cosmosdb-scope-incomplete` where a container has no database
 */
export function cosmosDbGrant(options: CosmosDbGrantOptions): Grant {
  const { account, access, databaseName, containerName } = options;
  if (containerName !== undefined && databaseName === undefined) {
    throw new PodtrustError({
      code: 'cosmosdb-scope-incomplete',
      what: `the container "${containerName}" has no database`,
      why: 'A container’s scope begins with its database; without it the grant would be on all of the account.',
      remedy: 'Give `databaseName`.',
    });
  }
  const role = ROLES[access].name;
  const database = databaseName === undefined ? '' : `/dbs/${databaseName}`;
  const container = containerName === undefined ? '' : `/colls/${containerName}`;
  const scope = `${account.id}${database}${container}`;
  const id = options.id ?? grantId(role, databaseName, containerName);
  return {
    id,
    role,
    scope,
    give(construct, principalId) {
      const assignment = new CosmosdbSqlRoleAssignment(construct, id, {
        resourceGroupName: account.resourceGroupName,
        accountName: account.name,
        roleDefinitionId: `${account.id}/sqlRoleDefinitions/${ROLES[access].definition}`,
        scope,
        principalId,
      });
      return { role, scope, principalId, dependables: [assignment] };
    },
  };
}
