import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** Where the table is kept. */
export const AZURE_ROLES_FILE = join(__dirname, '..', 'lib', 'core', 'azure-roles.ts');

/** A role definition, as `az role definition list` writes it; only what is read of it. */
interface RoleDefinition {
  /** The id, a GUID. */
  readonly name: string;
  readonly roleName: string;
  readonly roleType: string;
  readonly permissions: readonly { readonly actions: readonly string[]; readonly notActions: readonly string[] }[];
}

const ASSIGN = 'Microsoft.Authorization/roleAssignments/write';

/** Whether whoever has the role can give roles, or has the action `*`. A condition on which roles does not count. */
export function isPrivileged({ permissions }: RoleDefinition): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.includes('*') || (actions.some(covers(ASSIGN)) && !notActions.some(covers(ASSIGN))),
  );
}

function covers(action: string): (pattern: string) => boolean {
  return (pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.\\/+?^${}()|[\]]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
  };
}

/** The text of {@link AZURE_ROLES_FILE}. */
export async function azureRolesText(definitions: readonly RoleDefinition[], source: string): Promise<string> {
  const builtIn = definitions.filter(({ roleType }) => roleType === 'BuiltInRole');
  const roles = builtIn.sort((one, other) => (one.roleName < other.roleName ? -1 : 1));
  const text = `// Made by docs/azure-roles.ts from ${source}; not to be edited by hand.

/** Azure's built-in roles by name, with the ids of their definitions. */
export const AZURE_ROLE_IDS = {
${roles.map(({ roleName, name }) => `  ${JSON.stringify(roleName)}: ${JSON.stringify(name)},`).join('\n')}
} as const;

/** The name of a role in {@link AZURE_ROLE_IDS}. */
export type AzureRoleName = keyof typeof AZURE_ROLE_IDS;

/** Those with the action \`*\`, and those that can assign roles, some or all. */
export const PRIVILEGED_AZURE_ROLES: readonly AzureRoleName[] = [
${roles
  .filter(isPrivileged)
  .map(({ roleName }) => `  ${JSON.stringify(roleName)},`)
  .join('\n')}
];
`;
  return format(text, { ...(await resolveConfig(AZURE_ROLES_FILE)), parser: 'typescript' });
}

// az role definition list --output json > roles.json && npx tsx docs/azure-roles.ts roles.json "az role definition list of 2026-08-22"
if (require.main === module) {
  const [file, source] = process.argv.slice(2);
  if (file === undefined || source === undefined) throw new Error('usage: docs/azure-roles.ts FILE SOURCE');
  const definitions = JSON.parse(readFileSync(file, 'utf8')) as readonly RoleDefinition[];
  void azureRolesText(definitions, source).then((text) => writeFileSync(AZURE_ROLES_FILE, text));
}
