import { join } from 'node:path';

/** Where the table is kept. */
export const AZURE_ROLES_FILE = join(__dirname, '../../lib/core/azure/azure-roles.ts');

/** A role definition, as `az role definition list` writes it; only what is read of it. */
export interface RoleDefinition {
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

/** The text of {@link AZURE_ROLES_FILE}, before prettier has it. */
export function azureRolesText(definitions: readonly RoleDefinition[], source: string): string {
  const builtIn = definitions.filter(({ roleType }) => roleType === 'BuiltInRole');
  const roles = builtIn.sort((one, other) => (one.roleName < other.roleName ? -1 : 1));
  return `// Made by docs/azure-roles/generate.ts from ${source}; not to be edited by hand.

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
}
