import { describeSymbols } from '../../model/known/symbol';

/** The data plane roles of Cosmos DB, by the last part of their id. Azure Cosmos DB, "Data plane built-in roles". */
const COSMOS_ROLES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '00000000-0000-0000-0000-000000000001': 'Cosmos DB Built-in Data Reader',
    '00000000-0000-0000-0000-000000000002': 'Cosmos DB Built-in Data Contributor',
  }),
);

let roleNames: ReadonlyMap<string, string> | undefined;

/** By id, read when the first is asked for: there are nearly a thousand. */
function builtInRoles(): ReadonlyMap<string, string> {
  if (roleNames) return roleNames;
  type Core = typeof import('../../../core/azure/azure-roles');
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { AZURE_ROLE_IDS } = require('../../../core/azure/azure-roles') as Core;
  return (roleNames = new Map(Object.entries(AZURE_ROLE_IDS).map(([name, id]) => [id, name])));
}

/** The name of a built-in role by the id of its definition; of any other the id, symbols described. */
export function azureRoleName(id: string): string {
  const last = id.split('/').at(-1)!.toLowerCase();
  return COSMOS_ROLES.get(last) ?? builtInRoles().get(last) ?? describeSymbols(id);
}
