import { AZURE_ROLE_IDS, PRIVILEGED_AZURE_ROLES } from './azure-roles';

/** Whether a built-in role of Azure, by its name or its definition's id, has the action `*` or can assign roles. */
export function isPrivilegedRole(role: string): boolean {
  const last = role.split('/').at(-1)!.toLowerCase();
  return PRIVILEGED_AZURE_ROLES.some((name) => name === role || AZURE_ROLE_IDS[name] === last);
}
