import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import { grantInDatabase } from './grant-in-database';
import type { AzureGrant, AzureGrantOptions } from './grant';

/** Options of {@link postgresqlGrant}. */
export interface PostgresqlGrantOptions extends AzureGrantOptions {
  readonly databaseName: string;
  /** The schema whose tables are meant. Default `public`. */
  readonly schema?: string;
}

/**
 * Grants in a database of a flexible server for PostgreSQL. Azure's roles end at its door: the server has roles of its own,
 * so these make nothing and say in `deploymentNeeds` which statements a person must run. Statements as in "Manage Microsoft
 * Entra roles in Azure Database for PostgreSQL".
 */
export const postgresqlGrant = {
  /** Signs in, with what everybody may do in the database. */
  connect(server: IdLike, options: PostgresqlGrantOptions): AzureGrant {
    return role('connect', 'connect to', undefined, server, options);
  },

  /** Reads all tables of a schema. */
  read(server: IdLike, options: PostgresqlGrantOptions): AzureGrant {
    return role('read', 'read', 'SELECT', server, options);
  },

  /** Reads and writes all tables of a schema. */
  readWrite(server: IdLike, options: PostgresqlGrantOptions): AzureGrant {
    return role('readWrite', 'read and write', 'SELECT, INSERT, UPDATE, DELETE', server, options);
  },
};

function role(
  name: string,
  verb: string,
  privileges: string | undefined,
  server: IdLike,
  options: PostgresqlGrantOptions,
): AzureGrant {
  const { databaseName, schema = 'public' } = options;
  return grantInDatabase(
    {
      by: `postgresqlGrant.${name}`,
      kind: RESOURCE_KINDS.postgresqlServer,
      role: privileges ?? 'CONNECT',
      verb,
      narrowedTo: ['databases', databaseName],
      need(identity, at) {
        const create = `SELECT * FROM pgaadauth_create_principal(${literal(identity)}, false, false);`;
        const to = `TO ${quoted(identity)};`;
        const grants = [`GRANT CONNECT ON DATABASE ${quoted(databaseName)} ${to}`];
        if (privileges !== undefined) {
          grants.push(
            `GRANT USAGE ON SCHEMA ${quoted(schema)} ${to}`,
            `GRANT ${privileges} ON ALL TABLES IN SCHEMA ${quoted(schema)} ${to}`,
          );
        }
        const where = at === undefined ? 'On the PostgreSQL server' : `On the PostgreSQL server ${at}`;
        return `${where}, as its Entra administrator: in the database postgres ${create} Then in ${databaseName}: ${grants.join(' ')}`;
      },
    },
    server,
    options,
  );
}

function literal(text: string): string {
  return `'${text.replace(/'/g, "''")}'`;
}

function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
