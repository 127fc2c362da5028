import { readFileSync } from 'node:fs';
import { AZURE_ROLES_FILE, azureRolesText } from '../../docs/azure-roles/table';
import { AZURE_ROLE_IDS, PRIVILEGED_AZURE_ROLES } from '../../lib/core/azure/azure-roles';
import { azureRoleName } from '../../lib/proof/read/azure/azure-role-name';

const ASSIGN = 'Microsoft.Authorization/roleAssignments/write';
const role = (
  roleName: string,
  name: string,
  actions: string[],
  notActions: string[] = [],
  roleType = 'BuiltInRole',
) => ({
  roleName,
  name,
  roleType,
  permissions: [{ actions, notActions }],
});

test('the table is made of the built-in roles of a list, by name', () => {
  const text = azureRolesText(
    [
      role('Writer', 'id-w', ['Microsoft.Storage/*']),
      role('Own', 'id-o', ['*'], [], 'CustomRole'),
      role('All but roles', 'id-a', ['*'], ['Microsoft.Authorization/*/Write']),
      role('Assigns', 'id-1', ['*/read', ASSIGN]),
      role('Assigns, by a pattern', 'id-2', ['microsoft.authorization/*']),
      role('Assigns nothing', 'id-3', ['Microsoft.Authorization/*'], ['Microsoft.Authorization/*/write']),
      role('Reads', 'id-4', ['Microsoft.Authorization/*/read']),
    ],
    'a list',
  );
  expect(text).toMatchInlineSnapshot(`
   "// Made by docs/azure-roles/generate.ts from a list; not to be edited by hand.

   /** Azure's built-in roles by name, with the ids of their definitions. */
   export const AZURE_ROLE_IDS = {
     "All but roles": "id-a",
     "Assigns": "id-1",
     "Assigns nothing": "id-3",
     "Assigns, by a pattern": "id-2",
     "Reads": "id-4",
     "Writer": "id-w",
   } as const;

   /** The name of a role in {@link AZURE_ROLE_IDS}. */
   export type AzureRoleName = keyof typeof AZURE_ROLE_IDS;

   /** Those with the action \`*\`, and those that can assign roles, some or all. */
   export const PRIVILEGED_AZURE_ROLES: readonly AzureRoleName[] = [
     "All but roles",
     "Assigns",
     "Assigns, by a pattern",
   ];
   "
  `);
});

test('the table in the library is what the generator writes', () => {
  const text = readFileSync(AZURE_ROLES_FILE, 'utf8');
  expect(text).toMatch(/^\/\/ Made by docs\/azure-roles\/generate\.ts from .* of \d{4}-\d{2}-\d{2};/);
  const names = Object.keys(AZURE_ROLE_IDS);
  expect(names.length).toBeGreaterThan(900);
  expect(names).toEqual([...names].sort());
  const ids = Object.values(AZURE_ROLE_IDS);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

// By hand, from Azure's "Azure built-in roles for Privileged" and the page of each category.
test.each([
  ['Owner', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', true],
  ['Contributor', 'b24988ac-6180-42a0-ab88-20f7382dd24c', true],
  ['User Access Administrator', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', true],
  ['Role Based Access Control Administrator', 'f58310d9-a9f6-439a-9e8d-f62e7b41a168', true],
  ['Reader', 'acdd72a7-3385-48ef-bd42-f606fba81ae7', false],
  ['AcrPull', '7f951dda-4ed3-4680-a7ca-43fe172d538d', false],
  ['Key Vault Secrets User', '4633458b-17de-408a-b874-0445c86b69e6', false],
  ['Storage Blob Data Contributor', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe', false],
  ['Azure Service Bus Data Sender', '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39', false],
] as const)('%s has its id, and the proof names it by it', (name, id, privileged) => {
  expect(AZURE_ROLE_IDS[name]).toBe(id);
  expect(PRIVILEGED_AZURE_ROLES.includes(name)).toBe(privileged);
  expect(azureRoleName(`/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/${id.toUpperCase()}`)).toBe(
    name,
  );
});
