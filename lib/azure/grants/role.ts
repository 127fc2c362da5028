import { PodtrustError, isKnown } from '../../core';
import { AZURE_ROLE_IDS } from '../../core/azure/azure-roles';
import { editDistance } from '../../core/edit-distance';
import { resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';

/** A role's definition by its resource id, or azurerm's resource of it, whose `id` is another. */
export type RoleDefinitionLike = string | { readonly roleDefinitionResourceId: string };

/**
 * @throws PodtrustError `role-unknown` where a known name is not that of a built-in role
 */
export function checkRoleName(role: string, where: string): void {
  if (typeof role === 'string' && (!isKnown(role) || Object.hasOwn(AZURE_ROLE_IDS, role))) return;
  throw new PodtrustError({
    code: 'role-unknown',
    where,
    what: `${typeof role === 'string' ? `"${role}"` : String(role)} is not a built-in role that podtrust knows`,
    why: 'Azure finds a role by its whole name, and azurerm fails where there is none.',
    remedy: `${nearestTo(String(role))}A custom role, or one newer than this version of podtrust, is given by roleDefinitionId.`,
  });
}

/** A sentence that names the role whose name is nearest, if one is near. */
function nearestTo(role: string): string {
  const asked = role.toLowerCase();
  const near = Object.keys(AZURE_ROLE_IDS)
    .map((name) => ({ name, distance: editDistance(asked, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= 3)
    .sort((one, other) => one.distance - other.distance)[0];
  return near ? `Did you mean "${near.name}"? ` : '';
}

/** @throws PodtrustError `resource-id-malformed`, `resource-id-of-other-type` */
export function roleDefinitionIdOf(definition: RoleDefinitionLike, where: string): string {
  const id = typeof definition === 'string' ? definition : definition?.roleDefinitionResourceId;
  // The definition of a built-in role belongs to no subscription.
  if (/^\/providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f-]{36}$/i.test(id)) return id;
  return resourceIdOf(id, [RESOURCE_KINDS.roleDefinition], where);
}
