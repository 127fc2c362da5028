import { MssqlDatabase } from '@cdktf/provider-azurerm/lib/mssql-database';
import { azureSqlGrant } from '../../../lib/azure/grants/azure-sql-grant';
import type { AzureGrant } from '../../../lib/azure/grants/grant';
import { postgresqlGrant } from '../../../lib/azure/grants/postgresql-grant';
import { PodManagedIdentity } from '../../../lib/azure/identity/pod-managed-identity';
import { GROUP, PLACE, synthesized } from '../synthesized';

const DATABASE = `${GROUP}/providers/Microsoft.Sql/servers/todo/databases/tasks`;
const SERVER = `${GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers/todo`;

/** What a person is told, and what is made. */
function given(grant: AzureGrant, name = 'id-backend') {
  let needs: readonly string[] = [];
  const { json } = synthesized((stack) => {
    const identity = new PodManagedIdentity(stack, 'workload', { name, ...PLACE, grants: [grant] });
    needs = identity.deploymentNeeds;
    expect(identity.dependables).toEqual([]);
  });
  expect(Object.keys(json.resource)).toEqual(['azurerm_user_assigned_identity']);
  return needs;
}

const CREATE_USER = `In the database ${DATABASE}, as an Entra administrator of its server: CREATE USER [id-backend] FROM EXTERNAL PROVIDER;`;
const CREATE_ROLE =
  `On the PostgreSQL server ${SERVER}, as its Entra administrator: in the database postgres ` +
  `SELECT * FROM pgaadauth_create_principal('id-backend', false, false); Then in tasks: GRANT CONNECT ON DATABASE "tasks" TO "id-backend";`;

// Another statement is another permission.
test.each<[string, AzureGrant, Partial<AzureGrant>, string]>([
  [
    'an Azure SQL database to connect to',
    azureSqlGrant.connect(DATABASE),
    { id: 'azuresqlgrant-connect', role: 'user', scope: DATABASE, description: `connect to ${DATABASE}` },
    CREATE_USER,
  ],
  [
    'an Azure SQL database to read',
    azureSqlGrant.read(DATABASE),
    { id: 'azuresqlgrant-read', role: 'user db_datareader', description: `read ${DATABASE}` },
    `${CREATE_USER} ALTER ROLE db_datareader ADD MEMBER [id-backend];`,
  ],
  [
    'an Azure SQL database to write',
    azureSqlGrant.readWrite(DATABASE, { id: 'sql' }),
    { id: 'sql', role: 'user db_datareader db_datawriter', description: `read and write ${DATABASE}` },
    `${CREATE_USER} ALTER ROLE db_datareader ADD MEMBER [id-backend]; ALTER ROLE db_datawriter ADD MEMBER [id-backend];`,
  ],
  [
    'a PostgreSQL database to connect to',
    postgresqlGrant.connect(SERVER, { databaseName: 'tasks' }),
    {
      id: 'postgresqlgrant-connect-tasks',
      role: 'CONNECT',
      scope: `${SERVER}/databases/tasks`,
      description: `connect to ${SERVER}/databases/tasks`,
    },
    CREATE_ROLE,
  ],
  [
    'a PostgreSQL database to read',
    postgresqlGrant.read(SERVER, { databaseName: 'tasks' }),
    { id: 'postgresqlgrant-read-tasks', role: 'SELECT', description: `read ${SERVER}/databases/tasks` },
    `${CREATE_ROLE} GRANT USAGE ON SCHEMA "public" TO "id-backend"; GRANT SELECT ON ALL TABLES IN SCHEMA "public" TO "id-backend";`,
  ],
  [
    'a schema of a PostgreSQL database to write',
    postgresqlGrant.readWrite(SERVER, { databaseName: 'tasks', schema: 'todo' }),
    {
      id: 'postgresqlgrant-readwrite-tasks',
      role: 'SELECT, INSERT, UPDATE, DELETE',
      description: `read and write ${SERVER}/databases/tasks`,
    },
    `${CREATE_ROLE} GRANT USAGE ON SCHEMA "todo" TO "id-backend"; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "todo" TO "id-backend";`,
  ],
])('%s: nothing is made, and a person is told what to run', (_, grant, expected, statement) => {
  expect(grant).toMatchObject(expected);
  expect(given(grant)).toEqual([statement]);
});

test('what is quoted in SQL stays one name', () => {
  const [sql] = azureSqlGrant.connect(DATABASE).needsOf!('a]b');
  expect(sql).toContain('CREATE USER [a]]b] FROM');
  const [postgres] = postgresqlGrant.connect(SERVER, { databaseName: 'a"b' }).needsOf!("c'd");
  expect(postgres).toContain(`pgaadauth_create_principal('c''d', false`);
  expect(postgres).toContain(`GRANT CONNECT ON DATABASE "a""b" TO "c'd";`);
});

test('names that are not known yet are not written as tokens', () => {
  const token = '${azurerm_mssql_database.tasks.id}';
  expect(azureSqlGrant.connect(token).needsOf!('${var.name}')).toEqual([
    'In the database, as an Entra administrator of its server: CREATE USER [<the name of the identity>] FROM EXTERNAL PROVIDER;',
  ]);
  expect(postgresqlGrant.connect(token, { databaseName: 'tasks' }).needsOf!('id')[0]).toMatch(
    /^On the PostgreSQL server, as its Entra administrator: /,
  );
});

test('a database that azurerm makes is told by its name', () => {
  synthesized((stack) => {
    const database = new MssqlDatabase(stack, 'database', { name: 'tasks', serverId: `${GROUP}/x` });
    expect(azureSqlGrant.connect(database).needsOf!('id')[0]).toMatch(/^In the database tasks, as/);
    expect(azureSqlGrant.connect({ id: DATABASE }).needsOf!('id')[0]).toMatch(
      /^In the database \/subscriptions.*tasks, as/,
    );
  });
});

test('a database of which nothing is known before apply is not named in what a person is told, and nothing is made', () => {
  const grant = azureSqlGrant.connect({ id: '${azurerm_mssql_database.tasks.id}' });
  expect(grant.needsOf!('id-backend')).toEqual([
    'In the database, as an Entra administrator of its server: CREATE USER [id-backend] FROM EXTERNAL PROVIDER;',
  ]);
  expect(grant.give(undefined as never, undefined as never)).toEqual([]);
});
