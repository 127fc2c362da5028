import type { Permission } from '../../model/identity/permission';

const ASSIGN = 'Microsoft.Authorization/roleAssignments/write';

/**
 * Whether an identity that has a permission of Azure can get what it has not: the role has the action `*`, or can assign
 * roles. A condition on which roles does not count.
 */
export function isPrivilegedOnAzure({ role, actions }: Pick<Permission, 'role' | 'actions'>): boolean {
  if (actions.includes('*')) return true;
  const takenOut = actions.filter((action) => action.startsWith('!')).map((action) => action.slice(1));
  if (actions.some(coversAssigning) && !takenOut.some(coversAssigning)) return true;
  if (role === null) return false;
  return privilegedRoles().isPrivilegedRole(role);
}

/** Whether an action, in which `*` stands for any text, is one of those that assign roles. */
function coversAssigning(action: string): boolean {
  const parts = action.split('*').map((part) => part.replace(/[.\\/+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(ASSIGN);
}

/** Read when the first is asked for: there are nearly a thousand. */
function privilegedRoles(): typeof import('../../../core/azure/privileged-role') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../../core/azure/privileged-role') as typeof import('../../../core/azure/privileged-role');
}
