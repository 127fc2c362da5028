import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import { grantInDatabase } from './grant-in-database';
import type { AzureGrant, AzureGrantOptions } from './grant';

/**
 * Grants in an Azure SQL database. Azure's roles end at its door: the database has users and roles of its own, so these
 * make nothing and say in `deploymentNeeds` which statements a person must run. Statements as in "Create contained users
 * mapped to Microsoft Entra identities".
 */
export const azureSqlGrant = {
  /** Signs in, as a user without any role. */
  connect(database: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    return user('connect', 'connect to', [], database, options);
  },

  /** Reads all tables: `db_datareader`. */
  read(database: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    return user('read', 'read', ['db_datareader'], database, options);
  },

  /** Reads and writes all tables: `db_datareader` and `db_datawriter`. */
  readWrite(database: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    return user('readWrite', 'read and write', ['db_datareader', 'db_datawriter'], database, options);
  },
};

function user(
  name: string,
  verb: string,
  roles: readonly string[],
  database: IdLike,
  options: AzureGrantOptions,
): AzureGrant {
  return grantInDatabase(
    {
      by: `azureSqlGrant.${name}`,
      kind: RESOURCE_KINDS.sqlDatabase,
      role: ['user', ...roles].join(' '),
      verb,
      need(identity, at) {
        const quoted = `[${identity.replace(/\]/g, ']]')}]`;
        const members = roles.map((role) => ` ALTER ROLE ${role} ADD MEMBER ${quoted};`).join('');
        const where = at === undefined ? 'In the database' : `In the database ${at}`;
        return `${where}, as an Entra administrator of its server: CREATE USER ${quoted} FROM EXTERNAL PROVIDER;${members}`;
      },
    },
    database,
    options,
  );
}
